import type { BucketAcl } from '../model/acl.ts'
import type { EngineDependencies } from './dependencies.ts'
import { requireBucket } from './rows.ts'

/**
 * Replaces a bucket's ACL (OSS documentation, "PutBucketAcl").
 * @throws OssError NoSuchBucket
 */
export async function putBucketAcl(
  deps: EngineDependencies,
  input: { readonly bucket: string; readonly acl: BucketAcl },
): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.putBucket({ ...requireBucket(tx, input.bucket), acl: input.acl })
  })
}
