import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, rpcClient, type RpcCaller, type Style } from './rpc-client.ts'
import { elementText, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

const ram = '2015-05-01'
const sts = '2015-04-01'
const statement = (Effect: 'Allow' | 'Deny', Action: string | readonly string[], Resource: string) =>
  JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource }] })

let running: TestStore
let accountId: string
let root: RpcCaller
let nextName = 0
beforeAll(async () => {
  running = await startTestStore()
  root = client(accessKey)
  accountId = ((await root(sts, 'GetCallerIdentity')) as { AccountId: string }).AccountId
})
afterAll(() => running.stop())

const client = (credentials: Credentials, style?: Style) => rpcClient(running.port, credentials, style)
const name = (prefix: string) => `${prefix}-${++nextName}`
const ownerOf = async (bucket: string) => elementText((await send(running.port, { bucket, query: [['bucketInfo', '']] })).text, 'ID')
const refuses = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code })

async function createUser(...policies: readonly string[]): Promise<{ readonly userName: string; readonly credentials: Credentials; readonly call: RpcCaller }> {
  const UserName = name('user')
  await root(ram, 'CreateUser', { UserName })
  for (const PolicyName of policies) await root(ram, 'AttachPolicyToUser', { PolicyType: 'System', PolicyName, UserName })
  const { AccessKey } = (await root(ram, 'CreateAccessKey', { UserName })) as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
  const credentials = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret }
  return { userName: UserName, credentials, call: client(credentials) }
}

async function createRole(trusted: string, ...policies: readonly string[]): Promise<{ readonly roleName: string; readonly arn: string }> {
  const RoleName = name('role')
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [trusted] } }] })
  const { Role } = (await root(ram, 'CreateRole', { RoleName, AssumeRolePolicyDocument, MaxSessionDuration: '7200' })) as { Role: { Arn: string } }
  for (const PolicyName of policies) await root(ram, 'AttachPolicyToRole', { PolicyType: 'System', PolicyName, RoleName })
  return { roleName: RoleName, arn: Role.Arn }
}

interface Assumed {
  readonly AssumedRoleUser: { readonly Arn: string; readonly AssumedRoleId: string }
  readonly Credentials: { readonly AccessKeyId: string; readonly AccessKeySecret: string; readonly SecurityToken: string; readonly Expiration: string }
}
const credentialsOf = ({ Credentials: made }: Assumed) => ({
  accessKeyId: made.AccessKeyId,
  accessKeySecret: made.AccessKeySecret,
  securityToken: made.SecurityToken,
})

