import type { SigningCredential } from './sign.ts'
import { percentEncode } from './percent.ts'
import { acs3Algorithm, canonicalRequestAcs3, sha256Hex, signAcs3 } from './rpc.ts'

/** One action of RAM or STS, to be sent to `/` of an endpoint. */
export interface RpcSignInput {
  /** With its port where that is not the usual one. */
  readonly host: string
  readonly action: string
  readonly version: '2015-05-01' | '2015-04-01'
  /** Those that are undefined are left out. */
  readonly parameters: Readonly<Record<string, string | undefined>>
  readonly credential: SigningCredential
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** Never used before: an endpoint refuses a second request with it. */
  readonly nonce: string
}

/**
 * A POST signed with ACS3-HMAC-SHA256 (RAM documentation, "V3 request body and signature mechanism"). Parameters travel in the
 * body, where no log of addresses sees them.
 */
export function signRpcRequest({ host, action, version, parameters, credential, nowMs, nonce }: RpcSignInput): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const body = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${percentEncode(name)}=${percentEncode(value)}`]))
    .join('&')
  const payloadHash = sha256Hex(body)
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': payloadHash,
    ...(credential.securityToken === undefined ? {} : { 'x-acs-security-token': credential.securityToken }),
  }
  const signed = { ...headers, host }
  const signedHeaders = Object.keys(signed).toSorted()
  const signature = signAcs3(credential.accessKeySecret, canonicalRequestAcs3({ method: 'POST', query: [], headers: signed, signedHeaders, payloadHash }))
  return { headers: { ...headers, authorization: `${acs3Algorithm} Credential=${credential.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}` }, body }
}
