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
export function createDispatch(operations: readonly Operation[]): Dispatch {
  const table = new Map<string, Operation[]>()
  for (const operation of operations) {
    const slot = `${operation.match.method} ${operation.match.scope}`
    const list = table.get(slot) ?? []
    // The one without a condition is the fallback.
    if (isPlain(operation)) list.push(operation)
    else list.unshift(operation)
    table.set(slot, list)
  }
  return (method, scope, query, headers) => {
    const candidates = table.get(`${method} ${scope}`)
    if (query.length > 0) {
      const problem = chooseBySubResource(candidates ?? [], method, scope, query)
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

function isPlain({ match }: Operation): boolean {
  return match.subResource === undefined && match.header === undefined && match.query === undefined
}

function hasPair(query: readonly QueryPair[], [name, value]: readonly [string, string]): boolean {
  return query.some((pair) => pair[0] === name && pair[1] === value)
}

function chooseBySubResource(
  candidates: readonly Operation[],
  method: string,
  scope: Scope,
  query: readonly QueryPair[],
): Operation | OssError | undefined {
  let selected: string | undefined
  for (const [name, value] of query) {
    if (selectingSubResources.has(name)) {
      if (selected !== undefined && selected !== name) return notImplemented(name)
      selected = name
    } else if (!parameters.has(name) && !name.startsWith('x-') && !name.startsWith('x:')) {
      const couldChangeABucket = scope !== 'object' && method !== 'GET' && method !== 'HEAD'
      if (value === '' || couldChangeABucket) return notImplemented(name)
    }
  }
  if (selected === undefined) return undefined
  return candidates.find((candidate) => candidate.match.subResource === selected) ?? notImplemented(selected)
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
  if (method === 'OPTIONS') return notImplementedMethod('Cross-origin preflight requests are not implemented.')
  if (method === 'POST' && scope === 'bucket') return notImplementedMethod('PostObject is not implemented.')
  return ossError('MethodNotAllowed', {
    details: { Method: method, ResourceType: resourceTypes[scope] },
    headers: { Allow: methods.filter((name) => table.get(`${name} ${scope}`)?.some(isPlain)).join(', ') },
  })
}

function notImplementedMethod(message: string): OssError {
  return ossError('NotImplemented', { message })
}
