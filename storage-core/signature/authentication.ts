import { ossError } from '../model/oss-error.ts'
import { headerText, queryValue, type SignableRequest } from './request.ts'
import { algorithmV4, terminatorV4, type ScopeV4 } from './v4.ts'

/** What a request presents as its proof of identity, parsed and not yet checked. */
export type Presented =
  | { readonly kind: 'none' }
  | { readonly kind: 'v1-header'; readonly accessKeyId: string; readonly signature: string }
  | { readonly kind: 'v1-url'; readonly accessKeyId: string; readonly signature: string; readonly expires: string }
  | PresentedV4
export interface PresentedV4 {
  readonly kind: 'v4-header' | 'v4-url'
  readonly accessKeyId: string
  readonly scope: ScopeV4
  readonly additionalHeaders: readonly string[]
  readonly signature: string
}

const controlCharacter = /\p{Cc}/u

/**
 * Reads the Authorization header or the signature in the query.
 * @throws OssError InvalidArgument for anything malformed, AccessDenied for an incomplete V1 URL, InvalidRequest for a
 * token in the wrong place, NotImplemented for the schemes Ossia does not speak yet (OSS2 and AWS)
 */
export function readPresented(request: SignableRequest): Presented {
  const authorization = headerText(request.headers, 'authorization')
  const fromUrl = request.query.length === 0 ? undefined : readUrl(request)
  if (authorization === undefined) return fromUrl ?? { kind: 'none' }
  if (fromUrl) {
    throw ossError('InvalidArgument', {
      message: 'Only one auth mechanism allowed; only the signature in the query string or the Authorization header should be specified.',
      details: { ArgumentName: 'Authorization' },
    })
  }
  if (authorization.startsWith('OSS ')) return readV1Header(authorization)
  if (authorization.startsWith(`${algorithmV4} `)) return readV4Header(authorization)
  if (/^(OSS2|AWS|AWS4-HMAC-SHA256) /.test(authorization)) {
    throw ossError('NotImplemented', {
      message: 'This signature version is not implemented.',
      details: { Header: 'Authorization' },
    })
  }
  throw ossError('InvalidArgument', {
    message: 'Unsupported Authorization Type',
    ec: '0002-00000002',
    details: { ArgumentName: 'Authorization', ArgumentValue: authorization.split(' ', 1)[0] ?? '' },
  })
}

function readV1Header(authorization: string): Presented {
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
function readV4Header(authorization: string): Presented {
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
  return { kind: 'v4-header', ...readCredential(credential), additionalHeaders: headerNames(additional), signature }
}

function headerNames(text: string | undefined): readonly string[] {
  if (text === undefined) return []
  const names = new Set(text.split(';').map((name) => name.trim().toLowerCase()))
  for (const name of names) {
    if (name === '' || name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')) names.delete(name)
  }
  return [...names].toSorted()
}

export function readCredential(credential: string): { readonly accessKeyId: string; readonly scope: ScopeV4 } {
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
}

function readUrl(request: SignableRequest): Presented | undefined {
  const { query } = request
  const v4Signature = queryValue(query, 'x-oss-signature')
  const v4Version = queryValue(query, 'x-oss-signature-version')
  if (v4Signature !== undefined || v4Version !== undefined) return readV4Url(request, v4Version, v4Signature)
  const accessKeyId = queryValue(query, 'OSSAccessKeyId')
  const signature = queryValue(query, 'Signature')
  if (accessKeyId !== undefined || signature !== undefined) {
    const expires = queryValue(query, 'Expires')
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
  if (queryValue(query, 'X-Amz-Algorithm') !== undefined || queryValue(query, 'AWSAccessKeyId') !== undefined) {
    throw ossError('NotImplemented', { message: 'This signature version is not implemented.' })
  }
  return undefined
}

function readV4Url(request: SignableRequest, version: string | undefined, signature: string | undefined): Presented {
  if (version === 'OSS2') throw ossError('NotImplemented', { message: 'This signature version is not implemented.' })
  if (version !== algorithmV4) throw badParameter('x-oss-signature-version', version)
  const credential = queryValue(request.query, 'x-oss-credential')
  if (!signature) throw badParameter('x-oss-signature', signature)
  if (!credential) throw badParameter('x-oss-credential', credential)
  const additional = queryValue(request.query, 'x-oss-additional-headers')
  return { kind: 'v4-url', ...readCredential(credential), additionalHeaders: headerNames(additional), signature }
}

function badParameter(name: string, value: string | undefined): Error {
  return ossError('InvalidArgument', {
    message: value === undefined ? `Query-string authentication requires the ${name} parameter.` : `Invalid ${name} parameter.`,
    details: { ArgumentName: name, ...(value === undefined || name === 'x-oss-signature' ? {} : { ArgumentValue: value }) },
  })
}
