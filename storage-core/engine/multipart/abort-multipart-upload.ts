import type { EngineDependencies } from '../dependencies.ts'
import type { UploadAddress } from './multipart-engine.ts'
import { requireUpload } from './uploads.ts'

/**
 * Ends an upload without an object (OSS documentation, "AbortMultipartUpload"). The cost does not depend on its parts: they
 * are left to the sweep.
 * @throws OssError NoSuchBucket, NoSuchUpload
 */
export async function abortMultipartUpload(deps: EngineDependencies, input: UploadAddress): Promise<void> {
  await deps.metadata.write((tx) => {
    const { bucket, upload } = requireUpload(tx, input)
    tx.removeUpload(bucket.bucketId, upload)
    tx.discardUpload(upload.uploadNumber, deps.clock.now())
    deps.failpoint?.('abort.in-transaction')
  })
  deps.failpoint?.('abort.committed')
}
