import { z } from 'zod'
import type { AssumeRoleInput, Holder, IdentityChange, IdentityChangeResult, TemporaryCredentials } from '../../contract/identities.ts'
import { localError } from '../errors.ts'
import type { RamClient } from './ram-client.ts'
import { holderParameters, nounOf, readFrom, readHolder, readKeys, readPolicy } from './read-identities.ts'

type KeyPlace = { readonly userName?: string | undefined; readonly accountId?: string | undefined }

const MadeKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), AccessKeySecret: z.string() }) })

/** Carries out one change. Of a deletion that failed half-way, the rest can be done by asking again. */
export async function changeIdentities(call: RamClient, change: IdentityChange, signal: AbortSignal): Promise<IdentityChangeResult> {
  const act = (action: string, parameters: Readonly<Record<string, string | undefined>>) => call({ action, parameters, signal })
  // Keys of another account are no business of RAM: the store has actions of its own for them.
  const actOnKey = (verb: 'Create' | 'Update' | 'Delete', { userName, accountId }: KeyPlace, parameters: Readonly<Record<string, string>> = {}) =>
    act(`${verb}${accountId === undefined ? '' : 'Account'}AccessKey`, { ...(accountId === undefined ? { UserName: userName } : { AccountId: accountId }), ...parameters })
  const makeKey = async (place: KeyPlace): Promise<IdentityChangeResult> => {
    const { AccessKey } = readFrom(await actOnKey('Create', place), MadeKey)
    return { accessKey: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret } }
  }
  const attachment = (verb: 'AttachPolicyTo' | 'DetachPolicyFrom', holder: Holder, policy: { readonly policyType: string; readonly policyName: string }) =>
    act(`${verb}${nounOf[holder.kind]}`, { PolicyType: policy.policyType, PolicyName: policy.policyName, ...holderParameters(holder) })
  const releaseHolder = async (holder: Holder): Promise<void> => {
    const { policies, groups, users, keys } = await readHolder(call, holder, signal)
    for (const policy of policies) await attachment('DetachPolicyFrom', holder, policy)
    for (const GroupName of groups) await act('RemoveUserFromGroup', { GroupName, UserName: holder.name })
    for (const UserName of users) await act('RemoveUserFromGroup', { GroupName: holder.name, UserName })
    for (const { accessKeyId } of keys) await act('DeleteAccessKey', { UserName: holder.name, UserAccessKeyId: accessKeyId })
  }
  switch (change.kind) {
    case 'createUser':
      await act('CreateUser', { UserName: change.userName, DisplayName: change.displayName || undefined, Comments: change.comments || undefined })
      return {}
    case 'updateUser':
      await act('UpdateUser', { UserName: change.userName, NewUserName: change.newUserName, NewDisplayName: change.displayName, NewComments: change.comments })
      return {}
    case 'deleteUser':
      await releaseHolder({ kind: 'user', name: change.userName })
      await act('DeleteUser', { UserName: change.userName })
      return {}
    case 'createGroup':
      await act('CreateGroup', { GroupName: change.groupName, Comments: change.comments || undefined })
      return {}
    case 'updateGroup':
      await act('UpdateGroup', { GroupName: change.groupName, NewGroupName: change.newGroupName, NewComments: change.comments })
      return {}
    case 'deleteGroup':
      await releaseHolder({ kind: 'group', name: change.groupName })
      await act('DeleteGroup', { GroupName: change.groupName })
      return {}
    case 'addToGroup':
      await act('AddUserToGroup', { GroupName: change.groupName, UserName: change.userName })
      return {}
    case 'removeFromGroup':
      await act('RemoveUserFromGroup', { GroupName: change.groupName, UserName: change.userName })
      return {}
    case 'createRole':
      await act('CreateRole', { RoleName: change.roleName, Description: change.description || undefined, AssumeRolePolicyDocument: change.trustPolicy, MaxSessionDuration: String(change.maxSessionSeconds) })
      return {}
    case 'updateRole':
      await act('UpdateRole', { RoleName: change.roleName, NewDescription: change.description, NewAssumeRolePolicyDocument: change.trustPolicy, NewMaxSessionDuration: String(change.maxSessionSeconds) })
      return {}
    case 'deleteRole':
      await releaseHolder({ kind: 'role', name: change.roleName })
      await act('DeleteRole', { RoleName: change.roleName })
      return {}
    case 'createPolicy':
      await act('CreatePolicy', { PolicyName: change.policyName, Description: change.description || undefined, PolicyDocument: change.document })
      return {}
    case 'updatePolicy':
      await act('CreatePolicyVersion', { PolicyName: change.policyName, PolicyDocument: change.document, SetAsDefault: 'true', RotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' })
      return {}
    case 'setDefaultPolicyVersion':
      await act('SetDefaultPolicyVersion', { PolicyName: change.policyName, VersionId: change.versionId })
      return {}
    case 'deletePolicyVersion':
      await act('DeletePolicyVersion', { PolicyName: change.policyName, VersionId: change.versionId })
      return {}
    case 'deletePolicy': {
      const policy = { policyType: 'Custom', policyName: change.policyName } as const
      const { defaultVersion, versions, holders } = await readPolicy(call, policy, signal)
      for (const holder of holders) await attachment('DetachPolicyFrom', holder, policy)
      for (const { versionId } of versions) if (versionId !== defaultVersion) await act('DeletePolicyVersion', { PolicyName: change.policyName, VersionId: versionId })
      await act('DeletePolicy', { PolicyName: change.policyName })
      return {}
    }
    case 'attachPolicy':
      await attachment('AttachPolicyTo', change.holder, change.policy)
      return {}
    case 'detachPolicy':
      await attachment('DetachPolicyFrom', change.holder, change.policy)
      return {}
    case 'createAccessKey':
      return makeKey(change)
    case 'rotateAccessKey': {
      const made = await makeKey(change)
      await actOnKey('Update', change, { UserAccessKeyId: change.accessKeyId, Status: 'Inactive' })
      return made
    }
    case 'setAccessKey':
      await actOnKey('Update', change, { UserAccessKeyId: change.accessKeyId, Status: change.isActive ? 'Active' : 'Inactive' })
      return {}
    case 'deleteAccessKey':
      await actOnKey('Delete', change, { UserAccessKeyId: change.accessKeyId })
      return {}
    case 'createAccount': {
      const { AccessKey } = readFrom(await act('CreateAccount', { DisplayName: change.displayName }), MadeKey)
      return { accessKey: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret } }
    }
    case 'deleteAccount':
      await act('DeleteAccount', { AccountId: change.accountId })
      return {}
  }
}

