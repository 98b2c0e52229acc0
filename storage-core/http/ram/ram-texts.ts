import type { ManagedPolicy, PolicyTarget, RamGroup, RamRole, RamUser } from '../../engine/identities/identity-engine.ts'
import { isOssError } from '../../model/oss-error.ts'
import { ramError, type RamErrorCode } from '../../model/ram-error.ts'
import { parsePolicy, type PolicyRules } from '../../policy/parse-policy.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import type { RpcParameters } from '../rpc/rpc-parameters.ts'

export function roleArn(accountId: string, roleName: string): string {
  return `acs:ram::${accountId}:role/${roleName}`
}

export function userObject(user: RamUser): RpcObject {
  return { UserId: user.userId, UserName: user.userName, DisplayName: user.displayName, Comments: user.comments, CreateDate: rpcTime(user.createdMs) }
}

export function updatedUserObject(user: RamUser): RpcObject {
  return { ...userObject(user), UpdateDate: rpcTime(user.updatedMs) }
}

export function groupObject(group: RamGroup): RpcObject {
  return { GroupName: group.groupName, Comments: group.comments, CreateDate: rpcTime(group.createdMs), UpdateDate: rpcTime(group.updatedMs) }
}

export function roleObject(role: RamRole): RpcObject {
  return {
    RoleId: role.roleId,
    RoleName: role.roleName,
    Arn: roleArn(role.accountId, role.roleName),
    Description: role.description,
    AssumeRolePolicyDocument: role.assumeRolePolicyDocument,
    MaxSessionDuration: role.maxSessionSeconds,
    CreateDate: rpcTime(role.createdMs),
    UpdateDate: rpcTime(role.updatedMs),
  }
}

export function policyObject(policy: ManagedPolicy): RpcObject {
  return {
    PolicyName: policy.policyName,
    PolicyType: policy.policyType,
    Description: policy.description,
    DefaultVersion: policy.defaultVersion,
    AttachmentCount: policy.attachmentCount,
    CreateDate: rpcTime(policy.createdMs),
    UpdateDate: rpcTime(policy.updatedMs),
  }
}

export function policyNameOf(parameters: RpcParameters): { readonly policyType: 'Custom' | 'System'; readonly policyName: string } {
  parameters.required('PolicyType')
  return { policyType: parameters.choice('PolicyType', ['Custom', 'System']) ?? 'Custom', policyName: parameters.required('PolicyName') }
}

const targetParameters = { user: 'UserName', group: 'GroupName', role: 'RoleName' } as const

export function targetOf(parameters: RpcParameters, kind: PolicyTarget['kind']): PolicyTarget {
  return { kind, name: parameters.required(targetParameters[kind]) }
}

/** The document, once it is known to be a policy of its kind. @throws RamError with the code, saying what is wrong and where */
export function checkedDocument(text: string, rules: PolicyRules, code: RamErrorCode): string {
  try {
    parsePolicy(text, rules)
    return text
  } catch (error) {
    if (isOssError(error)) throw ramError(code, error.message)
    throw error
  }
}
