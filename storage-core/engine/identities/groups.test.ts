import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { isRamError } from '../../model/ram-error.ts'
import { allowAll, createIdentityFixture, denyAll, type IdentityFixture } from '../test-support/identity-fixture.ts'
import { identityLimits } from './identity-limits.ts'

let fixture: IdentityFixture
beforeEach(async () => {
  fixture = await createIdentityFixture()
})
const rejects = (work: Promise<unknown>, expected: string) => expect(work).rejects.toMatchObject({ code: expected })
const inGroup = (groupName: string, userName: string) => ({ accountId: fixture.accountId, groupName, userName })
const toGroup = (policyName: string, name: string) => ({ accountId: fixture.accountId, policyType: 'Custom', policyName, target: { kind: 'group', name } }) as const

async function createUser(userName: string): Promise<() => readonly string[]> {
  const { engine, accountId } = fixture
  await engine.users.create({ accountId, userName })
  const { accessKeyId } = await engine.accessKeys.create({ accountId, userName })
  return () => {
    const holder = fixture.engine.findAccessKey(accessKeyId)?.holder
    return holder?.kind === 'user' ? holder.policies.map(({ name }) => name) : []
  }
}

describe('groups', () => {
  it('give their policies to their users, from the next look-up on, and take them away', async () => {
    const { engine, accountId, reopen } = fixture
    const policiesOfAlice = await createUser('alice')
    const policiesOfBob = await createUser('bob')
    await engine.groups.create({ accountId, groupName: 'readers', comments: 'who read' })
    await engine.policies.create({ accountId, policyName: 'read', document: allowAll })
    await engine.policies.create({ accountId, policyName: 'own', document: denyAll })
    await engine.policies.attach({ ...toGroup('own', ''), target: { kind: 'user', name: 'alice' } })
    await engine.groups.addUser(inGroup('readers', 'alice'))
    expect(policiesOfAlice()).toEqual(['own'])
    await engine.policies.attach(toGroup('read', 'readers'))
    expect([policiesOfAlice(), policiesOfBob()]).toEqual([['own', 'read'], []])
    expect(engine.policies.get({ accountId, policyType: 'Custom', policyName: 'read' }).attachmentCount).toBe(1)
    expect(engine.policies.entities({ accountId, policyType: 'Custom', policyName: 'read' }).groups.map(({ entity }) => entity.groupName)).toEqual(['readers'])
    expect(reopen().groups.users({ accountId, groupName: 'readers' }).map(({ user }) => user.userName)).toEqual(['alice'])
    await engine.groups.removeUser(inGroup('readers', 'alice'))
    expect(policiesOfAlice()).toEqual(['own'])
  })

  it('count a policy once that a user has in several ways', async () => {
    const { engine, accountId } = fixture
    const policies = await createUser('alice')
    await engine.policies.create({ accountId, policyName: 'p', document: allowAll })
    await engine.policies.attach({ ...toGroup('p', ''), target: { kind: 'user', name: 'alice' } })
    for (const groupName of ['a', 'b']) {
      await engine.groups.create({ accountId, groupName })
      await engine.policies.attach(toGroup('p', groupName))
      await engine.groups.addUser(inGroup(groupName, 'alice'))
    }
    expect(policies()).toEqual(['p'])
    expect(engine.groups.groupsOfUser({ accountId, userName: 'alice' }).map(({ group }) => group.groupName)).toEqual(['a', 'b'])
  })

  it('are not deleted, nor what is in them, while they hold each other', async () => {
    const { engine, accountId } = fixture
    await createUser('alice')
    await engine.groups.create({ accountId, groupName: 'g' })
    await engine.policies.create({ accountId, policyName: 'p', document: allowAll })
    await engine.policies.attach(toGroup('p', 'g'))
    await engine.groups.addUser(inGroup('g', 'alice'))
    const accessKeyId = engine.accessKeys.list({ accountId, userName: 'alice' })[0]?.accessKeyId ?? ''
    await engine.accessKeys.remove({ accountId, userName: 'alice', accessKeyId })
    await rejects(engine.users.remove({ accountId, userName: 'alice' }), 'DeleteConflict.User.Group')
    await rejects(engine.groups.remove({ accountId, groupName: 'g' }), 'DeleteConflict.Group.User')
    await rejects(engine.policies.remove({ accountId, policyName: 'p' }), 'DeleteConflict.Policy.Group')
    await engine.groups.removeUser(inGroup('g', 'alice'))
    await rejects(engine.groups.remove({ accountId, groupName: 'g' }), 'DeleteConflict.Group.Policy')
    await engine.policies.detach(toGroup('p', 'g'))
    await engine.groups.remove({ accountId, groupName: 'g' })
    await engine.users.remove({ accountId, userName: 'alice' })
    await engine.policies.remove({ accountId, policyName: 'p' })
  })

  it('refuse what does not fit', async () => {
    const { engine, accountId } = fixture
    await createUser('alice')
    await engine.groups.create({ accountId, groupName: 'g' })
    await rejects(engine.groups.create({ accountId, groupName: 'g' }), 'EntityAlreadyExists.Group')
    await rejects(engine.groups.create({ accountId, groupName: 'a_b' }), 'InvalidParameter')
    await rejects(engine.groups.create({ accountId: '1', groupName: 'h' }), 'EntityNotExist.Account')
    await rejects(engine.groups.addUser(inGroup('none', 'alice')), 'EntityNotExist.Group')
    await rejects(engine.groups.addUser(inGroup('g', 'none')), 'EntityNotExist.User')
    await engine.groups.addUser(inGroup('g', 'alice'))
    await rejects(engine.groups.addUser(inGroup('g', 'alice')), 'EntityAlreadyExists.User.Group')
    await engine.groups.removeUser(inGroup('g', 'alice'))
    await rejects(engine.groups.removeUser(inGroup('g', 'alice')), 'EntityNotExist.User.Group')
    await engine.policies.create({ accountId, policyName: 'p', document: allowAll })
    await rejects(engine.policies.detach(toGroup('p', 'g')), 'EntityNotExist.Group.Policy')
    await engine.policies.attach(toGroup('p', 'g'))
    await rejects(engine.policies.attach(toGroup('p', 'g')), 'EntityAlreadyExists.Group.Policy')
    await rejects(engine.policies.attach(toGroup('p', 'none')), 'EntityNotExist.Group')
    for (let count = 1; count < identityLimits.groupsPerAccount; count++) await engine.groups.create({ accountId, groupName: `g${count}` })
    await rejects(engine.groups.create({ accountId, groupName: 'one-more' }), 'LimitExceeded.Group')
    const { account } = await engine.accounts.create({ displayName: 'other' })
    await engine.groups.create({ accountId: account.accountId, groupName: 'g' })
    await rejects(engine.groups.addUser({ accountId: account.accountId, groupName: 'g', userName: 'alice' }), 'EntityNotExist.User')
    await rejects(engine.accounts.remove({ accountId: account.accountId }), 'DeleteConflict.Account.Identity')
  })

  it('and users can be renamed, and stay what they are', async () => {
    const { engine, accountId, reopen } = fixture
    const policies = await createUser('alice')
    await createUser('bob')
    await engine.groups.create({ accountId, groupName: 'g' })
    await engine.groups.create({ accountId, groupName: 'h' })
    await engine.policies.create({ accountId, policyName: 'p', document: allowAll })
    await engine.policies.attach(toGroup('p', 'g'))
    await engine.groups.addUser(inGroup('g', 'alice'))
    const before = engine.users.get({ accountId, userName: 'alice' })
    fixture.clock.nowMs += 1000
    const after = await engine.users.update({ accountId, userName: 'alice', newUserName: 'carol', comments: 'new' })
    expect(after).toEqual({ ...before, userName: 'carol', comments: 'new', updatedMs: before.updatedMs + 1000 })
    expect(() => engine.users.get({ accountId, userName: 'alice' })).toThrow(expect.objectContaining({ code: 'EntityNotExist.User' }) as Error)
    await engine.groups.update({ accountId, groupName: 'g', newGroupName: 'i' })
    expect(policies()).toEqual(['p'])
    expect(reopen().groups.users({ accountId, groupName: 'i' }).map(({ user }) => user.userName)).toEqual(['carol'])
    await rejects(engine.users.update({ accountId, userName: 'carol', newUserName: 'bob' }), 'EntityAlreadyExists.User')
    await rejects(engine.users.update({ accountId, userName: 'carol', newUserName: 'no name' }), 'InvalidParameter')
    await rejects(engine.groups.update({ accountId, groupName: 'i', newGroupName: 'h' }), 'EntityAlreadyExists.Group')
    await engine.users.create({ accountId, userName: 'alice' })
  })

  it('give each user what a plain model says, after any changes, before and after a restart', async () => {
    const users = ['u', 'v']
    const groups = ['g', 'h']
    const policies = ['p', 'q']
    const step = fc.record({ kind: fc.constantFrom('add', 'remove', 'attach', 'detach'), user: fc.constantFrom(...users), group: fc.constantFrom(...groups), policy: fc.constantFrom(...policies) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        fixture = await createIdentityFixture()
        const { engine, accountId } = fixture
        const keys = new Map<string, string>()
        for (const userName of users) {
          await engine.users.create({ accountId, userName })
          keys.set(userName, (await engine.accessKeys.create({ accountId, userName })).accessKeyId)
        }
        for (const groupName of groups) await engine.groups.create({ accountId, groupName })
        for (const policyName of policies) await engine.policies.create({ accountId, policyName, document: allowAll })
        const members = new Set<string>()
        const attached = new Set<string>()
        for (const { kind, user, group, policy } of steps) {
          const isMember = kind === 'add' || kind === 'remove'
          const [set, item] = isMember ? [members, `${group} ${user}`] : [attached, `${group} ${policy}`]
          const isAdding = kind === 'add' || kind === 'attach'
          const work = isMember ? engine.groups[kind === 'add' ? 'addUser' : 'removeUser'](inGroup(group, user)) : engine.policies[kind](toGroup(policy, group))
          const done = await work.then(() => true, (error: unknown) => (isRamError(error) ? false : Promise.reject(error as Error)))
          expect(done).toBe(set.has(item) !== isAdding)
          if (isAdding) set.add(item)
          else set.delete(item)
          for (const each of [engine, fixture.reopen()]) {
            for (const userName of users) {
              const holder = each.findAccessKey(keys.get(userName) ?? '')?.holder
              const shown = holder?.kind === 'user' ? holder.policies.map(({ name }) => name).toSorted() : []
              const wanted = policies.filter((name) => groups.some((each) => members.has(`${each} ${userName}`) && attached.has(`${each} ${name}`)))
              expect(shown).toEqual(wanted)
            }
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
