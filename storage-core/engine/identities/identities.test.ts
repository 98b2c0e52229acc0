import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryTables } from '../../metadata/memory-tables.ts'
import { openMemoryMetadataStore } from '../../metadata/memory-metadata-store.ts'
import { countReads } from '../../metadata/test-support/counting-tables.ts'
import { seededRandom } from '../../platform/test-support/seeded-random.ts'
import { ensureAccessKey } from '../identities.ts'
import { allowAll, createIdentityFixture, denyAll, type IdentityFixture, trustEveryone } from '../test-support/identity-fixture.ts'
import { createIdentityEngine } from './create-identity-engine.ts'
import { identityLimits } from './identity-limits.ts'

let fixture: IdentityFixture
beforeEach(async () => {
  fixture = await createIdentityFixture()
})
const code = (code: string) => expect.objectContaining({ code }) as Error
const rejects = (work: Promise<unknown>, expected: string) => expect(work).rejects.toMatchObject({ code: expected })
const policiesOf = (accessKeyId: string, engine = fixture.engine) => {
  const holder = engine.findAccessKey(accessKeyId)?.holder
  return holder === undefined || holder.kind === 'account' ? undefined : holder.policies
}

async function createUser(userName: string) {
  const { engine, accountId } = fixture
  const user = await engine.users.create({ accountId, userName })
  return { user, key: await engine.accessKeys.create({ accountId, userName }), target: { kind: 'user', name: userName } as const }
}
async function createRole(roleName: string, maxSessionSeconds = 3600) {
  const { engine, accountId } = fixture
  return engine.roles.create({ accountId, roleName, assumeRolePolicyDocument: trustEveryone, maxSessionSeconds })
}
const assume = (roleName: string, durationSeconds = 900, policy?: string) =>
  fixture.engine.sessions.create({
    accountId: fixture.accountId, roleName, sessionName: 'alice', durationSeconds, ...(policy === undefined ? {} : { policy }),
  })

describe('the key pair a store begins with', () => {
  it('is made once, kept, and joined by the pair a script brings along', async () => {
    const { metadata, clock, root, accountId, reopen } = fixture
    const options = { metadata, clock, random: seededRandom(2) }
    expect(root.accessKeyId).toMatch(/^OSSIA[A-Za-z0-9]{16}$/)
    expect(root.accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/)
    expect(accountId).toMatch(/^1\d{15}$/)
    expect(await ensureAccessKey(options)).toEqual(root)
    clock.nowMs += 1
    const wanted = { accessKeyId: 'script', accessKeySecret: 'one' }
    expect(await ensureAccessKey({ ...options, accessKey: wanted })).toEqual({ ...root, ...wanted })
    await ensureAccessKey({ ...options, accessKey: { ...wanted, accessKeySecret: 'two' } })
    const after = reopen()
    expect([after.findAccessKey(root.accessKeyId), after.findAccessKey('script')]).toEqual([root, { ...root, ...wanted, accessKeySecret: 'two' }])
  })
  it('is replaced when every one was disabled or deleted, and a wanted one is made usable', async () => {
    const { engine, metadata, clock, root, accountId, reopen } = fixture
    const options = { metadata, clock, random: seededRandom(2) }
    await engine.accessKeys.setStatus({ accountId, accessKeyId: root.accessKeyId, status: 'Inactive' })
    const next = await ensureAccessKey(options)
    expect(next.accessKeyId).not.toBe(root.accessKeyId)
    const { accessKeyId, accessKeySecret } = root
    await ensureAccessKey({ ...options, accessKey: { accessKeyId, accessKeySecret } })
    expect(reopen().findAccessKey(accessKeyId)).toEqual(root)
  })
  it('gets its account when the store is from before accounts had rows', async () => {
    const clock = { now: () => 5 }
    const metadata = await openMemoryMetadataStore()
    const owner = { id: '1234567890123456', displayName: 'me' }
    await metadata.write((tx) => tx.putAccessKey({ accessKeyId: 'old', accessKeySecret: 's', owner, createdMs: 1 }))
    const key = await ensureAccessKey({ metadata, clock, random: seededRandom(1) })
    expect(key).toEqual({ accessKeyId: 'old', accessKeySecret: 's', owner, holder: { kind: 'account', accountId: owner.id } })
    const engine = createIdentityEngine({ metadata, clock, random: seededRandom(1) })
    expect(engine.accounts.list()).toEqual([{ kind: 'account', accountId: owner.id, displayName: 'me', createdMs: 5, isOwn: true }])
    expect(engine.findAccessKey('old')).toEqual(key)
  })
  it('never becomes one of a RAM user by being wanted', async () => {
    const { metadata, clock, reopen } = fixture
    const { key } = await createUser('alice')
    const wanted = { metadata, clock, random: seededRandom(2), accessKey: { accessKeyId: key.accessKeyId, accessKeySecret: 'x' } }
    await rejects(ensureAccessKey(wanted), 'InvalidArgument')
    expect(reopen().findAccessKey(key.accessKeyId)?.holder.kind).toBe('user')
  })
})

