import type { Engine } from '../../engine/engine.ts'
import type { LifecycleRunInput, LifecycleRunOutput } from '../../engine/lifecycle/lifecycle-run.ts'
import type { IdentityEngine } from '../../engine/identities/identity-engine.ts'
import type { RequestFacts } from '../../policy/request.ts'
import type { Identity } from '../request-context.ts'
import type { RpcObject } from './rpc-answer.ts'
import type { RpcParameters } from './rpc-parameters.ts'

export const ramVersion = '2015-05-01'
export const stsVersion = '2015-04-01'

export type SignedIdentity = Exclude<Identity, { readonly kind: 'anonymous' }>

/** A request to RAM or STS whose signature was checked. */
export interface RpcCall {
  readonly parameters: RpcParameters
  readonly sender: SignedIdentity
  /** The sender's account, which actions are about. */
  readonly accountId: string
  readonly identities: IdentityEngine
  /** @throws OssError NoSuchBucket, InternalError */
  readonly runLifecycle: (input: LifecycleRunInput) => Promise<LifecycleRunOutput>
  readonly engine: Pick<Engine, 'getBucketInfo' | 'listVersionAuthors'>
  readonly facts: RequestFacts
}

/** One action of RAM or STS. */
export interface RpcAction {
  readonly name: string
  readonly version: typeof ramVersion | typeof stsVersion
  /**
   * What the sender must be allowed to act on, behind `acs:ram:*:ACCOUNT:`, for `ram:NAME`. Absent for an action that
   * decides by itself.
   */
  readonly resource?: (call: RpcCall) => string
  /** True for what is about the whole store: only for identities of the account that it belongs to. */
  readonly ofStore?: true
  /** @throws RamError */
  run(call: RpcCall): RpcObject | Promise<RpcObject>
}
