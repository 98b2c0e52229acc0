import { assertObjectKey } from '../../model/names.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { requireBucket } from '../rows.ts'
import { assertMayOverwrite } from '../versions.ts'
import type { InitiateMultipartUploadInput } from './multipart-engine.ts'
import { makeUploadId } from './uploads.ts'

/**
 * Begins an upload and keeps what its object will look like (OSS documentation, "InitiateMultipartUpload").
 * @throws OssError NoSuchBucket, FileAlreadyExists, InvalidObjectName
 */
export async function initiateMultipartUpload(
  deps: EngineDependencies,
  input: InitiateMultipartUploadInput,
): Promise<{ readonly uploadId: string }> {
  assertObjectKey(input.key)
  const { metadata, clock } = deps
  const uploadId = await metadata.write((tx) => {
    const bucket = requireBucket(tx, input.bucket)
    assertMayOverwrite(tx, bucket, input.key, input.forbidOverwrite)
    const uploadNumber = tx.nextSequence()
    const initiatedMs = clock.now()
    const id = makeUploadId(metadata.info.storeId, uploadNumber, initiatedMs)
    const { key, headers, userMetadata, tags, acl, checksum } = input
    const storageClass = input.storageClass ?? bucket.storageClass
    const shown = { storageClass, acl, headers, userMetadata, tags, ...(checksum === undefined ? {} : { checksum }) }
    tx.putUpload(bucket.bucketId, { key, uploadId: id, uploadNumber, initiatedMs, partCount: 0, ...shown })
    deps.failpoint?.('initiate.in-transaction')
    return id
  })
  deps.failpoint?.('initiate.committed')
  return { uploadId }
}
