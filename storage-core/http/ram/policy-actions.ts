import type { PolicyVersionRow } from '../../engine/identities/identity-engine.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { pageOf } from '../rpc/rpc-parameters.ts'
import { checkedDocument, policyNameOf, policyObject } from './ram-texts.ts'

const resource = ({ parameters }: RpcCall) => `policy/${parameters.required('PolicyName')}`
const documentOf = ({ parameters }: RpcCall) =>
  checkedDocument(parameters.required('PolicyDocument'), { kind: 'ram' }, 'InvalidParameter.PolicyDocument')

function versionObject({ versionId, document, createdMs }: PolicyVersionRow, defaultVersion: string): RpcObject {
  return { VersionId: versionId, IsDefaultVersion: versionId === defaultVersion, PolicyDocument: document, CreateDate: rpcTime(createdMs) }
}

/** Managed policies and their versions (RAM documentation, "Policy management"). */
export const policyActions: readonly RpcAction[] = [
  {
    name: 'CreatePolicy',
    version,
    resource,
    async run(call) {
      const { accountId, identities, parameters } = call
      const description = parameters.optional('Description')
      const policy = await identities.policies.create({
        accountId,
        policyName: parameters.required('PolicyName'),
        document: documentOf(call),
        ...(description === undefined ? {} : { description }),
      })
      return { Policy: policyObject(policy) }
    },
  },
  {
    name: 'GetPolicy',
    version,
    resource,
    run({ accountId, identities, parameters }) {
      const policy = identities.policies.get({ accountId, ...policyNameOf(parameters) })
      const { defaultVersion, document, updatedMs } = policy
      const current = identities.policies.versions({ accountId, ...policyNameOf(parameters) }).versions.find((each) => each.versionId === defaultVersion)
      return {
        Policy: policyObject(policy),
        DefaultPolicyVersion: versionObject(current ?? { versionId: defaultVersion, document, createdMs: updatedMs }, defaultVersion),
      }
    },
  },
  {
    name: 'ListPolicies',
    version,
    resource: () => 'policy/*',
    run({ accountId, identities, parameters }) {
      const policyType = parameters.choice('PolicyType', ['Custom', 'System'])
      const all = identities.policies.list({ accountId, ...(policyType === undefined ? {} : { policyType }) })
      const { items, ...page } = pageOf(parameters, all, (policy) => policy.policyName)
      return { ...page, Policies: { Policy: items.map(policyObject) } }
    },
  },
  {
    name: 'DeletePolicy',
    version,
    resource,
    async run({ accountId, identities, parameters }) {
      await identities.policies.remove({ accountId, policyName: parameters.required('PolicyName') })
      return {}
    },
  },
  {
    name: 'CreatePolicyVersion',
    version,
    resource,
    async run(call) {
      const { accountId, identities, parameters } = call
      const setAsDefault = parameters.flag('SetAsDefault')
      const made = await identities.policies.createVersion({
        accountId,
        policyName: parameters.required('PolicyName'),
        document: documentOf(call),
        setAsDefault,
        dropOldest: parameters.choice('RotateStrategy', ['None', 'DeleteOldestNonDefaultVersionWhenLimitExceeded']) === 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
      })
      return { PolicyVersion: versionObject(made, setAsDefault ? made.versionId : '') }
    },
  },
  {
    name: 'GetPolicyVersion',
    version,
    resource,
    run({ accountId, identities, parameters }) {
      const versionId = parameters.required('VersionId')
      const found = identities.policies.version({ accountId, ...policyNameOf(parameters), versionId })
      const { defaultVersion } = identities.policies.get({ accountId, ...policyNameOf(parameters) })
      return { PolicyVersion: versionObject(found, defaultVersion) }
    },
  },
  {
    name: 'ListPolicyVersions',
    version,
    resource,
    run({ accountId, identities, parameters }) {
      const { defaultVersion, versions } = identities.policies.versions({ accountId, ...policyNameOf(parameters) })
      return { PolicyVersions: { PolicyVersion: versions.map((each) => versionObject(each, defaultVersion)) } }
    },
  },
  {
    name: 'SetDefaultPolicyVersion',
    version,
    resource,
    async run({ accountId, identities, parameters }) {
      const versionId = parameters.required('VersionId')
      await identities.policies.setDefaultVersion({ accountId, policyName: parameters.required('PolicyName'), versionId })
      return {}
    },
  },
  {
    name: 'DeletePolicyVersion',
    version,
    resource,
    async run({ accountId, identities, parameters }) {
      const versionId = parameters.required('VersionId')
      await identities.policies.removeVersion({ accountId, policyName: parameters.required('PolicyName'), versionId })
      return {}
    },
  },
]
