import { comparableAction } from './actions.ts'
import { splitResource, compilePolicy, type Question } from './compile-policy.ts'
import type { Decision, StatementReference } from './decision.ts'
import type { PolicyDocument, TrustedPrincipals } from './document.ts'
import { collectStatements, decideByDenies, policiesOf, reference } from './evaluate.ts'
import type { Principal } from './principal.ts'
import type { RequestFacts } from './request.ts'

/** A request to a service whose resources have no policies of their own, such as RAM. */
export interface IdentityRequest {
  readonly principal: Principal
  /** `service:Name`, such as `ram:CreateUser`. */
  readonly action: string
  /** `acs:SERVICE:REGION:ACCOUNT:RELATIVE`, such as `acs:ram:*:1234:user/alice`, with the account that owns it. */
  readonly resource: string
  readonly facts: RequestFacts
}

/**
 * Decides by the identity's own policies alone: an account may do all to what is its own, its users and roles what their
 * policies allow and none denies, and a session policy has to allow as well. Nobody may touch what another account owns.
 * Never throws. Source: RAM documentation, "How RAM evaluates policies".
 */
export function evaluateIdentity({ principal, action, resource, facts }: IdentityRequest): Decision {
  if (principal.kind === 'anonymous') return { allowed: false, reason: 'anonymous-service' }
  const parts = splitResource(resource)
  if (parts === undefined || parts.account !== principal.accountId) return { allowed: false, reason: 'no-policy-allows' }
  if (principal.kind === 'account') return { allowed: true, reason: 'account-itself' }
  const { service, account, relative } = parts
  return decideByIdentity(principal, { action: comparableAction(action), service, account, relative, facts }, [])
}

function decideByIdentity(principal: Principal, question: Question, otherDenies: readonly StatementReference[]): Decision {
  const denies: StatementReference[] = []
  const sessionAllows: StatementReference[] = []
  const allows: StatementReference[] = []
  const session = principal.kind === 'role' ? principal.sessionPolicy : undefined
  if (session !== undefined) collectStatements(session, { policy: 'session' }, question, denies, sessionAllows)
  for (const { name, document } of policiesOf(principal)) {
    collectStatements(document, { policy: 'identity', policyName: name }, question, denies, allows)
  }
  denies.push(...otherDenies)
  const denied = decideByDenies(denies)
  if (denied !== undefined) return denied
  if (session !== undefined && sessionAllows.length === 0) return { allowed: false, reason: 'session-policy' }
  const [allow] = allows
  if (allow === undefined) return { allowed: false, reason: 'no-policy-allows' }
  return { allowed: true, reason: 'policy-allow', statement: allow }
}

export interface AssumeRoleRequest {
  readonly principal: Principal
  readonly role: { readonly accountId: string; readonly roleName: string; readonly trustPolicy: PolicyDocument }
  readonly facts: RequestFacts
}

/**
 * Decides sts:AssumeRole: the role's trust policy and the identity's own policies both have to allow it, and none may deny it.
 * Accounts themselves cannot assume roles. Never throws. Source: RAM documentation, "How RAM evaluates policies when a role is
 * assumed"; STS documentation, "AssumeRole".
 */
export function evaluateAssumeRole({ principal, role, facts }: AssumeRoleRequest): Decision {
  if (principal.kind === 'anonymous') return { allowed: false, reason: 'anonymous-service' }
  if (principal.kind === 'account') return { allowed: false, reason: 'account-cannot-assume-role' }
  const { accountId, roleName, trustPolicy } = role
  const relative = `role/${roleName}`
  const question: Question = { action: comparableAction('sts:AssumeRole'), service: 'ram', account: accountId, relative, facts }
  const denies: StatementReference[] = []
  let isTrusted = false
  for (const statement of compilePolicy(trustPolicy).statements) {
    if (!trusts(statement.source.Principal, principal) || !statement.matches(question)) continue
    if (statement.denies) denies.push(reference({ policy: 'trust' }, statement))
    else isTrusted = true
  }
  const decision = decideByIdentity(principal, question, denies)
  return decision.allowed && !isTrusted ? { allowed: false, reason: 'trust-policy' } : decision
}

function trusts(
  trusted: readonly string[] | TrustedPrincipals | undefined,
  principal: Extract<Principal, { kind: 'user' | 'role' }>,
): boolean {
  if (trusted === undefined || !('RAM' in trusted)) return false
  const own = principal.kind === 'user' ? `user/${principal.userName}` : `role/${principal.roleName}`
  const { accountId } = principal
  return trusted.RAM?.some((name) => name === `acs:ram::${accountId}:root` || name === `acs:ram::${accountId}:${own}`) ?? false
}
