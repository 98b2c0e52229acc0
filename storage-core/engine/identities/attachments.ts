import type { GroupRow, PolicyAttachment, RoleRow, UserRow } from '../../metadata/metadata-store.ts'
import { ramError, type RamErrorCode } from '../../model/ram-error.ts'
import type { Directory } from './directory.ts'
import type { ManagedPolicy, PolicyName, PolicyTarget, PolicyUseCases } from './identity-engine.ts'
import { assertRoom, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'

type TargetRow = UserRow | GroupRow | RoleRow

/** What is said about each kind of target, and how many policies it may have. */
const targets: Readonly<Record<PolicyTarget['kind'], { readonly missing: RamErrorCode; readonly notAttached: RamErrorCode; readonly attached: RamErrorCode; readonly full: RamErrorCode; readonly most: number }>> = {
  user: {
    missing: 'EntityNotExist.User',
    notAttached: 'EntityNotExist.User.Policy',
    attached: 'EntityAlreadyExists.User.Policy',
    full: 'LimitExceeded.User.Policy',
    most: identityLimits.policiesPerUser,
  },
  group: {
    missing: 'EntityNotExist.Group',
    notAttached: 'EntityNotExist.Group.Policy',
    attached: 'EntityAlreadyExists.Group.Policy',
    full: 'LimitExceeded.Group.Policy',
    most: identityLimits.policiesPerGroup,
  },
  role: {
    missing: 'EntityNotExist.Role',
    notAttached: 'EntityNotExist.Role.Policy',
    attached: 'EntityAlreadyExists.Role.Policy',
    full: 'LimitExceeded.Role.Policy',
    most: identityLimits.policiesPerRole,
  },
}

/** Which users, groups and roles of an account have the policy. */
export function attachmentsIn(directory: Directory, name: PolicyName) {
  const { accountId } = name
  const within = <T extends TargetRow>(rows: Iterable<T>) =>
    [...rows].flatMap((row) => {
      const attachment = row.accountId === accountId ? findAttachment(row.policies, name) : undefined
      return attachment === undefined ? [] : [{ row, attachment }]
    })
  return { users: within(directory.users.values()), groups: within(directory.groups.values()), roles: within(directory.roles.values()) }
}

/** How many users, groups and roles of an account have each policy, in one pass. */
export function countAttachments(directory: Directory, accountId: string): (name: Omit<PolicyName, 'accountId'>) => number {
  const counts = new Map<string, number>()
  for (const row of [...directory.users.values(), ...directory.groups.values(), ...directory.roles.values()]) {
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
  const findTarget = (accountId: string, { kind, name }: PolicyTarget): TargetRow => {
    const row = directory[kind](accountId, name)
    if (row === undefined) throw ramError(targets[kind].missing)
    return row
  }
  return {
    attach: ({ target, ...name }) =>
      store.change(() => {
        const row = findTarget(name.accountId, target)
        const { policyType, policyName } = get(name)
        const { attached, full, most } = targets[target.kind]
        if (findAttachment(row.policies, name) !== undefined) throw ramError(attached)
        assertRoom(row.policies.length, most, full)
        const policies = [...row.policies, { policyType, policyName, attachedMs: clock.now() }]
        return { changes: [{ kind: 'put', identity: { ...row, policies } }], result: undefined }
      }),
    detach: ({ target, ...name }) =>
      store.change(() => {
        const row = findTarget(name.accountId, target)
        const attachment = findAttachment(row.policies, name)
        if (attachment === undefined) throw ramError(targets[target.kind].notAttached)
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
      const { users, groups, roles } = attachmentsIn(directory, name)
      return {
        users: users.map(({ row, attachment }) => ({ entity: row, attachment })),
        groups: groups.map(({ row, attachment }) => ({ entity: row, attachment })),
        roles: roles.map(({ row, attachment }) => ({ entity: row, attachment })),
      }
    },
  }
}

function findAttachment(policies: readonly PolicyAttachment[], name: Omit<PolicyName, 'accountId'>): PolicyAttachment | undefined {
  return policies.find((each) => each.policyType === name.policyType && each.policyName === name.policyName)
}
