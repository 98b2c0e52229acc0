import { ossError, type OssError } from '../model/oss-error.ts'
import type { QueryPair, RequestHeaders } from '../signature/request.ts'
import { selectingSubResources } from '../signature/sub-resources.ts'
import type { Operation, Scope } from './operation.ts'

const parameters: ReadonlySet<string> = new Set(
  ('Expires OSSAccessKeyId Signature callback callback-var continuation-token delimiter encoding-type endTime fetch-owner ' +
    'key-marker list-type marker max-keys max-parts max-uploads part-number-marker prefix response-cache-control ' +
    'response-content-disposition response-content-encoding response-content-language response-content-type ' +
    'response-expires rule-id security-token sequential start-after startTime tag-key tag-value upload-id-marker versionId ' +
    'version-id-marker withHashContext').split(' '),
)

/** The query keys of a dialect. */
export interface QueryVocabulary {
  /** Chooses an operation. */
  chooses(name: string): boolean
  /** Shapes one, or is nobody's business. */
  shapes(name: string): boolean
}

const ossVocabulary: QueryVocabulary = {
  chooses: (name) => selectingSubResources.has(name),
  shapes: (name) => parameters.has(name) || name.startsWith('x-') || name.startsWith('x:'),
}

export type Dispatch = (
  method: string,
  scope: Scope,
  query: readonly QueryPair[],
  headers: RequestHeaders,
) => Operation | OssError

/**
 * Chooses the operation of a request. Whatever is not built answers NotImplemented: a sub-resource that Ossia does not know
 * is never read as a plain GET or PUT of the bucket.
 *
 * Query keys that are no sub-resource: OSS ignores those it does not know. Here a bare one (`?something`) is refused, as it
 * looks like a sub-resource, and so is any on a write to a bucket, where ignoring it could create or delete one.
 */
export function createDispatch(operations: readonly Operation[], vocabulary: QueryVocabulary = ossVocabulary): Dispatch {
  const table = new Map<string, Operation[]>()
  for (const operation of operations) {
    const slot = `${operation.match.method} ${operation.match.scope}`
    const list = table.get(slot) ?? []
    table.set(slot, [...list, operation].toSorted((a, b) => rank(a) - rank(b)))
  }
  return (method, scope, query, headers) => {
    const candidates = table.get(`${method} ${scope}`)
    if (query.length > 0) {
      const problem = chooseBySubResource(candidates ?? [], vocabulary, method, scope, query, headers)
      if (problem) return problem
    }
    if (candidates) {
      for (const candidate of candidates) {
        const { match } = candidate
        if (match.subResource !== undefined) continue
        if (match.header !== undefined && headers[match.header] === undefined) continue
        if (match.query !== undefined && !hasPair(query, match.query)) continue
        return candidate
      }
    }
    return nothingPlain(method, scope, table)
  }
}

/** Whoever asks for more comes first; the one without a condition is the fallback. */
function rank(operation: Operation): number {
  return isPlain(operation) ? 2 : operation.match.header === undefined ? 1 : 0
}

function isPlain({ match }: Operation): boolean {
  return match.subResource === undefined && match.header === undefined && match.query === undefined
}

function hasPair(query: readonly QueryPair[], [name, value]: readonly [string, string]): boolean {
  return query.some((pair) => pair[0] === name && pair[1] === value)
}

function chooseBySubResource(
  candidates: readonly Operation[],
  vocabulary: QueryVocabulary,
  method: string,
  scope: Scope,
  query: readonly QueryPair[],
  headers: RequestHeaders,
): Operation | OssError | undefined {
  const selected = new Set<string>()
  for (const [name, value] of query) {
    if (vocabulary.chooses(name)) selected.add(name)
    else if (!vocabulary.shapes(name)) {
      const couldChangeABucket = scope !== 'object' && method !== 'GET' && method !== 'HEAD'
      if (value === '' || couldChangeABucket) return notImplemented(name)
    }
  }
  const [first, second] = selected
  if (first === undefined) return undefined
  const chosen = candidates.find(
    ({ match }) =>
      (match.subResource !== undefined || match.companions !== undefined) &&
      (match.header === undefined || headers[match.header] !== undefined) &&
      [...selected].every((name) => name === match.subResource || match.companions?.includes(name) === true),
  )
  return chosen ?? notImplemented(second ?? first)
}

function notImplemented(name: string): OssError {
  return ossError('NotImplemented', {
    message: 'The sub-resource in your request is not implemented.',
    details: { ArgumentName: name },
  })
}

const resourceTypes: Record<Scope, string> = { service: 'Service', bucket: 'Bucket', object: 'Object' }
const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']

function nothingPlain(method: string, scope: Scope, table: ReadonlyMap<string, readonly Operation[]>): OssError {
  return ossError('MethodNotAllowed', {
    details: { Method: method, ResourceType: resourceTypes[scope] },
    headers: { Allow: methods.filter((name) => table.get(`${name} ${scope}`)?.some(isPlain)).join(', ') },
  })
}
