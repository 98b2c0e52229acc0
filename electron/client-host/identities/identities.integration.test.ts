import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection, Credential } from '../../contract/host-messages.ts'
import type { IdentityChange } from '../../contract/identities.ts'
import { createConnections } from '../connections.ts'
import { RemoteError } from '../errors.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { identityHandlers } from './handlers.ts'

const readOnlyData = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject', 'oss:ListObjects'], Resource: ['acs:oss:*:*:data', 'acs:oss:*:*:data/*'] }] })
const { signal } = new AbortController()

let store: RealStore
const connections = createConnections()
const handlers = identityHandlers({ connections })
const profileId = 'local'
const change = (one: IdentityChange) => handlers['identities.change']({ profileId, change: one }, { signal })
const overview = () => handlers['identities.getOverview']({ profileId }, { signal })
const holder = (kind: 'user' | 'group' | 'role', name: string) => handlers['identities.getHolder']({ profileId, holder: { kind, name } }, { signal })

beforeAll(async () => {
  store = await startRealStore()
  connections.connect(store.connection)
  await store.provider.putBucket({ bucket: 'data', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
afterAll(async () => {
  connections.closeAll()
  await store.close()
})

/** Whether a key pair may list the bucket. */
async function mayList(credential: Credential): Promise<boolean> {
  const provider = openProvider({ ...store.connection, profileId: 'somebody', credential })
  try {
    await provider.listPage({ bucket: 'data', prefix: '', delimiter: '/' })
    return true
  } catch (error) {
    if (error instanceof RemoteError && ['AccessDenied', 'InvalidAccessKeyId', 'InvalidSecurityToken'].includes(error.code)) return false
    throw error
  } finally {
    provider.close()
  }
}

