import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { GetObjectAclOutput, VersionAddress } from './object-engine.ts'
import { requireObject, shownVersion } from './versions.ts'

/**
 * The ACL an object was given (OSS documentation, "GetObjectACL").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function getObjectAcl(deps: EngineDependencies, input: VersionAddress): GetObjectAclOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { bucket, row } = requireObject(reader, input, 'NoSuchKey')
    return { owner: bucket.owner, acl: row.acl, ...shownVersion(bucket, row.versionId) }
  })
}
