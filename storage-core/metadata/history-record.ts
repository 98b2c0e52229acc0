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

export function decodeDeleteMarker(record: Buffer): DeleteMarkerRow {
  if (record[0] !== recordVersion) throw new Error(`delete marker record version ${String(record[0])} is not known`)
  return {
    type: 'DeleteMarker',
    lastModifiedMs: record.readDoubleBE(2),
    sequence: record.readDoubleBE(10),
    versionId: record.toString('latin1', markerFixedBytes + 1, markerFixedBytes + 1 + record.readUInt8(markerFixedBytes)),
  }
}

function encodeDeleteMarker(row: DeleteMarkerRow): Buffer {
  const record = Buffer.allocUnsafe(markerFixedBytes + 1 + row.versionId.length)
  record[0] = recordVersion
  record[1] = deleteMarkerType
  record.writeDoubleBE(row.lastModifiedMs, 2)
  record.writeDoubleBE(row.sequence, 10)
  record.writeUInt8(row.versionId.length, markerFixedBytes)
  record.write(row.versionId, markerFixedBytes + 1, 'latin1')
  return record
}
