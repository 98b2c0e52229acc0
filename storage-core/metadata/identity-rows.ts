import type { Owner } from '../model/bucket.ts'

/** Who may sign requests: the rows behind accounts, RAM users, RAM roles and what they may do. Documents are JSON text. */
export type IdentityRow = AccountRow | UserRow | GroupRow | RoleRow | PolicyRow

export interface AccountRow {
  readonly kind: 'account'
  /** 16 digits. */
  readonly accountId: string
  readonly displayName: string
  readonly createdMs: number
  /** True for the one account that the store itself belongs to. */
  readonly isOwn: boolean
}

export interface UserRow {
  readonly kind: 'user'
  /** 18 digits. */
  readonly userId: string
  readonly accountId: string
  readonly userName: string
  readonly displayName: string
  readonly comments: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly policies: readonly PolicyAttachment[]
}

/** Users who have the same policies, beside those of their own. */
export interface GroupRow {
  readonly kind: 'group'
  readonly accountId: string
  readonly groupName: string
  readonly comments: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly members: readonly GroupMember[]
  readonly policies: readonly PolicyAttachment[]
}

export interface GroupMember {
  readonly userId: string
  readonly joinedMs: number
}

export interface RoleRow {
  readonly kind: 'role'
  /** 18 digits. */
  readonly roleId: string
  readonly accountId: string
  readonly roleName: string
  readonly description: string
  /** The trust policy: who may assume the role. */
  readonly assumeRolePolicyDocument: string
  readonly maxSessionSeconds: number
  readonly createdMs: number
  readonly updatedMs: number
  readonly policies: readonly PolicyAttachment[]
}

export type PolicyType = 'Custom' | 'System'

export interface PolicyAttachment {
  readonly policyType: PolicyType
  readonly policyName: string
  readonly attachedMs: number
}

/** A managed policy of an account's own. */
export interface PolicyRow {
  readonly kind: 'policy'
  readonly accountId: string
  readonly policyName: string
  readonly description: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly defaultVersion: string
  /** How many versions there ever were: numbers are not used twice. */
  readonly versionCount: number
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRow[]
}

export interface PolicyVersionRow {
  /** `v1`, `v2`, … */
  readonly versionId: string
  readonly document: string
  readonly createdMs: number
}

export interface AccessKeyRow {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** The account that it belongs to, also when one of its users holds it. */
  readonly owner: Owner
  readonly createdMs: number
  /** Absent for the account's own. */
  readonly userId?: string
  readonly status?: AccessKeyStatus
}
export type AccessKeyStatus = 'Active' | 'Inactive'

/** Temporary credentials of somebody who assumed a role. */
export interface SessionRow {
  /** `STS.…` */
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly roleId: string
  readonly sessionName: string
  readonly sessionPolicy?: string
  readonly issuedMs: number
  readonly expiresMs: number
}
