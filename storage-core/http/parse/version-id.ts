import { queryValue, type QueryPair } from '../../signature/request.ts'
import { invalidArgument } from './arguments.ts'

const wellFormed = /^[A-Za-z0-9._-]{16,1024}$/
const none = {}

/**
 * The `versionId` of a request: `null`, or text that has the form of a version id. Whether that version exists is for the
 * engine to say.
 * @throws OssError InvalidArgument
 */
export function versionIdQuery(query: readonly QueryPair[]): { readonly versionId?: string } {
  const text = query.length === 0 ? undefined : queryValue(query, 'versionId')
  return text === undefined ? none : { versionId: assertVersionId(text) }
}

/** Whether the text has the form of a version id; `null` is one. */
export function isVersionId(text: string): boolean {
  return text === 'null' || wellFormed.test(text)
}

/** @throws OssError InvalidArgument */
export function assertVersionId(text: string, argument = 'versionId'): string {
  if (text === '') throw invalidArgument(argument, text, 'Version id can not be the empty string')
  if (!isVersionId(text)) throw invalidArgument(argument, text, 'Invalid version id specified')
  return text
}
