import type { BucketAcl, ObjectAcl } from '../../../../storage-core/model/acl.ts'
import type { Payer, RefererConfiguration } from '../../../../storage-core/model/bucket-settings.ts'
import { actions, comparableAction, type OssAction } from '../../../../storage-core/policy/actions.ts'
import { compilePolicy, parseAssumedRole, type CompiledStatement } from '../../../../storage-core/policy/compile-policy.ts'
import type { PolicyDocument } from '../../../../storage-core/policy/document.ts'
import { evaluate } from '../../../../storage-core/policy/evaluate.ts'
import { appliesTo } from '../../../../storage-core/policy/principal-match.ts'
import type { KnownPeople } from '../../policy/index.ts'
import type { NamedPolicy, Principal } from '../../../../storage-core/policy/principal.ts'
import { isPublicStatement } from '../../../../storage-core/policy/public-access.ts'
import { actionsOf, isCoveredBy, reachOf, takesInAllObjects } from '../../../../storage-core/policy/reach.ts'

/** The bucket, with everything that decides who may do what in it, but for the ACLs of single objects. */
export interface OverviewBucket {
  readonly name: string
  readonly ownerId: string
  readonly acl: BucketAcl
  readonly blockPublicAccess: boolean
  /** It is the account that blocks it, for all its buckets. */
  readonly isBlockedByAccount?: boolean
  readonly policy: PolicyDocument | undefined
  readonly payer: Payer
  readonly referer: RefererConfiguration | undefined
  /** Objects that were found to have an ACL of their own, as far as they were looked for. */
  readonly objectAcls?: readonly { readonly acl: BucketAcl; readonly count: number }[]
}

/** Whoever may come. `id` is what the simulator takes for them. */
export interface OverviewPrincipal {
  readonly id: string
  readonly kind: 'anonymous' | 'stranger' | 'owner' | 'uid' | 'role' | 'user'
  /** Of a user whose name is known. */
  readonly name?: string
  /** Policies of RAM, where they are known. */
  readonly policies?: readonly NamedPolicy[]
}

export const overviewColumns = ['read', 'list', 'write', 'delete', 'settings'] as const
export type OverviewColumn = (typeof overviewColumns)[number]

/** What each column asks for; the first is the one to try out. */
export const columnActions: Readonly<Record<OverviewColumn, readonly OssAction[]>> = {
  read: ['oss:GetObject'],
  list: ['oss:ListObjects'],
  write: ['oss:PutObject'],
  delete: ['oss:DeleteObject'],
  settings: [
    'oss:PutBucketPolicy',
    'oss:DeleteBucketPolicy',
    'oss:PutBucketAcl',
    'oss:PutBucketPublicAccessBlock',
    'oss:DeleteBucketPublicAccessBlock',
    'oss:PutBucketCors',
    'oss:PutBucketReferer',
    'oss:PutBucketRequestPayment',
    'oss:PutBucketTagging',
    'oss:PutBucketVersioning',
    'oss:PutBucketLifecycle',
    'oss:DeleteBucket',
  ],
}

/** Where a verdict comes from. */
export type OverviewSource =
  | {
      readonly kind: 'statement'
      readonly effect: 'Allow' | 'Deny'
      readonly policy: 'bucket' | 'identity'
      readonly policyName?: string
      /** From 0. */
      readonly index: number
      /** It counts under conditions only. */
      readonly hasCondition: boolean
      /** It is about some objects only. */
      readonly isPartial: boolean
    }
  | { readonly kind: 'owner' }
  | { readonly kind: 'acl'; readonly acl: BucketAcl }
  /** Objects whose own ACL decides otherwise than the bucket's. */
  | { readonly kind: 'objectAcl'; readonly acl: BucketAcl; readonly count: number }
  /** Something public is there, and does not count. */
  | { readonly kind: 'blocked' | 'blockedByAccount' }
  | { readonly kind: 'requesterPays' }
  /** The requester pays: whoever is of another account has to say so. */
  | { readonly kind: 'mustPay' }
  | { readonly kind: 'referer' }
  /** Nothing allows it. */
  | { readonly kind: 'nothing' }

