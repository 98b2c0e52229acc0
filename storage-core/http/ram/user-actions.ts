import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { rpcTime } from '../rpc/rpc-answer.ts'
import { pageOf } from '../rpc/rpc-parameters.ts'
import { userObject } from './ram-texts.ts'

const oneUser = ({ parameters }: RpcCall) => `user/${parameters.required('UserName')}`

/** RAM users (RAM documentation, "User management"). */
export const userActions: readonly RpcAction[] = [
  {
    name: 'CreateUser',
    version,
    resource: () => 'user/*',
    async run({ accountId, identities, parameters }) {
      const displayName = parameters.optional('DisplayName')
      const comments = parameters.optional('Comments')
      const user = await identities.users.create({
        accountId,
        userName: parameters.required('UserName'),
        ...(displayName === undefined ? {} : { displayName }),
        ...(comments === undefined ? {} : { comments }),
      })
      return { User: userObject(user) }
    },
  },
  {
    name: 'GetUser',
    version,
    resource: oneUser,
    run({ accountId, identities, parameters }) {
      const user = identities.users.get({ accountId, userName: parameters.required('UserName') })
      return { User: { ...userObject(user), UpdateDate: rpcTime(user.updatedMs) } }
    },
  },
  {
    name: 'ListUsers',
    version,
    resource: () => 'user/*',
    run({ accountId, identities, parameters }) {
      const { items, ...page } = pageOf(parameters, identities.users.list({ accountId }), (user) => user.userName)
      return { ...page, Users: { User: items.map((user) => ({ ...userObject(user), UpdateDate: rpcTime(user.updatedMs) })) } }
    },
  },
  {
    name: 'DeleteUser',
    version,
    resource: oneUser,
    async run({ accountId, identities, parameters }) {
      await identities.users.remove({ accountId, userName: parameters.required('UserName') })
      return {}
    },
  },
]