describe('key pairs', () => {
  it('are changed from one to the next without a moment without one', async () => {
    const { engine, accountId } = fixture
    const { key: first } = await createUser('alice')
    const holder = { accountId, userName: 'alice' }
    const second = await engine.accessKeys.create(holder)
    await rejects(engine.accessKeys.create(holder), 'LimitExceeded.AccessKey')
    await engine.accessKeys.setStatus({ ...holder, accessKeyId: first.accessKeyId, status: 'Inactive' })
    expect(engine.findAccessKey(first.accessKeyId)?.isDisabled).toBe(true)
    expect(engine.findAccessKey(second.accessKeyId)?.isDisabled).toBeUndefined()
    await engine.accessKeys.setStatus({ ...holder, accessKeyId: first.accessKeyId, status: 'Active' })
    expect(engine.findAccessKey(first.accessKeyId)?.isDisabled).toBeUndefined()
    await engine.accessKeys.remove({ ...holder, accessKeyId: first.accessKeyId })
    expect(engine.findAccessKey(first.accessKeyId)).toBeUndefined()
    expect(engine.accessKeys.list(holder).map((key) => key.accessKeyId)).toEqual([second.accessKeyId])
  })
  it('of an account are five at most, and belong to nobody else', async () => {
    const { engine, accountId, root } = fixture
    for (let count = 1; count < identityLimits.accessKeysPerAccount; count++) await engine.accessKeys.create({ accountId })
    await rejects(engine.accessKeys.create({ accountId }), 'LimitExceeded.AccessKey')
    await createUser('alice')
    await rejects(engine.accessKeys.remove({ accountId, userName: 'alice', accessKeyId: root.accessKeyId }), 'EntityNotExist.AccessKey')
    const { account } = await engine.accounts.create({ displayName: 'other' })
    await rejects(engine.accessKeys.remove({ accountId: account.accountId, accessKeyId: root.accessKeyId }), 'EntityNotExist.AccessKey')
  })
  it('that are made at the same time never exceed the limit', async () => {
    const { engine, accountId } = fixture
    await engine.users.create({ accountId, userName: 'alice' })
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => engine.accessKeys.create({ accountId, userName: 'alice' })))
    expect(made.filter((each) => each.status === 'fulfilled')).toHaveLength(2)
    expect(engine.accessKeys.list({ accountId, userName: 'alice' })).toHaveLength(2)
  })
})

