import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from './percent.ts'
import { headerText, type QueryPair, type RequestHeaders } from './request.ts'

/**
 * How requests to RAM and STS are signed: with parameters (RAM documentation, "Sign API requests" of the RPC style,
 * signature version 1.0), or with headers (the same documentation, "V3 request body and signature mechanism",
 * ACS3-HMAC-SHA256).
 */
export const acs3Algorithm = 'ACS3-HMAC-SHA256'

/** @param pairs every parameter of the query and the form but `Signature` */
export function stringToSignRpc(method: string, pairs: readonly QueryPair[]): string {
  return `${method}&${percentEncode('/')}&${percentEncode(canonicalPairs(pairs))}`
}

/** @returns Base64 */
export function signRpc(secret: string, stringToSign: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign, 'utf8').digest('base64')
}

/** The names come in lower case; all of them have to be headers of the request. */
export interface Acs3Request {
  readonly method: string
  readonly query: readonly QueryPair[]
  readonly headers: RequestHeaders
  readonly signedHeaders: readonly string[]
  /** Hex SHA-256 of the body, as `x-acs-content-sha256` says it. */
  readonly payloadHash: string
}

export function canonicalRequestAcs3({ method, query, headers, signedHeaders, payloadHash }: Acs3Request): string {
  const names = signedHeaders.toSorted()
  const lines = names.map((name) => `${name}:${(headerText(headers, name) ?? '').trim()}\n`)
  return [method, '/', canonicalPairs(query), lines.join(''), names.join(';'), payloadHash].join('\n')
}

/** @returns lower-case hex */
export function signAcs3(secret: string, canonicalRequest: string): string {
  return createHmac('sha256', secret).update(`${acs3Algorithm}\n${sha256Hex(canonicalRequest)}`, 'utf8').digest('hex')
}

export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function canonicalPairs(pairs: readonly QueryPair[]): string {
  const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')
}
