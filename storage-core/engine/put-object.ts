import type { StagedBlob } from '../blobs/blob-store.ts'
import type { BucketRow, MetadataLookups } from '../metadata/metadata-store.ts'
import { limits } from '../model/limits.ts'
import { assertObjectKey } from '../model/names.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { PutObjectInput, PutObjectOutput } from './object-engine.ts'
import { assertNotRetained } from './retention.ts'
import { requireBucket } from './rows.ts'
import { etagOf, referToContent, writeStaged } from './staged-write.ts'
import { assertCondition, assertMayOverwrite, writeVersion } from './versions.ts'

/**
 * Writes an object: stage the bytes, publish them, commit the row, then acknowledge (OSS documentation, "PutObject").
 * Nothing is visible before the commit and everything after it.
 * @throws OssError NoSuchBucket, FileAlreadyExists, FileImmutable, InvalidObjectName, InvalidDigest, InvalidCRC64, IncompleteBody,
 * EntityTooLarge, InternalError
 */
export async function putObject(deps: EngineDependencies, input: PutObjectInput): Promise<PutObjectOutput> {
  assertObjectKey(input.key)
  // Refused here so that the body need not be received; what holds is the check inside the transaction.
  readMetadata(deps.metadata, (reader) => {
    const { bucket } = assertMayWrite(reader, input)
    if (bucket.worm !== undefined && bucket.versioning !== 'Enabled') {
      const current = reader.object(bucket.bucketId, input.key)
      if (current !== undefined) assertNotRetained(bucket, input.key, current, deps.clock.now())
    }
  })
  return writeStaged(deps, {
    body: input.body,
    claims: input.claims,
    maxSizeBytes: limits.putObjectMaxBytes,
    signal: input.signal,
    failpoints: { staged: 'put.staged', published: 'put.published', committed: 'put.committed', released: 'put.released' },
    commit: (staged) => commit(deps, input, staged),
  })
}

function commit(deps: EngineDependencies, input: PutObjectInput, staged: StagedBlob): Promise<PutObjectOutput> {
  const etag = etagOf(staged)
  const checksum = input.checksum?.()
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
      ...(checksum === undefined ? {} : { checksum }),
      ...(input.author === undefined ? {} : { author: input.author }),
    })
    deps.failpoint?.('put.in-transaction')
    return { etag, md5: staged.md5, crc64: staged.crc64, sizeBytes: staged.sizeBytes, lastModifiedMs, ...shown }
  })
}

function assertMayWrite(lookups: MetadataLookups, input: PutObjectInput): { bucket: BucketRow } {
  const bucket = requireBucket(lookups, input.bucket)
  assertMayOverwrite(lookups, bucket, input.key, input.forbidOverwrite)
  assertCondition(lookups, bucket, input.key, input.condition)
  return { bucket }
}
