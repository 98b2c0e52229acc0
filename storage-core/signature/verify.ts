import type { PresentedAws } from './aws-authentication.ts'
import { readPresented, type PresentedV1, type PresentedV4 } from './authentication.ts'
import type { BodyClaim } from './body-claim.ts'
import { headerText, type SignableRequest } from './request.ts'
import { requireKey, type KeyLookup } from './signing-key.ts'
import type { SigningKeyCache } from './v4.ts'
import { verifyAwsV2, verifyAwsV4 } from './verify-aws.ts'
import { verifyV1 } from './verify-v1.ts'
import { verifyV4 } from './verify-v4.ts'

export interface VerifyOptions extends KeyLookup {
  readonly signingKey: SigningKeyCache
}

/** Who signed the request. `anonymous` only when the request carries no signature of any kind. */
export type Verified = { readonly kind: 'anonymous' } | SignedRequest

export interface SignedRequest {
  readonly kind: 'signed'
  readonly accessKeyId: string
  /** Whose rules the request was signed by, and so whose words it is answered in. */
  readonly dialect: 'oss' | 's3'
  /** Of the dialect: OSS has `v1` and `v4`, AWS `v2` and `v4`. */
  readonly version: 'v1' | 'v2' | 'v4'
  readonly placement: 'header' | 'url'
  /** Which reading of the request the client had signed; `documented` unless the client is known to differ. */
  readonly matched: string
  /**
   * What the signature says of the body. The request is genuine only once its body was held against it, and nothing of the
   * body may take effect before.
   */
  readonly body?: BodyClaim
}

/**
 * Checks a request's signature. A bad signature is an error and never makes the request anonymous. Order of the checks:
 * form, key id and token, time, signature (OSS documentation, "Access control overview" and the EC pages of module 0002).
 * @throws OssError those of `readPresented`, `requireKey`, `verifyV1`, `verifyV4`, `verifyAwsV4` and `verifyAwsV2`
 */
export function verifySignature(request: SignableRequest, options: VerifyOptions): Verified {
  const presented = readPresented(request)
  switch (presented.kind) {
    case 'none':
      return { kind: 'anonymous' }
    case 'v1-header':
    case 'v1-url':
    case 'v4-header':
    case 'v4-url':
      return verifyOss(request, presented, options)
    case 'aws-v2-header':
    case 'aws-v2-url':
    case 'aws-v4-header':
    case 'aws-v4-url':
      return verifyAws(request, presented, options)
  }
}

function verifyOss(request: SignableRequest, presented: PresentedV1 | PresentedV4, options: VerifyOptions): SignedRequest {
  const { accessKeyId } = presented
  const { accessKeySecret } = requireKey(accessKeyId, tokensOf(request, 'x-oss-security-token', ['security-token', 'x-oss-security-token']), options)
  if (presented.kind === 'v1-header' || presented.kind === 'v1-url') {
    const matched = verifyV1(request, presented, accessKeySecret, options.nowMs)
    return { kind: 'signed', accessKeyId, dialect: 'oss', version: 'v1', placement: presented.kind === 'v1-url' ? 'url' : 'header', matched }
  }
  const matched = verifyV4(request, presented, options.signingKey(accessKeySecret, presented.scope), options.nowMs)
  return { kind: 'signed', accessKeyId, dialect: 'oss', version: 'v4', placement: presented.kind === 'v4-url' ? 'url' : 'header', matched }
}

function verifyAws(request: SignableRequest, presented: PresentedAws, options: VerifyOptions): SignedRequest {
  const { accessKeyId } = presented
  const tokens = tokensOf(request, 'x-amz-security-token', ['X-Amz-Security-Token', 'x-amz-security-token'])
  const { accessKeySecret } = requireKey(accessKeyId, tokens, options)
  const isV4 = 'scope' in presented
  const { matched, body } = isV4
    ? verifyAwsV4(request, presented, options.signingKey(accessKeySecret, presented.scope), options.nowMs)
    : verifyAwsV2(request, presented, accessKeySecret, options.nowMs)
  return {
    kind: 'signed',
    accessKeyId,
    dialect: 's3',
    version: isV4 ? 'v4' : 'v2',
    placement: presented.kind === 'aws-v2-url' || presented.kind === 'aws-v4-url' ? 'url' : 'header',
    matched,
    ...(body === undefined ? {} : { body }),
  }
}

function tokensOf({ headers, query }: SignableRequest, header: string, parameters: readonly string[]): readonly string[] {
  const tokens: string[] = []
  const inHeader = headerText(headers, header)
  if (inHeader !== undefined) tokens.push(inHeader)
  for (const [name, value] of query) if (parameters.includes(name)) tokens.push(value)
  return tokens
}
