import type { Engine } from '../../engine/engine.ts'
import type { VersionAddress } from '../../engine/object-engine.ts'
import type { RefererConfiguration } from '../../model/bucket-settings.ts'
import { isOssError, ossError } from '../../model/oss-error.ts'
import type { OssAction } from '../../policy/actions.ts'
import { authorize } from '../../policy/authorize.ts'
import { needs } from '../../policy/evaluate.ts'
import { evaluateReferer, refererRefusalCause, refererRefusalMessage } from '../../policy/referer.ts'
import type { AuthorizationRequest, RequestFacts } from '../../policy/request.ts'
import type { Identity } from '../request-context.ts'
import type { BucketRules } from './bucket-rules.ts'
import { type AskingRequest, factsOf, noFacts, type StatedFacts } from './request-facts.ts'
import { assertPays } from './request-payer.ts'

/** What somebody wants to do. */
export interface Wish {
  readonly request: AskingRequest
  readonly identity: Identity
  readonly action: OssAction
  readonly address: VersionAddress
  readonly rules: BucketRules
  /** What is known of the request beyond its headers. */
  readonly stated?: StatedFacts
}

export interface Authorizer {
  /**
   * Whether somebody may do something in a bucket. Answers at once where nothing has to be looked up.
   * @throws OssError AccessDenied
   */
  allow(wish: Wish): Promise<void> | undefined
  /** The same for what is about no bucket, or about one that is to be created. @throws OssError AccessDenied */
  allowOnService(wish: Pick<Wish, 'request' | 'identity' | 'action'> & { readonly newBucketName?: string }): void
}

/** True when nothing is configured that could refuse the owner anything. Costs nothing, and most requests end here. */
export function isUnquestioned({ isPresigned }: Pick<AskingRequest, 'isPresigned'>, identity: Identity, rules: BucketRules): boolean {
  return (
    rules.policy === undefined &&
    identity.kind === 'account' &&
    identity.owner.id === rules.bucket.owner.id &&
    !(isPresigned && rules.settings.referer !== undefined)
  )
}

/**
 * Puts a request before the evaluator with as much of it as the policies at hand can ask for. Referer and payer are looked at
 * first: they are about the whole bucket, and nothing in it is told to whoever fails there.
 */
export function createAuthorizer(engine: Pick<Engine, 'getObjectAcl' | 'getObjectTagging'>, nowMs: () => number): Authorizer {
  return {
    allow(wish) {
      const { identity, rules, request } = wish
      if (isUnquestioned(request, identity, rules)) return undefined
      const { referer } = rules.settings
      if (referer !== undefined && (identity.kind === 'anonymous' || request.isPresigned)) assertReferer(referer, request.headers.referer)
      if (isCharged(identity, rules)) {
        assertPays({ isAnonymous: identity.kind === 'anonymous', isPresigned: request.isPresigned, headers: request.headers, query: request.query })
      }
      const question = questionOf(wish, nowMs())
      const missing = needs(question)
      if (!missing.objectAcl && !missing.objectTags) {
        authorize(question)
        return undefined
      }
      return lookUp(engine, question, wish.address, missing).then(authorize)
    },
    allowOnService({ request, identity, action, newBucketName }) {
      const { principal } = identity
      const facts = principal.kind === 'account' || principal.kind === 'anonymous' ? noFacts : factsOf(request, accessKeyIdOf(identity), action, nowMs())
      authorize({ principal, action, facts, ...(newBucketName === undefined ? {} : { newBucketName }) })
    },
  }
}

function assertReferer(configuration: RefererConfiguration, referer: string | undefined): void {
  const decision = evaluateReferer(configuration, referer)
  if (decision.allowed) return
  throw ossError('AccessDenied', { message: refererRefusalMessage, ec: refererRefusalCause(decision) })
}

/** True for whoever pays for requests himself: everyone who is not of the bucket's account. */
export function isCharged(identity: Identity, { requesterPays, bucket }: BucketRules): boolean {
  return requesterPays && (identity.kind === 'anonymous' || identity.owner.id !== bucket.owner.id)
}

function accessKeyIdOf(identity: Identity): string | undefined {
  return identity.kind === 'anonymous' ? undefined : identity.accessKeyId
}

function questionOf({ request, identity, action, address, rules, stated }: Wish, nowMs: number): AuthorizationRequest {
  const { principal } = identity
  const { bucket, policy, blocksPublicAccess } = rules
  const hasPolicies = policy !== undefined || principal.kind === 'user' || principal.kind === 'role'
  const facts: RequestFacts = hasPolicies ? { ...factsOf(request, accessKeyIdOf(identity), action, nowMs, stated), bucketTags: bucket.tags } : noFacts
  return {
    principal,
    action,
    key: address.key,
    facts,
    bucket: {
      name: bucket.name,
      ownerId: bucket.owner.id,
      acl: bucket.acl,
      blockPublicAccess: blocksPublicAccess,
      ...(policy === undefined ? {} : { policy }),
    },
  }
}

async function lookUp(
  engine: Pick<Engine, 'getObjectAcl' | 'getObjectTagging'>,
  question: AuthorizationRequest,
  address: VersionAddress,
  missing: { readonly objectAcl: boolean; readonly objectTags: boolean },
): Promise<AuthorizationRequest> {
  try {
    const objectAcl = missing.objectAcl ? (await engine.getObjectAcl(address)).acl : undefined
    const objectTags = missing.objectTags ? (await engine.getObjectTagging(address)).tags : undefined
    return {
      ...question,
      ...(objectAcl === undefined ? {} : { objectAcl }),
      ...(objectTags === undefined ? {} : { facts: { ...question.facts, objectTags } }),
    }
  } catch (error) {
    // What has neither: nothing, a version that is gone, or a delete marker. Which of them it is, the operation says.
    if (isOssError(error, 'NoSuchKey') || isOssError(error, 'NoSuchVersion') || isOssError(error, 'MethodNotAllowed')) return question
    throw error
  }
}
