import type { IncomingMessage } from 'node:http'
import { inspect } from 'node:util'
import type { AccessKey, IdentityEngine } from '../../engine/identities/identity-engine.ts'
import { isOssError } from '../../model/oss-error.ts'
import { isRamError, ramError, type RamError } from '../../model/ram-error.ts'
import type { Clock } from '../../platform/platform.ts'
import { evaluateIdentity } from '../../policy/evaluate-identity.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import type { HttpLog } from '../http-log.ts'
import { createIdentify } from '../identify.ts'
import { redactText, redactUrl } from '../redact.ts'
import type { Reply } from '../reply.ts'
import { authenticateRpc } from './authenticate-rpc.ts'
import { createNonces } from './nonces.ts'
import type { RpcAction, RpcCall, SignedIdentity } from './rpc-action.ts'
import { rpcActions } from './rpc-actions.ts'
import { readFormat, rpcErrorReply, rpcReply, type RpcFormat } from './rpc-answer.ts'
import { RpcParameters } from './rpc-parameters.ts'
import { readRpcRequest, type RpcRequest } from './rpc-request.ts'

export interface RpcServiceOptions {
  readonly engine: RpcCall['engine']
  readonly identities: IdentityEngine
  readonly runLifecycle: RpcCall['runLifecycle']
  /** Every key pair that may sign, also those that exist in memory only. */
  readonly findAccessKey: (accessKeyId: string) => AccessKey | undefined
  readonly clock: Clock
  readonly log: HttpLog
}

export interface RpcExchange {
  readonly request: IncomingMessage
  readonly requestId: string
  readonly body: () => AsyncIterable<Uint8Array>
}

/** RAM and STS on the endpoint: who may sign, and what they may do. */
export interface RpcService {
  /** Answers a request that `isRpcRequest` told from one to OSS. Refusals are answers as well. */
  answer(exchange: RpcExchange, query: readonly QueryPair[]): Promise<Reply>
}

export function createRpcService({ engine, identities, runLifecycle, findAccessKey, clock, log }: RpcServiceOptions): RpcService {
  const actions = new Map(rpcActions.map((action) => [`${action.version}/${action.name}`, action]))
  const identify = createIdentify(findAccessKey)
  const nonces = createNonces()
  const openedMs = clock.now()

  function senderOf(accessKeyId: string): SignedIdentity {
    try {
      const sender = identify(accessKeyId)
      if (sender.kind !== 'anonymous') return sender
    } catch (error) {
      // Taken away while the body was on its way.
      if (!isOssError(error, 'InvalidAccessKeyId')) throw error
    }
    throw ramError('InvalidAccessKeyId.NotFound')
  }

  function call(request: RpcRequest, accessKeyId: string): RpcCall {
    const sender = senderOf(accessKeyId)
    const userAgent = request.headers['user-agent']
    return {
      parameters: new RpcParameters(request.pairs),
      sender,
      accountId: sender.owner.id,
      engine,
      identities,
      runLifecycle,
      facts: {
        timeMs: clock.now(),
        secureTransport: false,
        sourceIp: request.clientAddress,
        accessKeyId,
        ...(userAgent === undefined ? {} : { userAgent }),
      },
    }
  }

  async function run(request: RpcRequest, requestId: string, format: RpcFormat): Promise<Reply> {
    const sent = authenticateRpc(request, { nowMs: clock.now(), openedMs, findKey: findAccessKey, nonces })
    if (!sent.action) throw ramError('MissingParameter', 'Action is mandatory.')
    if (!sent.version) throw ramError('MissingParameter', 'Version is mandatory.')
    const action = actions.get(`${sent.version}/${sent.action}`)
    if (action === undefined) throw ramError('NotImplemented', `The action ${sent.action} of version ${sent.version} is not implemented.`)
    const rpcCall = call(request, sent.accessKeyId)
    allow(action, rpcCall)
    return rpcReply(format, action.name, requestId, await action.run(rpcCall))
  }

  return {
    async answer({ request, requestId, body }, query) {
      let format: RpcFormat = request.headers['x-acs-action'] === undefined ? 'XML' : 'JSON'
      try {
        const read = await readRpcRequest(request, query, body())
        format = readFormat(queryValue(read.pairs, 'Format'), format)
        return await run(read, requestId, format)
      } catch (error) {
        // A body that did not arrive whole is the connection's business, and nobody is there to read an answer.
        if (isOssError(error) && error.status < 500) throw error
        const url = redactUrl(request.url ?? '')
        const refusal = asRefusal(error, () => {
          log({ kind: 'internal-error', requestId, method: request.method ?? '', url, error: redactText(inspect(error)) })
        })
        return rpcErrorReply(format, refusal, requestId, request.headers.host ?? '')
      }
    },
  }
}

/** @throws RamError NoPermission */
function allow(action: RpcAction, call: RpcCall): void {
  const { accountId, facts, identities, sender } = call
  if (action.ofStore === true && accountId !== identities.ownAccountId) throw ramError('NoPermission')
  if (action.resource === undefined) return
  const resource = `acs:ram:*:${accountId}:${action.resource(call)}`
  if (!evaluateIdentity({ principal: sender.principal, action: `ram:${action.name}`, resource, facts }).allowed) throw ramError('NoPermission')
}

function asRefusal(error: unknown, report: () => void): RamError {
  if (isRamError(error)) return error
  report()
  return ramError('InternalError')
}
