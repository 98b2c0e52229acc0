import { partChecksumBytes, readPartChecksum, writePartChecksum } from './checksum-record.ts'
import type { PartRow, PieceRow, SingleContentRow, UploadRow } from './metadata-store.ts'
import { decodeJson, encodeJson } from './small-records.ts'

/**
 * Records of multipart uploads and of bodies that are kept in pieces. Content is packed as in an object's record: a kind
 * byte, then nothing (0, empty), f64 inline number (1), or u8 length and blob id (2). Numbers are big-endian.
 *
 * ```
 * part         u8 record version (1), f64 size, f64 last modified, u64 CRC-64, 16 bytes MD5, content, then nothing or a checksum
 *                of the S3 dialect
 * chunk of     u8 record version (1), u16 number of pieces, f64 offset of the first one in the body, then for each
 * pieces         f64 offset of its end in the body, content
 * ```
 */
const recordVersion = 1
const partFixedBytes = 41
const chunkHeadBytes = 11

export function encodePart(part: PartRow): Buffer {
  const record = Buffer.allocUnsafe(partFixedBytes + contentBytes(part.content) + partChecksumBytes(part.checksum))
  record[0] = recordVersion
  record.writeDoubleBE(part.sizeBytes, 1)
  record.writeDoubleBE(part.lastModifiedMs, 9)
  record.writeBigUInt64BE(part.crc64, 17)
  record.write(part.etag, 25, 'hex')
  const end = writeContent(record, part.content, partFixedBytes)
  if (part.checksum !== undefined) writePartChecksum(record, part.checksum, end)
  return record
}

export function decodePart(partNumber: number, record: Buffer): PartRow {
  assertVersion(record)
  const { content, next } = readContent(record, partFixedBytes)
  const checksum = readPartChecksum(record, next)
  return {
    partNumber,
    sizeBytes: record.readDoubleBE(1),
    lastModifiedMs: record.readDoubleBE(9),
    crc64: record.readBigUInt64BE(17),
    etag: record.toString('hex', 25, partFixedBytes).toUpperCase(),
    content,
    ...(checksum === undefined ? {} : { checksum }),
  }
}

/**
 * How many pieces lie in one row: a range reads one or two rows of a few KiB, and ten thousand pieces are 79 rows.
 */
export const piecesPerChunk = 128

export function encodePieceChunk(pieces: readonly PieceRow[]): Buffer {
  let length = chunkHeadBytes
  for (const { content } of pieces) length += 8 + contentBytes(content)
  const record = Buffer.allocUnsafe(length)
  record[0] = recordVersion
  let at = record.writeDoubleBE(pieces[0]?.start ?? 0, record.writeUInt16BE(pieces.length, 1))
  for (const piece of pieces) {
    at = record.writeDoubleBE(piece.start + piece.sizeBytes, at)
    at = writeContent(record, piece.content, at)
  }
  return record
}

export function decodePieceChunk(record: Buffer): readonly PieceRow[] {
  assertVersion(record)
  const count = record.readUInt16BE(1)
  const pieces: PieceRow[] = []
  let at = chunkHeadBytes
  let pieceStart = record.readDoubleBE(3)
  for (let i = 0; i < count; i++) {
    const end = record.readDoubleBE(at)
    const { content, next } = readContent(record, at + 8)
    if (content.kind === 'empty') throw new Error('a piece without bytes')
    pieces.push({ start: pieceStart, sizeBytes: end - pieceStart, content })
    pieceStart = end
    at = next
  }
  return pieces
}

/** The key is the row's place in the table. */
export function encodeUpload(upload: UploadRow): Buffer {
  const { key: _, ...row } = upload
  return encodeJson(row)
}

/** Records written before parts were counted say nothing about them: none of theirs are in the counters. */
export function decodeUpload(key: string, record: Buffer): UploadRow {
  return { partCount: 0, ...(decodeJson(record) as Omit<UploadRow, 'key' | 'partCount'>), key }
}

function assertVersion(record: Buffer): void {
  if (record[0] !== recordVersion) throw new Error(`multipart record version ${String(record[0])} is not known`)
}

function contentBytes(content: SingleContentRow): number {
  return content.kind === 'empty' ? 1 : content.kind === 'inline' ? 9 : 2 + content.blobId.length
}

function writeContent(record: Buffer, content: SingleContentRow, at: number): number {
  if (content.kind === 'empty') return record.writeUInt8(0, at)
  if (content.kind === 'inline') return record.writeDoubleBE(content.inlineNumber, record.writeUInt8(1, at))
  const textAt = record.writeUInt8(content.blobId.length, record.writeUInt8(2, at))
  return textAt + record.write(content.blobId, textAt, 'latin1')
}

function readContent(record: Buffer, at: number): { readonly content: SingleContentRow; readonly next: number } {
  switch (record.readUInt8(at)) {
    case 0:
      return { content: { kind: 'empty' }, next: at + 1 }
    case 1:
      return { content: { kind: 'inline', inlineNumber: record.readDoubleBE(at + 1) }, next: at + 9 }
    case 2: {
      const end = at + 2 + record.readUInt8(at + 1)
      return { content: { kind: 'file', blobId: record.toString('latin1', at + 2, end) }, next: end }
    }
    default:
      throw new Error(`unknown content kind ${String(record[at])}`)
  }
}
