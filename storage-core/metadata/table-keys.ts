import { ossError } from '../model/oss-error.ts'
import type { DiscardedRow, IdentityRow } from './metadata-store.ts'
import { maxKeyBytes } from './ordered-tables.ts'

/**
 * Binary keys whose byte order is the order we want to walk in. Numbers are big-endian. Object keys hold no NUL byte and,
 * being UTF-8, no 0xFF byte: the first makes `key 00` the successor of `key`, the second makes `prefix FF` greater than
 * everything that begins with the prefix.
 */
export function textKey(text: string): Buffer {
  return checked(Buffer.from(text, 'utf8'))
}

export function textKeyAfter(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8')
}

export function numberKey(value: number): Buffer {
  const key = Buffer.allocUnsafe(8)
  writeSafeInteger(key, value, 0)
  return key
}

export function readNumberKey(key: Buffer): number {
  return readSafeInteger(key, 0)
}

export function objectKeyBytes(bucketId: number, key: string): Buffer {
  const bytes = Buffer.allocUnsafe(4 + Buffer.byteLength(key))
  bytes.writeUInt32BE(bucketId, 0)
  bytes.write(key, 4, 'utf8')
  return checked(bytes)
}

/** The smallest key greater than this object's. */
export function objectKeyAfter(bucketId: number, key: string): Buffer {
  return objectKeyBytes(bucketId, `${key}\0`)
}

/** Greater than every object key that begins with the prefix, smaller than all that follow. */
export function objectPrefixEnd(bucketId: number, prefix: string): Buffer {
  return Buffer.concat([objectKeyBytes(bucketId, prefix), lastByte])
}

export function readObjectKey(key: Buffer): string {
  return key.toString('utf8', 4, key.length)
}

/**
 * `bucket id, key, 00, inverted sequence`: all versions of a key lie together, newest first, and keys stay in their order,
 * because no object key holds the NUL byte that ends it here.
 */
export function historyKey(bucketId: number, key: string, sequence: number): Buffer {
  const bytes = Buffer.allocUnsafe(4 + Buffer.byteLength(key) + 9)
  bytes.writeUInt32BE(bucketId, 0)
  const end = 4 + bytes.write(key, 4, 'utf8')
  bytes[end] = 0
  writeSafeInteger(bytes, Number.MAX_SAFE_INTEGER - sequence, end + 1)
  return checked(bytes)
}

/** Where the versions of a key begin, the newest first, and where they end. */
export function historyRange(bucketId: number, key: string): { readonly start: Buffer; readonly end: Buffer } {
  return { start: objectKeyAfter(bucketId, key), end: objectKeyBytes(bucketId, `${key}\u0001`) }
}

export function readHistoryKey(bytes: Buffer): { readonly key: string; readonly sequence: number } {
  const end = bytes.length - 9
  return { key: bytes.toString('utf8', 4, end), sequence: Number.MAX_SAFE_INTEGER - readSafeInteger(bytes, end + 1) }
}

/** `bucket id, key, 00, number`: the uploads of a key lie together, the first initiated first, and keys stay in their order. */
export function uploadKey(bucketId: number, key: string, uploadNumber: number): Buffer {
  return checked(Buffer.concat([objectKeyAfter(bucketId, key), numberKey(uploadNumber)]))
}

export function readUploadKey(bytes: Buffer): string {
  return bytes.toString('utf8', 4, bytes.length - 9)
}

/** Greater than the keys of all uploads of this key, smaller than those of all keys that follow. */
export function uploadsEnd(bucketId: number, key: string): Buffer {
  return objectKeyBytes(bucketId, `${key}\u0001`)
}

export function partKey(uploadNumber: number, partNumber: number): Buffer {
  const key = Buffer.allocUnsafe(10)
  writeSafeInteger(key, uploadNumber, 0)
  key.writeUInt16BE(partNumber, 8)
  return key
}

export function readPartNumber(key: Buffer): number {
  return key.readUInt16BE(8)
}

/** `list, end of the chunk in the body`: the first key behind `list, offset` is the chunk that holds the byte at the offset. */
export function pieceKey(pieceList: number, endOffset: number): Buffer {
  const key = Buffer.allocUnsafe(16)
  writeSafeInteger(key, pieceList, 0)
  writeSafeInteger(key, endOffset, 8)
  return key
}

const discardedKinds = ['upload', 'pieceList'] as const

export function discardedKey({ sinceMs, kind, number }: DiscardedRow): Buffer {
  const key = Buffer.allocUnsafe(17)
  writeSafeInteger(key, sinceMs, 0)
  key[8] = discardedKinds.indexOf(kind)
  writeSafeInteger(key, number, 9)
  return key
}

export function readDiscardedKey(key: Buffer): DiscardedRow {
  const kind = discardedKinds[key.readUInt8(8)]
  if (kind === undefined) throw new Error(`unknown code ${String(key[8])} in a key of discarded rows`)
  return { sinceMs: readSafeInteger(key, 0), kind, number: readSafeInteger(key, 9) }
}

export function identityKey(row: IdentityRow): Buffer {
  return textKey(`${row.kind}/${identityName(row)}`)
}

function identityName(row: IdentityRow): string {
  switch (row.kind) {
    case 'account':
      return row.accountId
    case 'user':
      return row.userId
    case 'group':
      return `${row.accountId}/${row.groupName}`
    case 'role':
      return row.roleId
    case 'policy':
      return `${row.accountId}/${row.policyName}`
  }
}

export const endpointKey = textKey('endpoint')
export const lifecycleRunKey = textKey('lifecycleRun')

export function bucketIdKey(bucketId: number): Buffer {
  const key = Buffer.allocUnsafe(4)
  key.writeUInt32BE(bucketId, 0)
  return key
}

/** `bucket id, name`. */
export function bucketSettingKey(bucketId: number, name: string): Buffer {
  return checked(Buffer.concat([bucketIdKey(bucketId), Buffer.from(name, 'utf8')]))
}

/** `bucket id 0, account id, 00, name`: no bucket has the id 0. */
export function accountSettingKey(accountId: string, name: string): Buffer {
  return bucketSettingKey(0, `${accountId}\0${name}`)
}

export function readBucketSettingKey(key: Buffer): { readonly bucketId: number; readonly name: string } {
  return { bucketId: key.readUInt32BE(0), name: key.toString('utf8', 4, key.length) }
}

export function garbageKey(sinceMs: number, blobId: string): Buffer {
  return checked(Buffer.concat([numberKey(sinceMs), Buffer.from(blobId, 'utf8')]))
}

export function readGarbageKey(key: Buffer): { sinceMs: number; blobId: string } {
  return { sinceMs: readSafeInteger(key, 0), blobId: key.toString('utf8', 8, key.length) }
}

/** Smaller than every key, and greater than every key. */
export const lowestKey = Buffer.from([0])
export const highestKey = Buffer.alloc(16, 0xff)

const lastByte = Buffer.from([0xff])

function writeSafeInteger(target: Buffer, value: number, offset: number): void {
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), offset)
  target.writeUInt32BE(value % 0x1_0000_0000, offset + 4)
}

function readSafeInteger(source: Buffer, offset: number): number {
  return source.readUInt32BE(offset) * 0x1_0000_0000 + source.readUInt32BE(offset + 4)
}

// Checked here, while a transaction is still being described, because a key the database refuses would fail the others too.
function checked(key: Buffer): Buffer {
  if (key.length === 0 || key.length > maxKeyBytes) throw ossError('InvalidArgument', { message: 'The name is too long.' })
  return key
}
