export type { PolicyVersionRow } from '../../metadata/metadata-store.ts'
import type {
  AccessKeyStatus,
  AccountRow,
  GroupRow,
  PolicyAttachment,
  PolicyType,
  PolicyVersionRow,
  RoleRow,
  UserRow,
} from '../../metadata/metadata-store.ts'
import type { Owner } from '../../model/bucket.ts'

/**
 * Who may sign, and with which policies: RAM's and STS's use cases, named as they name them. As the rest of the engine it
 * trusts its caller: grammar of documents and permissions are the edge's job. Everything is answered from memory; every
 * change resolves once it is on disk, and the next look-up sees it. Failures are RamErrors.
 */
export interface IdentityEngine {
  /**
   * The key pair with this id: of an account, of a user, or temporary. Disabled ones are found, and expired ones for a
   * while, so that the refusal can say what is wrong. The same object again until something about any identity changes.
   */
  findAccessKey(accessKeyId: string): AccessKey | undefined
  /** The account that the store itself belongs to. */
  readonly ownAccountId: string
  readonly accounts: AccountUseCases
  readonly accessKeys: AccessKeyUseCases
  readonly users: UserUseCases
  readonly groups: GroupUseCases
  readonly policies: PolicyUseCases
  readonly roles: RoleUseCases
  readonly sessions: SessionUseCases
}

/** A key pair that may sign, and whose it is. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** The account: what its identities create belongs to it. */
  readonly owner: Owner
  readonly holder: KeyHolder
  /** Known and switched off: it may sign nothing. */
  readonly isDisabled?: true
  /** In memory only: the app signs its own requests with it. */
  readonly isOfApp?: true
  /** Of temporary credentials: what has to come along, and when it ends. */
  readonly securityToken?: { readonly value: string; readonly expiresMs: number }
}

export type KeyHolder =
  | { readonly kind: 'account'; readonly accountId: string }
  | {
      readonly kind: 'user'
      readonly accountId: string
      readonly userId: string
      readonly userName: string
      readonly policies: readonly PolicyText[]
    }
  | {
      readonly kind: 'role'
      readonly accountId: string
      readonly roleId: string
      readonly roleName: string
      readonly sessionName: string
      readonly policies: readonly PolicyText[]
      readonly sessionPolicy?: string
    }

/** A policy's document as JSON text. */
export interface PolicyText {
  readonly name: string
  readonly document: string
}

export type Account = AccountRow
export type RamUser = UserRow
export type RamGroup = GroupRow
export type RamRole = RoleRow

/** A managed policy as it applies now. */
export interface ManagedPolicy {
  readonly policyType: PolicyType
  readonly policyName: string
  readonly description: string
  readonly createdMs: number
  readonly updatedMs: number
  readonly defaultVersion: string
  readonly document: string
  readonly attachmentCount: number
}

/** Without a user name: of the account itself. */
export interface KeyHolderName {
  readonly accountId: string
  readonly userName?: string
}
/** What is shown of a key pair after its creation. */
export interface AccessKeySummary {
  readonly accessKeyId: string
  readonly status: AccessKeyStatus
  readonly createdMs: number
}
export interface CreatedAccessKey extends AccessKeySummary {
  readonly accessKeySecret: string
}

export interface AccountUseCases {
  list(): readonly Account[]
  /** With a first key pair. @throws RamError LimitExceeded.Account, InvalidParameter */
  create(input: { readonly displayName: string }): Promise<{ readonly account: Account; readonly accessKey: CreatedAccessKey }>
  /** With its key pairs. @throws RamError EntityNotExist.Account, DeleteConflict.Account.* */
  remove(input: { readonly accountId: string }): Promise<void>
}

export interface AccessKeyUseCases {
  list(holder: KeyHolderName): readonly AccessKeySummary[]
  /** @throws RamError EntityNotExist.User, LimitExceeded.AccessKey */
  create(holder: KeyHolderName): Promise<CreatedAccessKey>
  /** @throws RamError EntityNotExist.AccessKey */
  setStatus(input: KeyHolderName & { readonly accessKeyId: string; readonly status: AccessKeyStatus }): Promise<void>
  /** @throws RamError EntityNotExist.AccessKey */
  remove(input: KeyHolderName & { readonly accessKeyId: string }): Promise<void>
}

export interface UserUseCases {
  list(input: { readonly accountId: string }): readonly RamUser[]
  /** @throws RamError EntityNotExist.User */
  get(input: { readonly accountId: string; readonly userName: string }): RamUser
  /** @throws RamError EntityAlreadyExists.User, LimitExceeded.User, InvalidParameter */
  create(input: {
    readonly accountId: string
    readonly userName: string
    readonly displayName?: string
    readonly comments?: string
  }): Promise<RamUser>
  /** Its keys, policies and groups stay its own under a new name. @throws RamError EntityNotExist.User, EntityAlreadyExists.User, InvalidParameter */
  update(input: {
    readonly accountId: string
    readonly userName: string
    readonly newUserName?: string
    readonly displayName?: string
    readonly comments?: string
  }): Promise<RamUser>
  /** @throws RamError EntityNotExist.User, DeleteConflict.User.* */
  remove(input: { readonly accountId: string; readonly userName: string }): Promise<void>
}

