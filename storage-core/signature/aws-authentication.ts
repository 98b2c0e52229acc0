import { ossError, type OssError } from '../model/oss-error.ts'
import { algorithmAws } from './aws-v4.ts'
import { remember } from './remember.ts'
import type { UrlSignature } from './request.ts'
import { awsService, awsTerminator, type ScopeV4 } from './v4.ts'

export interface PresentedAwsV2 {
  readonly kind: 'aws-v2-header' | 'aws-v2-url'
  readonly accessKeyId: string
  readonly signature: string
  /** Of a link, in seconds since the epoch. */
  readonly expires: string
}
export interface PresentedAwsV4 {
  readonly kind: 'aws-v4-header' | 'aws-v4-url'
  readonly accessKeyId: string
  readonly scope: ScopeV4
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** Of a link, as it was sent. */
  readonly date: string
  readonly expires: string
}
export type PresentedAws = PresentedAwsV2 | PresentedAwsV4

const hexSignature = /^[0-9a-f]{64}$/
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/

/**
 * `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` (AWS documentation, "Authenticating Requests:
 * Using the Authorization Header").
 * @throws OssError AuthorizationHeaderMalformed
 */
export function readAwsV4Header(authorization: string): PresentedAwsV4 {
  let credential: string | undefined
  let names: string | undefined
  let signature: string | undefined
  for (const field of authorization.slice(algorithmAws.length + 1).split(',')) {
    const equals = field.indexOf('=')
    const name = field.slice(0, Math.max(equals, 0)).trim()
    const value = field.slice(equals + 1).trim()
    if (name === 'Credential' && credential === undefined) credential = value
    else if (name === 'SignedHeaders' && names === undefined) names = value
    else if (name === 'Signature' && signature === undefined) signature = value
    else throw headerMalformed('it needs Credential, SignedHeaders and Signature, each once, and nothing else.')
  }
  if (!credential || !names || !signature) throw headerMalformed('it needs Credential, SignedHeaders and Signature.')
  const { accessKeyId, scope } = readHeaderCredential(credential)
  const signedHeaders = readHeaderNames(names)
  requireHex(signature, headerMalformed)
  return { kind: 'aws-v4-header', accessKeyId, scope, signedHeaders, signature, date: '', expires: '' }
}

/**
 * `Authorization: AWS id:signature` (AWS documentation, "Signing and Authenticating REST Requests").
 * @throws OssError AuthorizationHeaderMalformed
 */
export function readAwsV2Header(authorization: string): PresentedAwsV2 {
  const text = authorization.slice(4).trim()
  const colon = text.lastIndexOf(':')
  if (colon <= 0 || colon === text.length - 1) throw headerMalformed('it needs the key id, a colon and the signature.')
  return { kind: 'aws-v2-header', accessKeyId: text.slice(0, colon), signature: text.slice(colon + 1), expires: '' }
}

/**
 * A link signed by AWS's rules (AWS documentation, "Authenticating Requests: Using Query Parameters").
 * @throws OssError AuthorizationQueryParametersError for V4, AccessDenied for V2
 */
export function readAwsUrl(parts: UrlSignature, scheme: 'aws-v2' | 'aws-v4'): PresentedAws {
  if (scheme === 'aws-v2') return readAwsV2Url(parts)
  const value = (name: string): string => {
    const text = parts.get(name)
    if (!text) {
      throw queryMalformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
    }
    return text
  }
  if (value('X-Amz-Algorithm') !== algorithmAws) throw queryMalformed(`X-Amz-Algorithm only supports "${algorithmAws}"`)
  const { accessKeyId, scope } = readCredential(value('X-Amz-Credential'), queryMalformed)
  const signedHeaders = readNames(value('X-Amz-SignedHeaders'), queryMalformed)
  const signature = value('X-Amz-Signature')
  requireHex(signature, queryMalformed)
  return { kind: 'aws-v4-url', accessKeyId, scope, signedHeaders, signature, date: value('X-Amz-Date'), expires: value('X-Amz-Expires') }
}

function readAwsV2Url(parts: UrlSignature): PresentedAwsV2 {
  const accessKeyId = parts.get('AWSAccessKeyId')
  const signature = parts.get('Signature')
  const expires = parts.get('Expires')
  if (!accessKeyId || !signature || expires === undefined) {
    throw ossError('AccessDenied', {
      message: 'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    })
  }
  return { kind: 'aws-v2-url', accessKeyId, signature: signature.replaceAll(' ', '+'), expires }
}

type Malformed = (why: string) => OssError

/**
 * Any region is served locally; the service and the end of the scope are part of how the key is derived.
 * @throws what `malformed` makes
 */
export function readCredential(credential: string, malformed: Malformed): { readonly accessKeyId: string; readonly scope: ScopeV4 } {
  const parts = credential.split('/')
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts
  if (parts.length !== 5 || accessKeyId === '' || region === '') {
    throw malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')
  }
  if (/\p{Cc}/u.test(credential)) throw malformed('the Credential holds a control character.')
  if (!/^\d{8}$/.test(date)) throw malformed('the date in the Credential is mal-formed; this date must be in the format "yyyyMMdd".')
  if (service !== awsService) throw malformed(`the service in the Credential is wrong; expecting "${awsService}".`)
  if (terminator !== awsTerminator) throw malformed(`the Credential must end with "${awsTerminator}".`)
  return { accessKeyId, scope: { date, region, product: service } }
}

const readHeaderCredential = remember((credential) => readCredential(credential, headerMalformed))
const readHeaderNames = remember((names) => readNames(names, headerMalformed))

function requireHex(signature: string, malformed: Malformed): void {
  if (!hexSignature.test(signature)) throw malformed('the Signature must be 64 lower-case hexadecimal digits.')
}

function readNames(names: string, malformed: Malformed): readonly string[] {
  const signedHeaders = names.split(';').map((name) => name.toLowerCase())
  if (!signedHeaders.every((name) => headerName.test(name)) || new Set(signedHeaders).size !== signedHeaders.length) {
    throw malformed('the SignedHeaders must be the names of headers, each once, separated by semicolons.')
  }
  return signedHeaders.toSorted()
}

function headerMalformed(why: string): OssError {
  return ossError('AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; ${why}`,
    details: { ArgumentName: 'Authorization' },
  })
}

function queryMalformed(why: string): OssError {
  return ossError('AuthorizationQueryParametersError', { message: why.startsWith('the ') ? `Error parsing the query: ${why}` : why })
}