export interface OverviewCell {
  /** `some`: not every object, not every setting, or only under conditions. */
  readonly verdict: 'yes' | 'no' | 'some'
  readonly sources: readonly OverviewSource[]
}

export interface OverviewRow {
  readonly principal: OverviewPrincipal
  readonly cells: Readonly<Record<OverviewColumn, OverviewCell>>
}

/** A UID that is neither the owner's nor any that a policy names. */
const strangerId = '0'

/**
 * Everyone a bucket's settings speak of: whoever comes without a key, whoever comes with a key of another account, the owner,
 * and those whom the policy names. `people` are users and roles of the owner whose policies are known, `unread` those of whom they
 * will be: nothing is said of them before.
 */
export function principalsOf(bucket: Pick<OverviewBucket, 'ownerId' | 'policy'>, people: readonly OverviewPrincipal[] = [], unread: ReadonlySet<string> = new Set()): readonly OverviewPrincipal[] {
  const known = new Map(people.map((person) => [person.id, person]))
  const named = new Map<string, OverviewPrincipal>()
  for (const { Principal: listed } of bucket.policy?.Statement ?? []) {
    for (const id of Array.isArray(listed) ? (listed as readonly string[]) : []) {
      if (id === '*' || id === bucket.ownerId || known.has(id) || unread.has(id)) continue
      if (/^\d+$/.test(id)) named.set(id, { id, kind: 'uid' })
      const role = parseAssumedRole(id)
      if (role === undefined) continue
      // One session of a role has what the role has.
      const whole = roleId(role.accountId, role.roleName)
      if (unread.has(whole)) continue
      const policies = known.get(whole)?.policies
      named.set(id, { id, kind: 'role', ...(policies === undefined ? {} : { policies }) })
    }
  }
  return [{ id: 'anonymous', kind: 'anonymous' }, { id: strangerId, kind: 'stranger' }, { id: 'owner', kind: 'owner' }, ...people, ...named.values()]
}

/** The users and roles of the owner, with what RAM lets them do. */
export function knownPrincipals({ users, roles }: KnownPeople, ownerId: string): readonly OverviewPrincipal[] {
  return [
    ...users.map(({ userId, userName, policies }) => ({ id: userId, kind: 'user' as const, name: userName, policies })),
    ...roles.map(({ roleName, policies }) => ({ id: roleId(ownerId, roleName), kind: 'role' as const, name: roleName, policies })),
  ]
}

/** The users and roles of an account as the overview names them. */
export function idsOf({ users, roles }: { readonly users: readonly { readonly userId: string }[]; readonly roles: readonly { readonly roleName: string }[] }, ownerId: string): readonly string[] {
  return [...users.map(({ userId }) => userId), ...roles.map(({ roleName }) => roleId(ownerId, roleName))]
}

function roleId(accountId: string, roleName: string): string {
  return `arn:sts::${accountId}:assumed-role/${roleName}/*`
}

/** Who may do what in a bucket, by the statements themselves: what is said holds for every request. */
export function overviewOf(bucket: OverviewBucket, principals: readonly OverviewPrincipal[]): readonly OverviewRow[] {
  return principals.map((principal) => rowOf(bucket, principal))
}

// People come page by page: what was worked out of those before still holds.
const rows = new WeakMap<OverviewBucket, WeakMap<OverviewPrincipal, OverviewRow>>()

function rowOf(bucket: OverviewBucket, principal: OverviewPrincipal): OverviewRow {
  const known = rows.get(bucket) ?? new WeakMap<OverviewPrincipal, OverviewRow>()
  rows.set(bucket, known)
  const row = known.get(principal) ?? {
    principal,
    cells: {
      read: cellOf(bucket, principal, 'read'),
      list: cellOf(bucket, principal, 'list'),
      write: cellOf(bucket, principal, 'write'),
      delete: cellOf(bucket, principal, 'delete'),
      settings: cellOf(bucket, principal, 'settings'),
    },
  }
  known.set(principal, row)
  return row
}

