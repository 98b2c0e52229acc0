import type { PolicyRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import { attachmentUseCases, attachmentsIn, countAttachments } from './attachments.ts'
import type { CustomPolicyName, ManagedPolicy, PolicyName, PolicyUseCases } from './identity-engine.ts'
import { assertDocument, assertName, assertRoom, assertText, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { defaultDocument } from './directory.ts'
import { systemPolicies } from './system-policies.ts'

export function policyUseCases(store: IdentityStore): PolicyUseCases {
  const { directory, clock } = store
  const findCustom = ({ accountId, policyName }: CustomPolicyName): PolicyRow => {
    const row = directory.policy(accountId, policyName)
    if (row === undefined) throw ramError('EntityNotExist.Policy')
    return row
  }
  const shownCustom = (row: PolicyRow, count = countAttachments(directory, row.accountId)): ManagedPolicy => ({
    policyType: 'Custom',
    policyName: row.policyName,
    description: row.description,
    createdMs: row.createdMs,
    updatedMs: row.updatedMs,
    defaultVersion: row.defaultVersion,
    document: defaultDocument(row) ?? '',
    attachmentCount: count({ policyType: 'Custom', policyName: row.policyName }),
  })
  const shownSystem = (policyName: string, count: ReturnType<typeof countAttachments>): ManagedPolicy => {
    const policy = systemPolicies.get(policyName)
    if (policy === undefined) throw ramError('EntityNotExist.Policy')
    const attachmentCount = count({ policyType: 'System', policyName })
    const { description, document } = policy
    return { policyType: 'System', policyName, description, createdMs: 0, updatedMs: 0, defaultVersion: 'v1', document, attachmentCount }
  }
  const get = ({ accountId, policyType, policyName }: PolicyName): ManagedPolicy =>
    policyType === 'System' ? shownSystem(policyName, countAttachments(directory, accountId)) : shownCustom(findCustom({ accountId, policyName }))
  const versions = (name: PolicyName) => {
    if (name.policyType === 'Custom') return findCustom(name)
    const { document } = get(name)
    return { defaultVersion: 'v1', versions: [{ versionId: 'v1', document, createdMs: 0 }] }
  }
  const requireVersion = (row: Pick<PolicyRow, 'versions'>, versionId: string) => {
    const found = row.versions.find((version) => version.versionId === versionId)
    if (found === undefined) throw ramError('EntityNotExist.Policy.Version')
    return found
  }

  return {
    get,
    list: ({ accountId, policyType }) => {
      const count = countAttachments(directory, accountId)
      const system = policyType === 'Custom' ? [] : [...systemPolicies.keys()].map((name) => shownSystem(name, count))
      const custom = policyType === 'System' ? [] : directory.policiesOf(accountId).map((row) => shownCustom(row, count))
      return [...system, ...custom.toSorted((a, b) => (a.policyName < b.policyName ? -1 : 1))]
    },
    create: ({ accountId, policyName, description = '', document }) =>
      store.change(() => {
        assertName('PolicyName', policyName)
        assertText('Description', description, identityLimits.textLength)
        assertDocument(document, identityLimits.policyDocumentLength)
        if (!directory.accounts.has(accountId)) throw ramError('EntityNotExist.Account')
        if (directory.policy(accountId, policyName) !== undefined || systemPolicies.has(policyName)) throw ramError('EntityAlreadyExists.Policy')
        assertRoom(directory.policiesOf(accountId).length, identityLimits.policiesPerAccount, 'LimitExceeded.Policy')
        const now = clock.now()
        const identity: PolicyRow = {
          kind: 'policy', accountId, policyName, description, createdMs: now, updatedMs: now,
          defaultVersion: 'v1', versionCount: 1, versions: [{ versionId: 'v1', document, createdMs: now }],
        }
        return { changes: [{ kind: 'put', identity }], result: shownCustom(identity) }
      }),
    remove: (name) =>
      store.change(() => {
        const identity = findCustom(name)
        const { users, groups, roles } = attachmentsIn(directory, { ...name, policyType: 'Custom' })
        if (users.length > 0) throw ramError('DeleteConflict.Policy.User')
        if (groups.length > 0) throw ramError('DeleteConflict.Policy.Group')
        if (roles.length > 0) throw ramError('DeleteConflict.Policy.Role')
        if (identity.versions.length > 1) throw ramError('DeleteConflict.Policy.Version')
        return { changes: [{ kind: 'remove', identity }], result: undefined }
      }),
    versions,
    version: ({ versionId, ...name }) => requireVersion(versions(name), versionId),
    createVersion: ({ document, setAsDefault, dropOldest = false, ...name }) =>
      store.change(() => {
        const row = findCustom(name)
        assertDocument(document, identityLimits.policyDocumentLength)
        const isFull = row.versions.length >= identityLimits.versionsPerPolicy
        const dropped = isFull && dropOldest ? row.versions.find((each) => each.versionId !== row.defaultVersion) : undefined
        const kept = row.versions.filter((each) => each !== dropped)
        assertRoom(kept.length, identityLimits.versionsPerPolicy, 'LimitExceeded.Policy.Version')
        const versionCount = row.versionCount + 1
        const version = { versionId: `v${versionCount}`, document, createdMs: clock.now() }
        const identity: PolicyRow = {
          ...row,
          versionCount,
          versions: [...kept, version],
          updatedMs: version.createdMs,
          ...(setAsDefault ? { defaultVersion: version.versionId } : {}),
        }
        return { changes: [{ kind: 'put', identity }], result: version }
      }),
    setDefaultVersion: ({ versionId, ...name }) =>
      store.change(() => {
        const row = findCustom(name)
        requireVersion(row, versionId)
        const identity: PolicyRow = { ...row, defaultVersion: versionId, updatedMs: clock.now() }
        return { changes: [{ kind: 'put', identity }], result: undefined }
      }),
    removeVersion: ({ versionId, ...name }) =>
      store.change(() => {
        const row = findCustom(name)
        requireVersion(row, versionId)
        if (row.defaultVersion === versionId) throw ramError('DeleteConflict.Policy.Version.Default')
        const identity: PolicyRow = { ...row, versions: row.versions.filter((version) => version.versionId !== versionId), updatedMs: clock.now() }
        return { changes: [{ kind: 'put', identity }], result: undefined }
      }),
    ...attachmentUseCases(store, get),
  }
}
