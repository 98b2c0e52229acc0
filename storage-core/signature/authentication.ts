import { ossError } from '../model/oss-error.ts'
import { readAwsUrl, readAwsV2Header, readAwsV4Header, type PresentedAws } from './aws-authentication.ts'
import { algorithmAws } from './aws-v4.ts'
import { remember } from './remember.ts'
import { headerText, type SignableRequest, type UrlSignature } from './request.ts'
import { algorithmV4, terminatorV4, type ScopeV4 } from './v4.ts'

/** What a request presents as its proof of identity, parsed and not yet checked. */
export type Presented = { readonly kind: 'none' } | PresentedV1 | PresentedV4 | PresentedAws
export type PresentedV1 =
  | { readonly kind: 'v1-header'; readonly accessKeyId: string; readonly signature: string }
  | { readonly kind: 'v1-url'; readonly accessKeyId: string; readonly signature: string; readonly expires: string }
export interface PresentedV4 {
  readonly kind: 'v4-header' | 'v4-url'
  readonly accessKeyId: string
  readonly scope: ScopeV4
  readonly additionalHeaders: readonly string[]
  readonly signature: string
}

const controlCharacter = /\p{Cc}/u

/**
 * Reads the Authorization header or the signature in the query. A request that holds any part of a signature is never taken
 * for one without, and one that holds two is refused: which of them counts would be for an attacker to choose.
 * @throws OssError InvalidArgument for anything malformed, AccessDenied for an incomplete V1 URL, InvalidRequest for a
 * token in the wrong place, NotImplemented for OSS2; AuthorizationHeaderMalformed, AuthorizationQueryParametersError and
 * AccessDenied for the same mistakes in AWS's schemes
 */
export function readPresented(request: SignableRequest): Presented {
  const authorization = headerText(request.headers, 'authorization')
  const fromUrl = request.query.length === 0 ? undefined : readUrl(request)
  if (authorization === undefined) return fromUrl ?? { kind: 'none' }
  if (fromUrl) throw ambiguous()
  const space = authorization.indexOf(' ')
  const scheme = space < 0 ? authorization : authorization.slice(0, space)
  switch (scheme) {
    case 'OSS':
      return readV1Header(authorization)
    case algorithmV4:
      return readV4Header(authorization)
    case algorithmAws:
      return readAwsV4Header(authorization)
    case 'AWS':
      return readAwsV2Header(authorization)
    case 'OSS2':
      throw ossError('NotImplemented', {
        message: 'Signature version 2 (OSS2) is not implemented. Sign with version 4 or version 1.',
        details: { Header: 'Authorization' },
      })
    default:
      throw ossError('InvalidArgument', {
        message: 'Unsupported Authorization Type',
        ec: '0002-00000002',
        details: { ArgumentName: 'Authorization', ArgumentValue: scheme },
      })
  }
}

function ambiguous(): Error {
  return ossError('InvalidArgument', {
    message: 'Only one auth mechanism allowed; only the signature in the query string or the Authorization header should be specified.',
    details: { ArgumentName: 'Authorization' },
  })
}

function readV1Header(authorization: string): PresentedV1 {
  const text = authorization.slice(4).trim()
  const colon = text.lastIndexOf(':')
  if (colon <= 0 || colon === text.length - 1) throw malformedAuthorization('Authorization header is invalid.')
  return { kind: 'v1-header', accessKeyId: text.slice(0, colon), signature: text.slice(colon + 1) }
}

function malformedAuthorization(message: string, ec?: string): Error {
  return ossError('InvalidArgument', {
    message,
    ...(ec === undefined ? {} : { ec }),
    details: { ArgumentName: 'Authorization' },
  })
}

/** Fields may come in any order, separated by `,` with or without a space: official clients do all of these. */
function readV4Header(authorization: string): PresentedV4 {
  let credential: string | undefined
  let additional: string | undefined
  let signature: string | undefined
  for (const field of authorization.slice(algorithmV4.length + 1).split(',')) {
    const equals = field.indexOf('=')
    const name = field.slice(0, Math.max(equals, 0)).trim()
    const value = field.slice(equals + 1).trim()
    if (name === 'Credential' && credential === undefined) credential = value
    else if (name === 'AdditionalHeaders' && additional === undefined) additional = value
    else if (name === 'Signature' && signature === undefined) signature = value
    else throw malformedAuthorization('Authorization header is invalid.')
  }
  if (credential === undefined) throw malformedAuthorization('Missing Credential in Authorization header.')
  if (signature === undefined || signature === '') throw malformedAuthorization('Missing Signature in Authorization header.')
  if (additional === '') {
    throw malformedAuthorization('The AdditionalHeaders in Authorization header must not be empty.', '0002-00000209')
  }
  const { accessKeyId, scope } = readCredential(credential)
  return { kind: 'v4-header', accessKeyId, scope, additionalHeaders: headerNames(additional), signature }
}