const Assumed = z.object({
  AssumedRoleUser: z.object({ Arn: z.string() }),
  Credentials: z.object({ AccessKeyId: z.string(), AccessKeySecret: z.string(), SecurityToken: z.string(), Expiration: z.string() }),
})

/** Temporary credentials, by a user of the account. The key that signs for the user exists for this request alone. */
export async function assumeRole(call: RamClient, input: Omit<z.infer<typeof AssumeRoleInput>, 'profileId'>, signal: AbortSignal): Promise<TemporaryCredentials> {
  const { roleName, userName, sessionName, durationSeconds, policy, externalId } = input
  const { AccountId } = readFrom(await call({ action: 'GetCallerIdentity', version: '2015-04-01', signal }), z.object({ AccountId: z.string() }))
  // Said beforehand: the limit is on keys, and nobody asked for one.
  if ((await readKeys(call, userName, signal)).length >= 2) throw localError('InvalidInput', { Argument: 'userName', UserName: userName, Reason: 'TwoAccessKeys' })
  const { AccessKey } = readFrom(await call({ action: 'CreateAccessKey', parameters: { UserName: userName }, signal }), MadeKey)
  try {
    const { Credentials, AssumedRoleUser } = readFrom(
      await call({
        action: 'AssumeRole',
        version: '2015-04-01',
        parameters: { RoleArn: `acs:ram::${AccountId}:role/${roleName}`, RoleSessionName: sessionName, DurationSeconds: String(durationSeconds), Policy: policy, ExternalId: externalId },
        credential: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret },
        signal,
      }),
      Assumed,
    )
    return {
      accessKeyId: Credentials.AccessKeyId,
      accessKeySecret: Credentials.AccessKeySecret,
      securityToken: Credentials.SecurityToken,
      expiresMs: Date.parse(Credentials.Expiration),
      arn: AssumedRoleUser.Arn,
    }
  } finally {
    // Also for somebody who does not wait for the answer any more.
    await call({ action: 'DeleteAccessKey', parameters: { UserName: userName, UserAccessKeyId: AccessKey.AccessKeyId } })
  }
}