describe('users and what is attached to them', () => {
  it('have UIDs and names as in RAM', async () => {
    const { engine, accountId } = fixture
    const { user } = await createUser('alice')
    expect(user.userId).toMatch(/^2\d{17}$/)
    await rejects(engine.users.create({ accountId, userName: 'alice' }), 'EntityAlreadyExists.User')
    for (const userName of ['', 'a/b', 'x'.repeat(65), 'a b']) await rejects(engine.users.create({ accountId, userName }), 'InvalidParameter')
    expect(() => engine.users.get({ accountId, userName: 'nobody' })).toThrow(code('EntityNotExist.User'))
  })
  it('get a policy, its change and its end for the very next look-up', async () => {
    const { engine, accountId } = fixture
    const { key, target } = await createUser('alice')
    const policy = { accountId, policyName: 'mine' }
    await engine.policies.create({ ...policy, document: allowAll })
    expect(policiesOf(key.accessKeyId)).toEqual([])
    await engine.policies.attach({ ...policy, policyType: 'Custom', target })
    expect(policiesOf(key.accessKeyId)).toEqual([{ name: 'mine', document: allowAll }])
    await engine.policies.createVersion({ ...policy, document: denyAll, setAsDefault: false })
    expect(policiesOf(key.accessKeyId)?.[0]?.document).toBe(allowAll)
    await engine.policies.setDefaultVersion({ ...policy, versionId: 'v2' })
    expect(policiesOf(key.accessKeyId)?.[0]?.document).toBe(denyAll)
    await engine.policies.detach({ ...policy, policyType: 'Custom', target })
    expect(policiesOf(key.accessKeyId)).toEqual([])
  })
  it('give the same object for a key until something changes, so that what is made of it can be kept', async () => {
    const { engine } = fixture
    const { key } = await createUser('alice')
    const before = engine.findAccessKey(key.accessKeyId)
    expect(engine.findAccessKey(key.accessKeyId)).toBe(before)
    await createRole('r')
    const changed = engine.findAccessKey(key.accessKeyId)
    expect(changed).not.toBe(before)
    await assume('r')
    expect(engine.findAccessKey(key.accessKeyId)).toBe(changed)
  })
  it('are deleted only when nothing hangs on them', async () => {
    const { engine, accountId } = fixture
    const { key, target } = await createUser('alice')
    const holder = { accountId, userName: 'alice' }
    const system = { accountId, policyType: 'System', policyName: 'AliyunOSSReadOnlyAccess', target } as const
    await engine.policies.attach(system)
    await rejects(engine.policies.attach(system), 'EntityAlreadyExists.User.Policy')
    await rejects(engine.users.remove(holder), 'DeleteConflict.User.AccessKey')
    await engine.accessKeys.remove({ ...holder, accessKeyId: key.accessKeyId })
    await rejects(engine.users.remove(holder), 'DeleteConflict.User.Policy')
    await engine.policies.detach(system)
    await rejects(engine.policies.detach(system), 'EntityNotExist.User.Policy')
    await engine.users.remove(holder)
    expect(engine.users.list({ accountId })).toEqual([])
  })
})

