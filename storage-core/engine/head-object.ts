import { evaluateConditions } from './conditions.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { HeadObjectInput, HeadObjectOutput } from './object-engine.ts'
import { requireObject, toObjectHead } from './rows.ts'

/**
 * Everything about an object but its bytes (OSS documentation, "HeadObject"). Archived objects answer too.
 * @throws OssError NoSuchBucket, NoSuchKey, PreconditionFailed
 */
export function headObject(deps: EngineDependencies, input: HeadObjectInput): HeadObjectOutput {
  const { row } = readMetadata(deps.metadata, (reader) => requireObject(reader, input))
  const verdict = evaluateConditions(input.conditions, row)
  return { head: toObjectHead(input.key, row), notModified: verdict === 'notModified' }
}
