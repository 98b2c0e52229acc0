import type { AccessKeyView, Holder, HolderDetails, IdentityChange, IdentityChangeResult, IdentityOverview, PolicyRef, PolicyVersionView } from '../../electron/contract/identities.ts'
import type { PolicyNotes } from '../../electron/contract/policy-notes.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'

/** How the fake answers: it counts calls, and fails those that it was told to. */
export type Answer = <T>(name: string, input: unknown, value: () => T) => Promise<T>

interface Mutable {
  overview: IdentityOverview
  readonly details: Map<string, HolderDetails>
  readonly documents: Map<string, string>
}

const nowMs = Date.UTC(2026, 10, 12, 9, 30)
const idOf = ({ kind, name }: Holder): string => `${kind}/${name}`
const none: HolderDetails = { policies: [], keys: [], groups: [], users: [] }

/** RAM in memory, enough of it to use the window of keys and users. */
export function createFakeIdentities(answer: Answer): Pick<WindowApi, 'identities' | 'policies'> {
  const state: Mutable = {
    overview: {
      accountId: '1000000000000001',
      keys: [{ accessKeyId: 'LTAI5tOssiaLocalKey01', isActive: true, createdMs: nowMs }],
      accounts: [{ accountId: '1000000000000001', displayName: 'root', isOwn: true, createdMs: nowMs }],
      users: [],
      groups: [],
      roles: [],
      policies: [{ policyType: 'System', policyName: 'AliyunOSSReadOnlyAccess', description: 'Reading.', attachmentCount: 0, updatedMs: nowMs }],
    },
    details: new Map(),
    documents: new Map([['AliyunOSSReadOnlyAccess', '{"Version":"1","Statement":[{"Effect":"Allow","Action":["oss:Get*","oss:List*"],"Resource":"*"}]}']]),
  }
  const notes = new Map<string, PolicyNotes>()
  let serial = 0
  const detailsOf = (holder: Holder): HolderDetails => state.details.get(idOf(holder)) ?? none
  const edit = (holder: Holder, change: (details: HolderDetails) => HolderDetails) => state.details.set(idOf(holder), change(detailsOf(holder)))
  const change = (part: Partial<IdentityOverview>): void => {
    state.overview = { ...state.overview, ...part }
  }
  const newKey = (): { readonly view: AccessKeyView; readonly result: IdentityChangeResult } => {
    serial += 1
    const accessKeyId = `LTAI5tNewKey${String(serial).padStart(4, '0')}`
    return { view: { accessKeyId, isActive: true, createdMs: nowMs }, result: { accessKey: { accessKeyId, accessKeySecret: `secret-${String(serial)}` } } }
  }
  const accountKeys = new Map<string, AccessKeyView[]>()
  const editKeys = ({ userName, accountId }: { readonly userName?: string | undefined; readonly accountId?: string | undefined }, change_: (keys: readonly AccessKeyView[]) => AccessKeyView[]): void => {
    if (accountId !== undefined) accountKeys.set(accountId, change_(accountKeys.get(accountId) ?? []))
    else if (userName === undefined) change({ keys: change_(state.overview.keys) })
    else edit({ kind: 'user', name: userName }, (details) => ({ ...details, keys: change_(details.keys) }))
  }
  const isSame = (a: PolicyRef) => (b: PolicyRef): boolean => a.policyName === b.policyName && a.policyType === b.policyType

  const carryOut = (one: IdentityChange): IdentityChangeResult => {
    const { overview } = state
    switch (one.kind) {
      case 'createUser':
        serial += 1
        change({ users: [...overview.users, { userId: String(2_000_000_000_000_000 + serial), userName: one.userName, displayName: one.displayName, comments: one.comments, createdMs: nowMs }] })
        return {}
      case 'updateUser':
        change({ users: overview.users.map((user) => (user.userName === one.userName ? { ...user, userName: one.newUserName, displayName: one.displayName, comments: one.comments } : user)) })
        return {}
      case 'deleteUser':
        change({ users: overview.users.filter(({ userName }) => userName !== one.userName) })
        return {}
      case 'createGroup':
        change({ groups: [...overview.groups, { groupName: one.groupName, comments: one.comments, createdMs: nowMs }] })
        return {}
      case 'updateGroup':
        change({ groups: overview.groups.map((group) => (group.groupName === one.groupName ? { ...group, groupName: one.newGroupName, comments: one.comments } : group)) })
        return {}
      case 'deleteGroup':
        change({ groups: overview.groups.filter(({ groupName }) => groupName !== one.groupName) })
        return {}
      case 'addToGroup':
      case 'removeFromGroup': {
        const isIn = one.kind === 'addToGroup'
        edit({ kind: 'group', name: one.groupName }, (details) => ({ ...details, users: [...details.users.filter((name) => name !== one.userName), ...(isIn ? [one.userName] : [])] }))
        edit({ kind: 'user', name: one.userName }, (details) => ({ ...details, groups: [...details.groups.filter((name) => name !== one.groupName), ...(isIn ? [one.groupName] : [])] }))
        return {}
      }
      case 'createRole':
        serial += 1
        change({
          roles: [...overview.roles, { roleId: String(3_000_000_000_000_000 + serial), roleName: one.roleName, arn: `acs:ram::${overview.accountId}:role/${one.roleName}`, description: one.description, trustPolicy: one.trustPolicy, maxSessionSeconds: one.maxSessionSeconds, createdMs: nowMs }],
        })
        return {}
      case 'updateRole':
        change({ roles: overview.roles.map((role) => (role.roleName === one.roleName ? { ...role, description: one.description, trustPolicy: one.trustPolicy, maxSessionSeconds: one.maxSessionSeconds } : role)) })
        return {}
      case 'deleteRole':
        change({ roles: overview.roles.filter(({ roleName }) => roleName !== one.roleName) })
        return {}
      case 'createPolicy':
        state.documents.set(one.policyName, one.document)
        change({ policies: [...overview.policies, { policyType: 'Custom', policyName: one.policyName, description: one.description, attachmentCount: 0, updatedMs: nowMs }] })
        return {}
      case 'updatePolicy': {
        const { versions } = versionsOf(one.policyName)
        const next = `v${String(Number(versions[0]?.versionId.slice(1)) + 1)}`
        policyVersions.set(one.policyName, [{ versionId: next, document: one.document, isDefault: true, createdMs: nowMs }, ...versions.map((each) => ({ ...each, isDefault: false }))])
        state.documents.set(one.policyName, one.document)
        return {}
      }
      case 'setDefaultPolicyVersion': {
        const versions = versionsOf(one.policyName).versions.map((each) => ({ ...each, isDefault: each.versionId === one.versionId }))
        policyVersions.set(one.policyName, versions)
        state.documents.set(one.policyName, versions.find(({ isDefault }) => isDefault)?.document ?? '')
        return {}
      }
      case 'deletePolicyVersion':
        policyVersions.set(one.policyName, versionsOf(one.policyName).versions.filter(({ versionId }) => versionId !== one.versionId))
        return {}
      case 'deletePolicy':
        change({ policies: overview.policies.filter(({ policyName }) => policyName !== one.policyName) })
        return {}
      case 'attachPolicy':
        edit(one.holder, (details) => ({ ...details, policies: [...details.policies, one.policy] }))
        return {}
      case 'detachPolicy':
        edit(one.holder, (details) => ({ ...details, policies: details.policies.filter((policy) => !isSame(policy)(one.policy)) }))
        return {}
      case 'createAccessKey':
      case 'rotateAccessKey': {
        const { view, result } = newKey()
        editKeys(one, (keys) => [...keys.map((key) => (one.kind === 'rotateAccessKey' && key.accessKeyId === one.accessKeyId ? { ...key, isActive: false } : key)), view])
        return result
      }
      case 'setAccessKey':
        editKeys(one, (keys) => keys.map((key) => (key.accessKeyId === one.accessKeyId ? { ...key, isActive: one.isActive } : key)))
        return {}
      case 'deleteAccessKey':
        editKeys(one, (keys) => keys.filter(({ accessKeyId }) => accessKeyId !== one.accessKeyId))
        return {}
      case 'createAccount':
        serial += 1
        change({ accounts: [...overview.accounts, { accountId: String(1_000_000_000_000_001 + serial), displayName: one.displayName, isOwn: false, createdMs: nowMs }] })
        return newKey().result
      case 'deleteAccount':
        change({ accounts: overview.accounts.filter(({ accountId }) => accountId !== one.accountId) })
        return {}
    }
  }

  const policyVersions = new Map<string, PolicyVersionView[]>()
  const versionsOf = (policyName: string) => {
    const versions = policyVersions.get(policyName) ?? [{ versionId: 'v1', document: state.documents.get(policyName) ?? '', isDefault: true, createdMs: nowMs }]
    return { versions, defaultVersion: versions.find(({ isDefault }) => isDefault)?.versionId ?? 'v1' }
  }
  const holdersOf = (policy: PolicyRef): Holder[] =>
    [...state.details].filter(([, { policies }]) => policies.some(isSame(policy))).map(([id]) => ({ kind: id.slice(0, id.indexOf('/')) as Holder['kind'], name: id.slice(id.indexOf('/') + 1) }))

  const noNotes: PolicyNotes = { checks: [], disabled: [], versions: [] }
  return {
    policies: {
      getNotes: (input) => answer('policies.getNotes', input, () => notes.get(input.bucket) ?? noNotes),
      changeNotes: (input) =>
        answer('policies.changeNotes', input, () => {
          const { checks, disabled } = input.change
          const after = { ...(notes.get(input.bucket) ?? noNotes), ...(checks === undefined ? {} : { checks }), ...(disabled === undefined ? {} : { disabled }) }
          notes.set(input.bucket, after)
          return after
        }),
    },
    identities: {
      getOverview: (input) => answer('identities.getOverview', input, () => state.overview),
      getHolder: (input) => answer('identities.getHolder', input, () => detailsOf(input.holder)),
      getPolicy: (input) => answer('identities.getPolicy', input, () => ({ document: state.documents.get(input.policy.policyName) ?? '', ...versionsOf(input.policy.policyName), holders: holdersOf(input.policy) })),
      getAccountKeys: (input) => answer('identities.getAccountKeys', input, () => accountKeys.get(input.accountId) ?? []),
      getEffectivePolicies: (input) =>
        answer('identities.getEffectivePolicies', input, () =>
          input.holders.map((holder) => ({ holder, policies: detailsOf(holder).policies.map(({ policyName }) => ({ name: policyName, document: state.documents.get(policyName) ?? '' })) })),
        ),
      change: (input) => answer('identities.change', input, () => carryOut(input.change)),
      assumeRole: (input) =>
        answer('identities.assumeRole', input, () => ({ accessKeyId: 'STS.NSOssiaFake0001', accessKeySecret: 'session-secret', securityToken: 'session-token', expiresMs: nowMs + input.durationSeconds * 1000, arn: `acs:ram::${state.overview.accountId}:role/${input.roleName}/${input.sessionName}` })),
    },
  }
}
