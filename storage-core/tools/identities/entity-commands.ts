import { argument, type Command, type CommandInput, listAll, ram, required, UsageError } from './command.ts'
import { newKeyText } from './key-commands.ts'
import { type Fields, fields, fieldsIn, listIn, pretty, table } from './texts.ts'

async function attachedTo({ call }: CommandInput, noun: 'User' | 'Role', name: string): Promise<readonly Fields[]> {
  return listIn(await call(ram, `ListPoliciesFor${noun}`, { [`${noun}Name`]: name }), 'Policies', 'Policy')
}

function policiesText(policies: readonly Fields[]): string {
  return `\n${table(policies, ['PolicyName', 'PolicyType', 'AttachDate'], 'No policies are attached.')}`
}

const userCommands: readonly Command[] = [
  {
    name: 'users list',
    usage: '',
    does: 'RAM users',
    positionals: { min: 0, max: 0 },
    async run({ call }) {
      const users = (await listAll(call, 'ListUsers', (page) => listIn(page, 'Users', 'User'))) as readonly Fields[]
      return { json: users, text: table(users, ['UserName', 'UserId', 'DisplayName', 'CreateDate'], 'There are no RAM users.') }
    },
  },
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
  {
    name: 'users delete',
    usage: 'NAME',
    does: 'a RAM user that has neither AccessKeys nor policies any more',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const UserName = argument(input, 0)
      await input.call(ram, 'DeleteUser', { UserName })
      return { json: { UserName }, text: `The user ${UserName} is deleted.\n` }
    },
  },
]

const roleText = ({ AssumeRolePolicyDocument, ...role }: Fields) =>
  `${fields(role)}\nMay be assumed by:\n${typeof AssumeRolePolicyDocument === 'string' ? pretty(AssumeRolePolicyDocument) : ''}`

const roleCommands: readonly Command[] = [
  {
    name: 'roles list',
    usage: '',
    does: 'RAM roles',
    positionals: { min: 0, max: 0 },
    async run({ call }) {
      const roles = (await listAll(call, 'ListRoles', (page) => listIn(page, 'Roles', 'Role'))) as readonly Fields[]
      return { json: roles, text: table(roles, ['RoleName', 'Arn', 'MaxSessionDuration', 'CreateDate'], 'There are no RAM roles.') }
    },
  },
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
  {
    name: 'roles delete',
    usage: 'NAME',
    does: 'a RAM role that has no policies any more, and ends its sessions',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const RoleName = argument(input, 0)
      await input.call(ram, 'DeleteRole', { RoleName })
      return { json: { RoleName }, text: `The role ${RoleName} is deleted.\n` }
    },
  },
]

const accountCommands: readonly Command[] = [
  {
    name: 'accounts list',
    usage: '',
    does: 'the accounts of the store',
    positionals: { min: 0, max: 0 },
    async run({ call }) {
      const accounts = (await listAll(call, 'ListAccounts', (page) => listIn(page, 'Accounts', 'Account'))) as readonly Fields[]
      return { json: accounts, text: table(accounts, ['AccountId', 'DisplayName', 'IsOwn', 'CreateDate'], 'There are no accounts.') }
    },
  },
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
  {
    name: 'accounts delete',
    usage: 'ID',
    does: 'a further account that owns nothing any more, with its AccessKeys',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const AccountId = argument(input, 0)
      if (!/^\d{16}$/.test(AccountId)) throw new UsageError(`an account id has 16 digits, not "${AccountId}"`)
      await input.call(ram, 'DeleteAccount', { AccountId })
      return { json: { AccountId }, text: `The account ${AccountId} is deleted.\n` }
    },
  },
]

export const entityCommands: readonly Command[] = [...userCommands, ...roleCommands, ...accountCommands]
