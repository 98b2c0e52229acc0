import type { RoleRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import type { RoleUseCases } from './identity-engine.ts'
import { assertDocument, assertMaxSession, assertName, assertRoom, assertText, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { randomUid } from './random-text.ts'

export function roleUseCases(store: IdentityStore): RoleUseCases {
  const { directory, clock, random } = store
  const find = (accountId: string, roleName: string): RoleRow => {
    const row = directory.role(accountId, roleName)
    if (row === undefined) throw ramError('EntityNotExist.Role')
    return row
  }
  const rolesOf = (accountId: string) => [...directory.roles.values()].filter((row) => row.accountId === accountId)
  const assertParts = (role: Pick<RoleRow, 'description' | 'assumeRolePolicyDocument' | 'maxSessionSeconds'>) => {
    assertText('Description', role.description, identityLimits.textLength)
    assertDocument(role.assumeRolePolicyDocument, identityLimits.trustPolicyLength)
    assertMaxSession(role.maxSessionSeconds)
  }
  return {
    list: ({ accountId }) => rolesOf(accountId).toSorted((a, b) => (a.roleName < b.roleName ? -1 : 1)),
    get: ({ accountId, roleName }) => find(accountId, roleName),
    create: ({ accountId, roleName, description = '', assumeRolePolicyDocument, maxSessionSeconds = identityLimits.roleMaxSessionMinSeconds }) =>
      store.change(() => {
        assertName('RoleName', roleName)
        assertParts({ description, assumeRolePolicyDocument, maxSessionSeconds })
        if (!directory.accounts.has(accountId)) throw ramError('EntityNotExist.Account')
        if (directory.role(accountId, roleName) !== undefined) throw ramError('EntityAlreadyExists.Role')
        assertRoom(rolesOf(accountId).length, identityLimits.rolesPerAccount, 'LimitExceeded.Role')
        let roleId = randomUid(random, 'role')
        while (directory.roles.has(roleId)) roleId = randomUid(random, 'role')
        const now = clock.now()
        const identity: RoleRow = {
          kind: 'role', roleId, accountId, roleName, description, assumeRolePolicyDocument, maxSessionSeconds,
          createdMs: now, updatedMs: now, policies: [],
        }
        return { changes: [{ kind: 'put', identity }], result: identity }
      }),
    update: ({ accountId, roleName, ...parts }) =>
      store.change(() => {
        const identity: RoleRow = { ...find(accountId, roleName), ...parts, updatedMs: clock.now() }
        assertParts(identity)
        return { changes: [{ kind: 'put', identity }], result: identity }
      }),
    remove: ({ accountId, roleName }) =>
      store.change(() => {
        const identity = find(accountId, roleName)
        if (identity.policies.length > 0) throw ramError('DeleteConflict.Role.Policy')
        // One that is being made right now stays behind, means nobody, and is swept when it expires.
        const sessions = [...directory.sessions.values()].filter((session) => session.roleId === identity.roleId)
        return {
          changes: [{ kind: 'remove', identity }, ...sessions.map((session) => ({ kind: 'remove', session }) as const)],
          result: undefined,
        }
      }),
  }
}
