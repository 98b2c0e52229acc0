import { type ActionRow, actions, comparableAction, type OssAction } from './actions.ts'
import { compilePolicy, splitResource, type CompiledStatement } from './compile-policy.ts'
import type { Statement } from './document.ts'
import { compileWildcard } from './wildcard.ts'

/** The bucket a policy belongs to. */
export interface PolicyBucket {
  readonly name: string
  /** UID of the account that owns it. */
  readonly ownerId: string
}

/** How far a resource of a policy reaches into a bucket. */
export interface ResourceReach {
  /** It takes in the bucket itself. */
  readonly bucket: boolean
  /** It takes in objects, at least those of one name. */
  readonly objects: boolean
}

const everywhere: ResourceReach = { bucket: true, objects: true }
const nowhere: ResourceReach = { bucket: false, objects: false }

/** Says what of a bucket a Resource can be about. A region is not compared, as the evaluator does not. */
export function reachOf(resource: string, bucket: PolicyBucket): ResourceReach {
  if (resource === '*') return everywhere
  const parts = splitResource(resource)
  if (parts === undefined) return nowhere
  if (!compileWildcard(parts.service.toLowerCase(), false).matches('oss')) return nowhere
  if (!compileWildcard(parts.account, false).matches(bucket.ownerId)) return nowhere
  return { bucket: compileWildcard(parts.relative, false).matches(bucket.name), objects: meetsObjects(parts.relative, bucket.name) }
}

/** True when a Resource takes in every object of a bucket, whatever its name. */
export function takesInAllObjects(resource: string, { name, ownerId }: PolicyBucket): boolean {
  return coversResource(resource, `acs:oss:*:${ownerId}:${name}/*`)
}

/** True when some key makes `bucket/KEY` fit the pattern: what follows its first star always can. */
function meetsObjects(pattern: string, bucket: string): boolean {
  const start = `${bucket}/`
  const star = pattern.indexOf('*')
  if (star === -1) return pattern.startsWith(start) && pattern.length > start.length
  const head = pattern.slice(0, star)
  return head.startsWith(start) || start.startsWith(head)
}

/** True when every text that fits `inner` fits `outer` too; `*` is the only sign that both know. */
export function covers(outer: string, inner: string): boolean {
  // A star of the inner pattern stands for texts that no literal of the outer one can be sure of: only a star takes it in.
  return compileWildcard(outer, false).matches(inner)
}

/** The actions of OSS that a statement names, those that NotAction leaves among them. */
export function actionsOf({ Action, NotAction }: Statement): OssAction[] {
  const patterns = (NotAction ?? Action ?? []).map((name) => compileWildcard(name.toLowerCase(), false))
  const isNamed = (action: OssAction) => patterns.some((pattern) => pattern.matches(comparableAction(action)))
  return (Object.keys(actions) as OssAction[]).filter((action) => isNamed(action) !== (NotAction !== undefined))
}

/** Whether a resource reaches what an action is about. The service itself is no part of a bucket. */
export function meetsScope({ scope }: ActionRow, reach: ResourceReach): boolean {
  return scope === 'object' ? reach.objects : scope === 'bucket' ? reach.bucket : false
}

/**
 * True when `other` of the same bucket policy applies to every request that `statement` applies to. Answers false where it
 * cannot tell, such as for conditions that differ in writing only.
 */
export function isCoveredBy(statement: CompiledStatement, other: CompiledStatement, bucket: PolicyBucket): boolean {
  return (
    coversPrincipals(other, statement, bucket) &&
    coversCondition(other.source, statement.source) &&
    coversActions(other.source, statement.source) &&
    coversResources(other.source, statement.source, bucket)
  )
}

function coversPrincipals(outer: CompiledStatement, inner: CompiledStatement, { ownerId }: PolicyBucket): boolean {
  const all = outer.principals
  const some = inner.principals
  // For everyone means for the owner only where there is a condition.
  const coversOwner = all.ids.has(ownerId) || (all.everyone && outer.hasCondition)
  const meansOwner = some.ids.has(ownerId) || (some.everyone && inner.hasCondition)
  if (meansOwner && !coversOwner) return false
  if (all.everyone) return true
  if (some.everyone) return false
  const hasRole = (role: (typeof some.roles)[number]) =>
    all.roles.some(
      ({ accountId, roleName, sessionName }) =>
        accountId === role.accountId && roleName === role.roleName && (sessionName === '*' || sessionName === role.sessionName),
    )
  return [...some.ids].every((id) => all.ids.has(id)) && some.roles.every(hasRole)
}

function coversCondition(outer: Statement, inner: Statement): boolean {
  return outer.Condition === undefined || JSON.stringify(outer.Condition) === JSON.stringify(inner.Condition)
}

function coversActions(outer: Statement, inner: Statement): boolean {
  const all = new Set(actionsOf(outer))
  return actionsOf(inner).every((action) => all.has(action))
}

function coversResources(outer: Statement, inner: Statement, bucket: PolicyBucket): boolean {
  const live = (inner.Resource ?? []).filter((resource) => {
    const reach = reachOf(resource, bucket)
    return reach.bucket || reach.objects
  })
  return live.every((resource) => (outer.Resource ?? []).some((other) => coversResource(other, resource)))
}

function coversResource(outer: string, inner: string): boolean {
  if (outer === '*') return true
  const all = splitResource(outer)
  const some = splitResource(inner)
  if (all === undefined || some === undefined) return false
  return (
    covers(all.service.toLowerCase(), some.service.toLowerCase()) && covers(all.account, some.account) && covers(all.relative, some.relative)
  )
}

/** The statements of a policy in the form in which they are compared. */
export function compiledStatements(statements: readonly Statement[]): readonly CompiledStatement[] {
  return compilePolicy({ Version: '1', Statement: statements }).statements
}
