import type { ObjectAcl } from '../model/acl.ts'
import type { Assignable } from '../model/assignable.ts'
import type { ObjectType } from '../model/object.ts'
import type { ObjectRestore } from '../model/restore.ts'
import { isArchived, type StorageClass } from '../model/storage-class.ts'
import { authorText, readAuthor, type StoredAuthor } from './author-record.ts'
import { readChecksum, storeChecksum, type StoredChecksum } from './checksum-record.ts'
import type { ContentRow, ObjectRow, ObjectSummaryRow } from './metadata-store.ts'

/**
 * Record of one version of an object, hand-packed because every request reads or writes one.
 *
 * ```
 *  0  u8   record version (1)
 *  1  u8   object type            index into `types`
 *  2  u8   storage class          index into `storageClasses`
 *  3  u8   object ACL             index into `acls`
 *  4  u8   content kind           0 empty, 1 inline, 2 file, 3 pieces
 *  5  u8   ETag form              0 = the 16 bytes of an MD5, 1 = text
 *  6  f64  size in bytes
 * 14  f64  last modified, milliseconds
 * 22  f64  sequence
 * 30  u64  CRC-64
 * 38  ETag 16 bytes, or u8 length + text
 *     version id   u8 length + text
 *     content      nothing, or f64 inline number, or u8 length + blob id, or f64 list of pieces
 *     details      the rest: UTF-8 JSON of headers, user metadata, tags, the target of a link, a restore, the times of a seal
 *                  and of a move to another storage class, a checksum of the S3 dialect, the author;
 *                  absent parts are left out
 * ```
 * All numbers are big-endian. A listing reads the first 54 bytes only, and of archived objects the details.
 */
const recordVersion = 1
const fixedBytes = 38

const types: readonly ObjectType[] = ['Normal', 'Appendable', 'Multipart', 'Symlink']
/** Order on disk, like the others. */
const contentKinds: readonly ContentRow['kind'][] = ['empty', 'inline', 'file', 'pieces']
const acls: readonly ObjectAcl[] = ['default', 'private', 'public-read', 'public-read-write']
/** Order on disk; counters use the same one. New classes go to the end. */
export const storageClasses: readonly StorageClass[] = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']

const md5Pattern = /^[0-9A-F]{32}$/

interface Details {
  readonly headers?: ObjectRow['headers']
  readonly meta?: ObjectRow['userMetadata']
  readonly tags?: ObjectRow['tags']
  readonly link?: string
  readonly restore?: ObjectRestore
  readonly sealed?: number
  readonly moved?: number
  readonly check?: StoredChecksum
  readonly by?: StoredAuthor
}

export function encodeObjectRow(row: ObjectRow): Buffer {
  const isMd5 = md5Pattern.test(row.etag)
  const details = encodeDetails(row)
  const blobId = row.content.kind === 'file' ? row.content.blobId : ''
  const contentBytes = row.content.kind === 'empty' ? 0 : row.content.kind === 'file' ? 1 + blobId.length : 8
  const etagBytes = isMd5 ? 16 : 1 + row.etag.length
  const record = Buffer.allocUnsafe(
    fixedBytes + etagBytes + 1 + row.versionId.length + contentBytes + Buffer.byteLength(details),
  )
  record[0] = recordVersion
  record[1] = indexOf(types, row.type)
  record[2] = indexOf(storageClasses, row.storageClass)
  record[3] = indexOf(acls, row.acl)
  record[4] = indexOf(contentKinds, row.content.kind)
  record[5] = isMd5 ? 0 : 1
  record.writeDoubleBE(row.sizeBytes, 6)
  record.writeDoubleBE(row.lastModifiedMs, 14)
  record.writeDoubleBE(row.sequence, 22)
  record.writeBigUInt64BE(row.crc64, 30)
  let at = fixedBytes
  if (isMd5) at += record.write(row.etag, at, 'hex')
  else at = writeShortText(record, row.etag, at)
  at = writeShortText(record, row.versionId, at)
  if (row.content.kind === 'inline') at = record.writeDoubleBE(row.content.inlineNumber, at)
  else if (row.content.kind === 'file') at = writeShortText(record, blobId, at)
  else if (row.content.kind === 'pieces') at = record.writeDoubleBE(row.content.pieceList, at)
  record.write(details, at, 'utf8')
  return record
}

