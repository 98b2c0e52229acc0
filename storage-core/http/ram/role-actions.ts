import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import type { RpcParameters } from '../rpc/rpc-parameters.ts'
import { changing, listing } from './action-shapes.ts'
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
  listing('ListRoles', () => 'role/*', {
    plural: 'Roles',
    singular: 'Role',
    all: ({ accountId, identities }) => identities.roles.list({ accountId }),
    nameOf: (role) => role.roleName,
    show: roleObject,
  }),
  {
    name: 'UpdateRole',
    version,
    resource: oneRole,
    async run({ accountId, identities, parameters }) {
      const roleName = parameters.required('RoleName')
      return { Role: roleObject(await identities.roles.update({ accountId, roleName, ...partsOf(parameters, 'New') })) }
    },
  },
  changing('DeleteRole', oneRole, ({ accountId, identities, parameters }) => identities.roles.remove({ accountId, roleName: parameters.required('RoleName') })),
]
