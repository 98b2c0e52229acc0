import type { AttachedPolicy, PolicyTarget } from '../../engine/identities/identity-engine.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { changing } from './action-shapes.ts'
import { groupObject, policyNameOf, policyObject, roleObject, targetOf, userObject } from './ram-texts.ts'

function resourceOf(kind: PolicyTarget['kind']) {
  return ({ parameters }: RpcCall) => `${kind}/${targetOf(parameters, kind).name}`
}

function attachedObject(policy: AttachedPolicy): RpcObject {
  return { ...policyObject(policy), AttachDate: rpcTime(policy.attachedMs) }
}

function actionsFor(kind: PolicyTarget['kind'], noun: 'User' | 'Group' | 'Role'): readonly RpcAction[] {
  const input = ({ accountId, parameters }: RpcCall) => ({ accountId, ...policyNameOf(parameters), target: targetOf(parameters, kind) })
  return [
    changing(`AttachPolicyTo${noun}`, resourceOf(kind), (call) => call.identities.policies.attach(input(call))),
    changing(`DetachPolicyFrom${noun}`, resourceOf(kind), (call) => call.identities.policies.detach(input(call))),
    {
      name: `ListPoliciesFor${noun}`,
      version,
      resource: resourceOf(kind),
      run({ accountId, identities, parameters }) {
        const attached = identities.policies.attachedTo({ accountId, target: targetOf(parameters, kind) })
        return { Policies: { Policy: attached.map(attachedObject) } }
      },
    },
  ]
}

/** Which policies users, groups and roles have (RAM documentation, "Policy management"). */
export const attachmentActions: readonly RpcAction[] = [
  ...actionsFor('user', 'User'),
  ...actionsFor('group', 'Group'),
  ...actionsFor('role', 'Role'),
  {
    name: 'ListEntitiesForPolicy',
    version,
    resource: ({ parameters }) => `policy/${parameters.required('PolicyName')}`,
    run({ accountId, identities, parameters }) {
      const { users, groups, roles } = identities.policies.entities({ accountId, ...policyNameOf(parameters) })
      const date = (attachedMs: number) => ({ AttachDate: rpcTime(attachedMs) })
      return {
        Users: { User: users.map(({ entity, attachment }) => ({ ...userObject(entity), ...date(attachment.attachedMs) })) },
        Roles: { Role: roles.map(({ entity, attachment }) => ({ ...roleObject(entity), ...date(attachment.attachedMs) })) },
        Groups: { Group: groups.map(({ entity, attachment }) => ({ ...groupObject(entity), ...date(attachment.attachedMs) })) },
      }
    },
  },
]