/** The evaluator's name for somebody of the overview. */
export function evaluatorPrincipal({ id, kind, name, policies = [] }: OverviewPrincipal, ownerId: string): Principal {
  if (kind === 'anonymous') return { kind: 'anonymous' }
  if (kind === 'owner') return { kind: 'account', accountId: ownerId }
  if (kind === 'user') return { kind: 'user', accountId: ownerId, userId: id, userName: name ?? id, policies }
  const role = parseAssumedRole(id)
  if (role !== undefined) return { kind: 'role', accountId: role.accountId, roleId: '', roleName: role.roleName, sessionName: role.sessionName, policies }
  return { kind: 'account', accountId: id }
}

function cellOf(bucket: OverviewBucket, principal: OverviewPrincipal, column: OverviewColumn): OverviewCell {
  const parts = columnActions[column].map((action) => narrowed(bucket, principal, decideAction(bucket, evaluatorPrincipal(principal, bucket.ownerId), action)))
  const [first] = parts
  const isSame = parts.every(({ verdict }) => verdict === first?.verdict)
  return { verdict: isSame && first !== undefined ? first.verdict : 'some', sources: distinct(parts.flatMap(({ sources }) => sources)) }
}

/** What stands before the policies: who pays, and for those without a key from which page they come. */
function narrowed({ ownerId, payer, referer }: OverviewBucket, { id, kind }: OverviewPrincipal, cell: OverviewCell): OverviewCell {
  if (cell.verdict === 'no') return cell
  // Of which account a UID is, nobody tells.
  const isForeign = kind === 'stranger' || kind === 'uid' || (kind === 'role' && parseAssumedRole(id)?.accountId !== ownerId)
  if (isForeign && payer === 'Requester') return { verdict: 'some', sources: [...cell.sources, { kind: 'mustPay' }] }
  if (kind !== 'anonymous') return cell
  if (payer === 'Requester') return { verdict: 'no', sources: [{ kind: 'requesterPays' }] }
  if (referer === undefined || referer.referers.length + referer.blacklist.length === 0) return cell
  return { verdict: 'some', sources: [...cell.sources, { kind: 'referer' }] }
}

/** A statement that has to do with a principal and an action. */
interface Relevant {
  readonly source: Extract<OverviewSource, { kind: 'statement' }>
  readonly statement: CompiledStatement
  /** It takes in every request of this principal and action. */
  readonly isTotal: boolean
}

function decideAction(bucket: OverviewBucket, principal: Principal, action: OssAction): OverviewCell {
  const { denies, allows, hasBlocked } = relevantStatements(bucket, principal, action)
  const total = denies.filter(({ isTotal }) => isTotal)
  if (total.length > 0) return { verdict: 'no', sources: total.map(({ source }) => source) }
  // An Allow of which a Deny takes in everything allows nothing.
  const counting = allows.filter((allow) => !denies.some((deny) => allow.source.policy === 'bucket' && deny.source.policy === 'bucket' && isCoveredBy(allow.statement, deny.statement, bucket)))
  const rest = withoutPolicies(bucket, principal, action)
  // A statement that allows everything leaves an object's ACL nothing to say.
  const others = counting.some(({ isTotal }) => isTotal) ? [] : otherObjects(bucket, principal, action, rest.allowed)
  if (others.length > 0) {
    const sources = [...(rest.allowed ? rest.sources : []), ...counting.map(({ source }) => source), ...others, ...denies.map(({ source }) => source)]
    return { verdict: 'some', sources }
  }
  if (!rest.allowed && counting.length === 0) {
    const shadowed = allows.length > 0 ? denies.map(({ source }) => source) : []
    if (shadowed.length > 0) return { verdict: 'no', sources: shadowed }
    return { verdict: 'no', sources: hasBlocked ? [blockOf(bucket)] : rest.sources }
  }
  const isAll = rest.allowed || counting.some(({ isTotal }) => isTotal)
  const sources = [...(rest.allowed ? rest.sources : []), ...counting.map(({ source }) => source), ...denies.map(({ source }) => source)]
  return { verdict: isAll && denies.length === 0 ? 'yes' : 'some', sources }
}

/** Objects that were found of which the bucket's ACL does not decide, where theirs decides otherwise. */
function otherObjects(bucket: OverviewBucket, principal: Principal, action: OssAction, isAllowed: boolean): readonly OverviewSource[] {
  if (actions[action].scope !== 'object') return []
  return (bucket.objectAcls ?? []).flatMap(({ acl, count }) => (withoutPolicies(bucket, principal, action, acl).allowed === isAllowed ? [] : [{ kind: 'objectAcl' as const, acl, count }]))
}

