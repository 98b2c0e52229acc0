import type {
  AccessKeyRow,
  AccountRow,
  GroupRow,
  IdentityRow,
  MetadataReader,
  MetadataWriter,
  PolicyAttachment,
  PolicyRow,
  RoleRow,
  SessionRow,
  UserRow,
} from '../../metadata/metadata-store.ts'
import type { AccountSettingName } from '../../model/bucket-settings.ts'
import type { AccessKey, KeyHolder, PolicyText } from './identity-engine.ts'
import { systemPolicies } from './system-policies.ts'

/** What is configured for an account goes with it. */
const accountSettingNames: readonly AccountSettingName[] = ['publicAccessBlock']

/** One step of a change: a row to write or to remove. */
export type DirectoryChange =
  | { readonly kind: 'put' | 'remove'; readonly identity: IdentityRow }
  | { readonly kind: 'put' | 'remove'; readonly accessKey: AccessKeyRow }
  | { readonly kind: 'put' | 'remove'; readonly session: SessionRow }

export function writeChange(tx: MetadataWriter, change: DirectoryChange): void {
  const isPut = change.kind === 'put'
  if ('identity' in change) {
    if (isPut) tx.putIdentity(change.identity)
    else {
      tx.removeIdentity(change.identity)
      if (change.identity.kind === 'account') for (const name of accountSettingNames) tx.removeAccountSetting(change.identity.accountId, name)
    }
  } else if ('accessKey' in change) {
    if (isPut) tx.putAccessKey(change.accessKey)
    else tx.removeAccessKey(change.accessKey.accessKeyId)
  } else if (isPut) tx.putSession(change.session)
  else tx.removeSession(change.session.accessKeyId)
}

/**
 * Everything about identities, in memory: what is on disk, indexed for look-ups. There are hundreds of rows at most,
 * besides sessions, and each request needs some.
 */
export class Directory {
  readonly accounts = new Map<string, AccountRow>()
  readonly users = new Map<string, UserRow>()
  readonly roles = new Map<string, RoleRow>()
  /** By account and name. */
  readonly groups = new Map<string, GroupRow>()
  readonly accessKeys = new Map<string, AccessKeyRow>()
  readonly sessions = new Map<string, SessionRow>()
  readonly #policies = new Map<string, PolicyRow>()
  readonly #userIds = new Map<string, string>()
  readonly #roleIds = new Map<string, string>()
  /** Keys with whose they are, made when they are first asked for and thrown away when any identity changes. */
  readonly #resolved = new Map<string, AccessKey>()

  constructor(reader: MetadataReader) {
    for (const identity of reader.identities()) this.apply({ kind: 'put', identity })
    for (const accessKey of reader.accessKeys()) this.apply({ kind: 'put', accessKey })
    for (const session of reader.sessions()) this.apply({ kind: 'put', session })
  }

