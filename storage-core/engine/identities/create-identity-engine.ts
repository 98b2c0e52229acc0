import { accessKeyUseCases } from './access-keys.ts'
import { accountUseCases } from './accounts.ts'
import type { IdentityEngine } from './identity-engine.ts'
import { type IdentityDependencies, openIdentityStore } from './identity-store.ts'
import { groupUseCases } from './groups.ts'
import { policyUseCases } from './policies.ts'
import { roleUseCases } from './roles.ts'
import { sessionUseCases } from './sessions.ts'
import { userUseCases } from './users.ts'

/**
 * The identities of an open store. Call `ensureAccessKey` before: a store without an account of its own has none.
 * @throws Error when the store has no account
 */
export function createIdentityEngine(dependencies: IdentityDependencies): IdentityEngine {
  const store = openIdentityStore(dependencies)
  const { directory } = store
  const own = [...directory.accounts.values()].find((account) => account.isOwn)
  if (own === undefined) throw new Error('the store has no account of its own')
  const ownsBuckets = (accountId: string) =>
    dependencies.metadata.read((reader) => {
      for (const bucket of reader.buckets('')) if (bucket.owner.id === accountId) return true
      return false
    })
  return {
    findAccessKey: (accessKeyId) => directory.find(accessKeyId),
    ownAccountId: own.accountId,
    accounts: accountUseCases(store, ownsBuckets),
    accessKeys: accessKeyUseCases(store),
    users: userUseCases(store),
    groups: groupUseCases(store),
    policies: policyUseCases(store),
    roles: roleUseCases(store),
    sessions: sessionUseCases(store),
  }
}
