import type { ContentRow, MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'
import { limits } from '../model/limits.ts'
import { assertObjectKey } from '../model/names.ts'
import { ossError } from '../model/oss-error.ts'
import { isArchived } from '../model/storage-class.ts'
import { evaluateConditions } from './conditions.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { CopyObjectInput, CopyObjectOutput } from './object-engine.ts'
import { requireBucket } from './rows.ts'
import { assertMayOverwrite, type NewVersionRow, requireObject, shownVersion, writeVersion } from './versions.ts'

/** OSS documentation, "CopyObject": a copy that changes the storage class is limited to 1 GB. */
const classChangeMaxBytes = 1024 ** 3

/**
 * Copies an object without touching its bytes: both rows refer to the same blob, small bodies are duplicated beside the
 * metadata. The source is read in the same transaction that writes the copy. Onto itself it changes the attributes only.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, PreconditionFailed, FileAlreadyExists, AccessDenied across regions,
 * InvalidObjectState, EntityTooLarge, InvalidObjectName
 */
export async function copyObject(deps: EngineDependencies, input: CopyObjectInput): Promise<CopyObjectOutput> {
  assertObjectKey(input.key)
  const output = await deps.metadata.write((tx) => {
    const { bucket: sourceBucket, row: source } = requireObject(tx, input.source, 'NoSuchKey')
    const bucket = requireBucket(tx, input.bucket)
    if (sourceBucket.region !== bucket.region) throw ossError('AccessDenied', { details: { BucketName: bucket.name } })
    const { versionId: sourceVersionId } = shownVersion(sourceBucket, source.versionId)
    const copied = sourceVersionId === undefined ? {} : { sourceVersionId }
    if (evaluateConditions(input.sourceConditions, source) === 'notModified') return { ...answer(source, true), ...copied }
    if (isArchived(source.storageClass)) throw ossError('InvalidObjectState', { details: { Key: input.source.key } })
    assertMayOverwrite(tx, bucket, input.key, input.forbidOverwrite)
    const sequence = tx.nextSequence()
    const lastModifiedMs = deps.clock.now()
    const copy: NewVersionRow = {
      ...source,
      ...input.replaceMetadata,
      sequence,
      lastModifiedMs,
      storageClass: input.storageClass ?? bucket.storageClass,
      acl: input.acl,
      tags: input.replaceTags ?? source.tags,
      content: shareContent(tx, source, sequence, lastModifiedMs),
    }
    assertCopySize(source, copy, sourceBucket.bucketId === bucket.bucketId)
    const shown = writeVersion(tx, bucket, input.key, copy)
    deps.failpoint?.('copy.in-transaction')
    return { ...answer(copy, false), ...copied, ...shown }
  })
  if (!output.notModified) deps.failpoint?.('copy.committed')
  return output
}

function shareContent(tx: MetadataWriter, source: ObjectRow, sequence: number, nowMs: number): ContentRow {
  if (source.content.kind === 'file') tx.addBlobReferences(source.content.blobId, 1, nowMs)
  if (source.content.kind !== 'inline') return source.content
  const bytes = tx.inlineBody(source.content.inlineNumber)
  if (bytes === undefined) {
    throw ossError('InternalError', { cause: new Error(`inline body ${String(source.content.inlineNumber)} is missing`) })
  }
  tx.putInlineBody(sequence, bytes)
  return { kind: 'inline', inlineNumber: sequence }
}

/** Copying within a bucket without a change of class has no limit of its own (OSS documentation, "CopyObject"). */
function assertCopySize(source: ObjectRow, copy: NewVersionRow, isSameBucket: boolean): void {
  const changesClass = source.storageClass !== copy.storageClass
  const maxBytes = changesClass ? classChangeMaxBytes : isSameBucket ? Number.POSITIVE_INFINITY : limits.copyObjectMaxBytes
  if (source.sizeBytes > maxBytes) throw ossError('EntityTooLarge')
}

function answer(row: NewVersionRow, notModified: boolean): CopyObjectOutput {
  return { etag: row.etag, crc64: row.crc64, lastModifiedMs: row.lastModifiedMs, notModified }
}
