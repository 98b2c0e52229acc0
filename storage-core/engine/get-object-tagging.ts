import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { GetObjectTaggingOutput, VersionAddress } from './object-engine.ts'
import { requireObject, shownVersion } from './versions.ts'

/**
 * The tags of an object, none included (OSS documentation, "GetObjectTagging").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function getObjectTagging(deps: EngineDependencies, input: VersionAddress): GetObjectTaggingOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { bucket, row } = requireObject(reader, input, 'NoSuchKey')
    return { tags: row.tags, ...shownVersion(bucket, row.versionId) }
  })
}
