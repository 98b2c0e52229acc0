import { ossError } from '../../model/oss-error.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import type { VersionAddress } from '../object-engine.ts'
import { requireObject, shownVersion } from '../versions.ts'
import type { GetSymlinkOutput } from './kinds-engine.ts'

/**
 * What a link points to (OSS documentation, "GetSymlink").
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, NotSymlink
 */
export function getSymlink(deps: EngineDependencies, input: VersionAddress): GetSymlinkOutput {
  const { bucket, row } = readMetadata(deps.metadata, (reader) => requireObject(reader, input, 'NoSuchKey'))
  if (row.symlinkTarget === undefined) throw ossError('NotSymlink', { details: { Key: input.key } })
  const { etag, lastModifiedMs, headers, userMetadata } = row
  return { target: row.symlinkTarget, etag, lastModifiedMs, headers, userMetadata, ...shownVersion(bucket, row.versionId) }
}