/** @throws Error for a record this version cannot read: the store's format version guards against newer ones. */
export function decodeObjectRow(record: Buffer): ObjectRow {
  const summary = decodeFixedPart('', record)
  let at = versionIdAt(record)
  const versionId = readShortText(record, at)
  at += 1 + byteAt(record, at)
  let content: ContentRow = { kind: 'empty' }
  if (record[4] === 1) {
    content = { kind: 'inline', inlineNumber: record.readDoubleBE(at) }
    at += 8
  } else if (record[4] === 2) {
    content = { kind: 'file', blobId: readShortText(record, at) }
    at += 1 + byteAt(record, at)
  } else if (record[4] === 3) {
    content = { kind: 'pieces', pieceList: record.readDoubleBE(at) }
    at += 8
  } else if (record[4] !== 0) throw new Error(`unknown content kind ${String(record[4])} in an object record`)
  const details = decodeDetails(record, at)
  const row: Assignable<ObjectRow> = {
    type: summary.type,
    sizeBytes: summary.sizeBytes,
    etag: summary.etag,
    lastModifiedMs: summary.lastModifiedMs,
    storageClass: summary.storageClass,
    versionId,
    sequence: record.readDoubleBE(22),
    crc64: record.readBigUInt64BE(30),
    acl: itemAt(acls, byteAt(record, 3)),
    content,
    headers: details.headers ?? {},
    userMetadata: details.meta ?? {},
    tags: details.tags ?? {},
  }
  if (details.link !== undefined) row.symlinkTarget = details.link
  if (details.restore !== undefined) row.restore = details.restore
  if (details.sealed !== undefined) row.sealedMs = details.sealed
  if (details.moved !== undefined) row.transitionedMs = details.moved
  if (details.check !== undefined) row.checksum = readChecksum(details.check)
  if (details.author !== undefined) row.author = details.author
  return row
}

/** The part of a record that a listing shows. */
export function decodeObjectSummary(key: string, record: Buffer): ObjectSummaryRow {
  const summary = decodeFixedPart(key, record)
  if (!isArchived(summary.storageClass)) return summary
  const { restore, moved } = decodeDetails(record, detailsAt(record))
  if (restore === undefined && moved === undefined) return summary
  return { ...summary, ...(restore === undefined ? {} : { restore }), ...(moved === undefined ? {} : { transitionedMs: moved }) }
}

function decodeFixedPart(key: string, record: Buffer): ObjectSummaryRow {
  if (record[0] !== recordVersion) throw new Error(`object record version ${String(record[0])} is not known`)
  return {
    key,
    type: itemAt(types, byteAt(record, 1)),
    sizeBytes: record.readDoubleBE(6),
    etag:
      record[5] === 0
        ? record.toString('hex', fixedBytes, fixedBytes + 16).toUpperCase()
        : readShortText(record, fixedBytes),
    lastModifiedMs: record.readDoubleBE(14),
    storageClass: itemAt(storageClasses, byteAt(record, 2)),
  }
}

/** The version id of a record, without decoding the rest. */
export function decodeVersionId(record: Buffer): string {
  return readShortText(record, versionIdAt(record))
}

export function decodeSequence(record: Buffer): number {
  return record.readDoubleBE(22)
}

function versionIdAt(record: Buffer): number {
  return fixedBytes + (record[5] === 0 ? 16 : 1 + byteAt(record, fixedBytes))
}

function detailsAt(record: Buffer): number {
  const versionId = versionIdAt(record)
  const content = versionId + 1 + byteAt(record, versionId)
  if (record[4] === 0) return content
  return content + (record[4] === 2 ? 1 + byteAt(record, content) : 8)
}

interface ReadDetails extends Details {
  readonly author?: ObjectRow['author']
}

let lastText = ''
let lastDetails: ReadDetails = {}

/** Objects that are read one after the other were mostly written by the same author in the same way, so the last reading is kept. */
function decodeDetails(record: Buffer, at: number): ReadDetails {
  if (at === record.length) return {}
  const text = record.toString('utf8', at, record.length)
  if (text !== lastText) {
    const details = JSON.parse(text) as Details
    const author = details.by === undefined ? undefined : readAuthor(details.by)
    lastDetails = author === undefined ? details : { ...details, author }
    lastText = text
  }
  return lastDetails
}

function encodeDetails(row: ObjectRow): string {
  // Field by field: six spreads take longer than all the rest of a record.
  const details: Assignable<Omit<Details, 'by'>> = {}
  if (!isEmpty(row.headers)) details.headers = row.headers
  if (!isEmpty(row.userMetadata)) details.meta = row.userMetadata
  if (!isEmpty(row.tags)) details.tags = row.tags
  if (row.symlinkTarget !== undefined) details.link = row.symlinkTarget
  if (row.restore !== undefined) details.restore = row.restore
  if (row.sealedMs !== undefined) details.sealed = row.sealedMs
  if (row.transitionedMs !== undefined) details.moved = row.transitionedMs
  if (row.checksum !== undefined) details.check = storeChecksum(row.checksum)
  const text = isEmpty(details) ? '' : JSON.stringify(details)
  if (row.author === undefined) return text
  const by = `"by":${authorText(row.author)}}`
  return text === '' ? `{${by}` : `${text.slice(0, -1)},${by}`
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false
  return true
}

function indexOf<T>(list: readonly T[], item: T): number {
  const index = list.indexOf(item)
  if (index < 0) throw new Error(`no code for ${String(item)}`)
  return index
}

function itemAt<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`unknown code ${String(index)} in an object record`)
  return item
}

function byteAt(record: Buffer, at: number): number {
  return record.readUInt8(at)
}

function writeShortText(record: Buffer, text: string, at: number): number {
  record.writeUInt8(text.length, at)
  return at + 1 + record.write(text, at + 1, 'latin1')
}

function readShortText(record: Buffer, at: number): string {
  return record.toString('latin1', at + 1, at + 1 + byteAt(record, at))
}