describe('policies', () => {
  it('of the system are there, and cannot be changed', async () => {
    const { engine, accountId } = fixture
    const names = engine.policies.list({ accountId }).map((policy) => policy.policyName)
    expect(names).toEqual(expect.arrayContaining(['AliyunOSSFullAccess', 'AliyunOSSReadOnlyAccess', 'AliyunSTSAssumeRoleAccess']))
    await rejects(engine.policies.create({ accountId, policyName: 'AliyunOSSFullAccess', document: allowAll }), 'EntityAlreadyExists.Policy')
    await rejects(engine.policies.remove({ accountId, policyName: 'AliyunOSSFullAccess' }), 'EntityNotExist.Policy')
  })
  it('keep at most five versions, never use a number twice, and stay while they are attached', async () => {
    const { engine, accountId } = fixture
    const { target } = await createUser('alice')
    const policy = { accountId, policyName: 'p' }
    const named = { ...policy, policyType: 'Custom' } as const
    await engine.policies.create({ ...policy, document: allowAll })
    for (let version = 2; version <= 5; version++) await engine.policies.createVersion({ ...policy, document: denyAll, setAsDefault: true })
    await rejects(engine.policies.createVersion({ ...policy, document: denyAll, setAsDefault: true }), 'LimitExceeded.Policy.Version')
    await rejects(engine.policies.removeVersion({ ...policy, versionId: 'v5' }), 'DeleteConflict.Policy.Version.Default')
    await engine.policies.removeVersion({ ...policy, versionId: 'v4' })
    expect((await engine.policies.createVersion({ ...policy, document: allowAll, setAsDefault: false })).versionId).toBe('v6')
    await engine.policies.attach({ ...named, target })
    expect(engine.policies.entities(named).users.map(({ entity }) => entity.userName)).toEqual(['alice'])
    await rejects(engine.policies.remove(policy), 'DeleteConflict.Policy.User')
    await engine.policies.detach({ ...named, target })
    await rejects(engine.policies.remove(policy), 'DeleteConflict.Policy.Version')
    for (const versionId of ['v1', 'v2', 'v3', 'v6']) await engine.policies.removeVersion({ ...policy, versionId })
    await engine.policies.remove(policy)
    expect(() => engine.policies.get(named)).toThrow(code('EntityNotExist.Policy'))
  })
  it('refuse documents and names that are too long', async () => {
    const { engine, accountId } = fixture
    await rejects(engine.policies.create({ accountId, policyName: 'p', document: 'x'.repeat(6145) }), 'InvalidParameter.PolicySize')
    await rejects(engine.policies.create({ accountId, policyName: 'a_b', document: allowAll }), 'InvalidParameter')
  })
})

describe('temporary credentials', () => {
  it('stand for the role with its policies of now, and expire by the store\'s clock', async () => {
    const { engine, accountId, clock } = fixture
    const role = await createRole('reader')
    const session = await assume('reader', 900, denyAll)
    expect(session.accessKeyId).toMatch(/^STS\.[A-Za-z0-9]{24}$/)
    expect(session.expiresMs).toBe(clock.nowMs + 900_000)
    expect(engine.findAccessKey(session.accessKeyId)).toEqual({
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      owner: { id: accountId, displayName: 'ossia' },
      holder: { kind: 'role', accountId, roleId: role.roleId, roleName: 'reader', sessionName: 'alice', policies: [], sessionPolicy: denyAll },
      securityToken: { value: session.securityToken, expiresMs: session.expiresMs },
    })
    await engine.policies.attach({ accountId, policyType: 'System', policyName: 'AliyunOSSFullAccess', target: { kind: 'role', name: 'reader' } })
    expect(policiesOf(session.accessKeyId)?.map((policy) => policy.name)).toEqual(['AliyunOSSFullAccess'])
  })
  it('last from 15 minutes to as long as the role allows', async () => {
    const role = await createRole('r', 7200)
    expect(role.roleId).toMatch(/^3\d{17}$/)
    for (const seconds of [0, -1, 899, 7201, 1000.5, Number.NaN]) await rejects(assume('r', seconds), 'InvalidParameter.DurationSeconds')
    for (const seconds of [900, 7200]) await assume('r', seconds)
    await rejects(createRole('too-long', 43_201), 'InvalidParameter')
    await rejects(createRole('too-short', 3599), 'InvalidParameter')
  })
  it('are swept an hour after they expired, and stay after a restart until then', async () => {
    const { engine, clock, reopen } = fixture
    await createRole('r')
    const session = await assume('r')
    clock.nowMs = session.expiresMs + identityLimits.expiredSessionGraceMs - 1
    expect(await engine.sessions.sweep()).toBe(0)
    expect(reopen().findAccessKey(session.accessKeyId)?.securityToken?.expiresMs).toBe(session.expiresMs)
    clock.nowMs += 1
    expect(await engine.sessions.sweep()).toBe(1)
    expect([engine, reopen()].map((each) => each.findAccessKey(session.accessKeyId))).toEqual([undefined, undefined])
  })
  it('end with their role, also when one of the same name follows', async () => {
    const { engine, accountId, reopen } = fixture
    await createRole('r')
    const session = await assume('r')
    await engine.roles.remove({ accountId, roleName: 'r' })
    await createRole('r')
    expect([engine, reopen()].map((each) => each.findAccessKey(session.accessKeyId))).toEqual([undefined, undefined])
  })
})

