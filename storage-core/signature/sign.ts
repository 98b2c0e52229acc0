import { formatIsoBasic } from './dates.ts'
import type { QueryPair, RequestHeaders, SignableRequest } from './request.ts'
import { signV1, stringToSignV1 } from './v1.ts'
import {
  algorithmV4,
  canonicalRequestV4,
  createSigningKeyCache,
  scopeText,
  signV4,
  stringToSignV4,
  unsignedPayload,
  type ScopeV4,
} from './v4.ts'

export interface SigningCredential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** Of a temporary (STS) credential. */
  readonly securityToken?: string
}

export interface SignInput {
  readonly method: string
  readonly bucket?: string | undefined
  readonly key?: string | undefined
  /** Every query pair the request will carry, decoded. Empty values are sent as bare names. */
  readonly query?: readonly QueryPair[]
  /** Headers the request will carry, by lower-case name, as text (sent as UTF-8). */
  readonly headers?: Readonly<Record<string, string>>
  /** Short id such as `cn-hangzhou`; only V4 uses it. */
  readonly region: string
  /** V4: `oss-cloudbox` for a cloud box, whose id is then the region. */
  readonly product?: 'oss' | 'oss-cloudbox'
  readonly credential: SigningCredential
  readonly version: 'v1' | 'v4'
  /** Milliseconds since the epoch, corrected by the known skew of the server's clock. */
  readonly now: number
  /** V4: further header names to cover. Lower case; each must be in `headers`. */
  readonly additionalHeaders?: readonly string[]
}

const signingKey = createSigningKeyCache()

/**
 * Signs a request in its Authorization header.
 * @returns the given headers plus `x-oss-date`, `authorization` and what the version needs; send them all unchanged
 */
export function signRequest(input: SignInput): Record<string, string> {
  const headers: Record<string, string> = { ...input.headers }
  const { accessKeyId, accessKeySecret, securityToken } = input.credential
  if (securityToken !== undefined) headers['x-oss-security-token'] = securityToken
  if (input.version === 'v1') {
    const date = new Date(input.now).toUTCString()
    headers['x-oss-date'] = date
    const signature = signV1(accessKeySecret, stringToSignV1(signable(input, input.query ?? [], headers), date))
    headers['authorization'] = `OSS ${accessKeyId}:${signature}`
    return headers
  }
  const date = formatIsoBasic(input.now)
  headers['x-oss-date'] = date
  headers['x-oss-content-sha256'] = unsignedPayload
  const scope = scopeOf(date.slice(0, 8), input)
  const additionalHeaders = input.additionalHeaders?.toSorted() ?? []
  const canonical = canonicalRequestV4(signable(input, input.query ?? [], headers), {
    additionalHeaders,
    hashedPayload: unsignedPayload,
  })
  const signature = signV4(signingKey(accessKeySecret, scope), stringToSignV4(date, scope, canonical))
  const additional = additionalHeaders.length === 0 ? '' : `,AdditionalHeaders=${additionalHeaders.join(';')}`
  headers['authorization'] = `${algorithmV4} Credential=${accessKeyId}/${scopeText(scope)}${additional},Signature=${signature}`
  return headers
}

export interface PresignInput extends SignInput {
  /** How long the link is good for, counted from `now`. V4 allows 1 to 604,800. */
  readonly expiresSeconds: number
}

/**
 * Signs a request in its query.
 * @returns the whole query of the link, decoded: the given pairs and the signature's own. The headers given at signing
 * must be sent unchanged.
 */
export function presignUrl(input: PresignInput): readonly QueryPair[] {
  const { accessKeyId, accessKeySecret, securityToken } = input.credential
  const query: QueryPair[] = [...(input.query ?? [])]
  const headers = input.headers ?? {}
  if (input.version === 'v1') {
    if (securityToken !== undefined) query.push(['security-token', securityToken])
    const expires = String(Math.floor(input.now / 1000) + input.expiresSeconds)
    const signature = signV1(accessKeySecret, stringToSignV1(signable(input, query, headers), expires))
    query.push(['OSSAccessKeyId', accessKeyId], ['Expires', expires], ['Signature', signature])
    return query
  }
  const date = formatIsoBasic(input.now)
  const scope = scopeOf(date.slice(0, 8), input)
  const additionalHeaders = (input.additionalHeaders ?? []).toSorted()
  query.push(
    ['x-oss-signature-version', algorithmV4],
    ['x-oss-credential', `${accessKeyId}/${scopeText(scope)}`],
    ['x-oss-date', date],
    ['x-oss-expires', String(input.expiresSeconds)],
  )
  if (additionalHeaders.length > 0) query.push(['x-oss-additional-headers', additionalHeaders.join(';')])
  if (securityToken !== undefined) query.push(['x-oss-security-token', securityToken])
  const canonical = canonicalRequestV4(signable(input, query, headers), { additionalHeaders, hashedPayload: unsignedPayload })
  query.push(['x-oss-signature', signV4(signingKey(accessKeySecret, scope), stringToSignV4(date, scope, canonical))])
  return query
}

let lastScope: ScopeV4 = { date: '', region: '', product: '' }

/** The same object again as long as nothing of it changes, which is how its key is known again. */
function scopeOf(date: string, { region, product = 'oss' }: SignInput): ScopeV4 {
  if (lastScope.date !== date || lastScope.region !== region || lastScope.product !== product) lastScope = { date, region, product }
  return lastScope
}

function signable({ method, bucket, key }: SignInput, query: readonly QueryPair[], headers: RequestHeaders): SignableRequest {
  return { method, bucket, key, query, headers }
}
