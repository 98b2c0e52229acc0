import { actions, comparableAction } from './actions.ts'
import { compilePolicy, type CompiledPolicy, type Question } from './compile-policy.ts'
import type { Decision, StatementReference } from './decision.ts'
import type { PolicyDocument } from './document.ts'
import { appliesTo } from './principal-match.ts'
import type { NamedPolicy, Principal } from './principal.ts'
import { isPublicAcl, isPublicStatement } from './public-access.ts'
import type { AuthorizationRequest } from './request.ts'

/** Every statement that takes in a request, sorted by what it says. */
export interface Found {
  readonly denies: StatementReference[]
  /** Undefined without a session policy. */
  readonly sessionAllows: StatementReference[] | undefined
  readonly identityAllows: StatementReference[]
  readonly bucketAllows: StatementReference[]
  /** Allows that count for nothing: see `TraceStage`. */
  readonly narrowedIdentity: StatementReference[]
  readonly narrowedBucket: StatementReference[]
}

const bucketOwner: Decision = { allowed: true, reason: 'bucket-owner' }
const accountItself: Decision = { allowed: true, reason: 'account-itself' }
// What is about a bucket and does not say about which: nobody may be let in by mistake.
const withoutBucket: Decision = { allowed: false, reason: 'no-policy-allows' }

/**
 * Decides whether a principal may act, in OSS's order (OSS documentation, "Authorization process"): a Deny of any policy that
 * applies refuses; a session policy has to allow; then an Allow of the identity's policies or of the bucket's is enough; then
 * what manages something is the owner's alone; and at last the object's ACL, or where that is `default` the bucket's, speaks.
 *
 * Pure: the same request always gets the same decision. Never throws, whatever the documents say.
 */
export function evaluate(request: AuthorizationRequest): Decision {
  const { principal, bucket } = request
  // The requests of every day.
  if (principal.kind === 'account') {
    if (bucket === undefined) return actions[request.action].scope === 'service' ? accountItself : withoutBucket
    if (bucket.policy === undefined && principal.accountId === bucket.ownerId) return bucketOwner
  }
  return decide(request, findStatements(request))
}

/** What of a request is looked up in the store before it can be decided. */
export interface Needs {
  /** `objectAcl` of the request decides. */
  readonly objectAcl: boolean
  /** A statement that concerns the request asks for `facts.objectTags`. */
  readonly objectTags: boolean
  /** A statement that concerns the request asks for `facts.bucketTags`. */
  readonly bucketTags: boolean
}

const nothing: Needs = { objectAcl: false, objectTags: false, bucketTags: false }

/**
 * What has to be looked up for this request. What is not needed may be left out of the request: the decision is the same
 * without it.
 */
export function needs(request: AuthorizationRequest): Needs {
  const { principal, bucket } = request
  if (bucket === undefined && principal.kind === 'account') return nothing
  const isOwner = principal.kind === 'account' && principal.accountId === bucket?.ownerId
  if (isOwner && bucket.policy === undefined) return nothing
  const tags = tagsAsked(request)
  const { scope, kind } = actions[request.action]
  const aclSpeaks = bucket !== undefined && scope === 'object' && kind !== 'manage' && !isOwner && bucket.blockPublicAccess !== true
  const undecided = tags.objectTags || tags.bucketTags
  const objectAcl = aclSpeaks && (undecided || evaluate({ ...request, objectAcl: 'default' }).reason === 'bucket-acl')
  return objectAcl || undecided ? { objectAcl, ...tags } : nothing
}

function tagsAsked(request: AuthorizationRequest): Pick<Needs, 'objectTags' | 'bucketTags'> {
  const question = questionOf(request)
  const onObject = actions[request.action].scope === 'object'
  let objectTags = false
  let bucketTags = false
  for (const { statements } of compiledPolicies(request)) {
    for (const statement of statements) {
      const { looksUp } = statement
      if (!(looksUp.objectTags || looksUp.bucketTags) || !statement.concerns(question)) continue
      objectTags ||= looksUp.objectTags && onObject
      bucketTags ||= looksUp.bucketTags
    }
  }
  return { objectTags, bucketTags }
}

function compiledPolicies({ principal, bucket }: AuthorizationRequest): CompiledPolicy[] {
  const documents: PolicyDocument[] = policiesOf(principal).map(({ document }) => document)
  if (principal.kind === 'role' && principal.sessionPolicy !== undefined) documents.push(principal.sessionPolicy)
  if (bucket?.policy !== undefined) documents.push(bucket.policy)
  return documents.map(compilePolicy)
}

/** The policies attached to an identity. */
export function policiesOf(principal: Principal): readonly NamedPolicy[] {
  return principal.kind === 'user' || principal.kind === 'role' ? principal.policies : []
}

