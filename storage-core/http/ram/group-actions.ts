import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { rpcTime } from '../rpc/rpc-answer.ts'
import { pageOf } from '../rpc/rpc-parameters.ts'
import { changing, given, listing } from './action-shapes.ts'
import { groupObject } from './ram-texts.ts'

const oneGroup = ({ parameters }: RpcCall) => `group/${parameters.required('GroupName')}`
const nameOf = ({ accountId, parameters }: RpcCall) => ({ accountId, groupName: parameters.required('GroupName') })
const membershipOf = (call: RpcCall) => ({ ...nameOf(call), userName: call.parameters.required('UserName') })

/** Groups of RAM users (RAM documentation, "User group management"). */
export const groupActions: readonly RpcAction[] = [
  {
    name: 'CreateGroup',
    version,
    resource: () => 'group/*',
    run: async (call) => ({ Group: groupObject(await call.identities.groups.create({ ...nameOf(call), ...given(call, { comments: 'Comments' }) })) }),
  },
  {
    name: 'GetGroup',
    version,
    resource: oneGroup,
    run: (call) => ({ Group: groupObject(call.identities.groups.get(nameOf(call))) }),
  },
  listing('ListGroups', () => 'group/*', {
    plural: 'Groups',
    singular: 'Group',
    all: ({ accountId, identities }) => identities.groups.list({ accountId }),
    nameOf: (group) => group.groupName,
    show: groupObject,
  }),
  {
    name: 'UpdateGroup',
    version,
    resource: oneGroup,
    run: async (call) => ({
      Group: groupObject(await call.identities.groups.update({ ...nameOf(call), ...given(call, { newGroupName: 'NewGroupName', comments: 'NewComments' }) })),
    }),
  },
  changing('DeleteGroup', oneGroup, (call) => call.identities.groups.remove(nameOf(call))),
  changing('AddUserToGroup', oneGroup, (call) => call.identities.groups.addUser(membershipOf(call))),
  changing('RemoveUserFromGroup', oneGroup, (call) => call.identities.groups.removeUser(membershipOf(call))),
  {
    name: 'ListUsersForGroup',
    version,
    resource: oneGroup,
    run(call) {
      const { items, ...page } = pageOf(call.parameters, call.identities.groups.users(nameOf(call)), ({ user }) => user.userName)
      return { ...page, Users: { User: items.map(({ user, joinedMs }) => ({ UserName: user.userName, DisplayName: user.displayName, JoinDate: rpcTime(joinedMs) })) } }
    },
  },
]
