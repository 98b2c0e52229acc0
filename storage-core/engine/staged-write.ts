import type { StagedBlob } from '../blobs/blob-store.ts'
import type { MetadataWriter, SingleContentRow } from '../metadata/metadata-store.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import { type EngineDependencies, type FailpointName, readMetadata } from './dependencies.ts'
import type { BodyClaims } from './object-engine.ts'

export interface StagedWrite<T> {
  readonly body: AsyncIterable<Uint8Array>
  readonly claims: BodyClaims
  readonly maxSizeBytes: number
  readonly signal: AbortSignal
  readonly failpoints: Readonly<Record<'staged' | 'published' | 'committed' | 'released', FailpointName>>
  /** Makes the bytes part of the metadata; `referToContent` inside its transaction. */
  commit(staged: StagedBlob): Promise<T>
}

/**
 * The order of every write of a body: stage the bytes, publish them, commit, then acknowledge. Nothing is visible before the
 * commit and everything after it; what fails before leaves nothing behind.
 * @throws OssError InvalidDigest, InvalidCRC64, IncompleteBody, EntityTooLarge, InternalError, and what `commit` throws
 */
export async function writeStaged<T>(deps: EngineDependencies, write: StagedWrite<T>): Promise<T> {
  const { claims, signal, failpoints } = write
  const staged = await deps.blobs.stage(write.body, {
    signal,
    maxSizeBytes: write.maxSizeBytes,
    ...(claims.sizeBytes === undefined ? {} : { expectedSizeBytes: claims.sizeBytes }),
  })
  let outcome: 'committed' | 'abandoned' = 'abandoned'
  try {
    deps.failpoint?.(failpoints.staged)
    verifyClaims(claims, staged)
    await staged.publish()
    deps.failpoint?.(failpoints.published)
    signal.throwIfAborted()
    const output = await write.commit(staged)
    outcome = 'committed'
    deps.failpoint?.(failpoints.committed)
    return output
  } catch (error) {
    if (outcome === 'abandoned' && isReferenced(deps, staged, error)) outcome = 'committed'
    throw error
  } finally {
    await staged.release(outcome)
    deps.failpoint?.(failpoints.released)
  }
}

/** The content of a row that takes the staged bytes over. Small ones are put beside the metadata under `inlineNumber`. */
export function referToContent(tx: MetadataWriter, staged: StagedBlob, inlineNumber: number, nowMs: number): SingleContentRow {
  if (staged.content.kind === 'file') {
    tx.addBlobReferences(staged.content.blobId, 1, nowMs)
    return { kind: 'file', blobId: staged.content.blobId }
  }
  if (staged.sizeBytes === 0) return { kind: 'empty' }
  tx.putInlineBody(inlineNumber, staged.content.bytes)
  return { kind: 'inline', inlineNumber }
}

/** The MD5 of a body as OSS shows it. */
export function etagOf(staged: StagedBlob): string {
  return Buffer.from(staged.md5).toString('hex').toUpperCase()
}

function verifyClaims(claims: BodyClaims, staged: StagedBlob): void {
  if (claims.sizeBytes !== undefined && claims.sizeBytes !== staged.sizeBytes) throw ossError('IncompleteBody')
  if (claims.md5 !== undefined && !Buffer.from(staged.md5).equals(claims.md5)) throw ossError('InvalidDigest')
  if (claims.crc64 !== undefined && claims.crc64 !== staged.crc64) throw ossError('InvalidCRC64')
}

/**
 * A disk that fails while it confirms a commit leaves open whether the commit holds. When it does, the bytes belong to an
 * object and must stay, although the caller gets an error.
 */
function isReferenced(deps: EngineDependencies, staged: StagedBlob, error: unknown): boolean {
  const { content } = staged
  if (content.kind !== 'file' || !isOssError(error, 'InternalError')) return false
  return readMetadata(deps.metadata, (reader) => reader.blobReferences(content.blobId) > 0)
}
