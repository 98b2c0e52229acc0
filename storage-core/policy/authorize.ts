import type { BucketAcl, ObjectAcl } from '../model/acl.ts'
import { ossError, type OssError } from '../model/oss-error.ts'
import { actions, type OssAction } from './actions.ts'
import type { Principal } from './principal.ts'

export type { Principal } from './principal.ts'

export interface AuthorizationRequest {
  readonly principal: Principal
  readonly action: OssAction
  /** Absent for actions on the service. */
  readonly bucket?: { readonly ownerId: string; readonly acl: BucketAcl }
  /** Of the object acted on, when it exists. Absent means `default`: the bucket's ACL decides. */
  readonly objectAcl?: ObjectAcl
}

/** The rule that decided. Later rules (policies of buckets and of RAM users) add their own names. */
export type DecisionReason =
  | 'anonymous-service'
  | 'account-itself'
  | 'bucket-owner'
  | 'management-by-stranger'
  | 'object-acl'
  | 'bucket-acl'
export interface Decision {
  readonly allowed: boolean
  readonly reason: DecisionReason
}

/**
 * Decides whether a principal may act, in OSS's order: policies first (none exist yet), then the owner, then the object's
 * ACL, and where that is `default` the bucket's. Pure: the same request always gets the same decision.
 *
 * A public ACL opens reading and writing objects, never listing them and never anything that manages the bucket. The
 * documentation leaves listing open; refusing it is the safe reading.
 */
export function decide(request: AuthorizationRequest): Decision {
  const { principal, bucket } = request
  const { scope, kind } = actions[request.action]
  if (scope === 'service' || bucket === undefined) {
    return principal.kind === 'account'
      ? { allowed: true, reason: 'account-itself' }
      : { allowed: false, reason: 'anonymous-service' }
  }
  if (principal.kind === 'account' && principal.accountId === bucket.ownerId) return { allowed: true, reason: 'bucket-owner' }
  if (kind === 'manage') return { allowed: false, reason: 'management-by-stranger' }
  const fromObject = request.objectAcl !== undefined && request.objectAcl !== 'default'
  const acl = fromObject ? request.objectAcl : bucket.acl
  const allowed = acl === 'public-read-write' || (acl === 'public-read' && kind === 'read')
  return { allowed, reason: fromObject ? 'object-acl' : 'bucket-acl' }
}

/** True when the decision depends on the object's own ACL, so that its owner need not look it up. */
export function needsObjectAcl(request: Omit<AuthorizationRequest, 'objectAcl'>): boolean {
  const { scope, kind } = actions[request.action]
  if (scope !== 'object' || kind === 'manage' || request.bucket === undefined) return false
  return !(request.principal.kind === 'account' && request.principal.accountId === request.bucket.ownerId)
}

/** OSS's words for a refusal. */
export function refusal(request: AuthorizationRequest, decision: Decision): OssError {
  return ossError('AccessDenied', { message: refusalMessage(request, decision) })
}

function refusalMessage({ principal, action }: AuthorizationRequest, { reason }: Decision): string {
  const onObject = actions[action].scope === 'object'
  if (principal.kind === 'anonymous') {
    return `Anonymous user has no right to access this ${onObject ? 'object' : 'bucket'}.`
  }
  if (reason === 'management-by-stranger') {
    return onObject ? 'You have no right to access this object.' : 'The bucket you access does not belong to you.'
  }
  return `You have no right to access this object because of ${reason === 'object-acl' ? 'object' : 'bucket'} acl.`
}

/** @throws OssError AccessDenied */
export function authorize(request: AuthorizationRequest): void {
  const decision = decide(request)
  if (!decision.allowed) throw refusal(request, decision)
}
