import { shownVersion } from './change-object.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { GetObjectTaggingOutput, ObjectAddress } from './object-engine.ts'
import { requireObject } from './rows.ts'

/**
 * The tags of an object, none included (OSS documentation, "GetObjectTagging").
 * @throws OssError NoSuchBucket, NoSuchKey
 */
export function getObjectTagging(deps: EngineDependencies, input: ObjectAddress): GetObjectTaggingOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { bucket, row } = requireObject(reader, input)
    return { tags: row.tags, ...shownVersion(bucket, row) }
  })
}
