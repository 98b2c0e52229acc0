import type { UserRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import type { UserUseCases } from './identity-engine.ts'
import { assertName, assertRoom, assertText, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { randomUid } from './random-text.ts'

export function userUseCases(store: IdentityStore): UserUseCases {
  const { directory, clock, random } = store
  const find = (accountId: string, userName: string): UserRow => {
    const row = directory.user(accountId, userName)
    if (row === undefined) throw ramError('EntityNotExist.User')
    return row
  }
  const usersOf = (accountId: string) => [...directory.users.values()].filter((row) => row.accountId === accountId)
  return {
    list: ({ accountId }) => usersOf(accountId).toSorted((a, b) => (a.userName < b.userName ? -1 : 1)),
    get: ({ accountId, userName }) => find(accountId, userName),
    create: ({ accountId, userName, displayName = userName, comments = '' }) =>
      store.change(() => {
        assertName('UserName', userName)
        assertText('DisplayName', displayName, identityLimits.displayNameLength)
        assertText('Comments', comments, identityLimits.textLength)
        if (!directory.accounts.has(accountId)) throw ramError('EntityNotExist.Account')
        if (directory.user(accountId, userName) !== undefined) throw ramError('EntityAlreadyExists.User')
        assertRoom(usersOf(accountId).length, identityLimits.usersPerAccount, 'LimitExceeded.User')
        let userId = randomUid(random, 'user')
        while (directory.users.has(userId)) userId = randomUid(random, 'user')
        const now = clock.now()
        const identity: UserRow = { kind: 'user', userId, accountId, userName, displayName, comments, createdMs: now, updatedMs: now, policies: [] }
        return { changes: [{ kind: 'put', identity }], result: identity }
      }),
    update: ({ accountId, userName, newUserName = userName, ...parts }) =>
      store.change(() => {
        const identity: UserRow = { ...find(accountId, userName), ...parts, userName: newUserName, updatedMs: clock.now() }
        assertName('UserName', newUserName)
        assertText('DisplayName', identity.displayName, identityLimits.displayNameLength)
        assertText('Comments', identity.comments, identityLimits.textLength)
        if (newUserName !== userName && directory.user(accountId, newUserName) !== undefined) throw ramError('EntityAlreadyExists.User')
        return { changes: [{ kind: 'put', identity }], result: identity }
      }),
    remove: ({ accountId, userName }) =>
      store.change(() => {
        const identity = find(accountId, userName)
        if ([...directory.accessKeys.values()].some((key) => key.userId === identity.userId)) throw ramError('DeleteConflict.User.AccessKey')
        if (identity.policies.length > 0) throw ramError('DeleteConflict.User.Policy')
        if (directory.groupsOf(identity.userId).length > 0) throw ramError('DeleteConflict.User.Group')
        return { changes: [{ kind: 'remove', identity }], result: undefined }
      }),
  }
}