  apply(change: DirectoryChange): void {
    const isPut = change.kind === 'put'
    if ('session' in change) {
      // Nobody else's key depends on a session, and they come and go all the time: the other resolved keys stay.
      const id = change.session.accessKeyId
      set(this.sessions, id, isPut ? change.session : undefined)
      this.#resolved.delete(id)
      return
    }
    this.#resolved.clear()
    if ('accessKey' in change) {
      set(this.accessKeys, change.accessKey.accessKeyId, isPut ? change.accessKey : undefined)
      return
    }
    const row = change.identity
    switch (row.kind) {
      case 'account':
        set(this.accounts, row.accountId, isPut ? row : undefined)
        return
      case 'user':
        this.#forgetName(row)
        set(this.users, row.userId, isPut ? row : undefined)
        set(this.#userIds, nameIn(row.accountId, row.userName), isPut ? row.userId : undefined)
        return
      case 'group':
        set(this.groups, nameIn(row.accountId, row.groupName), isPut ? row : undefined)
        return
      case 'role':
        set(this.roles, row.roleId, isPut ? row : undefined)
        set(this.#roleIds, nameIn(row.accountId, row.roleName), isPut ? row.roleId : undefined)
        return
      case 'policy':
        set(this.#policies, nameIn(row.accountId, row.policyName), isPut ? row : undefined)
    }
  }

  user(accountId: string, userName: string): UserRow | undefined {
    return this.users.get(this.#userIds.get(nameIn(accountId, userName)) ?? '')
  }

  /** Users may be renamed: then the old name is nobody's. */
  #forgetName({ userId }: UserRow): void {
    const before = this.users.get(userId)
    if (before !== undefined) this.#userIds.delete(nameIn(before.accountId, before.userName))
  }

  group(accountId: string, groupName: string): GroupRow | undefined {
    return this.groups.get(nameIn(accountId, groupName))
  }

  /** The groups that a user is in. */
  groupsOf(userId: string): readonly GroupRow[] {
    return [...this.groups.values()].filter((group) => group.members.some((member) => member.userId === userId))
  }

  role(accountId: string, roleName: string): RoleRow | undefined {
    return this.roles.get(this.#roleIds.get(nameIn(accountId, roleName)) ?? '')
  }

  policy(accountId: string, policyName: string): PolicyRow | undefined {
    return this.#policies.get(nameIn(accountId, policyName))
  }

  policiesOf(accountId: string): readonly PolicyRow[] {
    return [...this.#policies.values()].filter((row) => row.accountId === accountId)
  }

  /** A key pair and whose it is. One look-up in a map, except the first time after a change. */
  find(accessKeyId: string): AccessKey | undefined {
    const known = this.#resolved.get(accessKeyId)
    if (known !== undefined) return known
    const found = this.#resolve(accessKeyId)
    if (found !== undefined) this.#resolved.set(accessKeyId, found)
    return found
  }

  #resolve(accessKeyId: string): AccessKey | undefined {
    const session = this.sessions.get(accessKeyId)
    if (session !== undefined) return this.#resolveSession(session)
    const row = this.accessKeys.get(accessKeyId)
    if (row === undefined) return undefined
    const holder = this.#holderOf(row)
    const isDisabled = row.status === 'Inactive'
    return holder && { accessKeyId, accessKeySecret: row.accessKeySecret, owner: row.owner, holder, ...(isDisabled ? { isDisabled } : {}) }
  }

  #holderOf(row: AccessKeyRow): KeyHolder | undefined {
    const accountId = row.owner.id
    if (row.userId === undefined) return { kind: 'account', accountId }
    const user = this.users.get(row.userId)
    if (user === undefined) return undefined
    const { userId, userName } = user
    return { kind: 'user', accountId, userId, userName, policies: this.#documents(accountId, this.#policiesOfUser(user)) }
  }

  /** Its own and those of its groups, each once. */
  #policiesOfUser(user: UserRow): readonly PolicyAttachment[] {
    const all = new Map<string, PolicyAttachment>()
    for (const each of [...user.policies, ...this.groupsOf(user.userId).flatMap((group) => group.policies)]) {
      all.set(`${each.policyType}/${each.policyName}`, each)
    }
    return [...all.values()]
  }

  #resolveSession(session: SessionRow): AccessKey | undefined {
    const role = this.roles.get(session.roleId)
    const account = role && this.accounts.get(role.accountId)
    if (role === undefined || account === undefined) return undefined
    const { accountId, roleId, roleName, policies } = role
    return {
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      owner: { id: accountId, displayName: account.displayName },
      holder: {
        kind: 'role',
        accountId,
        roleId,
        roleName,
        sessionName: session.sessionName,
        policies: this.#documents(accountId, policies),
        ...(session.sessionPolicy === undefined ? {} : { sessionPolicy: session.sessionPolicy }),
      },
      securityToken: { value: session.securityToken, expiresMs: session.expiresMs },
    }
  }

  #documents(accountId: string, attachments: readonly PolicyAttachment[]): readonly PolicyText[] {
    return attachments.flatMap(({ policyType, policyName }) => {
      const document =
        policyType === 'System' ? systemPolicies.get(policyName)?.document : defaultDocument(this.policy(accountId, policyName))
      return document === undefined ? [] : [{ name: policyName, document }]
    })
  }
}

/** The document of the version that applies. */
export function defaultDocument(policy: PolicyRow | undefined): string | undefined {
  return policy?.versions.find((version) => version.versionId === policy.defaultVersion)?.document
}

function set<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function nameIn(accountId: string, name: string): string {
  return `${accountId}/${name}`
}
