import type { PolicyAttachment, RoleRow, UserRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import type { Directory } from './directory.ts'
import type { ManagedPolicy, PolicyName, PolicyTarget, PolicyUseCases } from './identity-engine.ts'
import { assertRoom, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'

/** Which users and roles of an account have the policy. */
export function attachmentsIn(directory: Directory, name: PolicyName) {
  const { accountId } = name
  const within = <T extends UserRow | RoleRow>(rows: Iterable<T>) =>
    [...rows].flatMap((row) => {
      const attachment = row.accountId === accountId ? findAttachment(row.policies, name) : undefined
      return attachment === undefined ? [] : [{ row, attachment }]
    })
  return { users: within(directory.users.values()), roles: within(directory.roles.values()) }
}

/** How many users and roles of an account have each policy, in one pass. */
export function countAttachments(directory: Directory, accountId: string): (name: Omit<PolicyName, 'accountId'>) => number {
  const counts = new Map<string, number>()
  for (const row of [...directory.users.values(), ...directory.roles.values()]) {
    if (row.accountId !== accountId) continue
    for (const { policyType, policyName } of row.policies) {
      const name = `${policyType}/${policyName}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return ({ policyType, policyName }) => counts.get(`${policyType}/${policyName}`) ?? 0
}

/** @param get the policy, which must exist before it is attached */
export function attachmentUseCases(
  store: IdentityStore,
  get: (name: PolicyName) => ManagedPolicy,
): Pick<PolicyUseCases, 'attach' | 'detach' | 'attachedTo' | 'entities'> {
  const { directory, clock } = store
  const findTarget = (accountId: string, { kind, name }: PolicyTarget): UserRow | RoleRow => {
    const row = kind === 'user' ? directory.user(accountId, name) : directory.role(accountId, name)
    if (row === undefined) throw ramError(kind === 'user' ? 'EntityNotExist.User' : 'EntityNotExist.Role')
    return row
  }
  return {
    attach: ({ target, ...name }) =>
      store.change(() => {
        const row = findTarget(name.accountId, target)
        const { policyType, policyName } = get(name)
        const isUser = target.kind === 'user'
        if (findAttachment(row.policies, name) !== undefined) {
          throw ramError(isUser ? 'EntityAlreadyExists.User.Policy' : 'EntityAlreadyExists.Role.Policy')
        }
        if (isUser) assertRoom(row.policies.length, identityLimits.policiesPerUser, 'LimitExceeded.User.Policy')
        else assertRoom(row.policies.length, identityLimits.policiesPerRole, 'LimitExceeded.Role.Policy')
        const policies = [...row.policies, { policyType, policyName, attachedMs: clock.now() }]
        return { changes: [{ kind: 'put', identity: { ...row, policies } }], result: undefined }
      }),
    detach: ({ target, ...name }) =>
      store.change(() => {
        const row = findTarget(name.accountId, target)
        const attachment = findAttachment(row.policies, name)
        if (attachment === undefined) throw ramError(target.kind === 'user' ? 'EntityNotExist.User.Policy' : 'EntityNotExist.Role.Policy')
        const policies = row.policies.filter((each) => each !== attachment)
        return { changes: [{ kind: 'put', identity: { ...row, policies } }], result: undefined }
      }),
    attachedTo: ({ accountId, target }) =>
      findTarget(accountId, target).policies.map(({ policyType, policyName, attachedMs }) => ({
        ...get({ accountId, policyType, policyName }),
        attachedMs,
      })),
    entities: (name) => {
      get(name)
      const { users, roles } = attachmentsIn(directory, name)
      return {
        users: users.map(({ row, attachment }) => ({ entity: row, attachment })),
        roles: roles.map(({ row, attachment }) => ({ entity: row, attachment })),
      }
    },
  }
}

function findAttachment(policies: readonly PolicyAttachment[], name: Omit<PolicyName, 'accountId'>): PolicyAttachment | undefined {
  return policies.find((each) => each.policyType === name.policyType && each.policyName === name.policyName)
}
