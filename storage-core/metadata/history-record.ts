import { authorText, readAuthor, type StoredAuthor } from './author-record.ts'
import type { DeleteMarkerRow, ObjectRow, VersionRow } from './metadata-store.ts'
import { decodeObjectRow, encodeObjectRow } from './object-record.ts'

/**
 * Records of the `history` table are those of versions, as in `current`, or delete markers:
 *
 * ```
 *  0  u8   record version (1)
 *  1  u8   0xFF, which no object type has
 *  2  f64  last modified, milliseconds
 * 10  f64  sequence
 * 18       version id   u8 length + text
 *          author       the rest: UTF-8 JSON; absent when it is not known
 * ```
 */
const recordVersion = 1
const deleteMarkerType = 0xff
const markerFixedBytes = 18

export function encodeVersionRow(row: VersionRow): Buffer {
  return row.type === 'DeleteMarker' ? encodeDeleteMarker(row) : encodeObjectRow(row)
}

export function decodeVersionRow(record: Buffer): ObjectRow | DeleteMarkerRow {
  return isDeleteMarker(record) ? decodeDeleteMarker(record) : decodeObjectRow(record)
}

export function isDeleteMarker(record: Buffer): boolean {
  return record[1] === deleteMarkerType
}

/** The part of a delete marker's record that a listing shows. */
export function decodeMarkerSummary(record: Buffer): Omit<DeleteMarkerRow, 'author'> {
  if (record[0] !== recordVersion) throw new Error(`delete marker record version ${String(record[0])} is not known`)
  return {
    type: 'DeleteMarker',
    lastModifiedMs: record.readDoubleBE(2),
    sequence: record.readDoubleBE(10),
    versionId: record.toString('latin1', markerFixedBytes + 1, authorAt(record)),
  }
}

function decodeDeleteMarker(record: Buffer): DeleteMarkerRow {
  const summary = decodeMarkerSummary(record)
  const at = authorAt(record)
  const author = at === record.length ? undefined : readAuthor(JSON.parse(record.toString('utf8', at)) as StoredAuthor)
  return author === undefined ? summary : { ...summary, author }
}

function authorAt(record: Buffer): number {
  return markerFixedBytes + 1 + record.readUInt8(markerFixedBytes)
}

function encodeDeleteMarker(row: DeleteMarkerRow): Buffer {
  const author = row.author === undefined ? '' : authorText(row.author)
  const record = Buffer.allocUnsafe(markerFixedBytes + 1 + row.versionId.length + Buffer.byteLength(author))
  record[0] = recordVersion
  record[1] = deleteMarkerType
  record.writeDoubleBE(row.lastModifiedMs, 2)
  record.writeDoubleBE(row.sequence, 10)
  record.writeUInt8(row.versionId.length, markerFixedBytes)
  record.write(author, markerFixedBytes + 1 + record.write(row.versionId, markerFixedBytes + 1, 'latin1'), 'utf8')
  return record
}
