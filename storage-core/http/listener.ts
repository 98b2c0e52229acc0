import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { AccessKey } from '../engine/identities/identity-engine.ts'
import { assertBucketName, assertObjectKey, isBucketName } from '../model/names.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import type { Clock, Network, Random } from '../platform/platform.ts'
import { queryValue, type QueryPair, type SignableRequest } from '../signature/request.ts'
import { createSigningKeyCache } from '../signature/v4.ts'
import { verifySignature, type Verified } from '../signature/verify.ts'
import { createAuthorizer, isCharged } from './access/authorizer.ts'
import { type BucketRules, compileRules } from './access/bucket-rules.ts'
import { corsAnswer, preflightHeaders } from './access/cors.ts'
import { createBucketCache } from './bucket-cache.ts'
import { createBodyWatch, type BodyWatch, type BodyWatchLimits } from './body-watch.ts'
import { createDispatch } from './dispatch.ts'
import { Exchange, type EndedAnswer } from './exchange.ts'
import { createHostReader, hasSeveralHosts, type HostReading } from './host.ts'
import type { HttpLog } from './http-log.ts'
import { anonymous, createIdentify } from './identify.ts'
import type { Operation, Scope } from './operation.ts'
import { assertRegion } from './other-region.ts'
import { redactUrl } from './redact.ts'
import { refuseForeignPages } from './refuse-foreign-pages.ts'
import { createRequestIds } from './request-id.ts'
import { AllowedRequest, type SharedContext } from './allowed-request.ts'
import { emptyReply } from './reply.ts'
import { isRpcRequest } from './rpc/rpc-request.ts'
import type { RpcService } from './rpc/rpc-service.ts'
import { withHoistedHeaders } from './s3/hoisted-headers.ts'
import { isS3Request, isSignedAsS3 } from './s3/is-s3-request.ts'
import { dispatchS3, s3Answers } from './s3/s3-dialect.ts'
import { toS3Headers } from './s3/s3-headers.ts'
import { S3Request } from './s3/s3-request.ts'
import { parseQuery, readAddresses, splitTarget, type Address } from './target.ts'
import { createTurnBatch } from './turn-batch.ts'

export interface ListenerDependencies {
  readonly engine: Engine
  /** Every key pair that may sign, also those that exist in memory only. */
  readonly findAccessKey: (accessKeyId: string) => AccessKey | undefined
  readonly operations: readonly Operation[]
  /** RAM and STS. Without it their requests are taken for OSS's. */
  readonly rpc?: RpcService
  readonly region: string
  readonly clock: Clock
  readonly random: Random
  readonly log: HttpLog
  readonly bodyLimits: BodyWatchLimits
  readonly sendStallMs: number
  /** Off unless set: a callback could reach what only this machine can. */
  readonly allowLocalCallbacks?: boolean
  readonly network: Network
}

