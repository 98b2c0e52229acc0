import { randomUUID } from 'node:crypto'
import { isRamErrorCode, ramError } from '../../model/ram-error.ts'
import { signRpcRequest } from '../../signature/sign-rpc.ts'

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

/** Signs with ACS3-HMAC-SHA256: the secret stays here. */
export function createRamCaller(endpoint: string, credentials: CallerCredentials): RamCaller {
  const { host } = new URL(endpoint)
  return async (version, action, parameters = {}) => {
    const { headers, body } = signRpcRequest({ host, action, version, parameters, credential: credentials, nowMs: Date.now(), nonce: randomUUID() })
    const { status, answer } = await post(endpoint, headers, body)
    if (status >= 200 && status < 300) return answer
    const { Code, Message } = answer
    if (typeof Code !== 'string' || typeof Message !== 'string' || !isRamErrorCode(Code)) throw new UnreachableError(`${endpoint} answered ${status}, and not as Ossia does.`)
    throw ramError(Code, Message)
  }
}

async function post(endpoint: string, headers: Readonly<Record<string, string>>, body: string): Promise<{ readonly status: number; readonly answer: RamAnswer }> {
  let text: string
  let status: number
  try {
    const response = await fetch(new URL('/', endpoint), { method: 'POST', headers: { ...headers }, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
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