describe.each(['rpc-1.0', 'acs3'] as const)("Alibaba Cloud's own client, signing with %s,", (style) => {
  it('says who signed', async () => {
    expect(await client(accessKey, style)(sts, 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'Account', AccountId: accountId, PrincipalId: accountId, Arn: `acs:ram::${accountId}:root`, RequestId: expect.stringMatching(/.+/),
    })
    const { userName, credentials } = await createUser()
    expect(await client(credentials, style)(sts, 'GetCallerIdentity')).toMatchObject({ IdentityType: 'RAMUser', Arn: `acs:ram::${accountId}:user/${userName}` })
  })
  it('is refused with a wrong secret, an unknown key and a disabled one', async () => {
    await refuses(client({ ...accessKey, accessKeySecret: 'wrong' }, style)(sts, 'GetCallerIdentity'), 'SignatureDoesNotMatch')
    await refuses(client({ ...accessKey, accessKeyId: 'unknown' }, style)(sts, 'GetCallerIdentity'), 'InvalidAccessKeyId.NotFound')
    const { userName, credentials } = await createUser()
    await root(ram, 'UpdateAccessKey', { UserName: userName, UserAccessKeyId: credentials.accessKeyId, Status: 'Inactive' })
    await refuses(client(credentials, style)(sts, 'GetCallerIdentity'), 'InvalidAccessKeyId.Inactive')
  })
  it('assumes a role, and is that role with what it gets', async () => {
    const { credentials } = await createUser('AliyunSTSAssumeRoleAccess')
    const { arn, roleName } = await createRole(`acs:ram::${accountId}:root`)
    const assumed = (await client(credentials, style)(sts, 'AssumeRole', { RoleArn: arn, RoleSessionName: 'alice', DurationSeconds: '900' })) as Assumed
    expect(assumed.AssumedRoleUser).toEqual({ Arn: `${arn}/alice`, AssumedRoleId: expect.stringMatching(/^3\d{17}:alice$/) })
    const seconds = (Date.parse(assumed.Credentials.Expiration) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(850)
    expect(seconds).toBeLessThanOrEqual(900)
    const temporary = credentialsOf(assumed)
    expect(await client(temporary, style)(sts, 'GetCallerIdentity')).toMatchObject({
      IdentityType: 'AssumedRoleUser', Arn: `acs:ram::${accountId}:assumed-role/${roleName}/alice`,
    })
    const { accessKeyId, accessKeySecret, securityToken } = temporary
    await refuses(client({ accessKeyId, accessKeySecret }, style)(sts, 'GetCallerIdentity'), 'MissingSecurityToken')
    await refuses(client({ ...temporary, securityToken: `${securityToken}x` }, style)(sts, 'GetCallerIdentity'), 'InvalidSecurityToken.MismatchWithAccessKey')
  })
})

function temporaryClient(made: { readonly AccessKeyId: string; readonly AccessKeySecret: string; readonly SecurityToken: string }): OSS {
  const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: stsToken } = made
  const options = { endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', accessKeyId, accessKeySecret, stsToken }
  return new OSS({ ...options, refreshSTSToken: async () => ({ accessKeyId, accessKeySecret, stsToken }) })
}

describe('a group of users', () => {
  it('may do what its policies allow and no more, each of its users from the next request on', async () => {
    const { userName, credentials } = await createUser()
    const GroupName = name('group')
    const list = async () => (await send(running.port, { credential: credentials })).status
    expect(await root(ram, 'CreateGroup', { GroupName, Comments: 'who list' })).toMatchObject({ Group: { GroupName, Comments: 'who list' } })
    await root(ram, 'AttachPolicyToGroup', { PolicyType: 'System', PolicyName: 'AliyunOSSReadOnlyAccess', GroupName })
    expect(await list()).toBe(403)
    await root(ram, 'AddUserToGroup', { GroupName, UserName: userName })
    expect(await list()).toBe(200)
    expect(await root(ram, 'ListUsersForGroup', { GroupName })).toMatchObject({ IsTruncated: false, Users: { User: [{ UserName: userName }] } })
    expect(await root(ram, 'ListGroupsForUser', { UserName: userName })).toMatchObject({ Groups: { Group: [{ GroupName, Comments: 'who list' }] } })
    const PolicyName = name('deny')
    await root(ram, 'CreatePolicy', { PolicyName, PolicyDocument: statement('Deny', 'oss:ListBuckets', '*') })
    await root(ram, 'AttachPolicyToUser', { PolicyType: 'Custom', PolicyName, UserName: userName })
    expect(await list(), 'a Deny of the user counts beside an Allow of the group').toBe(403)
    await root(ram, 'DetachPolicyFromUser', { PolicyType: 'Custom', PolicyName, UserName: userName })
    const renamed = name('renamed')
    expect(await root(ram, 'UpdateUser', { UserName: userName, NewUserName: renamed, NewDisplayName: 'New' })).toMatchObject({ User: { UserName: renamed, DisplayName: 'New' } })
    await root(ram, 'UpdateGroup', { GroupName, NewGroupName: `${GroupName}-b` })
    expect(await list(), 'under other names').toBe(200)
    expect(await root(ram, 'ListEntitiesForPolicy', { PolicyType: 'System', PolicyName: 'AliyunOSSReadOnlyAccess' })).toMatchObject({ Groups: { Group: expect.arrayContaining([expect.objectContaining({ GroupName: `${GroupName}-b` })]) as unknown } })
    await refuses(root(ram, 'DeleteGroup', { GroupName: `${GroupName}-b` }), 'DeleteConflict.Group.User')
    await root(ram, 'RemoveUserFromGroup', { GroupName: `${GroupName}-b`, UserName: renamed })
    expect(await list()).toBe(403)
    await root(ram, 'DetachPolicyFromGroup', { PolicyType: 'System', PolicyName: 'AliyunOSSReadOnlyAccess', GroupName: `${GroupName}-b` })
    await root(ram, 'DeleteGroup', { GroupName: `${GroupName}-b` })
    await refuses(root(ram, 'GetGroup', { GroupName: `${GroupName}-b` }), 'EntityNotExist.Group')
  })
})

describe('AssumeRole', () => {
  const request = { RoleSessionName: 'alice' }
  it('works with the class of ali-oss, and its credentials with ali-oss', async () => {
    const { credentials } = await createUser('AliyunSTSAssumeRoleAccess')
    const { arn } = await createRole(`acs:ram::${accountId}:root`, 'AliyunOSSFullAccess')
    // Its types leave the endpoint out, which the client takes.
    const options = { ...credentials, endpoint: `http://127.0.0.1:${running.port}` }
    const made = await new OSS.STS(options).assumeRole(arn, '', 3600, 'alice')
    expect(made.credentials.AccessKeyId).toMatch(/^STS\./)
    const oss = temporaryClient(made.credentials)
    const bucket = name('by-role')
    await oss.putBucket(bucket)
    oss.useBucket(bucket)
    await oss.put('key', Buffer.from('body'))
    expect(String((await oss.get('key')).content)).toBe('body')
    expect(await ownerOf(bucket)).toBe(accountId)
    const read = await new OSS.STS(options).assumeRole(arn, statement('Allow', 'oss:GetObject', `acs:oss:*:*:${bucket}/*`), 3600, 'alice')
    const narrow = temporaryClient(read.credentials)
    narrow.useBucket(bucket)
    expect(String((await narrow.get('key')).content)).toBe('body')
    await refuses(narrow.put('key', Buffer.from('changed')), 'AccessDenied')
  })
  it('takes the sender\'s permission and the role\'s trust, both', async () => {
    const { arn } = await createRole(`acs:ram::${accountId}:root`)
    const without = await createUser()
    await refuses(without.call(sts, 'AssumeRole', { ...request, RoleArn: arn }), 'NoPermission')
    await refuses(root(sts, 'AssumeRole', { ...request, RoleArn: arn }), 'NoPermission')
    const allowed = await createUser('AliyunSTSAssumeRoleAccess')
    await allowed.call(sts, 'AssumeRole', { ...request, RoleArn: arn })
    const other = await createRole(`acs:ram::${accountId}:user/somebody-else`)
    await refuses(allowed.call(sts, 'AssumeRole', { ...request, RoleArn: other.arn }), 'NoPermission')
    const mine = await createRole(`acs:ram::${accountId}:user/${allowed.userName}`)
    await allowed.call(sts, 'AssumeRole', { ...request, RoleArn: mine.arn })
    await root(ram, 'DetachPolicyFromUser', { PolicyType: 'System', PolicyName: 'AliyunSTSAssumeRoleAccess', UserName: allowed.userName })
    await refuses(allowed.call(sts, 'AssumeRole', { ...request, RoleArn: mine.arn }), 'NoPermission')
  })
  it('holds a trust policy\'s conditions: the external id, and where and when from', async () => {
    const { call } = await createUser('AliyunSTSAssumeRoleAccess')
    const withCondition = async (Condition: object) => {
      const trusted = { RAM: [`acs:ram::${accountId}:root`] }
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: trusted, Condition }] })
      const { Role } = (await root(ram, 'CreateRole', { RoleName: name('role'), AssumeRolePolicyDocument })) as { Role: { Arn: string } }
      return Role.Arn
    }
    const RoleArn = await withCondition({ StringEquals: { 'sts:ExternalId': 'partner-7' } })
    await call(sts, 'AssumeRole', { ...request, RoleArn, ExternalId: 'partner-7' })
    await refuses(call(sts, 'AssumeRole', { ...request, RoleArn, ExternalId: 'partner-8' }), 'NoPermission')
    await refuses(call(sts, 'AssumeRole', { ...request, RoleArn }), 'NoPermission')
    await refuses(call(sts, 'AssumeRole', { ...request, RoleArn, ExternalId: 'a b' }), 'InvalidParameter')
    await call(sts, 'AssumeRole', { ...request, RoleArn: await withCondition({ IpAddress: { 'acs:SourceIp': '127.0.0.0/8' } }) })
    await refuses(call(sts, 'AssumeRole', { ...request, RoleArn: await withCondition({ IpAddress: { 'acs:SourceIp': '192.0.2.0/24' } }) }), 'NoPermission')
    await refuses(call(sts, 'AssumeRole', { ...request, RoleArn: await withCondition({ DateLessThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } }) }), 'NoPermission')
  })
  it('crosses accounts when both sides agree', async () => {
    const { Account, AccessKey } = (await root(ram, 'CreateAccount', { DisplayName: 'partner' })) as {
      Account: { AccountId: string }
      AccessKey: { AccessKeyId: string; AccessKeySecret: string }
    }
    const partner = client({ accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret })
    await partner(ram, 'CreateUser', { UserName: 'bob' })
    await partner(ram, 'AttachPolicyToUser', { PolicyType: 'System', PolicyName: 'AliyunSTSAssumeRoleAccess', UserName: 'bob' })
    const { AccessKey: key } = (await partner(ram, 'CreateAccessKey', { UserName: 'bob' })) as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
    const bob = client({ accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret })
    const open = await createRole(`acs:ram::${Account.AccountId}:root`)
    const closed = await createRole(`acs:ram::${accountId}:root`)
    const assumed = (await bob(sts, 'AssumeRole', { ...request, RoleArn: open.arn })) as Assumed
    expect(await client(credentialsOf(assumed))(sts, 'GetCallerIdentity')).toMatchObject({ AccountId: accountId })
    await refuses(bob(sts, 'AssumeRole', { ...request, RoleArn: closed.arn }), 'NoPermission')
    await refuses(partner(ram, 'ListAccounts'), 'NoPermission')
    await refuses(partner(ram, 'DeleteAccount', { AccountId: accountId }), 'NoPermission')
    await refuses(partner(ram, 'GetRole', { RoleName: open.roleName }), 'EntityNotExist.Role')
  })
  it('refuses what is out of range or wrongly formed', async () => {
    const { call } = await createUser('AliyunSTSAssumeRoleAccess')
    const { arn } = await createRole(`acs:ram::${accountId}:root`)
    const assume = (change: Record<string, string>) => call(sts, 'AssumeRole', { ...request, RoleArn: arn, ...change })
    for (const DurationSeconds of ['899', '7201', '43201']) await refuses(assume({ DurationSeconds }), 'InvalidParameter.DurationSeconds')
    for (const RoleSessionName of ['a', 'a b', 'x'.repeat(65)]) await refuses(assume({ RoleSessionName }), 'InvalidParameter.RoleSessionName')
    for (const RoleArn of ['role/x', 'acs:ram::x:role/x', `${arn}/x`]) await refuses(assume({ RoleArn }), 'InvalidParameter.RoleArn')
    await refuses(assume({ RoleArn: `${arn}-gone` }), 'EntityNotExist.Role')
    await refuses(assume({ Policy: '{}' }), 'InvalidParameter.PolicyGrammar')
    await refuses(assume({ Policy: 'x'.repeat(2049) }), 'InvalidParameter.PolicySize')
    await assume({ Policy: statement('Allow', 'oss:GetObject', 'acs:oss:*:*:bucket/*'), DurationSeconds: '7200' })
  })
})

