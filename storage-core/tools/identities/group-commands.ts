import { argument, type Command, ram } from './command.ts'
import { attachedTo, deleteCommand, listCommand, policiesText } from './command-shapes.ts'
import { fields, fieldsIn, listIn, table } from './texts.ts'

function memberCommand(verb: 'add' | 'remove'): Command {
  return {
    name: `groups ${verb}`,
    usage: 'NAME USER',
    does: verb === 'add' ? 'lets a RAM user do what the group may do' : 'takes a RAM user out of the group',
    positionals: { min: 2, max: 2 },
    async run(input) {
      const parameters = { GroupName: argument(input, 0), UserName: argument(input, 1) }
      await input.call(ram, verb === 'add' ? 'AddUserToGroup' : 'RemoveUserFromGroup', parameters)
      return { json: parameters, text: `${parameters.UserName} is ${verb === 'add' ? 'now in' : 'no longer in'} ${parameters.GroupName}.\n` }
    },
  }
}

export const groupCommands: readonly Command[] = [
  listCommand({
    noun: 'groups',
    does: 'groups of RAM users',
    action: 'ListGroups',
    path: ['Groups', 'Group'],
    columns: ['GroupName', 'Comments', 'CreateDate'],
    none: 'There are no groups.',
  }),
  {
    name: 'groups create',
    usage: 'NAME [--comments TEXT]',
    does: 'a group, without users and policies',
    positionals: { min: 1, max: 1 },
    options: ['comments'],
    async run(input) {
      const group = fieldsIn(await input.call(ram, 'CreateGroup', { GroupName: argument(input, 0), Comments: input.option('comments') }), 'Group')
      return { json: group, text: fields(group) }
    },
  },
  {
    name: 'groups show',
    usage: 'NAME',
    does: 'a group, its users, and its policies',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const GroupName = argument(input, 0)
      const group = fieldsIn(await input.call(ram, 'GetGroup', { GroupName }), 'Group')
      const users = listIn(await input.call(ram, 'ListUsersForGroup', { GroupName, MaxItems: '1000' }), 'Users', 'User')
      const policies = await attachedTo(input, 'Group', GroupName)
      const text = `${fields(group)}\n${table(users, ['UserName', 'DisplayName', 'JoinDate'], 'The group has no users.')}${policiesText(policies)}`
      return { json: { ...group, Users: users, Policies: policies }, text }
    },
  },
  memberCommand('add'),
  memberCommand('remove'),
  deleteCommand({ noun: 'groups', singular: 'group', does: 'a group that has neither users nor policies any more', action: 'DeleteGroup', parameter: 'GroupName' }),
]
