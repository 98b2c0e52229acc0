import type { CompiledStatement } from './compile-policy.ts'
import type { Principal } from './principal.ts'

/**
 * True when a statement of a bucket policy is for this principal. A UID names one identity: that of an account does not stand
 * for its users. For everyone means for the bucket's owner only when there is a condition (OSS documentation, "Bucket Policy").
 */
export function appliesTo(
  { principals, hasCondition }: Pick<CompiledStatement, 'principals' | 'hasCondition'>,
  principal: Principal,
  isOwner: boolean,
): boolean {
  if (principals.everyone && !(isOwner && !hasCondition)) return true
  switch (principal.kind) {
    case 'anonymous':
      return false
    case 'account':
      return principals.ids.has(principal.accountId)
    case 'user':
      return principals.ids.has(principal.userId)
    case 'role':
      return principals.roles.some(
        ({ accountId, roleName, sessionName }) =>
          accountId === principal.accountId &&
          roleName === principal.roleName &&
          (sessionName === '*' || sessionName === principal.sessionName),
      )
  }
}
