import type { AccountRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import { keyOf, shownKey } from './access-keys.ts'
import type { AccountUseCases } from './identity-engine.ts'
import { assertRoom, assertText, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { randomKeyPair, randomUid } from './random-text.ts'

/** @param ownsBuckets whether any bucket belongs to the account */
export function accountUseCases(store: IdentityStore, ownsBuckets: (accountId: string) => boolean): AccountUseCases {
  const { directory, clock, random } = store
  return {
    list: () => [...directory.accounts.values()],
    create: ({ displayName }) =>
      store.change(() => {
        assertRoom(directory.accounts.size, identityLimits.accounts, 'LimitExceeded.Account')
        if (displayName === '') throw ramError('InvalidParameter', 'The parameter DisplayName must not be empty.')
        assertText('DisplayName', displayName, identityLimits.displayNameLength)
        let accountId = randomUid(random, 'account')
        while (directory.accounts.has(accountId)) accountId = randomUid(random, 'account')
        const identity: AccountRow = { kind: 'account', accountId, displayName, createdMs: clock.now(), isOwn: false }
        const accessKey = keyOf({ id: accountId, displayName }, clock, randomKeyPair(random))
        return {
          changes: [{ kind: 'put', identity }, { kind: 'put', accessKey }],
          result: { account: identity, accessKey: { ...shownKey(accessKey), accessKeySecret: accessKey.accessKeySecret } },
        }
      }),
    remove: ({ accountId }) =>
      store.change(() => {
        const identity = directory.accounts.get(accountId)
        if (identity === undefined) throw ramError('EntityNotExist.Account')
        if (identity.isOwn) throw ramError('DeleteConflict.Account.Own')
        const belongs = (row: { readonly accountId: string }) => row.accountId === accountId
        const rows = [...directory.users.values(), ...directory.groups.values(), ...directory.roles.values(), ...directory.policiesOf(accountId)]
        if (rows.some(belongs)) throw ramError('DeleteConflict.Account.Identity')
        if (ownsBuckets(accountId)) throw ramError('DeleteConflict.Account.Bucket')
        const keys = [...directory.accessKeys.values()].filter((key) => key.owner.id === accountId)
        return {
          changes: [{ kind: 'remove', identity }, ...keys.map((accessKey) => ({ kind: 'remove', accessKey }) as const)],
          result: undefined,
        }
      }),
  }
}