export interface GroupName {
  readonly accountId: string
  readonly groupName: string
}
export interface GroupUseCases {
  list(input: { readonly accountId: string }): readonly RamGroup[]
  /** @throws RamError EntityNotExist.Group */
  get(input: GroupName): RamGroup
  /** @throws RamError EntityAlreadyExists.Group, LimitExceeded.Group, InvalidParameter */
  create(input: GroupName & { readonly comments?: string }): Promise<RamGroup>
  /** @throws RamError EntityNotExist.Group, EntityAlreadyExists.Group, InvalidParameter */
  update(input: GroupName & { readonly newGroupName?: string; readonly comments?: string }): Promise<RamGroup>
  /** @throws RamError EntityNotExist.Group, DeleteConflict.Group.* */
  remove(input: GroupName): Promise<void>
  /** @throws RamError EntityNotExist.*, EntityAlreadyExists.User.Group, LimitExceeded.User.Group */
  addUser(input: GroupName & { readonly userName: string }): Promise<void>
  /** @throws RamError EntityNotExist.* */
  removeUser(input: GroupName & { readonly userName: string }): Promise<void>
  /** @throws RamError EntityNotExist.Group */
  users(input: GroupName): readonly { readonly user: RamUser; readonly joinedMs: number }[]
  /** @throws RamError EntityNotExist.User */
  groupsOfUser(input: { readonly accountId: string; readonly userName: string }): readonly { readonly group: RamGroup; readonly joinedMs: number }[]
}

export interface PolicyName {
  readonly accountId: string
  readonly policyType: PolicyType
  readonly policyName: string
}
export interface CustomPolicyName {
  readonly accountId: string
  readonly policyName: string
}
export interface PolicyTarget {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
}
export interface AttachInput extends PolicyName {
  readonly target: PolicyTarget
}
export interface AttachedPolicy extends ManagedPolicy {
  readonly attachedMs: number
}

export interface CreateVersionInput {
  readonly document: string
  readonly setAsDefault: boolean
  /** Make room, when there is none, by removing the oldest version that is not the default. */
  readonly dropOldest?: boolean
}

export interface PolicyUseCases {
  list(input: { readonly accountId: string; readonly policyType?: PolicyType }): readonly ManagedPolicy[]
  /** @throws RamError EntityNotExist.Policy */
  get(input: PolicyName): ManagedPolicy
  /** @throws RamError EntityAlreadyExists.Policy, LimitExceeded.Policy, InvalidParameter.* */
  create(input: CustomPolicyName & { readonly description?: string; readonly document: string }): Promise<ManagedPolicy>
  /** @throws RamError EntityNotExist.Policy, DeleteConflict.Policy.* */
  remove(input: CustomPolicyName): Promise<void>
  /** @throws RamError EntityNotExist.Policy, EntityNotExist.Policy.Version */
  version(input: PolicyName & { readonly versionId: string }): PolicyVersionRow
  versions(input: PolicyName): { readonly defaultVersion: string; readonly versions: readonly PolicyVersionRow[] }
  /**
   * Changes a policy's document: the new version applies at once when it is made the default.
   * @throws RamError EntityNotExist.Policy, LimitExceeded.Policy.Version, InvalidParameter.*
   */
  createVersion(input: CustomPolicyName & CreateVersionInput): Promise<PolicyVersionRow>
  setDefaultVersion(input: CustomPolicyName & { readonly versionId: string }): Promise<void>
  removeVersion(input: CustomPolicyName & { readonly versionId: string }): Promise<void>
  /** @throws RamError EntityNotExist.*, EntityAlreadyExists.*.Policy, LimitExceeded.*.Policy */
  attach(input: AttachInput): Promise<void>
  /** @throws RamError EntityNotExist.* */
  detach(input: AttachInput): Promise<void>
  attachedTo(input: { readonly accountId: string; readonly target: PolicyTarget }): readonly AttachedPolicy[]
  entities(input: PolicyName): {
    readonly users: readonly Attached<RamUser>[]
    readonly groups: readonly Attached<RamGroup>[]
    readonly roles: readonly Attached<RamRole>[]
  }
}
export interface Attached<T> {
  readonly entity: T
  readonly attachment: PolicyAttachment
}

export interface RoleUseCases {
  list(input: { readonly accountId: string }): readonly RamRole[]
  /** @throws RamError EntityNotExist.Role */
  get(input: { readonly accountId: string; readonly roleName: string }): RamRole
  /** @throws RamError EntityAlreadyExists.Role, LimitExceeded.Role, InvalidParameter.* */
  create(input: {
    readonly accountId: string
    readonly roleName: string
    readonly description?: string
    readonly assumeRolePolicyDocument: string
    readonly maxSessionSeconds?: number
  }): Promise<RamRole>
  update(input: {
    readonly accountId: string
    readonly roleName: string
    readonly description?: string
    readonly assumeRolePolicyDocument?: string
    readonly maxSessionSeconds?: number
  }): Promise<RamRole>
  /** Ends its sessions as well. @throws RamError EntityNotExist.Role, DeleteConflict.Role.Policy */
  remove(input: { readonly accountId: string; readonly roleName: string }): Promise<void>
}

export interface SessionInput {
  readonly accountId: string
  readonly roleName: string
  readonly sessionName: string
  readonly durationSeconds: number
  /** Narrows what the role may do. */
  readonly policy?: string
}
export interface SessionCredentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly expiresMs: number
  readonly roleId: string
}

export interface SessionUseCases {
  /** @throws RamError EntityNotExist.Role, InvalidParameter.DurationSeconds, InvalidParameter.RoleSessionName, Throttling */
  create(input: SessionInput): Promise<SessionCredentials>
  /** Forgets what expired a while ago. @returns how many were removed */
  sweep(): Promise<number>
}
