import type { PolicyVersionRow } from '../../engine/identities/identity-engine.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { changing, given, listing } from './action-shapes.ts'
import { checkedDocument, policyNameOf, policyObject } from './ram-texts.ts'

const resource = ({ parameters }: RpcCall) => `policy/${parameters.required('PolicyName')}`
const customOf = ({ accountId, parameters }: RpcCall) => ({ accountId, policyName: parameters.required('PolicyName') })
const versionOf = (call: RpcCall) => ({ ...customOf(call), versionId: call.parameters.required('VersionId') })
const policyOf = ({ accountId, parameters }: RpcCall) => ({ accountId, ...policyNameOf(parameters) })
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
      const input = { ...customOf(call), document: documentOf(call), ...given(call, { description: 'Description' }) }
      return { Policy: policyObject(await call.identities.policies.create(input)) }
    },
  },
  {
    name: 'GetPolicy',
    version,
    resource,
    run(call) {
      const { policies } = call.identities
      const policy = policies.get(policyOf(call))
      const { defaultVersion, document, updatedMs } = policy
      const current = policies.versions(policyOf(call)).versions.find((each) => each.versionId === defaultVersion)
      return {
        Policy: policyObject(policy),
        DefaultPolicyVersion: versionObject(current ?? { versionId: defaultVersion, document, createdMs: updatedMs }, defaultVersion),
      }
    },
  },
  listing('ListPolicies', () => 'policy/*', {
    plural: 'Policies',
    singular: 'Policy',
    all({ accountId, identities, parameters }) {
      const policyType = parameters.choice('PolicyType', ['Custom', 'System'])
      return identities.policies.list({ accountId, ...(policyType === undefined ? {} : { policyType }) })
    },
    nameOf: (policy) => policy.policyName,
    show: policyObject,
  }),
  changing('DeletePolicy', resource, (call) => call.identities.policies.remove(customOf(call))),
  {
    name: 'CreatePolicyVersion',
    version,
    resource,
    async run(call) {
      const { identities, parameters } = call
      const setAsDefault = parameters.flag('SetAsDefault')
      const made = await identities.policies.createVersion({
        ...customOf(call),
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
    run(call) {
      const { policies } = call.identities
      const found = policies.version({ ...policyOf(call), versionId: call.parameters.required('VersionId') })
      const { defaultVersion } = policies.get(policyOf(call))
      return { PolicyVersion: versionObject(found, defaultVersion) }
    },
  },
  {
    name: 'ListPolicyVersions',
    version,
    resource,
    run(call) {
      const { defaultVersion, versions } = call.identities.policies.versions(policyOf(call))
      return { PolicyVersions: { PolicyVersion: versions.map((each) => versionObject(each, defaultVersion)) } }
    },
  },
  changing('SetDefaultPolicyVersion', resource, (call) => call.identities.policies.setDefaultVersion(versionOf(call))),
  changing('DeletePolicyVersion', resource, (call) => call.identities.policies.removeVersion(versionOf(call))),
]