describe('further accounts', () => {
  it('have users and policies of their own, and a key pair', async () => {
    const { engine, accountId } = fixture
    await createUser('alice')
    const { account, accessKey } = await engine.accounts.create({ displayName: 'partner' })
    const other = account.accountId
    expect(engine.findAccessKey(accessKey.accessKeyId)).toMatchObject({ owner: { id: other, displayName: 'partner' }, holder: { kind: 'account', accountId: other } })
    await engine.users.create({ accountId: other, userName: 'alice' })
    expect(engine.users.get({ accountId: other, userName: 'alice' }).userId).not.toBe(engine.users.get({ accountId, userName: 'alice' }).userId)
    await engine.policies.create({ accountId: other, policyName: 'p', document: allowAll })
    expect(() => engine.policies.get({ accountId, policyType: 'Custom', policyName: 'p' })).toThrow(code('EntityNotExist.Policy'))
    await rejects(engine.accounts.remove({ accountId: other }), 'DeleteConflict.Account.Identity')
  })
  it('are deleted with their keys once they own nothing', async () => {
    const { engine, accountId, metadata, reopen } = fixture
    const { account, accessKey } = await engine.accounts.create({ displayName: 'partner' })
    const bucket = {
      name: 'theirs', owner: { id: account.accountId, displayName: 'partner' }, region: 'cn-hangzhou', createdMs: 1, bucketId: 1,
      acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS', tags: {},
    } as const
    await metadata.write((tx) => tx.putBucket(bucket))
    await rejects(engine.accounts.remove({ accountId: account.accountId }), 'DeleteConflict.Account.Bucket')
    await metadata.write((tx) => tx.removeBucket(bucket))
    await metadata.write((tx) => tx.putAccountSetting(account.accountId, 'publicAccessBlock', { blockPublicAccess: true }))
    await engine.accounts.remove({ accountId: account.accountId })
    expect([engine, reopen()].map((each) => each.findAccessKey(accessKey.accessKeyId))).toEqual([undefined, undefined])
    expect(metadata.read((reader) => reader.accountSetting(account.accountId, 'publicAccessBlock'))).toBeUndefined()
    await rejects(engine.accounts.remove({ accountId }), 'DeleteConflict.Account.Own')
  })
})

describe('a look-up', () => {
  it('reads nothing of the database, whatever changed before it', async () => {
    const { tables, reads } = countReads(createMemoryTables())
    fixture = await createIdentityFixture(1, { tables })
    const { key, target } = await createUser('alice')
    await createRole('r')
    const session = await assume('r')
    const system = { accountId: fixture.accountId, policyType: 'System', policyName: 'AliyunOSSFullAccess' } as const
    await fixture.engine.policies.attach({ ...system, target })
    await fixture.engine.policies.attach({ ...system, target: { kind: 'role', name: 'r' } })
    const before = { ...reads }
    for (const id of [fixture.root.accessKeyId, key.accessKeyId, session.accessKeyId, 'unknown']) {
      for (let count = 0; count < 100; count++) fixture.engine.findAccessKey(id)
    }
    expect(policiesOf(session.accessKeyId)).toHaveLength(1)
    expect({ ...reads }).toEqual(before)
  })
})

describe('a disk that refuses', () => {
  it('leaves identities as they were, in memory too', async () => {
    const { engine, accountId, metadata } = fixture
    const { key } = await createUser('alice')
    await metadata.close()
    await expect(engine.accessKeys.remove({ accountId, userName: 'alice', accessKeyId: key.accessKeyId })).rejects.toMatchObject({ code: 'ServiceUnavailable' })
    expect(engine.findAccessKey(key.accessKeyId)?.holder.kind).toBe('user')
  })
})
