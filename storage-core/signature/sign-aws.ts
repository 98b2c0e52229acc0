import type { KeyObject } from 'node:crypto'
import { algorithmAws, canonicalHeadersAws, canonicalQueryAws, canonicalRequestAws } from './aws-v4.ts'
import { stringToSignAwsV2 } from './aws-v2.ts'
import type { ChunkChain } from './body-claim.ts'
import { formatIsoBasic } from './dates.ts'
import { percentEncodePath } from './percent.ts'
import type { QueryPair, SignableRequest } from './request.ts'
import type { SignInput } from './sign.ts'
import { signV1 } from './v1.ts'
import { awsService, createSigningKeyCache, scopeText, signV4, stringToSignV4, unsignedPayload, type ScopeV4 } from './v4.ts'

/** A request for AWS's signatures, which cover the host and the path on the wire. */
export interface AwsSignInput extends Omit<SignInput, 'version' | 'additionalHeaders'> {
  readonly version: 'v2' | 'v4'
  /** The Host header, with its port if it has one. */
  readonly host: string
  /** `path`: the bucket is the path's first segment. `host`: it is the first label of the host. */
  readonly addressing: 'path' | 'host'
  /** V4: hex SHA-256 of the body, `UNSIGNED-PAYLOAD` (the default) or one of the `STREAMING-…` values. */
  readonly payload?: string
}

export interface AwsSignedHeaders {
  /** All headers to send, `host` and `authorization` among them. */
  readonly headers: Record<string, string>
  /** What chunks continue, when `payload` says that they are signed. */
  readonly chain: ChunkChain | undefined
}

const cache = createSigningKeyCache()

/** The path a request has on the wire. */
export function awsPath({ bucket, key, addressing }: Pick<AwsSignInput, 'bucket' | 'key' | 'addressing'>): string {
  const inPath = addressing === 'path' && bucket !== undefined ? `/${bucket}/${key ?? ''}` : `/${key ?? ''}`
  return percentEncodePath(inPath)
}

/** Signs a request in its Authorization header by AWS's rules. All headers are covered: send them unchanged. */
export function signAwsRequest(input: AwsSignInput): AwsSignedHeaders {
  const headers: Record<string, string> = { ...input.headers, host: input.host }
  const { accessKeyId, accessKeySecret, securityToken } = input.credential
  if (securityToken !== undefined) headers['x-amz-security-token'] = securityToken
  if (input.version === 'v2') {
    headers['x-amz-date'] = new Date(input.now).toUTCString()
    const signature = signV1(accessKeySecret, stringToSignAwsV2(signable(input, input.query ?? [], headers)))
    headers['authorization'] = `AWS ${accessKeyId}:${signature}`
    return { headers, chain: undefined }
  }
  const payload = input.payload ?? unsignedPayload
  headers['x-amz-date'] = formatIsoBasic(input.now)
  headers['x-amz-content-sha256'] = payload
  const signedHeaders = Object.keys(headers).toSorted()
  const { scope, dateLine, key } = keyFor(input)
  const signature = signedV4(input, { query: input.query ?? [], headers, signedHeaders, payload })
  headers['authorization'] =
    `${algorithmAws} Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  const isChained = payload.startsWith('STREAMING-AWS4-HMAC-')
  return { headers, chain: isChained ? { key, dateLine, scope, seed: signature } : undefined }
}

export interface AwsPresignInput extends AwsSignInput {
  /** How long the link is good for, counted from `now`. V4 allows 1 to 604,800. */
  readonly expiresSeconds: number
}

/**
 * Signs a request in its query by AWS's rules.
 * @returns the whole query of the link, decoded. The host and the headers given at signing must be sent unchanged.
 */
export function presignAwsUrl(input: AwsPresignInput): readonly QueryPair[] {
  const { accessKeyId, accessKeySecret, securityToken } = input.credential
  const query: QueryPair[] = [...(input.query ?? [])]
  const headers: Record<string, string> = { ...input.headers, host: input.host }
  if (input.version === 'v2') {
    if (securityToken !== undefined) query.push(['x-amz-security-token', securityToken])
    const expires = String(Math.floor(input.now / 1000) + input.expiresSeconds)
    const signature = signV1(accessKeySecret, stringToSignAwsV2(signable(input, query, headers), expires))
    query.push(['AWSAccessKeyId', accessKeyId], ['Expires', expires], ['Signature', signature])
    return query
  }
  const { scope, dateLine } = keyFor(input)
  const signedHeaders = Object.keys(headers).toSorted()
  query.push(
    ['X-Amz-Algorithm', algorithmAws],
    ['X-Amz-Credential', `${accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', dateLine],
    ['X-Amz-Expires', String(input.expiresSeconds)],
    ['X-Amz-SignedHeaders', signedHeaders.join(';')],
  )
  if (securityToken !== undefined) query.push(['X-Amz-Security-Token', securityToken])
  if (input.payload !== undefined) query.push(['X-Amz-Content-Sha256', input.payload])
  query.push(['X-Amz-Signature', signedV4(input, { query, headers, signedHeaders, payload: input.payload ?? unsignedPayload })])
  return query
}

interface Covered {
  readonly query: readonly QueryPair[]
  readonly headers: Readonly<Record<string, string>>
  readonly signedHeaders: readonly string[]
  readonly payload: string
}

function signedV4(input: AwsSignInput, { query, headers, signedHeaders, payload }: Covered): string {
  const { scope, dateLine, key } = keyFor(input)
  const canonical = canonicalRequestAws({
    method: input.method,
    path: awsPath(input),
    query: canonicalQueryAws(query),
    headers: canonicalHeadersAws(headers, signedHeaders),
    signedHeaders,
    hashedPayload: payload,
  })
  return signV4(key, stringToSignV4(dateLine, scope, canonical, algorithmAws))
}

function keyFor(input: AwsSignInput): { readonly scope: ScopeV4; readonly dateLine: string; readonly key: KeyObject } {
  const dateLine = formatIsoBasic(input.now)
  const scope: ScopeV4 = { date: dateLine.slice(0, 8), region: input.region, product: awsService }
  return { scope, dateLine, key: cache(input.credential.accessKeySecret, scope) }
}

function signable(input: AwsSignInput, query: readonly QueryPair[], headers: Readonly<Record<string, string>>): SignableRequest {
  const { method, bucket, addressing } = input
  return { method, query, headers, path: awsPath(input), hostBucket: addressing === 'host' ? bucket : undefined }
}
