import type { GroupRow, UserRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import type { GroupUseCases } from './identity-engine.ts'
import { assertName, assertRoom, assertText, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'

/** Groups of RAM users (RAM documentation, "User group management"). What a group may do, each of its users may. */
export function groupUseCases(store: IdentityStore): GroupUseCases {
  const { directory, clock } = store
  const find = (accountId: string, groupName: string): GroupRow => {
    const row = directory.group(accountId, groupName)
    if (row === undefined) throw ramError('EntityNotExist.Group')
    return row
  }
  const findUser = (accountId: string, userName: string): UserRow => {
    const row = directory.user(accountId, userName)
    if (row === undefined) throw ramError('EntityNotExist.User')
    return row
  }
  const byName = (a: GroupRow, b: GroupRow) => (a.groupName < b.groupName ? -1 : 1)
  const groupsOf = (accountId: string) => [...directory.groups.values()].filter((row) => row.accountId === accountId)
  return {
    list: ({ accountId }) => groupsOf(accountId).toSorted(byName),
    get: ({ accountId, groupName }) => find(accountId, groupName),
    create: ({ accountId, groupName, comments = '' }) =>
      store.change(() => {
        assertName('GroupName', groupName)
        assertText('Comments', comments, identityLimits.textLength)
        if (!directory.accounts.has(accountId)) throw ramError('EntityNotExist.Account')
        if (directory.group(accountId, groupName) !== undefined) throw ramError('EntityAlreadyExists.Group')
        assertRoom(groupsOf(accountId).length, identityLimits.groupsPerAccount, 'LimitExceeded.Group')
        const now = clock.now()
        const identity: GroupRow = { kind: 'group', accountId, groupName, comments, createdMs: now, updatedMs: now, members: [], policies: [] }
        return { changes: [{ kind: 'put', identity }], result: identity }
      }),
    update: ({ accountId, groupName, newGroupName = groupName, ...parts }) =>
      store.change(() => {
        const before = find(accountId, groupName)
        const identity: GroupRow = { ...before, ...parts, groupName: newGroupName, updatedMs: clock.now() }
        assertName('GroupName', newGroupName)
        assertText('Comments', identity.comments, identityLimits.textLength)
        const put = { kind: 'put', identity } as const
        if (newGroupName === groupName) return { changes: [put], result: identity }
        if (directory.group(accountId, newGroupName) !== undefined) throw ramError('EntityAlreadyExists.Group')
        return { changes: [{ kind: 'remove', identity: before }, put], result: identity }
      }),
    remove: ({ accountId, groupName }) =>
      store.change(() => {
        const identity = find(accountId, groupName)
        if (identity.members.length > 0) throw ramError('DeleteConflict.Group.User')
        if (identity.policies.length > 0) throw ramError('DeleteConflict.Group.Policy')
        return { changes: [{ kind: 'remove', identity }], result: undefined }
      }),
    addUser: ({ accountId, groupName, userName }) =>
      store.change(() => {
        const group = find(accountId, groupName)
        const { userId } = findUser(accountId, userName)
        if (group.members.some((member) => member.userId === userId)) throw ramError('EntityAlreadyExists.User.Group')
        assertRoom(directory.groupsOf(userId).length, identityLimits.groupsPerUser, 'LimitExceeded.User.Group')
        const identity = { ...group, members: [...group.members, { userId, joinedMs: clock.now() }] }
        return { changes: [{ kind: 'put', identity }], result: undefined }
      }),
    removeUser: ({ accountId, groupName, userName }) =>
      store.change(() => {
        const group = find(accountId, groupName)
        const { userId } = findUser(accountId, userName)
        const members = group.members.filter((member) => member.userId !== userId)
        if (members.length === group.members.length) throw ramError('EntityNotExist.User.Group')
        return { changes: [{ kind: 'put', identity: { ...group, members } }], result: undefined }
      }),
    users: ({ accountId, groupName }) =>
      find(accountId, groupName)
        .members.flatMap(({ userId, joinedMs }) => {
          const user = directory.users.get(userId)
          return user === undefined ? [] : [{ user, joinedMs }]
        })
        .toSorted((a, b) => (a.user.userName < b.user.userName ? -1 : 1)),
    groupsOfUser: ({ accountId, userName }) => {
      const { userId } = findUser(accountId, userName)
      const joined = (group: GroupRow) => group.members.find((member) => member.userId === userId)?.joinedMs ?? 0
      return directory.groupsOf(userId).toSorted(byName).map((group) => ({ group, joinedMs: joined(group) }))
    },
  }
}
