import { z } from 'zod'
import { combineCrc64, joinChecksums } from '../../../storage-core/model/combine-crc64.ts'
import { partBounds } from './part-plan.ts'

/**
 * A part that has arrived. `crc64` is of our own bytes, decimal; empty for one the service copied without telling it. `crc32`,
 * base64, is what the service held against them.
 */
export const FinishedPart = z.object({ crc64: z.string(), etag: z.string(), crc32: z.string().optional() })
export type FinishedPart = z.infer<typeof FinishedPart>

const common = { sizeBytes: z.number(), partBytes: z.number() }

/** How far a large file is, bound to what it is made of: parts of another file must never be put together with these. */
export const CheckpointStart = z.discriminatedUnion('kind', [
  /** `modifiedMs` and `inode` are the local file's. */
  z.object({ kind: z.literal('upload'), ...common, keyName: z.string(), uploadId: z.string(), modifiedMs: z.number(), inode: z.number(), keepsCrc32: z.boolean().optional() }),
  /** `inode` is the temporary file's, `path` where it is below the chosen folder. */
  z.object({
    kind: z.literal('download'),
    ...common,
    etag: z.string(),
    versionId: z.string().optional(),
    path: z.string(),
    inode: z.number(),
  }),
  /**
   * A copy is about to be written under this name; `etag` and the others are its source's. Without an upload it is written in
   * one request.
   */
  z.object({
    kind: z.literal('copy'),
    ...common,
    keyName: z.string(),
    etag: z.string(),
    crc64: z.string().optional(),
    versionId: z.string().optional(),
    modifiedMs: z.number(),
    uploadId: z.string().optional(),
  }),
])
export type CheckpointStart = z.infer<typeof CheckpointStart>

/** What is known of one item's parts. */
export interface Checkpoint<S extends CheckpointStart = CheckpointStart> {
  readonly start: S
  /** By number, from 1. */
  readonly parts: Map<number, FinishedPart>
}
export type UploadCheckpoint = Checkpoint<Extract<CheckpointStart, { kind: 'upload' }>>
export type CopyCheckpoint = Checkpoint<Extract<CheckpointStart, { kind: 'copy' }>>
export type DownloadCheckpoint = Checkpoint<Extract<CheckpointStart, { kind: 'download' }>>

export function bytesOfParts({ start, parts }: Checkpoint): number {
  let bytes = 0
  for (const number of parts.keys()) {
    const bounds = partBounds(start.sizeBytes, start.partBytes, number)
    bytes += bounds.end - bounds.start
  }
  return bytes
}

/** CRC-64 of the whole file from those of its parts, which must all be there. Decimal. */
export function crc64OfParts({ start, parts }: Checkpoint): string {
  let crc = 0n
  for (let number = 1; number <= parts.size; number++) {
    const part = parts.get(number)
    if (part === undefined) throw new Error(`Part ${String(number)} is missing`)
    const bounds = partBounds(start.sizeBytes, start.partBytes, number)
    crc = combineCrc64(crc, BigInt(part.crc64), bounds.end - bounds.start)
  }
  return crc.toString()
}

/** CRC32 of the whole file, base64, as far as the service has one of each part. */
export function crc32OfParts({ start, parts }: Checkpoint): string | undefined {
  const pieces: { readonly sizeBytes: number; readonly value: string }[] = []
  for (let number = 1; number <= parts.size; number++) {
    const value = parts.get(number)?.crc32
    if (value === undefined) return undefined
    const bounds = partBounds(start.sizeBytes, start.partBytes, number)
    pieces.push({ sizeBytes: bounds.end - bounds.start, value })
  }
  return joinChecksums('crc32', pieces)
}
