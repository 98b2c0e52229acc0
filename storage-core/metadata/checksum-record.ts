import type { Assignable } from '../model/assignable.ts'
import { checksumAlgorithms, checksumLengths, type ChecksumAlgorithm, type ObjectChecksum, type PartChecksum } from '../model/object-checksum.ts'

/**
 * Checksums of the S3 dialect on disk. An older program does not look at them, and drops them when it rewrites the record: an
 * object without one is what it always was.
 *
 * In the JSON of an object: `a` the algorithm, `v` the value; of a composite one `p`, base64 of each part's size (u48) and
 * checksum. Behind a part's record: u8 index into `checksumAlgorithms`, then the checksum's bytes.
 */
export interface StoredChecksum {
  readonly a: ChecksumAlgorithm
  readonly v: string
  readonly p?: string
}

const sizeBytesLength = 6

export function storeChecksum({ algorithm, type, value, parts = [] }: ObjectChecksum): StoredChecksum {
  const stored: Assignable<StoredChecksum> = { a: algorithm, v: value }
  if (type === 'FULL_OBJECT') return stored
  const rowLength = sizeBytesLength + checksumLengths[algorithm]
  const packed = Buffer.alloc(parts.length * rowLength)
  for (const [index, part] of parts.entries()) {
    packed.write(part.value, packed.writeUIntBE(part.sizeBytes, index * rowLength, sizeBytesLength), 'base64')
  }
  stored.p = packed.toString('base64')
  return stored
}

export function readChecksum({ a: algorithm, v: value, p }: StoredChecksum): ObjectChecksum {
  if (p === undefined) return { algorithm, type: 'FULL_OBJECT', value }
  const packed = Buffer.from(p, 'base64')
  const rowLength = sizeBytesLength + checksumLengths[algorithm]
  const parts = Array.from({ length: Math.floor(packed.length / rowLength) }, (_, index) => {
    const at = index * rowLength
    return { sizeBytes: packed.readUIntBE(at, sizeBytesLength), value: packed.toString('base64', at + sizeBytesLength, at + rowLength) }
  })
  return { algorithm, type: 'COMPOSITE', value, parts }
}

export function partChecksumBytes(checksum: PartChecksum | undefined): number {
  return checksum === undefined ? 0 : 1 + checksumLengths[checksum.algorithm]
}

export function writePartChecksum(record: Buffer, { algorithm, value }: PartChecksum, at: number): void {
  record.write(value, record.writeUInt8(checksumAlgorithms.indexOf(algorithm), at), 'base64')
}

/** Undefined where the record ends before it, or has a kind that this program does not know. */
export function readPartChecksum(record: Buffer, at: number): PartChecksum | undefined {
  const algorithm = checksumAlgorithms[record[at] ?? checksumAlgorithms.length]
  if (algorithm === undefined) return undefined
  return { algorithm, value: record.toString('base64', at + 1, at + 1 + checksumLengths[algorithm]) }
}
