import { randomUUID } from 'node:crypto'
import { signRpcRequest, type RpcSignInput } from '../../../storage-core/signature/sign-rpc.ts'
import type { Connection, Credential } from '../../contract/host-messages.ts'
import { isAbort, RemoteError } from '../errors.ts'
import { signingCredential } from '../signing/signing-credential.ts'

/** An answer, of which every member may be missing. */
export type RamAnswer = Readonly<Record<string, unknown>>

export interface RamCall {
  readonly action: string
  readonly version?: RpcSignInput['version']
  readonly parameters?: Readonly<Record<string, string | undefined>>
  /** Signs in place of the connection's own key. */
  readonly credential?: Credential
  readonly signal?: AbortSignal | undefined
}

/** Calls one action of RAM or STS. @throws RemoteError with the code that the service answers, or NetworkUnreachable */
export type RamClient = (call: RamCall) => Promise<RamAnswer>

const answerMs = 60_000

/** RAM and STS at the endpoint of a connection. Nothing of what is sent or answered is logged: key pairs are among it. */
export function createRamClient({ endpoint, credential: own }: Pick<Connection, 'endpoint' | 'credential'>): RamClient {
  const url = new URL('/', endpoint)
  return async ({ action, version = '2015-05-01', parameters = {}, credential = own, signal }) => {
    const { headers, body } = signRpcRequest({ host: url.host, action, version, parameters, credential: signingCredential(credential), nowMs: Date.now(), nonce: randomUUID() })
    const patience = AbortSignal.timeout(answerMs)
    let status: number
    let text: string
    try {
      const response = await fetch(url, { method: 'POST', headers: { ...headers }, body, redirect: 'error', signal: signal === undefined ? patience : AbortSignal.any([signal, patience]) })
      status = response.status
      text = await response.text()
    } catch (error) {
      if (isAbort(error) && signal?.aborted === true) throw error
      throw new RemoteError({ code: 'NetworkUnreachable', message: 'The store cannot be reached', status: 0, retryable: false, details: { endpoint: url.host }, cause: error })
    }
    const answer = parsed(text)
    if (answer === undefined) throw new RemoteError({ code: 'MalformedAnswer', message: 'The answer of RAM cannot be read', status, retryable: false })
    if (status >= 200 && status < 300) return answer
    const field = (name: string): string | undefined => {
      const value = answer[name]
      return typeof value === 'string' ? value : undefined
    }
    throw new RemoteError({ code: field('Code') ?? 'MalformedAnswer', message: field('Message') ?? 'RAM refused the request', status, retryable: false, requestId: field('RequestId'), details: { action } })
  }
}

function parsed(text: string): RamAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RamAnswer) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
