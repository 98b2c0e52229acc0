import { ossError } from '../model/oss-error.ts'
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

export function bucketIdKey(bucketId: number): Buffer {
  const key = Buffer.allocUnsafe(4)
  key.writeUInt32BE(bucketId, 0)
  return key
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