function headerNames(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  const names = new Set(text.split(';').map((name) => name.trim().toLowerCase()))
  for (const name of names) {
    if (name === '' || name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')) names.delete(name)
  }
  return [...names].toSorted()
}

/**
 * `id/day/region/product/aliyun_v4_request`
 * @throws OssError InvalidArgument
 */
export const readCredential = remember((credential: string): { readonly accessKeyId: string; readonly scope: ScopeV4 } => {
  const parts = credential.split('/')
  const [accessKeyId = '', date = '', region = '', product = '', terminator = ''] = parts
  if (parts.length !== 5 || accessKeyId === '') throw malformedAuthorization('Invalid Credential in Authorization header.')
  if (controlCharacter.test(credential)) {
    throw malformedAuthorization('Invalid access key id in Authorization header.', '0002-00000206')
  }
  if (!/^\d{8}$/.test(date)) throw malformedAuthorization('Invalid signing date in Authorization header.', '0002-00000223')
  if (terminator !== terminatorV4) {
    throw malformedAuthorization('Invalid signing terminator in Authorization header.', '0002-00000224')
  }
  // Any region is served locally, but `oss-cn-hangzhou` is a mistake that the real service refuses as well.
  if (region === '' || region.startsWith('oss-')) {
    throw malformedAuthorization('Invalid signing region in Authorization header.', '0002-00000226')
  }
  if (product !== 'oss' && product !== 'oss-cloudbox') {
    throw malformedAuthorization('Invalid signing product in Authorization header.')
  }
  return { accessKeyId, scope: { date, region, product } }
})

type UrlScheme = 'v1' | 'v4' | 'aws-v2' | 'aws-v4'

/** `Signature` belongs to whichever of V1 and AWS V2 names the key; `Expires` alone is no part of a signature. */
const schemeOf: Readonly<Record<string, UrlScheme>> = {
  OSSAccessKeyId: 'v1',
  'x-oss-signature': 'v4',
  'x-oss-signature-version': 'v4',
  'x-oss-credential': 'v4',
  AWSAccessKeyId: 'aws-v2',
  'X-Amz-Algorithm': 'aws-v4',
  'X-Amz-Credential': 'aws-v4',
  'X-Amz-Signature': 'aws-v4',
}
const otherParts: ReadonlySet<string> = new Set([
  'Signature',
  'Expires',
  'security-token',
  'x-oss-security-token',
  'x-oss-access-key-id',
  'x-oss-date',
  'x-oss-expires',
  'x-oss-additional-headers',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
])

function readUrl(request: SignableRequest): Presented | undefined {
  let scheme: UrlScheme | undefined
  let parts: Map<string, string> | undefined
  let isRepeated = false
  for (const [name, value] of request.query) {
    const part: UrlScheme | undefined = Object.hasOwn(schemeOf, name) ? schemeOf[name] : undefined
    if (part === undefined && !otherParts.has(name)) continue
    parts ??= new Map()
    if (parts.has(name)) isRepeated = true
    parts.set(name, value)
    if (part === undefined) continue
    if (scheme !== undefined && scheme !== part) throw ambiguous()
    scheme = part
  }
  if (parts === undefined) return undefined
  if (scheme === undefined) {
    if (!parts.has('Signature')) return undefined
    scheme = 'v1'
  }
  if (isRepeated || (parts.has('Signature') && (scheme === 'v4' || scheme === 'aws-v4'))) throw ambiguous()
  if (scheme === 'v1') return readV1Url(parts, request)
  return scheme === 'v4' ? readV4Url(parts) : readAwsUrl(parts, scheme)
}

function readV1Url(parts: UrlSignature, request: SignableRequest): PresentedV1 {
  const accessKeyId = parts.get('OSSAccessKeyId')
  const signature = parts.get('Signature')
  const expires = parts.get('Expires')
  if (!accessKeyId || !signature || expires === undefined) {
    throw ossError('AccessDenied', {
      message: 'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
    })
  }
  if (headerText(request.headers, 'x-oss-security-token') !== undefined) {
    throw ossError('InvalidRequest', { message: 'Security-token must be provided by query string parameter' })
  }
  // Base64 may hold `+`, which some hand-made links leave unescaped.
  return { kind: 'v1-url', accessKeyId, signature: signature.replaceAll(' ', '+'), expires }
}

function readV4Url(parts: UrlSignature): PresentedV4 {
  const version = parts.get('x-oss-signature-version')
  if (version === 'OSS2') {
    throw ossError('NotImplemented', { message: 'Signature version 2 (OSS2) is not implemented. Sign with version 4 or version 1.' })
  }
  if (version !== algorithmV4) throw badParameter('x-oss-signature-version', version)
  const credential = parts.get('x-oss-credential')
  const signature = parts.get('x-oss-signature')
  if (!signature) throw badParameter('x-oss-signature', signature)
  if (!credential) throw badParameter('x-oss-credential', credential)
  const { accessKeyId, scope } = readCredential(credential)
  return { kind: 'v4-url', accessKeyId, scope, additionalHeaders: headerNames(parts.get('x-oss-additional-headers')), signature }
}

function badParameter(name: string, value: string | undefined): Error {
  return ossError('InvalidArgument', {
    message: value === undefined ? `Query-string authentication requires the ${name} parameter.` : `Invalid ${name} parameter.`,
    details: { ArgumentName: name, ...(value === undefined || name === 'x-oss-signature' ? {} : { ArgumentValue: value }) },
  })
}
