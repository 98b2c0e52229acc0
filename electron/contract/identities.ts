import { z } from 'zod'
import { ProfileId } from './addresses.ts'

/** Names of users, groups, roles and policies, and what is said about them. The store checks what they may contain. */
const EntityName = z.string().trim().min(1).max(128)
const Remark = z.string().max(1024)
const DocumentText = z.string().min(1).max(64 * 1024)
const Time = z.number()

export const AccessKeyView = z.object({ accessKeyId: z.string(), isActive: z.boolean(), createdMs: Time })
export type AccessKeyView = z.infer<typeof AccessKeyView>

export const UserView = z.object({ userId: z.string(), userName: z.string(), displayName: z.string(), comments: z.string(), createdMs: Time })
export type UserView = z.infer<typeof UserView>

export const GroupView = z.object({ groupName: z.string(), comments: z.string(), createdMs: Time })
export type GroupView = z.infer<typeof GroupView>

export const RoleView = z.object({ roleId: z.string(), roleName: z.string(), arn: z.string(), description: z.string(), trustPolicy: z.string(), maxSessionSeconds: z.number(), createdMs: Time })
export type RoleView = z.infer<typeof RoleView>

export const PolicyRef = z.strictObject({ policyType: z.enum(['Custom', 'System']), policyName: EntityName })
export type PolicyRef = z.infer<typeof PolicyRef>

export const PolicyView = z.object({ policyType: PolicyRef.shape.policyType, policyName: z.string(), description: z.string(), attachmentCount: z.number(), updatedMs: Time })
export type PolicyView = z.infer<typeof PolicyView>

export const AccountView = z.object({ accountId: z.string(), displayName: z.string(), isOwn: z.boolean(), createdMs: Time })
export type AccountView = z.infer<typeof AccountView>

/** Everything of the account that the local store belongs to, and the further accounts of the store. */
export const IdentityOverview = z.object({
  accountId: z.string(),
  keys: z.array(AccessKeyView),
  accounts: z.array(AccountView),
  users: z.array(UserView),
  groups: z.array(GroupView),
  roles: z.array(RoleView),
  policies: z.array(PolicyView),
})
export type IdentityOverview = z.infer<typeof IdentityOverview>

/** Whom policies can be attached to. */
export const Holder = z.strictObject({ kind: z.enum(['user', 'group', 'role']), name: EntityName })
export type Holder = z.infer<typeof Holder>

/** `keys` and `groups` are a user's, `users` a group's; the others have none. */
export const HolderDetails = z.object({ policies: z.array(PolicyRef), keys: z.array(AccessKeyView), groups: z.array(z.string()), users: z.array(z.string()) })
export type HolderDetails = z.infer<typeof HolderDetails>

/** A version of a policy of RAM; the default one counts. */
export const PolicyVersionView = z.object({ versionId: z.string(), document: z.string(), isDefault: z.boolean(), createdMs: Time })
export type PolicyVersionView = z.infer<typeof PolicyVersionView>
/** RAM documentation, "Limits": versions of a custom policy. */
export const maxPolicyVersions = 5

/** `versions` from the newest on; a policy of the system has none but the default one. */
export const ManagedPolicy = z.object({ document: z.string(), defaultVersion: z.string(), versions: z.array(PolicyVersionView), holders: z.array(Holder) })
export type ManagedPolicy = z.infer<typeof ManagedPolicy>

/** What RAM lets somebody do: the policies attached, those of a user's groups among them. */
export const EffectivePolicies = z.object({ holder: Holder, policies: z.array(z.object({ name: z.string(), document: z.string() })) })
export type EffectivePolicies = z.infer<typeof EffectivePolicies>

export const AccountId = z.string().regex(/^\d{1,20}$/)
/** A key of a user, of a further account of the store, or, with neither, of the account itself. */
const KeyPlace = { userName: EntityName.optional(), accountId: AccountId.optional() }
const AccessKeyId = z.string().min(1).max(128)