export interface Listener {
  /** Answers one request, beginning at the end of the turn of the event loop. */
  handle(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void
  /** The exchange that a connection is busy with, for errors the HTTP parser finds in the middle of one. */
  exchangeOf(socket: object): Exchange | undefined
  nextRequestId(): string
  readonly bodies: BodyWatch
}

// On the socket itself: a weak map of sockets is touched by every request and looked through by every garbage collection.
const currentExchange = Symbol('exchange')
interface Busy {
  [currentExchange]?: Exchange
}

const charged = ['x-oss-request-charged', 'requester'] as const

/**
 * The endpoint's map: context, address, authentication, dispatch, authorisation, then the operation's own parse, run and
 * serialize; errors last. Nothing of a body is read before the request is authenticated and allowed.
 */
export function createListener(dependencies: ListenerDependencies): Listener {
  const { engine, findAccessKey, clock, log, rpc } = dependencies
  const nextRequestId = createRequestIds(clock, dependencies.random)
  const dispatch = createDispatch(dependencies.operations)
  const readHost = createHostReader()
  const signingKey = createSigningKeyCache()
  const bodies = createBodyWatch(clock, dependencies.bodyLimits)
  const identify = createIdentify(findAccessKey)
  const tools = { clock, watch: bodies, log, end: createTurnBatch(endAnswer), sendStallMs: dependencies.sendStallMs }
  const readRules = async (bucket: string) => compileRules(await engine.getBucketAccess({ bucket }))
  const buckets = createBucketCache(readRules, () => engine.bucketRevision())
  const authorizer = createAuthorizer(engine, () => clock.now())
  const shared: SharedContext = {
    engine,
    security: { nowMs: () => clock.now(), findKey: findAccessKey, signingKey, identify },
    region: dependencies.region,
    allowLocalCallbacks: dependencies.allowLocalCallbacks ?? false,
    network: dependencies.network,
    authorize: async (request, identity, action, address, stated) => {
      const rules = await buckets.get(address.bucket)
      await authorizer.allow({ request, identity, action, address, rules, ...(stated === undefined ? {} : { stated }) })
    },
  }
  const reportedGaps = new Set<string>()
  const arrived = createTurnBatch((exchange: Exchange) => {
    answer(exchange).catch((error: unknown) => {
      exchange.fail(error)
    })
  })

  async function answer(exchange: Exchange): Promise<void> {
    const { request } = exchange
    const method = request.method ?? ''
    if (isSignedAsS3(request.headers)) exchange.answers = s3Answers
    const target = splitTarget(request.url ?? '/')
    const query = parseQuery(target.query)
    const host = requireHost(readHost, request)
    if (target.path === '/' && rpc !== undefined && host.kind === 'path' && isRpcRequest(request, query)) {
      await exchange.send(await rpc.answer({ request, requestId: exchange.requestId, body: () => exchange.body() }, query))
      return
    }
    const isS3 = exchange.answers !== undefined || isS3Request(request.headers, query, host)
    if (isS3) exchange.answers = s3Answers
    const { origin } = request.headers
    if (origin !== undefined || method === 'OPTIONS') {
      const [address] = readAddresses(host, target.path)
      exchange.address = address
      if (method === 'OPTIONS') {
        await preflight(exchange, address)
        return
      }
      if (origin !== undefined) await answerPage(exchange, address.bucket, method, origin)
    }
    const { verified, address } = authenticate(exchange, host, target.path, method, query)
    const identity = verified.kind === 'anonymous' ? anonymous : identify(verified.accessKeyId)
    const scope: Scope = address.bucket === '' ? 'service' : address.key === '' ? 'bucket' : 'object'
    const headers = isS3 ? withHoistedHeaders(request.headers, query, verified) : request.headers
    const operation = (isS3 ? dispatchS3 : dispatch)(method, scope, query, headers)
    const authenticatesInBody = !(operation instanceof Error) && operation.authenticatesInBody === true
    if (identity.kind === 'anonymous' && !authenticatesInBody && !exchange.isFromAllowedPage) refuseForeignPages(request)
    if (operation instanceof Error) {
      reportGap(operation.code === 'NotImplemented', request)
      throw operation
    }
    if (scope !== 'service') assertBucketName(address.bucket)
    if (scope === 'object') assertObjectKey(address.key)
    const found = scope === 'service' || operation.action === 'oss:PutBucket' ? undefined : buckets.get(address.bucket)
    const rules = found instanceof Promise ? await orCreated(found, operation) : found
    if (origin === undefined && rules?.settings.cors?.responseVary === true) exchange.addHeaders(corsAnswer(rules.settings.cors, method, origin).headers)
    if (rules !== undefined) assertRegion(host, rules.bucket, isS3)
    const isPresigned = verified.kind === 'signed' && verified.placement === 'url'
    const context = isS3
      ? new S3Request({ method, scope, headers, verified }, exchange, address, identity, isPresigned, rules, query, host, shared)
      : new AllowedRequest(exchange, address, identity, isPresigned, rules, query, host, shared)
    if (!authenticatesInBody) {
      const pending = allow(context, operation)
      if (pending !== undefined) await pending
    }
    const reply = await operation.execute(context)
    if (rules !== undefined && isCharged(identity, rules)) exchange.addHeaders(isS3 ? toS3Headers(charged) : charged)
    await exchange.send(reply)
  }

  /** Nobody signs these: a browser sends them by itself, to learn whether a page may send what it wants to send. */
  async function preflight(exchange: Exchange, { bucket }: Address): Promise<void> {
    if (bucket === '') throw ossError('AccessForbidden')
    assertBucketName(bucket)
    const { settings } = await buckets.get(bucket)
    await exchange.send(emptyReply(200, preflightHeaders(settings.cors, exchange.request.headers)))
  }

  /** What a page is told goes with refusals too, or the page could not read why it was refused. */
  async function answerPage(exchange: Exchange, bucket: string, method: string, origin: string): Promise<void> {
    if (!isBucketName(bucket)) return
    try {
      const { settings } = await buckets.get(bucket)
      const { isAllowed, headers } = corsAnswer(settings.cors, method, origin)
      exchange.addHeaders(headers)
      exchange.isFromAllowedPage = isAllowed
    } catch (error) {
      // Whether the request may know that there is no such bucket is found out later.
      if (!isOssError(error, 'NoSuchBucket')) throw error
    }
  }

  /** Clients that name the bucket twice are understood by whichever reading their signature fits. */
  function authenticate(
    exchange: Exchange,
    host: HostReading,
    path: string,
    method: string,
    query: readonly QueryPair[],
  ): { readonly verified: Verified; readonly address: Address } {
    let mismatch: unknown
    const { headers } = exchange.request
    const hostBucket = host.kind === 'bucket' ? host.bucket : undefined
    for (const address of readAddresses(host, path)) {
      if (mismatch === undefined) exchange.address = address
      const bucket = address.bucket === '' ? undefined : address.bucket
      const key = bucket === undefined || address.key === '' ? undefined : address.key
      const signable: SignableRequest = { method, query, headers, bucket, key, path, hostBucket }
      try {
        const verified = verifySignature(signable, { nowMs: clock.now(), findKey: findAccessKey, signingKey })
        exchange.address = address
        return { verified, address }
      } catch (error) {
        if (!isOssError(error, 'SignatureDoesNotMatch')) throw error
        mismatch ??= error
      }
    }
    throw mismatch
  }

  function allow(request: AllowedRequest, operation: Operation): Promise<void> | undefined {
    const { identity, rules, bucket, key, query } = request
    if (rules === undefined) {
      // PutBucketAcl of a bucket that does not exist creates it, which is then the permission it needs.
      if (bucket === '') authorizer.allowOnService({ request, identity, action: operation.action })
      else authorizer.allowOnService({ request, identity, action: 'oss:PutBucket', newBucketName: bucket })
      return undefined
    }
    if (operation.authorizesItself === true || request.isUnquestioned) return undefined
    const versionId = operation.versionAction === undefined || query.length === 0 ? undefined : queryValue(query, 'versionId')
    return versionId === undefined
      ? authorizer.allow({ request, identity, rules, action: operation.action, address: request })
      : authorizer.allow({ request, identity, rules, action: operation.versionAction ?? operation.action, address: { bucket, key, versionId } })
  }

  async function orCreated(found: Promise<BucketRules>, operation: Operation): Promise<BucketRules | undefined> {
    try {
      return await found
    } catch (error) {
      if (operation.action !== 'oss:PutBucketAcl' || !isOssError(error, 'NoSuchBucket')) throw error
      return undefined
    }
  }

  function reportGap(isGap: boolean, request: IncomingMessage): void {
    const url = redactUrl(request.url ?? '')
    const gap = `${request.method} ${url.slice(url.indexOf('?') + 1)}`
    if (!isGap || reportedGaps.has(gap) || reportedGaps.size >= 200) return
    reportedGaps.add(gap)
    log({ kind: 'not-implemented', method: request.method ?? '', url })
  }

  return {
    bodies,
    nextRequestId,
    exchangeOf: (socket) => (socket as Busy)[currentExchange],
    handle(request, response, expectsContinue) {
      const exchange = new Exchange(request, response, nextRequestId(), expectsContinue, tools)
      ;(request.socket as Busy)[currentExchange] = exchange
      arrived(exchange)
    },
  }
}

function endAnswer({ response, body, encoding }: EndedAnswer): void {
  // Where the client went away in the meantime, this does nothing.
  if (body === undefined) response.end()
  else response.end(body, encoding)
}

function requireHost(readHost: (host: string) => HostReading | undefined, request: IncomingMessage): HostReading {
  const text = request.headers.host
  if (text === undefined || text === '') throw ossError('BadRequest', { message: 'The request has no Host header.' })
  if (hasSeveralHosts(request.rawHeaders)) throw ossError('BadRequest', { message: 'The request has more than one Host header.' })
  const host = readHost(text)
  if (host) return host
  throw ossError('AccessDenied', {
    message: 'The Host header names neither this endpoint nor a bucket of it.',
    details: { Header: 'Host' },
  })
}
