import type { EngineDependencies } from './dependencies.ts'
import type { PutBucketVersioningInput } from './object-engine.ts'
import { requireBucket } from './rows.ts'

/**
 * Switches versioning on or suspends it (OSS documentation, "PutBucketVersioning"). Nothing that is stored changes: what was
 * written before has the version id `null`.
 * @throws OssError NoSuchBucket
 */
export async function putBucketVersioning(deps: EngineDependencies, input: PutBucketVersioningInput): Promise<void> {
  await deps.metadata.write((tx) => {
    tx.putBucket({ ...requireBucket(tx, input.bucket), versioning: input.status })
  })
}
