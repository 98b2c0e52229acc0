import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { rpcTime } from '../rpc/rpc-answer.ts'
import { changing, given, listing } from './action-shapes.ts'
import { updatedUserObject, userObject } from './ram-texts.ts'

const oneUser = ({ parameters }: RpcCall) => `user/${parameters.required('UserName')}`
const nameOf = ({ accountId, parameters }: RpcCall) => ({ accountId, userName: parameters.required('UserName') })

/** RAM users (RAM documentation, "User management"). */
export const userActions: readonly RpcAction[] = [
  {
    name: 'CreateUser',
    version,
    resource: () => 'user/*',
    run: async (call) => ({ User: userObject(await call.identities.users.create({ ...nameOf(call), ...given(call, { displayName: 'DisplayName', comments: 'Comments' }) })) }),
  },
  {
    name: 'GetUser',
    version,
    resource: oneUser,
    run: (call) => ({ User: updatedUserObject(call.identities.users.get(nameOf(call))) }),
  },
  listing('ListUsers', () => 'user/*', {
    plural: 'Users',
    singular: 'User',
    all: ({ accountId, identities }) => identities.users.list({ accountId }),
    nameOf: (user) => user.userName,
    show: updatedUserObject,
  }),
  {
    name: 'UpdateUser',
    version,
    resource: oneUser,
    run: async (call) => ({
      User: updatedUserObject(
        await call.identities.users.update({
          ...nameOf(call),
          ...given(call, { newUserName: 'NewUserName', displayName: 'NewDisplayName', comments: 'NewComments' }),
        }),
      ),
    }),
  },
  changing('DeleteUser', oneUser, (call) => call.identities.users.remove(nameOf(call))),
  {
    name: 'ListGroupsForUser',
    version,
    resource: oneUser,
    run: (call) => ({
      Groups: {
        Group: call.identities.groups
          .groupsOfUser(nameOf(call))
          .map(({ group, joinedMs }) => ({ GroupName: group.groupName, Comments: group.comments, JoinDate: rpcTime(joinedMs) })),
      },
    }),
  },
]
