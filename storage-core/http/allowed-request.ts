import type { IncomingMessage } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { VersionAddress, WriteCondition } from '../engine/object-engine.ts'
import type { Bucket } from '../model/bucket.ts'
import type { Network } from '../platform/platform.ts'
import type { OssAction } from '../policy/actions.ts'
import type { QueryPair } from '../signature/request.ts'
import { isUnquestioned } from './access/authorizer.ts'
import type { BucketRules } from './access/bucket-rules.ts'
import type { AskingRequest, StatedFacts } from './access/request-facts.ts'
import type { Exchange } from './exchange.ts'
import type { HostReading } from './host.ts'
import { trafficLimit } from './pace.ts'
import type { FormSecurity, Identity, RequestChecksums, RequestContext } from './request-context.ts'
import type { Address } from './target.ts'

/** What is the same for all requests of an endpoint. */
export interface SharedContext {
  readonly engine: Engine
  readonly region: string
  readonly security: FormSecurity
  readonly allowLocalCallbacks: boolean
  readonly network: Network
  /** @throws OssError AccessDenied, NoSuchBucket */
  authorize(request: AskingRequest, identity: Identity, action: OssAction, address: VersionAddress, stated?: StatedFacts): Promise<void>
}

/**
 * The context of one request. A class and not an object literal: a literal with an accessor gets a hidden class of its own
 * each time, which costs more than all the rest of a small request.
 */
export class AllowedRequest implements RequestContext, AskingRequest {
  readonly requestId: string
  readonly bucket: string
  readonly key: string
  readonly engine: Engine
  readonly identity: Identity
  readonly bucketRecord: Bucket | undefined
  readonly rules: BucketRules | undefined
  readonly isPresigned: boolean
  // As the operation reads them: another dialect's are translated.
  query: readonly QueryPair[]
  headers: IncomingMessage['headers']
  readonly region: string
  readonly endpoint: string
  private readonly exchange: Exchange
  private readonly shared: SharedContext

  // Called by the listener alone, once the request is authenticated; nothing runs with it before it is allowed.
  constructor(
    exchange: Exchange,
    address: Address,
    identity: Identity,
    isPresigned: boolean,
    rules: BucketRules | undefined,
    query: readonly QueryPair[],
    { base, region }: Pick<HostReading, 'base' | 'region'>,
    shared: SharedContext,
  ) {
    this.requestId = exchange.requestId
    this.bucket = address.bucket
    this.key = address.key
    this.engine = shared.engine
    this.identity = identity
    this.rules = rules
    this.bucketRecord = rules?.bucket
    this.isPresigned = isPresigned
    this.query = query
    this.headers = exchange.request.headers
    this.region = region ?? shared.region
    this.endpoint = base
    this.exchange = exchange
    this.shared = shared
  }

  get signal(): AbortSignal {
    return this.exchange.signal
  }

  body(): AsyncIterable<Uint8Array> {
    return this.exchange.body(trafficLimit(this.headers, this.query))
  }

  authorize(action: OssAction, address: VersionAddress, stated?: StatedFacts): Promise<void> {
    return this.shared.authorize(this, this.identity, action, address, stated)
  }

  get isUnquestioned(): boolean {
    return this.rules !== undefined && isUnquestioned(this, this.identity, this.rules)
  }

  get writeCondition(): WriteCondition | undefined {
    return undefined
  }

  get checksums(): RequestChecksums | undefined {
    return undefined
  }

  get isFromAllowedPage(): boolean {
    return this.exchange.isFromAllowedPage
  }

  get isSecure(): boolean {
    const { socket } = this.exchange.request
    return 'encrypted' in socket && socket.encrypted === true
  }

  get clientAddress(): string {
    return this.exchange.request.socket.remoteAddress ?? ''
  }

  get network(): Network {
    return this.shared.network
  }

  get allowLocalCallbacks(): boolean {
    return this.shared.allowLocalCallbacks
  }

  get security(): FormSecurity {
    return this.shared.security
  }

  authorizeAs(identity: Identity, action: OssAction, address: VersionAddress, stated?: StatedFacts): Promise<void> {
    return this.shared.authorize(this, identity, action, address, stated)
  }
}
