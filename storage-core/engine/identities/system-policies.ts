import type { PolicyText } from './identity-engine.ts'

export interface SystemPolicy extends PolicyText {
  readonly description: string
}

function allow(name: string, description: string, actions: string | readonly string[]): SystemPolicy {
  const document = { Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }
  return { name, description, document: JSON.stringify(document) }
}

/** The policies of Alibaba Cloud's own that are about what the store has (RAM documentation, "System policies"). */
const all: readonly SystemPolicy[] = [
  allow('AdministratorAccess', 'Full access to everything.', '*'),
  allow('AliyunOSSFullAccess', 'Full access to OSS.', 'oss:*'),
  allow('AliyunOSSReadOnlyAccess', 'Read-only access to OSS.', ['oss:Get*', 'oss:List*']),
  allow('AliyunRAMFullAccess', 'Full access to users, roles, policies and AccessKeys.', 'ram:*'),
  allow('AliyunRAMReadOnlyAccess', 'Read-only access to users, roles, policies and AccessKeys.', ['ram:Get*', 'ram:List*']),
  allow('AliyunSTSAssumeRoleAccess', 'Assuming roles.', 'sts:AssumeRole'),
]

export const systemPolicies: ReadonlyMap<string, SystemPolicy> = new Map(all.map((policy) => [policy.name, policy]))