function questionOf({ principal, action, bucket, newBucketName, key, facts }: AuthorizationRequest): Question {
  const { scope } = actions[action]
  const account = bucket?.ownerId ?? (principal.kind === 'anonymous' ? '' : principal.accountId)
  const name = bucket?.name ?? newBucketName ?? '*'
  return {
    action: comparableAction(action),
    service: 'oss',
    account,
    relative: scope === 'object' ? `${name}/${key ?? ''}` : name,
    facts,
  }
}

/** Looks through every policy that there is for a request. */
export function findStatements(request: AuthorizationRequest): Found {
  const { principal, bucket } = request
  const question = questionOf(request)
  const session = principal.kind === 'role' ? principal.sessionPolicy : undefined
  const found: Found = {
    denies: [],
    sessionAllows: session === undefined ? undefined : [],
    identityAllows: [],
    bucketAllows: [],
    narrowedIdentity: [],
    narrowedBucket: [],
  }
  if (session !== undefined && found.sessionAllows !== undefined) {
    collectStatements(session, { policy: 'session' }, question, found.denies, found.sessionAllows)
  }
  // An account's own policies open its own buckets: no account can help itself to those of another.
  const isForeign = bucket !== undefined && principal.kind !== 'anonymous' && principal.accountId !== bucket.ownerId
  const identityAllows = isForeign ? found.narrowedIdentity : found.identityAllows
  for (const { name, document } of policiesOf(principal)) {
    collectStatements(document, { policy: 'identity', policyName: name }, question, found.denies, identityAllows)
  }
  if (bucket?.policy !== undefined) collectBucketStatements(bucket.policy, request, question, found)
  return found
}

/** Adds each statement that takes in a question to those that deny or to those that allow it. */
export function collectStatements(
  document: PolicyDocument,
  place: Pick<StatementReference, 'policy' | 'policyName'>,
  question: Question,
  denies: StatementReference[],
  allows: StatementReference[],
): void {
  for (const statement of compilePolicy(document).statements) {
    if (statement.matches(question)) (statement.denies ? denies : allows).push(reference(place, statement))
  }
}

function collectBucketStatements(
  policy: PolicyDocument,
  { principal, bucket }: AuthorizationRequest,
  question: Question,
  found: Found,
): void {
  const isOwner = principal.kind === 'account' && principal.accountId === bucket?.ownerId
  for (const statement of compilePolicy(policy).statements) {
    if (!appliesTo(statement, principal, isOwner) || !statement.matches(question)) continue
    const isClosed = !statement.denies && bucket?.blockPublicAccess === true && isPublicStatement(statement.source)
    const list = statement.denies ? found.denies : isClosed ? found.narrowedBucket : found.bucketAllows
    list.push(reference({ policy: 'bucket' }, statement))
  }
}

/** Names a statement of a policy. */
export function reference(
  place: Pick<StatementReference, 'policy' | 'policyName'>,
  { index, source }: { readonly index: number; readonly source: { readonly Sid?: string } },
): StatementReference {
  return { ...place, index, ...(source.Sid === undefined ? {} : { sid: source.Sid }) }
}

/** The decision of the statements that deny; undefined when there are none. */
export function decideByDenies(denies: readonly StatementReference[]): Decision | undefined {
  const [statement] = denies
  if (statement === undefined) return undefined
  return { allowed: false, reason: 'explicit-deny', statement, deniedBy: [...new Set(denies.map(({ policy }) => policy))] }
}

/** Decides from the statements that were found. */
export function decide(request: AuthorizationRequest, found: Found): Decision {
  if (request.bucket === undefined && actions[request.action].scope !== 'service') return withoutBucket
  const denied = decideByDenies(found.denies)
  if (denied !== undefined) return denied
  if (found.sessionAllows?.length === 0) return { allowed: false, reason: 'session-policy' }
  const allow = found.identityAllows[0] ?? found.bucketAllows[0]
  return allow === undefined ? decideByOwner(request) : { allowed: true, reason: 'policy-allow', statement: allow }
}

function decideByOwner(request: AuthorizationRequest): Decision {
  const { principal, bucket } = request
  if (bucket === undefined) {
    if (principal.kind === 'account') return accountItself
    return { allowed: false, reason: principal.kind === 'anonymous' ? 'anonymous-service' : 'no-policy-allows' }
  }
  if (principal.kind === 'account' && principal.accountId === bucket.ownerId) return bucketOwner
  const { scope, kind } = actions[request.action]
  if (scope !== 'object' || kind === 'manage') return { allowed: false, reason: 'management-by-stranger' }
  const fromObject = request.objectAcl !== undefined && request.objectAcl !== 'default'
  const acl = fromObject ? request.objectAcl : bucket.acl
  const reason = fromObject ? 'object-acl' : 'bucket-acl'
  if (!isPublicAcl(acl)) return { allowed: false, reason }
  if (bucket.blockPublicAccess === true) return { allowed: false, reason: 'public-access-blocked' }
  return { allowed: kind === 'read' || acl === 'public-read-write', reason }
}