const blockOf = ({ isBlockedByAccount }: OverviewBucket): OverviewSource => ({ kind: isBlockedByAccount === true ? 'blockedByAccount' : 'blocked' })

interface WithoutPolicies {
  readonly allowed: boolean
  readonly sources: readonly OverviewSource[]
}

/** What the evaluator says of owner and ACL, where no statement speaks. */
function withoutPolicies(bucket: OverviewBucket, principal: Principal, action: OssAction, objectAcl?: ObjectAcl): WithoutPolicies {
  const { name, ownerId, acl, blockPublicAccess } = bucket
  const bare: Principal = principal.kind === 'user' || principal.kind === 'role' ? { ...principal, policies: [] } : principal
  const { allowed, reason } = evaluate({ principal: bare, action, bucket: { name, ownerId, acl, blockPublicAccess }, key: 'k', ...(objectAcl === undefined ? {} : { objectAcl }), facts: { timeMs: 0, secureTransport: true } })
  const source: OverviewSource =
    reason === 'bucket-owner' ? { kind: 'owner' } : reason === 'public-access-blocked' ? blockOf(bucket) : reason === 'bucket-acl' ? { kind: 'acl', acl } : { kind: 'nothing' }
  return { allowed, sources: [source] }
}

function relevantStatements(bucket: OverviewBucket, principal: Principal, action: OssAction): { readonly denies: readonly Relevant[]; readonly allows: readonly Relevant[]; readonly hasBlocked: boolean } {
  const isOwner = principal.kind === 'account' && principal.accountId === bucket.ownerId
  const denies: Relevant[] = []
  const allows: Relevant[] = []
  let hasBlocked = false
  const add = (statement: CompiledStatement, place: { readonly policy: 'bucket' } | { readonly policy: 'identity'; readonly policyName: string }): void => {
    const extent = extentOf(statement, bucket, action)
    if (extent === 'none') return
    const { denies: isDeny, hasCondition, index } = statement
    const source = { kind: 'statement' as const, effect: isDeny ? ('Deny' as const) : ('Allow' as const), ...place, index, hasCondition, isPartial: extent === 'some' }
    const list = isDeny ? denies : allows
    list.push({ source, statement, isTotal: extent === 'all' && !hasCondition })
  }
  for (const statement of bucket.policy === undefined ? [] : compilePolicy(bucket.policy).statements) {
    if (!appliesTo(statement, principal, isOwner)) continue
    if (!statement.denies && bucket.blockPublicAccess && isPublicStatement(statement.source)) hasBlocked ||= extentOf(statement, bucket, action) !== 'none'
    else add(statement, { policy: 'bucket' })
  }
  const own = principal.kind === 'user' || principal.kind === 'role' ? principal : undefined
  for (const { name, document } of own?.policies ?? []) {
    for (const statement of compilePolicy(document).statements) {
      // What an account allows its users counts in its own buckets only.
      if (statement.denies || own?.accountId === bucket.ownerId) add(statement, { policy: 'identity', policyName: name })
    }
  }
  return { denies, allows, hasBlocked }
}

/** How much of what an action may be about a statement takes in, conditions aside. `some` where that cannot be told. */
function extentOf({ source }: CompiledStatement, bucket: OverviewBucket, action: OssAction): 'all' | 'some' | 'none' {
  if (!actionsOf(source).some((named) => comparableAction(named) === comparableAction(action))) return 'none'
  const onObjects = actions[action].scope === 'object'
  const listed = source.NotResource ?? source.Resource ?? []
  const reaches = listed.map((resource) => (onObjects ? reachOf(resource, bucket).objects : reachOf(resource, bucket).bucket))
  const isTouched = reaches.includes(true)
  const isFilled = onObjects ? listed.some((resource) => takesInAllObjects(resource, bucket)) : isTouched
  if (source.NotResource !== undefined) return isFilled ? 'none' : isTouched ? 'some' : 'all'
  return isFilled ? 'all' : isTouched ? 'some' : 'none'
}

function distinct(sources: readonly OverviewSource[]): readonly OverviewSource[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()]
}
