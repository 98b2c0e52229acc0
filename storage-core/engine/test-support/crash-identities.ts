import { createNodePlatform } from '../../platform/node/node-platform.ts'
import type { IdentityDependencies } from '../identities/identity-store.ts'
import { createIdentityEngine } from '../identities/create-identity-engine.ts'
import type { IdentityEngine } from '../identities/identity-engine.ts'
import { ensureAccessKey } from '../identities.ts'
import type { IdentityOperation } from './crash-plan.ts'

const { random } = createNodePlatform()
const user = { kind: 'user', name: 'u' } as const

/** The identities of an open store, which gets an account when it has none. */
export async function openIdentities(deps: Omit<IdentityDependencies, 'random'>): Promise<IdentityEngine> {
  await ensureAccessKey({ ...deps, random })
  return createIdentityEngine({ ...deps, random })
}

/** Runs one planned change of identities; all are about one user, one role and one policy. */
export async function performIdentity(engine: IdentityEngine, { change }: IdentityOperation): Promise<void> {
  const accountId = engine.ownAccountId
  const policy = { accountId, policyName: 'p' }
  const own = { accountId, userName: 'u' }
  const accessKeyId = () => engine.accessKeys.list(own)[0]?.accessKeyId ?? 'none'
  switch (change) {
    case 'create-account':
      await engine.accounts.create({ displayName: 'other' })
      return
    case 'remove-account': {
      const other = engine.accounts.list().find((account) => !account.isOwn)
      await engine.accounts.remove({ accountId: other?.accountId ?? 'none' })
      return
    }
    case 'create-user':
      await engine.users.create(own)
      return
    case 'remove-user':
      await engine.users.remove(own)
      return
    case 'create-key':
      await engine.accessKeys.create(own)
      return
    case 'disable-key':
      await engine.accessKeys.setStatus({ ...own, accessKeyId: accessKeyId(), status: 'Inactive' })
      return
    case 'remove-key':
      await engine.accessKeys.remove({ ...own, accessKeyId: accessKeyId() })
      return
    case 'create-policy':
      await engine.policies.create({ ...policy, document: 'one' })
      return
    case 'change-policy':
      await engine.policies.createVersion({ ...policy, document: 'two', setAsDefault: true })
      return
    case 'remove-policy':
      await engine.policies.remove(policy)
      return
    case 'attach':
      await engine.policies.attach({ ...policy, policyType: 'Custom', target: user })
      return
    case 'detach':
      await engine.policies.detach({ ...policy, policyType: 'Custom', target: user })
      return
    case 'create-role':
      await engine.roles.create({ accountId, roleName: 'r', assumeRolePolicyDocument: 'trust' })
      return
    case 'remove-role':
      await engine.roles.remove({ accountId, roleName: 'r' })
      return
    case 'assume':
      await engine.sessions.create({ accountId, roleName: 'r', sessionName: 'session', durationSeconds: 900 })
  }
}

/** Everything about identities that a restart must find again, without ids and secrets, which are drawn. */
export function shownIdentities(engine: IdentityEngine): object {
  const accountId = engine.ownAccountId
  const users = engine.users.list({ accountId })
  return {
    accounts: engine.accounts.list().map((account) => account.displayName).toSorted(),
    users: users.map(({ userName, policies }) => [userName, ...policies.map((each) => each.policyName)]),
    keys: users.flatMap(({ userName }) => engine.accessKeys.list({ accountId, userName }).map((key) => key.status)),
    policies: engine.policies.list({ accountId, policyType: 'Custom' }).map(({ policyName, document }) => [policyName, document]),
    roles: engine.roles.list({ accountId }).map((role) => role.roleName),
  }
}
