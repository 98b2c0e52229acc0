import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { pageOf, type RpcParameters } from '../rpc/rpc-parameters.ts'
import { checkedDocument, roleObject } from './ram-texts.ts'

const oneRole = ({ parameters }: RpcCall) => `role/${parameters.required('RoleName')}`

/** What CreateRole and UpdateRole have in common; the latter's names begin with New. */
function partsOf(parameters: RpcParameters, prefix: '' | 'New') {
  const description = parameters.optional(`${prefix}Description`)
  const document = parameters.optional(`${prefix}AssumeRolePolicyDocument`)
  const maxSessionSeconds = parameters.integer(`${prefix}MaxSessionDuration`)
  return {
    ...(description === undefined ? {} : { description }),
    ...(document === undefined ? {} : { assumeRolePolicyDocument: checkedDocument(document, { kind: 'trust' }, 'InvalidParameter.PolicyDocument') }),
    ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
  }
}

/** RAM roles (RAM documentation, "Role management"). */
export const roleActions: readonly RpcAction[] = [
  {
    name: 'CreateRole',
    version,
    resource: () => 'role/*',
    async run({ accountId, identities, parameters }) {
      const roleName = parameters.required('RoleName')
      const assumeRolePolicyDocument = parameters.required('AssumeRolePolicyDocument')
      return { Role: roleObject(await identities.roles.create({ accountId, roleName, assumeRolePolicyDocument, ...partsOf(parameters, '') })) }
    },
  },
  {
    name: 'GetRole',
    version,
    resource: oneRole,
    run: ({ accountId, identities, parameters }) => ({ Role: roleObject(identities.roles.get({ accountId, roleName: parameters.required('RoleName') })) }),
  },
  {
    name: 'ListRoles',
    version,
    resource: () => 'role/*',
    run({ accountId, identities, parameters }) {
      const { items, ...page } = pageOf(parameters, identities.roles.list({ accountId }), (role) => role.roleName)
      return { ...page, Roles: { Role: items.map(roleObject) } }
    },
  },
  {
    name: 'UpdateRole',
    version,
    resource: oneRole,
    async run({ accountId, identities, parameters }) {
      const roleName = parameters.required('RoleName')
      return { Role: roleObject(await identities.roles.update({ accountId, roleName, ...partsOf(parameters, 'New') })) }
    },
  },
  {
    name: 'DeleteRole',
    version,
    resource: oneRole,
    async run({ accountId, identities, parameters }) {
      await identities.roles.remove({ accountId, roleName: parameters.required('RoleName') })
      return {}
    },
  },
]
