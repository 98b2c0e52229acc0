import type { StagedBlob } from '../blobs/blob-store.ts'
import type { BucketRow, ContentRow, MetadataLookups, MetadataWriter } from '../metadata/metadata-store.ts'
import { limits } from '../model/limits.ts'
import { assertObjectKey } from '../model/names.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { BodyClaims, PutObjectInput, PutObjectOutput } from './object-engine.ts'
import { requireBucket } from './rows.ts'
import { assertMayOverwrite, writeVersion } from './versions.ts'

/**
 * Writes an object: stage the bytes, publish them, commit the row, then acknowledge (OSS documentation, "PutObject").
 * Nothing is visible before the commit and everything after it.
 * @throws OssError NoSuchBucket, FileAlreadyExists, InvalidObjectName, InvalidDigest, InvalidCRC64, IncompleteBody,
 * EntityTooLarge, InternalError
 */
export async function putObject(deps: EngineDependencies, input: PutObjectInput): Promise<PutObjectOutput> {
  assertObjectKey(input.key)
  // Refused here so that the body need not be received; what holds is the check inside the transaction.
  readMetadata(deps.metadata, (reader) => {
    assertMayWrite(reader, input)
  })
  const staged = await deps.blobs.stage(input.body, {
    signal: input.signal,
    maxSizeBytes: limits.putObjectMaxBytes,
    ...(input.claims.sizeBytes === undefined ? {} : { expectedSizeBytes: input.claims.sizeBytes }),
  })
  let outcome: 'committed' | 'abandoned' = 'abandoned'
  try {
    deps.failpoint?.('put.staged')
    verifyClaims(input.claims, staged)
    await staged.publish()
    deps.failpoint?.('put.published')
    input.signal.throwIfAborted()
    const output = await commit(deps, input, staged)
    outcome = 'committed'
    deps.failpoint?.('put.committed')
    return output
  } catch (error) {
    if (outcome === 'abandoned' && isReferenced(deps, staged, error)) outcome = 'committed'
    throw error
  } finally {
    await staged.release(outcome)
    deps.failpoint?.('put.released')
  }
}

function commit(deps: EngineDependencies, input: PutObjectInput, staged: StagedBlob): Promise<PutObjectOutput> {
  const etag = Buffer.from(staged.md5).toString('hex').toUpperCase()
  return deps.metadata.write((tx) => {
    const { bucket } = assertMayWrite(tx, input)
    const lastModifiedMs = deps.clock.now()
    const sequence = tx.nextSequence()
    const shown = writeVersion(tx, bucket, input.key, {
      sequence,
      type: 'Normal',
      sizeBytes: staged.sizeBytes,
      etag,
      crc64: staged.crc64,
      lastModifiedMs,
      storageClass: input.storageClass ?? bucket.storageClass,
      acl: input.acl,
      content: referToContent(tx, staged, sequence, lastModifiedMs),
      headers: input.headers,
      userMetadata: input.userMetadata,
      tags: input.tags,
    })
    deps.failpoint?.('put.in-transaction')
    return { etag, md5: staged.md5, crc64: staged.crc64, lastModifiedMs, ...shown }
  })
}

function referToContent(tx: MetadataWriter, staged: StagedBlob, sequence: number, nowMs: number): ContentRow {
  if (staged.content.kind === 'file') {
    tx.addBlobReferences(staged.content.blobId, 1, nowMs)
    return { kind: 'file', blobId: staged.content.blobId }
  }
  if (staged.sizeBytes === 0) return { kind: 'empty' }
  tx.putInlineBody(sequence, staged.content.bytes)
  return { kind: 'inline', inlineNumber: sequence }
}

function assertMayWrite(lookups: MetadataLookups, input: PutObjectInput): { bucket: BucketRow } {
  const bucket = requireBucket(lookups, input.bucket)
  assertMayOverwrite(lookups, bucket, input.key, input.forbidOverwrite)
  return { bucket }
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
