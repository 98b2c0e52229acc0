import { isOssError } from '../../model/oss-error.ts'
import { ramError } from '../../model/ram-error.ts'
import { headerText } from '../../signature/request.ts'
import { acs3Algorithm, canonicalRequestAcs3, sha256Hex, signAcs3, signRpc, stringToSignRpc } from '../../signature/rpc.ts'
import { sameText } from '../../signature/same-text.ts'
import { type FindKey, requireKey } from '../../signature/signing-key.ts'
import { type Nonces, timeStampWindowMs } from './nonces.ts'
import type { RpcRequest } from './rpc-request.ts'

export interface RpcAuthentication {
  readonly nowMs: number
  /** Requests that were signed before are refused: what the process before this one answered, nobody remembers. */
  readonly openedMs: number
  readonly findKey: FindKey
  readonly nonces: Nonces
}

export interface RpcSender {
  readonly accessKeyId: string
  readonly action: string | undefined
  readonly version: string | undefined
}

interface Presented extends RpcSender {
  readonly timestamp: string
  readonly nonce: string
  readonly tokens: readonly string[]
  /** @throws RamError SignatureDoesNotMatch */
  check(secret: string): void
}

/**
 * Checks a request's signature, its time, and that it was not answered before. There are no anonymous requests.
 * @throws RamError IncompleteSignature, MissingParameter, InvalidAccessKeyId.*, InvalidSecurityToken.*,
 * InvalidTimeStamp.*, SignatureDoesNotMatch, SignatureNonceUsed
 */
export function authenticateRpc(request: RpcRequest, { nowMs, openedMs, findKey, nonces }: RpcAuthentication): RpcSender {
  const authorization = headerText(request.headers, 'authorization')
  const presented = authorization === undefined ? readParameters(request) : readAcs3(request, authorization)
  const { accessKeyId, timestamp, nonce, tokens } = presented
  const secret = findSecret(accessKeyId, tokens, findKey, nowMs)
  const timeMs = parseTimestamp(timestamp)
  presented.check(secret)
  const isOld = timeMs < Math.floor(openedMs / 1000) * 1000
  if (isOld || Math.abs(nowMs - timeMs) > timeStampWindowMs) throw ramError('InvalidTimeStamp.Expired')
  if (nonce.length > 256) throw ramError('InvalidParameter', 'The parameter SignatureNonce is too long.')
  nonces.use(accessKeyId, nonce, nowMs)
  return presented
}

function findSecret(accessKeyId: string, tokens: readonly string[], findKey: FindKey, nowMs: number): string {
  try {
    return requireKey(accessKeyId, tokens, { findKey, nowMs }).accessKeySecret
  } catch (error) {
    if (isOssError(error, 'SecurityTokenExpired')) throw ramError('InvalidSecurityToken.Expired')
    if (isOssError(error, 'InvalidSecurityToken')) throw ramError('InvalidSecurityToken.Malformed')
    if (isOssError(error, 'AccessKeyIdAndSecurityTokenNotMatch')) throw ramError('InvalidSecurityToken.MismatchWithAccessKey')
    const key = findKey(accessKeyId)
    if (key?.isDisabled === true) throw ramError('InvalidAccessKeyId.Inactive')
    if (key?.securityToken !== undefined && tokens.length === 0) throw ramError('MissingSecurityToken')
    throw ramError('InvalidAccessKeyId.NotFound')
  }
}

function readParameters({ method, pairs }: RpcRequest): Presented {
  const values = new Map(pairs)
  const required = (name: string) => {
    const value = values.get(name)
    if (value === undefined || value === '') throw ramError('MissingParameter', `${name} is mandatory for this action.`)
    return value
  }
  const accessKeyId = required('AccessKeyId')
  const signature = required('Signature')
  if (required('SignatureMethod').toUpperCase() !== 'HMAC-SHA1' || required('SignatureVersion') !== '1.0') {
    throw ramError('IncompleteSignature', 'The signature must be HMAC-SHA1 of version 1.0, or ACS3-HMAC-SHA256.')
  }
  const token = values.get('SecurityToken')
  return {
    accessKeyId,
    action: values.get('Action'),
    version: values.get('Version'),
    timestamp: required('Timestamp'),
    nonce: required('SignatureNonce'),
    tokens: token === undefined || token === '' ? [] : [token],
    check(secret) {
      const text = stringToSignRpc(method, pairs.filter(([name]) => name !== 'Signature'))
      if (!sameText(signRpc(secret, text), signature)) throw mismatch(text)
    },
  }
}

const acs3Form = /^ACS3-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/

function readAcs3({ method, headers, query, body, pairs }: RpcRequest, authorization: string): Presented {
  const [, accessKeyId, signedText = '', signature = ''] = acs3Form.exec(authorization) ?? []
  if (accessKeyId === undefined || pairs.some(([name]) => name === 'Signature')) {
    throw ramError('IncompleteSignature', `The Authorization header must be ${acs3Algorithm} with Credential, SignedHeaders and Signature.`)
  }
  const signedHeaders = signedText.split(';').map((name) => name.toLowerCase())
  // Whatever decides something must be signed, or a stranger could add it.
  for (const name of ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))]) {
    if (!signedHeaders.includes(name)) throw ramError('IncompleteSignature', `The header ${name} is not among the signed ones.`)
  }
  const required = (name: string) => {
    const value = headerText(headers, name)
    if (value === undefined || value === '') throw ramError('MissingParameter', `The header ${name} is mandatory.`)
    return value
  }
  const token = headerText(headers, 'x-acs-security-token')
  const payloadHash = required('x-acs-content-sha256')
  return {
    accessKeyId,
    action: required('x-acs-action'),
    version: required('x-acs-version'),
    timestamp: required('x-acs-date'),
    nonce: required('x-acs-signature-nonce'),
    tokens: token === undefined || token === '' ? [] : [token],
    check(secret) {
      const text = canonicalRequestAcs3({ method, query, headers, signedHeaders, payloadHash })
      if (!sameText(signAcs3(secret, text), signature)) throw mismatch(text)
      if (!sameText(sha256Hex(body), payloadHash)) throw ramError('SignatureDoesNotMatch', 'The body is not the one that was signed.')
    },
  }
}

function mismatch(text: string) {
  return ramError('SignatureDoesNotMatch', `Specified signature is not matched with our calculation. server string to sign is:${text}`)
}

/** ISO 8601 in UTC, with or without milliseconds. */
function parseTimestamp(text: string): number {
  const timeMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(timeMs)) throw ramError('InvalidTimeStamp.Format')
  return timeMs
}
