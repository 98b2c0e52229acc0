import type { ObjectRow } from '../metadata/metadata-store.ts'
import { limits } from '../model/limits.ts'
import { assertObjectKey } from '../model/names.ts'
import { ossError } from '../model/oss-error.ts'
import { evaluateConditions } from './conditions.ts'
import { shareContent } from './content.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { CopyObjectInput, CopyObjectOutput } from './object-engine.ts'
import { assertReadable, requireBucket } from './rows.ts'
import { assertCondition, assertMayOverwrite, type NewVersionRow, requireObject, shownVersion, writeVersion } from './versions.ts'

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
    const from = sourceVersionId === undefined ? {} : { sourceVersionId }
    if (evaluateConditions(input.sourceConditions, source) === 'notModified') return { ...answer(source, true), ...from }
    if (source.type !== 'Symlink') assertReadable(input.source.key, source, deps.clock.now())
    // It may still grow in place, while versions never change.
    if (source.type === 'Appendable' && sourceBucket.versioning !== undefined) {
      throw ossError('OperationNotSupported', { details: { Key: input.source.key, ObjectType: source.type } })
    }
    assertMayOverwrite(tx, bucket, input.key, input.forbidOverwrite)
    assertCondition(tx, bucket, input.key, input.condition)
    const sequence = tx.nextSequence()
    const lastModifiedMs = deps.clock.now()
    const { restore: _, sealedMs: __, transitionedMs: ___, author: ____, ...copied } = source
    const copy: NewVersionRow = {
      ...copied,
      // A copy of a link is a link; whatever else it was, a copy is a plain object.
      type: source.type === 'Symlink' ? 'Symlink' : 'Normal',
      ...input.replaceMetadata,
      sequence,
      lastModifiedMs,
      storageClass: input.storageClass ?? bucket.storageClass,
      acl: input.acl,
      tags: input.replaceTags ?? source.tags,
      content: shareContent(tx, source, sequence, lastModifiedMs),
      ...(input.checksum === undefined ? {} : { checksum: input.checksum }),
      ...(input.author === undefined ? {} : { author: input.author }),
    }
    assertCopySize(source, copy, sourceBucket.bucketId === bucket.bucketId)
    const shown = writeVersion(tx, bucket, input.key, copy)
    deps.failpoint?.('copy.in-transaction')
    return { ...answer(copy, false), ...from, ...shown }
  })
  if (!output.notModified) deps.failpoint?.('copy.committed')
  return output
}

/** Copying within a bucket without a change of class has no limit of its own (OSS documentation, "CopyObject"). */
function assertCopySize(source: ObjectRow, copy: NewVersionRow, isSameBucket: boolean): void {
  const changesClass = source.storageClass !== copy.storageClass
  const maxBytes = changesClass ? classChangeMaxBytes : isSameBucket ? Number.POSITIVE_INFINITY : limits.copyObjectMaxBytes
  if (source.sizeBytes > maxBytes) throw ossError('EntityTooLarge')
}

function answer(row: NewVersionRow, notModified: boolean): CopyObjectOutput {
  const { etag, crc64, lastModifiedMs, checksum } = row
  return { etag, crc64, lastModifiedMs, notModified, ...(checksum === undefined ? {} : { checksum }) }
}
