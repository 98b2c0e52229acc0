import type { AccessKeyRow } from '../../metadata/metadata-store.ts'
import type { Owner } from '../../model/bucket.ts'
import { ramError } from '../../model/ram-error.ts'
import type { Clock } from '../../platform/platform.ts'
import type { AccessKeySummary, AccessKeyUseCases, KeyHolderName } from './identity-engine.ts'
import { assertRoom, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { randomKeyPair } from './random-text.ts'

/** Two at a time for a user and five for an account, which is what a change from one to the next takes (RAM, "Limits"). */
export function accessKeyUseCases(store: IdentityStore): AccessKeyUseCases {
  const { directory, clock, random } = store

  const holderOf = ({ accountId, userName }: KeyHolderName): { readonly owner: Owner; readonly userId?: string } => {
    const account = directory.accounts.get(accountId)
    if (account === undefined) throw ramError('EntityNotExist.Account')
    const owner = { id: accountId, displayName: account.displayName }
    if (userName === undefined) return { owner }
    const user = directory.user(accountId, userName)
    if (user === undefined) throw ramError('EntityNotExist.User')
    return { owner, userId: user.userId }
  }
  const keysOf = (holder: KeyHolderName): readonly AccessKeyRow[] => {
    const { owner, userId } = holderOf(holder)
    const rows = [...directory.accessKeys.values()].filter((row) => row.owner.id === owner.id && row.userId === userId)
    return rows.toSorted((a, b) => a.createdMs - b.createdMs || (a.accessKeyId < b.accessKeyId ? -1 : 1))
  }
  const find = (holder: KeyHolderName, accessKeyId: string): AccessKeyRow => {
    const row = keysOf(holder).find((each) => each.accessKeyId === accessKeyId)
    if (row === undefined) throw ramError('EntityNotExist.AccessKey')
    return row
  }

  return {
    list: (holder) => keysOf(holder).map(shownKey),
    create: (holder) =>
      store.change(() => {
        const limit = holder.userName === undefined ? identityLimits.accessKeysPerAccount : identityLimits.accessKeysPerUser
        assertRoom(keysOf(holder).length, limit, 'LimitExceeded.AccessKey')
        const { owner, userId } = holderOf(holder)
        let pair = randomKeyPair(random)
        while (directory.accessKeys.has(pair.accessKeyId)) pair = randomKeyPair(random)
        const accessKey = { ...keyOf(owner, clock, pair), ...(userId === undefined ? {} : { userId }) }
        return { changes: [{ kind: 'put', accessKey }], result: { ...shownKey(accessKey), accessKeySecret: accessKey.accessKeySecret } }
      }),
    setStatus: ({ accessKeyId, status, ...holder }) =>
      store.change(() => {
        const accessKey: AccessKeyRow = { ...find(holder, accessKeyId), status }
        return { changes: [{ kind: 'put', accessKey }], result: undefined }
      }),
    remove: ({ accessKeyId, ...holder }) =>
      store.change(() => ({ changes: [{ kind: 'remove', accessKey: find(holder, accessKeyId) }], result: undefined })),
  }
}

export function keyOf(owner: Owner, clock: Clock, pair: { readonly accessKeyId: string; readonly accessKeySecret: string }): AccessKeyRow {
  return { ...pair, owner, createdMs: clock.now(), status: 'Active' }
}

export function shownKey({ accessKeyId, status, createdMs }: AccessKeyRow): AccessKeySummary {
  return { accessKeyId, status: status ?? 'Active', createdMs }
}
