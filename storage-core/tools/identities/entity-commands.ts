import { argument, type Command, ram, required, UsageError } from './command.ts'
import { attachedTo, deleteCommand, listCommand, policiesText } from './command-shapes.ts'
import { newKeyText } from './key-commands.ts'
import { type Fields, fields, fieldsIn, pretty } from './texts.ts'

const userCommands: readonly Command[] = [
  listCommand({
    noun: 'users',
    does: 'RAM users',
    action: 'ListUsers',
    path: ['Users', 'User'],
    columns: ['UserName', 'UserId', 'DisplayName', 'CreateDate'],
    none: 'There are no RAM users.',
  }),
  {
    name: 'users create',
    usage: 'NAME [--display-name TEXT] [--comments TEXT]',
    does: 'a RAM user, without AccessKeys and policies',
    positionals: { min: 1, max: 1 },
    options: ['display-name', 'comments'],
    async run(input) {
      const user = fieldsIn(
        await input.call(ram, 'CreateUser', { UserName: argument(input, 0), DisplayName: input.option('display-name'), Comments: input.option('comments') }),
        'User',
      )
      return { json: user, text: fields(user) }
    },
  },
  {
    name: 'users update',
    usage: 'NAME [--name NEW-NAME] [--display-name TEXT] [--comments TEXT]',
    does: 'changes a RAM user, who keeps AccessKeys, policies and groups',
    positionals: { min: 1, max: 1 },
    options: ['name', 'display-name', 'comments'],
    async run(input) {
      const user = fieldsIn(
        await input.call(ram, 'UpdateUser', {
          UserName: argument(input, 0),
          NewUserName: input.option('name'),
          NewDisplayName: input.option('display-name'),
          NewComments: input.option('comments'),
        }),
        'User',
      )
      return { json: user, text: fields(user) }
    },
  },
  {
    name: 'users show',
    usage: 'NAME',
    does: 'a RAM user and its policies',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const user = fieldsIn(await input.call(ram, 'GetUser', { UserName: argument(input, 0) }), 'User')
      const policies = await attachedTo(input, 'User', argument(input, 0))
      return { json: { ...user, Policies: policies }, text: fields(user) + policiesText(policies) }
    },
  },
  deleteCommand({ noun: 'users', singular: 'user', does: 'a RAM user that has neither AccessKeys, policies nor groups any more', action: 'DeleteUser', parameter: 'UserName' }),
]

const roleText = ({ AssumeRolePolicyDocument, ...role }: Fields) =>
  `${fields(role)}\nMay be assumed by:\n${typeof AssumeRolePolicyDocument === 'string' ? pretty(AssumeRolePolicyDocument) : ''}`

const roleCommands: readonly Command[] = [
  listCommand({
    noun: 'roles',
    does: 'RAM roles',
    action: 'ListRoles',
    path: ['Roles', 'Role'],
    columns: ['RoleName', 'Arn', 'MaxSessionDuration', 'CreateDate'],
    none: 'There are no RAM roles.',
  }),
  {
    name: 'roles create',
    usage: 'NAME --trust FILE [--description TEXT] [--max-session SECONDS]',
    does: 'a RAM role; the file says who may assume it',
    positionals: { min: 1, max: 1 },
    options: ['trust', 'description', 'max-session'],
    async run(input) {
      required(input, 'trust')
      const role = fieldsIn(
        await input.call(ram, 'CreateRole', {
          RoleName: argument(input, 0),
          AssumeRolePolicyDocument: await input.document('trust'),
          Description: input.option('description'),
          MaxSessionDuration: input.option('max-session'),
        }),
        'Role',
      )
      return { json: role, text: roleText(role) }
    },
  },
  {
    name: 'roles update',
    usage: 'NAME [--trust FILE] [--description TEXT] [--max-session SECONDS]',
    does: 'changes a RAM role',
    positionals: { min: 1, max: 1 },
    options: ['trust', 'description', 'max-session'],
    async run(input) {
      const role = fieldsIn(
        await input.call(ram, 'UpdateRole', {
          RoleName: argument(input, 0),
          NewAssumeRolePolicyDocument: await input.document('trust'),
          NewDescription: input.option('description'),
          NewMaxSessionDuration: input.option('max-session'),
        }),
        'Role',
      )
      return { json: role, text: roleText(role) }
    },
  },
  {
    name: 'roles show',
    usage: 'NAME',
    does: 'a RAM role, who may assume it, and its policies',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const role = fieldsIn(await input.call(ram, 'GetRole', { RoleName: argument(input, 0) }), 'Role')
      const policies = await attachedTo(input, 'Role', argument(input, 0))
      return { json: { ...role, Policies: policies }, text: roleText(role) + policiesText(policies) }
    },
  },
  deleteCommand({ noun: 'roles', singular: 'role', does: 'a RAM role that has no policies any more, and ends its sessions', action: 'DeleteRole', parameter: 'RoleName' }),
]

const accountCommands: readonly Command[] = [
  listCommand({
    noun: 'accounts',
    does: 'the accounts of the store',
    action: 'ListAccounts',
    path: ['Accounts', 'Account'],
    columns: ['AccountId', 'DisplayName', 'IsOwn', 'CreateDate'],
    none: 'There are no accounts.',
  }),
  {
    name: 'accounts create',
    usage: 'DISPLAY-NAME',
    does: 'a further account with a first AccessKey, to try grants across accounts',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const answer = await input.call(ram, 'CreateAccount', { DisplayName: argument(input, 0) })
      const account = fieldsIn(answer, 'Account')
      const key = fieldsIn(answer, 'AccessKey')
      return { json: { ...account, AccessKey: key }, text: fields(account) + newKeyText(key) }
    },
  },
  deleteCommand({
    noun: 'accounts',
    singular: 'account',
    does: 'a further account that owns nothing any more, with its AccessKeys',
    action: 'DeleteAccount',
    parameter: 'AccountId',
    before: (_, accountId) => {
      if (!/^\d{16}$/.test(accountId)) throw new UsageError(`an account id has 16 digits, not "${accountId}"`)
    },
  }),
]

export const entityCommands: readonly Command[] = [...userCommands, ...roleCommands, ...accountCommands]
