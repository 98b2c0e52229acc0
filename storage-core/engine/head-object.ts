import { evaluateConditions } from './conditions.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { HeadObjectInput, HeadObjectOutput } from './object-engine.ts'
import { toObjectHead } from './rows.ts'
import { requireObject, shownVersion } from './versions.ts'

/**
 * Everything about an object but its bytes (OSS documentation, "HeadObject"). Archived objects answer too.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, PreconditionFailed
 */
export function headObject(deps: EngineDependencies, input: HeadObjectInput): HeadObjectOutput {
  const { bucket, row } = readMetadata(deps.metadata, (reader) => requireObject(reader, input))
  const verdict = evaluateConditions(input.conditions, row)
  return { head: toObjectHead(input.key, row), ...shownVersion(bucket, row.versionId), notModified: verdict === 'notModified' }
}
