import type { EffectivePolicies, Holder, IdentityOverview } from '../../../../electron/contract/identities.ts'
import { parseAssumedRole } from '../../../../storage-core/policy/compile-policy.ts'
import { readPolicy } from '../../../../storage-core/policy/parse-policy.ts'
import type { KnownPeople } from './try-request.ts'

/** Everybody to whom RAM may give policies. */
export function holdersOf({ users, roles }: IdentityOverview): readonly Holder[] {
  return [...users.map(({ userName }) => ({ kind: 'user' as const, name: userName })), ...roles.map(({ roleName }) => ({ kind: 'role' as const, name: roleName }))]
}

/** The user or role that a request of this name comes from; undefined for whoever has no policies of RAM. */
export function holderNamed(who: string, { accountId, users, roles }: IdentityOverview): Holder | undefined {
  const user = users.find(({ userId }) => userId === who)
  if (user !== undefined) return { kind: 'user', name: user.userName }
  const session = parseAssumedRole(who)
  if (session?.accountId !== accountId) return undefined
  const role = roles.find(({ roleName }) => roleName === session.roleName)
  return role === undefined ? undefined : { kind: 'role', name: role.roleName }
}

/** Those of whom the policies were read, for the evaluator. */
export function knownPeople({ users, roles }: IdentityOverview, effective: readonly EffectivePolicies[]): KnownPeople {
  const read = new Map(effective.map(({ holder, policies }) => [`${holder.kind}/${holder.name}`, policies]))
  const policiesOf = (kind: 'user' | 'role', name: string) =>
    read.get(`${kind}/${name}`)?.flatMap((policy) => {
      // The store checks what it keeps: there is none that cannot be read.
      const { document } = readPolicy(policy.document, { kind: 'ram' })
      return document === undefined ? [] : [{ name: policy.name, document }]
    })
  return {
    users: users.flatMap(({ userId, userName }) => {
      const policies = policiesOf('user', userName)
      return policies === undefined ? [] : [{ userId, userName, policies }]
    }),
    roles: roles.flatMap(({ roleName }) => {
      const policies = policiesOf('role', roleName)
      return policies === undefined ? [] : [{ roleName, policies }]
    }),
  }
}
