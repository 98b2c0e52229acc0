import { describe, expect, it } from 'vitest'
import { createMemoryBlobStore } from '../engine/test-support/memory-blob-store.ts'
import { allowAll, createIdentityFixture, trustEveryone } from '../engine/test-support/identity-fixture.ts'
import type { GroupRow, MetadataWriter, PolicyRow, RoleRow, UserRow } from '../metadata/metadata-store.ts'
import { checkStore } from './check-store.ts'

/** A store with one of everything, damaged by `damage`. */
async function problemsAfter(damage?: (tx: MetadataWriter, rows: { user: UserRow; group: GroupRow; role: RoleRow; policy: PolicyRow }) => unknown) {
  const { engine, metadata, accountId } = await createIdentityFixture()
  await engine.users.create({ accountId, userName: 'u' })
  await engine.accessKeys.create({ accountId, userName: 'u' })
  await engine.policies.create({ accountId, policyName: 'p', document: allowAll })
  await engine.policies.attach({ accountId, policyType: 'Custom', policyName: 'p', target: { kind: 'user', name: 'u' } })
  await engine.roles.create({ accountId, roleName: 'r', assumeRolePolicyDocument: trustEveryone })
  await engine.sessions.create({ accountId, roleName: 'r', sessionName: 'session', durationSeconds: 900 })
  await engine.groups.create({ accountId, groupName: 'g' })
  await engine.groups.addUser({ accountId, groupName: 'g', userName: 'u' })
  const rows = metadata.read((reader) => [...reader.identities()])
  const [user, group, role, policy] = ['user', 'group', 'role', 'policy'].map((kind) => rows.find((row) => row.kind === kind)) as [UserRow, GroupRow, RoleRow, PolicyRow]
  if (damage) await metadata.write((tx) => damage(tx, { user, group, role, policy }))
  const reader = metadata.snapshot()
  const report = await checkStore(reader, await createMemoryBlobStore({ inlineLimitBytes: 16 }), { deep: false })
  reader.close()
  return report.problems.map(({ kind, detail }) => [kind, detail])
}

describe('fsck of identities', () => {
  it('finds nothing wrong with what the engine wrote', async () => {
    expect(await problemsAfter()).toEqual([])
  })
  it('takes a session without its role for what the sweep has to do', async () => {
    expect(await problemsAfter((tx, { role }) => tx.removeIdentity(role))).toEqual([])
  })
  it.each<readonly [string, Parameters<typeof problemsAfter>[0], RegExp]>([
    ['a key without its user', (tx, { user, group }) => [tx.removeIdentity(user), tx.removeIdentity(group)], /its user \d+ is not one of its account/],
    ['a policy that is gone and still attached', (tx, { policy }) => tx.removeIdentity(policy), /the policy p it has does not exist/],
    ['a member that is gone', (tx, { group }) => tx.putIdentity({ ...group, members: [{ userId: '9', joinedMs: 1 }] }), /its user 9 is not one of its account/],
    ['a default version that is gone', (tx, { policy }) => tx.putIdentity({ ...policy, defaultVersion: 'v9' }), /default version v9/],
    ['two users of one name', (tx, { user }) => tx.putIdentity({ ...user, userId: '2', policies: [] }), /another one of this name/],
    ['a role of an account that is gone', (tx, { role }) => tx.putIdentity({ ...role, accountId: '1' }), /its account 1 does not exist/],
    ['a second account of the store\'s own', (tx) => tx.putIdentity({ kind: 'account', accountId: '2', displayName: '', createdMs: 1, isOwn: true }), /2 accounts/],
  ])('finds %s', async (_, damage, detail) => {
    expect(await problemsAfter(damage)).toEqual([['wrong-identity', expect.stringMatching(detail)]])
  })
})
