import { createHash } from 'node:crypto'
import { combineCrc64 } from '../../blobs/blob-store.ts'
import type { ContentRow, MetadataWriter, PartRow, PieceRow, UploadRow } from '../../metadata/metadata-store.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { giveUpContent } from '../content.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { assertCondition, assertMayOverwrite, writeVersion } from '../versions.ts'
import type { CompletedPart, CompleteMultipartUploadInput, CompleteMultipartUploadOutput, ETagForm } from './multipart-engine.ts'
import { requireUpload } from './uploads.ts'

/**
 * Makes an object of an upload's parts (OSS documentation, "CompleteMultipartUpload"). The parts' files become the pieces of
 * the object as they are: the cost follows their number, never their size. Parts that are not named are given up.
 * @throws OssError NoSuchBucket, NoSuchUpload, FileAlreadyExists, InvalidPart, InvalidPartOrder, EntityTooSmall
 */
export async function completeMultipartUpload(
  deps: EngineDependencies,
  input: CompleteMultipartUploadInput,
): Promise<CompleteMultipartUploadOutput> {
  if (input.parts !== 'all') assertOrder(input.parts)
  const output = await deps.metadata.write((tx) => {
    const { bucket, upload } = requireUpload(tx, input)
    assertMayOverwrite(tx, bucket, input.key, input.forbidOverwrite)
    assertCondition(tx, bucket, input.key, input.condition)
    const uploaded = [...tx.parts(upload.uploadNumber, 0)]
    const chosen = input.parts === 'all' ? uploaded : chooseParts(uploaded, input.parts)
    assertSizes(chosen)
    const lastModifiedMs = deps.clock.now()
    const sequence = tx.nextSequence()
    const checksum = input.joinChecksums?.(chosen)
    const joined = {
      etag: joinETags(chosen, input.etagForm ?? 'text'),
      crc64: joinCrc64(chosen),
      ...(checksum === undefined ? {} : { checksum }),
    }
    const pieces = toPieces(chosen)
    const sizeBytes = chosen.reduce((sum, part) => sum + part.sizeBytes, 0)
    removeUpload(tx, bucket.bucketId, upload, uploaded, new Set(chosen), lastModifiedMs)
    const { storageClass, headers, userMetadata, tags } = upload
    const shown = writeVersion(tx, bucket, input.key, {
      sequence,
      type: 'Multipart',
      sizeBytes,
      ...joined,
      lastModifiedMs,
      storageClass,
      acl: input.acl ?? upload.acl,
      content: putPieces(tx, pieces, sequence),
      headers,
      userMetadata,
      tags,
      ...(input.author === undefined ? {} : { author: input.author }),
    })
    deps.failpoint?.('complete.in-transaction')
    return { ...joined, sizeBytes, ...shown }
  })
  deps.failpoint?.('complete.committed')
  return output
}

/** A number outside the range of part numbers is as wrong as one out of order (OSS documentation, "InvalidPartOrder"). */
function assertOrder(parts: readonly CompletedPart[]): void {
  let previous = 0
  for (const { partNumber } of parts) {
    if (partNumber <= previous || partNumber > limits.partNumberMax) {
      throw ossError('InvalidPartOrder', { details: { PartNumber: String(partNumber) } })
    }
    previous = partNumber
  }
}

function chooseParts(uploaded: readonly PartRow[], named: readonly CompletedPart[]): readonly PartRow[] {
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]))
  return named.map(({ partNumber, etag }) => {
    const part = byNumber.get(partNumber)
    if (part?.etag !== etag) throw ossError('InvalidPart', { details: { PartNumber: String(partNumber), ETag: etag } })
    return part
  })
}

function assertSizes(parts: readonly PartRow[]): void {
  if (parts.length === 0) throw ossError('InvalidPart', { message: 'The upload has no parts.' })
  const small = parts.slice(0, -1).find((part) => part.sizeBytes < limits.partMinBytes)
  if (small === undefined) return
  throw ossError('EntityTooSmall', {
    ec: '0042-00000213',
    details: {
      ProposedSize: String(small.sizeBytes),
      MinSizeAllowed: String(limits.partMinBytes),
      PartNumber: String(small.partNumber),
      ETag: small.etag,
    },
  })
}

function joinETags(parts: readonly PartRow[], form: ETagForm): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(form === 'text' ? part.etag : Buffer.from(part.etag, 'hex'))
  return `${hash.digest('hex').toUpperCase()}-${parts.length}`
}

function joinCrc64(parts: readonly PartRow[]): bigint {
  return parts.reduce((crc64, part) => combineCrc64(crc64, part.crc64, part.sizeBytes), 0n)
}

function toPieces(parts: readonly PartRow[]): readonly PieceRow[] {
  const pieces: PieceRow[] = []
  let start = 0
  for (const { sizeBytes, content } of parts) {
    if (content.kind === 'empty') continue
    pieces.push({ start, sizeBytes, content })
    start += sizeBytes
  }
  return pieces
}

/** The references of the parts become those of the pieces. A body in one piece needs no list. */
function putPieces(tx: MetadataWriter, pieces: readonly PieceRow[], pieceList: number): ContentRow {
  const [first] = pieces
  if (first === undefined) return { kind: 'empty' }
  if (pieces.length === 1) return first.content
  tx.putPieceList(pieceList, pieces)
  return { kind: 'pieces', pieceList }
}

function removeUpload(
  tx: MetadataWriter,
  bucketId: number,
  upload: UploadRow,
  uploaded: readonly PartRow[],
  chosen: ReadonlySet<PartRow>,
  nowMs: number,
): void {
  for (const part of uploaded) {
    tx.removePart(upload.uploadNumber, part.partNumber)
    if (!chosen.has(part)) giveUpContent(tx, part.content, nowMs)
  }
  tx.removeUpload(bucketId, upload)
}