describe('keys and users of the local store', () => {
  it('makes a user whose key does what policies say, and takes everything back with the user', async () => {
    await change({ kind: 'createUser', userName: 'alice', displayName: 'Alice', comments: '' })
    const { accessKey } = await change({ kind: 'createAccessKey', userName: 'alice' })
    if (accessKey === undefined) throw new Error('There is no key')
    expect(await mayList(accessKey)).toBe(false)

    await change({ kind: 'createPolicy', policyName: 'read-data', description: 'for readers', document: readOnlyData })
    await change({ kind: 'createGroup', groupName: 'readers', comments: '' })
    await change({ kind: 'attachPolicy', policy: { policyType: 'Custom', policyName: 'read-data' }, holder: { kind: 'group', name: 'readers' } })
    await change({ kind: 'addToGroup', groupName: 'readers', userName: 'alice' })
    expect(await mayList(accessKey)).toBe(true)
    expect(await holder('user', 'alice')).toMatchObject({ policies: [], groups: ['readers'], keys: [{ accessKeyId: accessKey.accessKeyId, isActive: true }] })
    expect(await holder('group', 'readers')).toMatchObject({ policies: [{ policyName: 'read-data' }], users: ['alice'] })
    expect(await handlers['identities.getPolicy']({ profileId, policy: { policyType: 'Custom', policyName: 'read-data' } }, { signal })).toMatchObject({ document: readOnlyData, defaultVersion: 'v1', versions: [{ versionId: 'v1', document: readOnlyData, isDefault: true }], holders: [{ kind: 'group', name: 'readers' }] })
    // The simulator counts what comes by a group.
    const [effective] = await handlers['identities.getEffectivePolicies']({ profileId, holders: [{ kind: 'user', name: 'alice' }] }, { signal })
    expect(effective?.policies).toEqual([{ name: 'read-data', document: readOnlyData }])

    const rotated = await change({ kind: 'rotateAccessKey', userName: 'alice', accessKeyId: accessKey.accessKeyId })
    expect(await mayList(accessKey)).toBe(false)
    expect(rotated.accessKey === undefined ? undefined : await mayList(rotated.accessKey)).toBe(true)
    await change({ kind: 'setAccessKey', userName: 'alice', accessKeyId: accessKey.accessKeyId, isActive: true })
    expect(await mayList(accessKey)).toBe(true)

    await change({ kind: 'updatePolicy', policyName: 'read-data', document: readOnlyData.replace('Allow', 'Deny') })
    expect(await mayList(accessKey)).toBe(false)
    // It says again what it said before, and forgets what it does not say any more.
    await change({ kind: 'setDefaultPolicyVersion', policyName: 'read-data', versionId: 'v1' })
    expect(await mayList(accessKey)).toBe(true)
    await change({ kind: 'deletePolicyVersion', policyName: 'read-data', versionId: 'v2' })
    const { versions } = await handlers['identities.getPolicy']({ profileId, policy: { policyType: 'Custom', policyName: 'read-data' } }, { signal })
    expect(versions.map(({ versionId, isDefault }) => [versionId, isDefault])).toEqual([['v1', true]])
    await expect(change({ kind: 'deletePolicyVersion', policyName: 'read-data', versionId: 'v1' })).rejects.toThrow(RemoteError)
    await change({ kind: 'deleteUser', userName: 'alice' })
    await change({ kind: 'deletePolicy', policyName: 'read-data' })
    await change({ kind: 'deleteGroup', groupName: 'readers' })
    expect(await mayList(accessKey)).toBe(false)
    expect(await overview()).toMatchObject({ users: [], groups: [] })
  })

  it('issues temporary credentials that the role and the session narrow, and leaves no key behind', async () => {
    const { accountId } = await overview()
    const trustOf = (Condition?: object) => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] }, ...(Condition === undefined ? {} : { Condition }) }] })
    const trustPolicy = trustOf()
    await change({ kind: 'createUser', userName: 'bob', displayName: '', comments: '' })
    await change({ kind: 'attachPolicy', policy: { policyType: 'System', policyName: 'AliyunSTSAssumeRoleAccess' }, holder: { kind: 'user', name: 'bob' } })
    await change({ kind: 'createRole', roleName: 'reader', description: '', trustPolicy, maxSessionSeconds: 3600 })
    await change({ kind: 'createPolicy', policyName: 'read-data', description: '', document: readOnlyData })
    await change({ kind: 'attachPolicy', policy: { policyType: 'Custom', policyName: 'read-data' }, holder: { kind: 'role', name: 'reader' } })
    const assume = (policy?: string, externalId?: string) =>
      handlers['identities.assumeRole']({ profileId, roleName: 'reader', userName: 'bob', sessionName: 'monday', durationSeconds: 900, ...(policy === undefined ? {} : { policy }), ...(externalId === undefined ? {} : { externalId }) }, { signal })
    const given = await assume()
    expect(given.arn).toBe(`acs:ram::${accountId}:role/reader/monday`)
    expect(await mayList(given)).toBe(true)
    const narrowed = await assume(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:GetObject', Resource: '*' }] }))
    expect(await mayList(narrowed)).toBe(false)
    expect((await holder('user', 'bob')).keys).toEqual([])

    // A trust policy may ask for an external id.
    await change({ kind: 'updateRole', roleName: 'reader', description: '', trustPolicy: trustOf({ StringEquals: { 'sts:ExternalId': ['partner-42'] } }), maxSessionSeconds: 3600 })
    await expect(assume()).rejects.toMatchObject({ code: 'NoPermission' })
    expect(await mayList(await assume(undefined, 'partner-42'))).toBe(true)

    // As many keys as a user may have: nothing is made, and nothing taken away.
    await change({ kind: 'createAccessKey', userName: 'bob' })
    await change({ kind: 'createAccessKey', userName: 'bob' })
    await expect(assume()).rejects.toMatchObject({ code: 'InvalidInput', details: { Reason: 'TwoAccessKeys' } })
    expect((await holder('user', 'bob')).keys).toHaveLength(2)
    await change({ kind: 'deleteRole', roleName: 'reader' })
    expect(await mayList(given)).toBe(false)
  })

  it('makes and deletes accounts, and says RAM’s own code when it refuses', async () => {
    const { accessKey } = await change({ kind: 'createAccount', displayName: 'partner' })
    expect(accessKey).toBeDefined()
    const partner = (await overview()).accounts.find(({ displayName }) => displayName === 'partner')
    await change({ kind: 'deleteAccount', accountId: partner?.accountId ?? '' })
    expect((await overview()).accounts).toHaveLength(1)
    await change({ kind: 'createUser', userName: 'carol', displayName: '', comments: '' })
    await expect(change({ kind: 'createUser', userName: 'carol', displayName: '', comments: '' })).rejects.toMatchObject({ code: 'EntityAlreadyExists.User', status: 409 })
  })

  it('looks after the keys of further accounts', async () => {
    const { accessKey: first } = await change({ kind: 'createAccount', displayName: 'Visitors' })
    const accountId = (await overview()).accounts.find(({ displayName }) => displayName === 'Visitors')?.accountId ?? ''
    const keys = async () => (await handlers['identities.getAccountKeys']({ profileId, accountId }, { signal })).map(({ accessKeyId, isActive }) => [accessKeyId, isActive])
    expect(await keys()).toEqual([[first?.accessKeyId, true]])
    const { accessKey: second } = await change({ kind: 'rotateAccessKey', accountId, accessKeyId: first?.accessKeyId ?? '' })
    expect(await keys()).toEqual([[first?.accessKeyId, false], [second?.accessKeyId, true]])
    await change({ kind: 'deleteAccessKey', accountId, accessKeyId: first?.accessKeyId ?? '' })
    expect(await keys()).toEqual([[second?.accessKeyId, true]])
    await change({ kind: 'deleteAccount', accountId })
  })

  it('is refused where a connection is locked, and where a service has no RAM here', async () => {
    const other: Connection = { ...store.connection, profileId: 'other', kind: 'oss' }
    connections.connect(other)
    await expect(handlers['identities.getOverview']({ profileId: 'other' }, { signal })).rejects.toMatchObject({ code: 'NotImplemented' })
    connections.connect({ ...store.connection, profileId: 'locked', readOnly: true })
    await expect(handlers['identities.change']({ profileId: 'locked', change: { kind: 'deleteUser', userName: 'carol' } }, { signal })).rejects.toMatchObject({ code: 'ConnectionReadOnly' })
  })
})
