import { ossError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { invalidArgument } from './arguments.ts'

/**
 * `versionId` in a bucket that never had versioning: `null` is the object itself, and no other version exists.
 * @returns true when the request names a version that cannot exist and `otherwise` is `ignore`
 * @throws OssError InvalidArgument when it is not a version id, NoSuchVersion
 */
export function assertVersionId(query: readonly QueryPair[], otherwise: 'NoSuchVersion' | 'ignore'): boolean {
  if (query.length === 0) return false
  const text = queryValue(query, 'versionId')
  if (text === undefined || text === 'null') return false
  if (text === '') throw invalidArgument('versionId', text, 'Version id can not be the empty string')
  if (!/^[A-Za-z0-9._-]{16,1024}$/.test(text)) throw invalidArgument('versionId', text, 'Invalid version id specified')
  if (otherwise === 'ignore') return true
  throw ossError('NoSuchVersion', { details: { VersionId: text } })
}