describe('RAM', () => {
  it('keeps users, their keys, policies and roles through their whole life', async () => {
    const UserName = name('life')
    const PolicyName = name('policy')
    const PolicyType = 'Custom'
    const call = (action: string, query: Record<string, string>) => root(ram, action, query)
    expect(await call('CreateUser', { UserName, DisplayName: 'Life', Comments: 'short' })).toMatchObject({ User: { UserName, DisplayName: 'Life', UserId: expect.stringMatching(/^2\d{17}$/) } })
    await refuses(call('CreateUser', { UserName }), 'EntityAlreadyExists.User')
    expect(await call('GetUser', { UserName })).toMatchObject({ User: { Comments: 'short' } })
    const first = (await call('CreateAccessKey', { UserName })) as { AccessKey: { AccessKeyId: string; Status: string } }
    expect(first.AccessKey.Status).toBe('Active')
    expect(JSON.stringify(await call('ListAccessKeys', { UserName }))).not.toContain('Secret')
    const document = statement('Allow', 'oss:*', '*')
    await call('CreatePolicy', { PolicyName, PolicyDocument: document, Description: 'd' })
    expect(await call('GetPolicy', { PolicyName, PolicyType })).toMatchObject({
      Policy: { DefaultVersion: 'v1', AttachmentCount: 0 }, DefaultPolicyVersion: { PolicyDocument: document, IsDefaultVersion: true },
    })
    await call('AttachPolicyToUser', { PolicyName, PolicyType, UserName })
    expect(await call('ListPoliciesForUser', { UserName })).toMatchObject({ Policies: { Policy: [{ PolicyName, PolicyType }] } })
    expect(await call('ListEntitiesForPolicy', { PolicyName, PolicyType })).toMatchObject({ Users: { User: [{ UserName }] }, Roles: { Role: [] } })
    for (let version = 2; version <= 7; version++) {
      const made = await call('CreatePolicyVersion', { PolicyName, PolicyDocument: document, SetAsDefault: 'true', RotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' })
      expect(made).toMatchObject({ PolicyVersion: { VersionId: `v${version}`, IsDefaultVersion: true } })
    }
    expect(((await call('ListPolicyVersions', { PolicyName, PolicyType })) as { PolicyVersions: { PolicyVersion: unknown[] } }).PolicyVersions.PolicyVersion).toHaveLength(5)
    await refuses(call('CreatePolicyVersion', { PolicyName, PolicyDocument: document }), 'LimitExceeded.Policy.Version')
    await refuses(call('DeletePolicy', { PolicyName }), 'DeleteConflict.Policy.User')
    await call('DetachPolicyFromUser', { PolicyName, PolicyType, UserName })
    for (const VersionId of ['v3', 'v4', 'v5', 'v6']) await call('DeletePolicyVersion', { PolicyName, VersionId })
    await call('DeletePolicy', { PolicyName })
    await refuses(call('DeleteUser', { UserName }), 'DeleteConflict.User.AccessKey')
    await call('DeleteAccessKey', { UserName, UserAccessKeyId: first.AccessKey.AccessKeyId })
    await call('DeleteUser', { UserName })
    await refuses(call('GetUser', { UserName }), 'EntityNotExist.User')
    const { roleName } = await createRole(`acs:ram::${accountId}:root`)
    expect(await call('UpdateRole', { RoleName: roleName, NewDescription: 'new', NewMaxSessionDuration: '43200' })).toMatchObject({ Role: { Description: 'new', MaxSessionDuration: 43200 } })
    await call('DeleteRole', { RoleName: roleName })
    await refuses(call('GetRole', { RoleName: roleName }), 'EntityNotExist.Role')
  })
  it('lists page by page', async () => {
    const names = Array.from({ length: 5 }, () => name('page')).toSorted()
    for (const UserName of names) await root(ram, 'CreateUser', { UserName })
    const seen: string[] = []
    let Marker: string | undefined
    do {
      const page = (await root(ram, 'ListUsers', { MaxItems: '2', ...(Marker === undefined ? {} : { Marker }) })) as { Marker?: string; Users: { User: { UserName: string }[] } }
      expect(page.Users.User.length).toBeLessThanOrEqual(2)
      seen.push(...page.Users.User.map((user) => user.UserName))
      Marker = page.Marker
    } while (Marker !== undefined)
    expect(seen.filter((each) => names.includes(each))).toEqual(names)
    expect(new Set(seen).size).toBe(seen.length)
  })
  it('is for the account and for users whose policies allow it', async () => {
    const nobody = await createUser()
    await refuses(nobody.call(ram, 'ListUsers'), 'NoPermission')
    await refuses(nobody.call(ram, 'CreateAccessKey'), 'NoPermission')
    const reader = await createUser('AliyunRAMReadOnlyAccess')
    await reader.call(ram, 'ListUsers')
    await refuses(reader.call(ram, 'AttachPolicyToUser', { PolicyType: 'System', PolicyName: 'AdministratorAccess', UserName: reader.userName }), 'NoPermission')
    const manager = await createUser('AliyunRAMFullAccess')
    const UserName = name('made')
    await manager.call(ram, 'CreateUser', { UserName })
    // Without a name a user acts on its own keys, never on the account's.
    const own = (await manager.call(ram, 'ListAccessKeys')) as { AccessKeys: { AccessKey: { AccessKeyId: string }[] } }
    expect(own.AccessKeys.AccessKey.map((key) => key.AccessKeyId)).toEqual([manager.credentials.accessKeyId])
    await refuses(manager.call(ram, 'DeleteAccessKey', { UserAccessKeyId: accessKey.accessKeyId }), 'EntityNotExist.AccessKey')
  })
  it('obeys an explicit Deny for one resource', async () => {
    const { userName, call } = await createUser('AliyunRAMFullAccess')
    const PolicyName = name('deny')
    await root(ram, 'CreatePolicy', { PolicyName, PolicyDocument: statement('Deny', 'ram:*', `acs:ram:*:${accountId}:user/${userName}`) })
    await root(ram, 'AttachPolicyToUser', { PolicyType: 'Custom', PolicyName, UserName: userName })
    await refuses(call(ram, 'DeleteUser', { UserName: userName }), 'NoPermission')
    await call(ram, 'ListRoles')
  })
  it('refuses bad documents with the place that is wrong', async () => {
    const create = (PolicyDocument: string) => root(ram, 'CreatePolicy', { PolicyName: name('bad'), PolicyDocument })
    for (const bad of ['', '{', '[]', '{"Version":"2"}', '{"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}']) {
      await refuses(create(bad), bad === '' ? 'MissingParameter' : 'InvalidParameter.PolicyDocument')
    }
    const trust = (AssumeRolePolicyDocument: string) => root(ram, 'CreateRole', { RoleName: name('bad'), AssumeRolePolicyDocument })
    await refuses(trust(statement('Allow', 'sts:AssumeRole', '*')), 'InvalidParameter.PolicyDocument')
  })
  it('says what is not built', async () => {
    await refuses(root(ram, 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'm' }), 'NotImplemented')
    await refuses(root(sts, 'AssumeRoleWithSAML'), 'NotImplemented')
  })
})

describe('a key pair', () => {
  it('signs the next request to OSS, or no longer, as it was changed', async () => {
    const { userName, credentials } = await createUser()
    const list = async () => (await send(running.port, { credential: credentials })).code
    expect(await list()).not.toBe('InvalidAccessKeyId')
    const update = (Status: string) => root(ram, 'UpdateAccessKey', { UserName: userName, UserAccessKeyId: credentials.accessKeyId, Status })
    await update('Inactive')
    expect(await list()).toBe('InvalidAccessKeyId')
    await update('Active')
    expect(await list()).not.toBe('InvalidAccessKeyId')
    await root(ram, 'DeleteAccessKey', { UserName: userName, UserAccessKeyId: credentials.accessKeyId })
    expect(await list()).toBe('InvalidAccessKeyId')
  })
  it('of a user does on OSS what its policies say, from the next request on', async () => {
    const { userName, credentials } = await createUser()
    const bucket = name('of-user')
    const put = (key: string) => send(running.port, { method: 'PUT', bucket, key, body: 'x', credential: credentials })
    const attach = (PolicyName: string, action = 'AttachPolicyToUser') => root(ram, action, { PolicyType: 'System', PolicyName, UserName: userName })
    expect((await send(running.port, { method: 'PUT', bucket, credential: credentials })).code).toBe('AccessDenied')
    await attach('AliyunOSSFullAccess')
    expect((await send(running.port, { method: 'PUT', bucket, credential: credentials })).status).toBe(200)
    expect(await ownerOf(bucket)).toBe(accountId)
    expect((await put('key')).status).toBe(200)
    await attach('AliyunOSSFullAccess', 'DetachPolicyFromUser')
    expect((await put('key')).code).toBe('AccessDenied')
    await attach('AliyunOSSReadOnlyAccess')
    expect((await put('key')).code).toBe('AccessDenied')
    expect((await send(running.port, { bucket, key: 'key', credential: credentials })).text).toBe('x')
    const PolicyName = name('deny')
    await root(ram, 'CreatePolicy', { PolicyName, PolicyDocument: statement('Deny', 'oss:GetObject', `acs:oss:*:*:${bucket}/key`) })
    await root(ram, 'AttachPolicyToUser', { PolicyType: 'Custom', PolicyName, UserName: userName })
    expect((await send(running.port, { bucket, key: 'key', credential: credentials })).code).toBe('AccessDenied')
    await root(ram, 'CreatePolicyVersion', { PolicyName, PolicyDocument: statement('Deny', 'oss:GetObject', `acs:oss:*:*:${bucket}/other`), SetAsDefault: 'true' })
    expect((await send(running.port, { bucket, key: 'key', credential: credentials })).text).toBe('x')
  })
})

describe('another account', () => {
  it('gets at a bucket when the bucket\'s policy allows it and its own does not deny it, and no further', async () => {
    const bucket = name('shared')
    await send(running.port, { method: 'PUT', bucket })
    await send(running.port, { method: 'PUT', bucket, key: 'key', body: 'x' })
    const { Account, AccessKey } = (await root(ram, 'CreateAccount', { DisplayName: 'guest' })) as {
      Account: { AccountId: string }
      AccessKey: { AccessKeyId: string; AccessKeySecret: string }
    }
    const guest = { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret }
    const asGuest = client(guest)
    const { User } = (await asGuest(ram, 'CreateUser', { UserName: 'carol' })) as { User: { UserId: string } }
    const made = (await asGuest(ram, 'CreateAccessKey', { UserName: 'carol' })) as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
    const carol = { accessKeyId: made.AccessKey.AccessKeyId, accessKeySecret: made.AccessKey.AccessKeySecret }
    const get = async (credential: Credentials) => {
      const answer = await send(running.port, { bucket, key: 'key', credential })
      return answer.code ?? answer.text
    }
    await asGuest(ram, 'AttachPolicyToUser', { PolicyType: 'System', PolicyName: 'AliyunOSSFullAccess', UserName: 'carol' })
    expect([await get(guest), await get(carol)]).toEqual(['AccessDenied', 'AccessDenied'])
    const grant = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'], Principal: [Account.AccountId, User.UserId], Resource: [`acs:oss:*:${accountId}:${bucket}/*`] }] }
    expect((await send(running.port, { method: 'PUT', bucket, query: [['policy', '']], body: JSON.stringify(grant) })).status).toBe(200)
    expect([await get(guest), await get(carol)]).toEqual(['x', 'x'])
    await asGuest(ram, 'CreatePolicy', { PolicyName: 'no', PolicyDocument: statement('Deny', 'oss:GetObject', '*') })
    await asGuest(ram, 'AttachPolicyToUser', { PolicyType: 'Custom', PolicyName: 'no', UserName: 'carol' })
    expect([await get(guest), await get(carol)]).toEqual(['x', 'AccessDenied'])
    expect((await send(running.port, { method: 'PUT', bucket, key: 'key', body: 'y', credential: guest })).code).toBe('AccessDenied')
    expect((await send(running.port, { credential: guest })).text).not.toContain(bucket)
  })
  it('is given other keys by the store\'s own account, and by nobody else', async () => {
    const { Account, AccessKey } = (await root(ram, 'CreateAccount', { DisplayName: 'lost' })) as { Account: { AccountId: string }; AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
    const { AccountId } = Account
    const made = (await root(ram, 'CreateAccountAccessKey', { AccountId })) as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
    const callOf = (key: { AccessKeyId: string; AccessKeySecret: string }) => client({ accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret })
    expect(await callOf(made.AccessKey)(sts, 'GetCallerIdentity')).toMatchObject({ AccountId })
    await root(ram, 'UpdateAccountAccessKey', { AccountId, UserAccessKeyId: AccessKey.AccessKeyId, Status: 'Inactive' })
    await expect(callOf(AccessKey)(sts, 'GetCallerIdentity')).rejects.toThrow()
    await root(ram, 'DeleteAccountAccessKey', { AccountId, UserAccessKeyId: AccessKey.AccessKeyId })
    expect(await root(ram, 'ListAccountAccessKeys', { AccountId })).toMatchObject({ AccessKeys: { AccessKey: [{ AccessKeyId: made.AccessKey.AccessKeyId }] } })
    await refuses(callOf(made.AccessKey)(ram, 'CreateAccountAccessKey', { AccountId }), 'NoPermission')
    await refuses(root(ram, 'CreateAccountAccessKey', { AccountId: '42' }), 'EntityNotExist.Account')
    // Whoever may look after other accounts gets no key of the store's own by it.
    const { userName, call } = await createUser()
    await root(ram, 'CreatePolicy', { PolicyName: 'accounts', PolicyDocument: statement('Allow', 'ram:*', 'acs:ram:*:*:account/*') })
    await root(ram, 'AttachPolicyToUser', { PolicyType: 'Custom', PolicyName: 'accounts', UserName: userName })
    await call(ram, 'ListAccountAccessKeys', { AccountId })
    await refuses(call(ram, 'CreateAccountAccessKey', { AccountId: accountId }), 'NoPermission')
  })
  it('has roles whose tokens are no use with other keys', async () => {
    const { call } = await createUser('AliyunSTSAssumeRoleAccess')
    const { arn } = await createRole(`acs:ram::${accountId}:root`, 'AliyunOSSFullAccess')
    const { arn: weak } = await createRole(`acs:ram::${accountId}:root`)
    const assume = async (RoleArn: string) => credentialsOf((await call(sts, 'AssumeRole', { RoleArn, RoleSessionName: 'mallory' })) as Assumed)
    const [strongKey, weakKey] = [await assume(arn), await assume(weak)]
    const list = async (credential: Credentials, token: string) =>
      (await send(running.port, { credential, headers: { 'x-oss-security-token': token } })).code ?? 'listed'
    const { accessKeyId, accessKeySecret } = weakKey
    expect(await list({ accessKeyId, accessKeySecret }, weakKey.securityToken)).toBe('AccessDenied')
    expect(await list({ accessKeyId, accessKeySecret }, strongKey.securityToken)).toBe('AccessKeyIdAndSecurityTokenNotMatch')
    expect(await list(accessKey, strongKey.securityToken)).toBe('InvalidSecurityToken')
    expect(await list({ accessKeyId: strongKey.accessKeyId, accessKeySecret: strongKey.accessKeySecret }, strongKey.securityToken)).toBe('listed')
  })
})
