import { shownVersion } from './change-object.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { GetObjectAclOutput, ObjectAddress } from './object-engine.ts'
import { requireObject } from './rows.ts'

/**
 * The ACL an object was given (OSS documentation, "GetObjectACL").
 * @throws OssError NoSuchBucket, NoSuchKey
 */
export function getObjectAcl(deps: EngineDependencies, input: ObjectAddress): GetObjectAclOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { bucket, row } = requireObject(reader, input)
    return { owner: bucket.owner, acl: row.acl, ...shownVersion(bucket, row) }
  })
}
