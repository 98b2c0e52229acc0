import { activeWorm } from '../model/bucket-worm.ts'
import { ossError } from '../model/oss-error.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { PutBucketVersioningInput } from './object-engine.ts'
import { requireBucket } from './rows.ts'

/**
 * Switches versioning on or suspends it (OSS documentation, "PutBucketVersioning"). Nothing that is stored changes: what was
 * written before has the version id `null`.
 * @throws OssError NoSuchBucket, InvalidRequest for a change while a retention policy holds
 */
export async function putBucketVersioning(deps: EngineDependencies, input: PutBucketVersioningInput): Promise<void> {
  await deps.metadata.write((tx) => {
    const row = requireBucket(tx, input.bucket)
    if (row.versioning !== input.status && activeWorm(row.worm, deps.clock.now()) !== undefined) {
      throw ossError('InvalidRequest', { message: 'Versioning cannot be changed while the bucket has a retention policy.', ec: '0012-00000006' })
    }
    tx.putBucket({ ...row, versioning: input.status })
  })
}
