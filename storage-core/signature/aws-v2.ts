import { headerText, type QueryPair, type RequestHeaders, type SignableRequest } from './request.ts'
import { selectingSubResources } from './sub-resources.ts'
import { prefixedHeaders, signedParameters } from './v1.ts'

const awsSubResources: ReadonlySet<string> = new Set(
  (
    'accelerate acl analytics attributes cors defaultObjectAcl delete encryption intelligent-tiering inventory legal-hold lifecycle ' +
    'location logging metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock ' +
    'replication requestPayment response-cache-control response-content-disposition response-content-encoding ' +
    'response-content-language response-content-type response-expires restore retention select select-type storageClass ' +
    'tagging torrent uploadId uploads versionId versioning versions website'
  ).split(' '),
)

/**
 * AWS's list, and every key that chooses an operation of OSS: the same endpoint answers both, and a link that was signed for
 * one call must never be bent into another.
 */
function isSignedInAwsV2(name: string): boolean {
  return awsSubResources.has(name) || selectingSubResources.has(name)
}

/**
 * AWS signature version 2 (AWS documentation, "Signing and Authenticating REST Requests"): HMAC-SHA1 over method, MD5, type,
 * date, `x-amz-*` headers and the resource, whose path stays as it is on the wire.
 * @param expires of a link; its other headers may then have moved into the query
 */
export function stringToSignAwsV2(request: SignableRequest, expires?: string): string {
  const { method, query, path = '/', hostBucket } = request
  const headers = expires === undefined ? request.headers : withHeadersOfLink(request.headers, query)
  const hasOwnDate = expires === undefined && headers['x-amz-date'] !== undefined
  const date = expires ?? (hasOwnDate ? '' : (headerText(headers, 'date') ?? ''))
  const md5 = headerText(headers, 'content-md5') ?? ''
  const type = headerText(headers, 'content-type') ?? ''
  const resource = (hostBucket === undefined ? '' : `/${hostBucket}`) + path + signedParameters(query, isSignedInAwsV2)
  return `${method}\n${md5}\n${type}\n${date}\n${prefixedHeaders(headers, 'x-amz-')}${resource}`
}

/** Clients write headers that a link cannot make anyone send, such as the security token, into the query instead. */
function withHeadersOfLink(headers: RequestHeaders, query: readonly QueryPair[]): RequestHeaders {
  const moved = query.filter(([name]) => name.startsWith('x-amz-') || name === 'content-type' || name === 'content-md5')
  if (moved.length === 0) return headers
  return { ...headers, ...Object.fromEntries(moved.filter(([name]) => headers[name] === undefined)) }
}
