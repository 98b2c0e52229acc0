import { randomUUID } from 'node:crypto'
import { isRamErrorCode, ramError } from '../../model/ram-error.ts'
import { percentEncode } from '../../signature/percent.ts'
import { acs3Algorithm, canonicalRequestAcs3, sha256Hex, signAcs3 } from '../../signature/rpc.ts'

export interface CallerCredentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}
export type RamVersion = '2015-05-01' | '2015-04-01'

/** Calls one action of RAM or STS. @throws RamError as the endpoint refused, or UnreachableError */
export type RamCaller = (version: RamVersion, action: string, parameters?: Readonly<Record<string, string | undefined>>) => Promise<RamAnswer>

/** An answer, of which every member may be missing. */
export type RamAnswer = Readonly<Record<string, unknown>>

/** The endpoint does not answer, or what answers is none. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** Long enough for a run of lifecycle rules over a large store, and as long as anything waits for an answer. */
const timeoutMs = 290_000

/** Signs with ACS3-HMAC-SHA256: the secret stays here, and parameters travel in the body, where no log sees them. */
export function createRamCaller(endpoint: string, credentials: CallerCredentials): RamCaller {
  const { host } = new URL(endpoint)
  return async (version, action, parameters = {}) => {
    const body = Object.entries(parameters)
      .flatMap(([name, value]) => (value === undefined ? [] : [`${percentEncode(name)}=${percentEncode(value)}`]))
      .join('&')
    const headers: Record<string, string> = {
      host,
      'content-type': 'application/x-www-form-urlencoded',
      'x-acs-action': action,
      'x-acs-version': version,
      'x-acs-date': `${new Date().toISOString().slice(0, 19)}Z`,
      'x-acs-signature-nonce': randomUUID(),
      'x-acs-content-sha256': sha256Hex(body),
      ...(credentials.securityToken === undefined ? {} : { 'x-acs-security-token': credentials.securityToken }),
    }
    const signedHeaders = Object.keys(headers).toSorted()
    const text = canonicalRequestAcs3({ method: 'POST', query: [], headers, signedHeaders, payloadHash: sha256Hex(body) })
    const signature = signAcs3(credentials.accessKeySecret, text)
    const authorization = `${acs3Algorithm} Credential=${credentials.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
    const { host: _host, ...sent } = headers
    const { status, answer } = await post(endpoint, { ...sent, authorization }, body)
    if (status >= 200 && status < 300) return answer
    const { Code, Message } = answer
    if (typeof Code !== 'string' || typeof Message !== 'string' || !isRamErrorCode(Code)) throw new UnreachableError(`${endpoint} answered ${status}, and not as Ossia does.`)
    throw ramError(Code, Message)
  }
}

async function post(endpoint: string, headers: Record<string, string>, body: string): Promise<{ readonly status: number; readonly answer: RamAnswer }> {
  let text: string
  let status: number
  try {
    const response = await fetch(new URL('/', endpoint), { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    status = response.status
    text = await response.text()
  } catch (cause) {
    throw new UnreachableError(`Nothing answers at ${endpoint}.`, { cause })
  }
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null) return { status, answer: answer as RamAnswer }
  } catch (cause) {
    throw new UnreachableError(`What answers at ${endpoint} is no Ossia.`, { cause })
  }
  throw new UnreachableError(`What answers at ${endpoint} is no Ossia.`)
}