/** One change. Deleting somebody takes along what hangs on them: keys, memberships, attachments, versions. */
export const IdentityChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('createUser'), userName: EntityName, displayName: Remark, comments: Remark }),
  z.strictObject({ kind: z.literal('updateUser'), userName: EntityName, newUserName: EntityName, displayName: Remark, comments: Remark }),
  z.strictObject({ kind: z.literal('deleteUser'), userName: EntityName }),
  z.strictObject({ kind: z.literal('createGroup'), groupName: EntityName, comments: Remark }),
  z.strictObject({ kind: z.literal('updateGroup'), groupName: EntityName, newGroupName: EntityName, comments: Remark }),
  z.strictObject({ kind: z.literal('deleteGroup'), groupName: EntityName }),
  z.strictObject({ kind: z.literal('addToGroup'), groupName: EntityName, userName: EntityName }),
  z.strictObject({ kind: z.literal('removeFromGroup'), groupName: EntityName, userName: EntityName }),
  z.strictObject({ kind: z.literal('createRole'), roleName: EntityName, description: Remark, trustPolicy: DocumentText, maxSessionSeconds: z.number().int() }),
  z.strictObject({ kind: z.literal('updateRole'), roleName: EntityName, description: Remark, trustPolicy: DocumentText, maxSessionSeconds: z.number().int() }),
  z.strictObject({ kind: z.literal('deleteRole'), roleName: EntityName }),
  z.strictObject({ kind: z.literal('createPolicy'), policyName: EntityName, description: Remark, document: DocumentText }),
  /** Becomes the default version; the oldest of the others makes room. */
  z.strictObject({ kind: z.literal('updatePolicy'), policyName: EntityName, document: DocumentText }),
  /** The policy says again what it said in a version that is still there. */
  z.strictObject({ kind: z.literal('setDefaultPolicyVersion'), policyName: EntityName, versionId: z.string().regex(/^v\d{1,9}$/) }),
  z.strictObject({ kind: z.literal('deletePolicyVersion'), policyName: EntityName, versionId: z.string().regex(/^v\d{1,9}$/) }),
  z.strictObject({ kind: z.literal('deletePolicy'), policyName: EntityName }),
  z.strictObject({ kind: z.literal('attachPolicy'), policy: PolicyRef, holder: Holder }),
  z.strictObject({ kind: z.literal('detachPolicy'), policy: PolicyRef, holder: Holder }),
  z.strictObject({ kind: z.literal('createAccessKey'), ...KeyPlace }),
  /** A new key; the old one is disabled, to be deleted when nobody misses it. */
  z.strictObject({ kind: z.literal('rotateAccessKey'), ...KeyPlace, accessKeyId: AccessKeyId }),
  z.strictObject({ kind: z.literal('setAccessKey'), ...KeyPlace, accessKeyId: AccessKeyId, isActive: z.boolean() }),
  z.strictObject({ kind: z.literal('deleteAccessKey'), ...KeyPlace, accessKeyId: AccessKeyId }),
  z.strictObject({ kind: z.literal('createAccount'), displayName: EntityName }),
  z.strictObject({ kind: z.literal('deleteAccount'), accountId: AccountId }),
])
export type IdentityChange = z.infer<typeof IdentityChange>

/** The key pair that a change made. It is told this once; nobody can ask for it again. */
export const IdentityChangeResult = z.object({ accessKey: z.object({ accessKeyId: z.string(), accessKeySecret: z.string() }).optional() })
export type IdentityChangeResult = z.infer<typeof IdentityChangeResult>

/**
 * STS documentation, "AssumeRole". An account may not assume roles, so a user of it does: with a key that is drawn for this one
 * request and deleted again.
 */
export const AssumeRoleInput = z.strictObject({
  profileId: ProfileId,
  roleName: EntityName,
  userName: EntityName,
  sessionName: z.string().trim().min(2).max(64),
  durationSeconds: z.number().int().min(900).max(43_200),
  /** Narrows what the role may do. */
  policy: z.string().max(2048).optional(),
  /** What the trust policy of the role may ask for. */
  externalId: z.string().min(2).max(1224).optional(),
})
export const TemporaryCredentials = z.object({ accessKeyId: z.string(), accessKeySecret: z.string(), securityToken: z.string(), expiresMs: Time, arn: z.string() })
export type TemporaryCredentials = z.infer<typeof TemporaryCredentials>
