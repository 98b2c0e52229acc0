import { argument, type Command, type CommandInput, ram, UsageError } from './command.ts'
import { type Fields, fields, fieldsIn, listIn, table } from './texts.ts'

const secretNotice = 'The secret is shown this once. Keep it now.\n'
const ofUser = (input: CommandInput) => ({ UserName: input.option('user') })

async function listKeys(input: CommandInput): Promise<readonly Fields[]> {
  return listIn(await input.call(ram, 'ListAccessKeys', ofUser(input)), 'AccessKeys', 'AccessKey')
}

async function createKey(input: CommandInput): Promise<Fields> {
  return fieldsIn(await input.call(ram, 'CreateAccessKey', ofUser(input)), 'AccessKey')
}

export function newKeyText({ AccessKeyId, AccessKeySecret }: Fields): string {
  return fields({ AccessKeyId, AccessKeySecret }) + secretNotice
}

function statusCommand(verb: 'disable' | 'enable', Status: 'Inactive' | 'Active'): Command {
  return {
    name: `keys ${verb}`,
    usage: 'ID [--user NAME]',
    does: verb === 'disable' ? 'refuses the next request that is signed with it' : 'accepts it again',
    positionals: { min: 1, max: 1 },
    options: ['user'],
    async run(input) {
      const UserAccessKeyId = argument(input, 0)
      await input.call(ram, 'UpdateAccessKey', { ...ofUser(input), UserAccessKeyId, Status })
      return { json: { AccessKeyId: UserAccessKeyId, Status }, text: `${UserAccessKeyId} is ${Status.toLowerCase()}.\n` }
    },
  }
}

/** Without an id: the one active key there is. */
async function keyToReplace(input: CommandInput): Promise<string> {
  const [wanted] = input.positionals
  const keys = await listKeys(input)
  const active = keys.filter((key) => key['Status'] === 'Active').map((key) => String(key['AccessKeyId']))
  if (wanted !== undefined) {
    if (keys.some((key) => key['AccessKeyId'] === wanted)) return wanted
    throw new UsageError(`there is no AccessKey ${wanted} here; name its user with --user`)
  }
  const [only, another] = active
  if (only === undefined) throw new UsageError('there is no active AccessKey to replace; make one with keys create')
  if (another !== undefined) throw new UsageError(`say which AccessKey to replace: ${active.join(', ')}`)
  return only
}

export const keyCommands: readonly Command[] = [
  {
    name: 'keys list',
    usage: '[--user NAME]',
    does: 'AccessKeys of the account, or of a RAM user',
    positionals: { min: 0, max: 0 },
    options: ['user'],
    async run(input) {
      const keys = await listKeys(input)
      return { json: keys, text: table(keys, ['AccessKeyId', 'Status', 'CreateDate'], 'There are no AccessKeys.') }
    },
  },
  {
    name: 'keys create',
    usage: '[--user NAME]',
    does: 'a further AccessKey, whose secret is shown once',
    positionals: { min: 0, max: 0 },
    options: ['user'],
    async run(input) {
      const key = await createKey(input)
      return { json: key, text: newKeyText(key) }
    },
  },
  statusCommand('disable', 'Inactive'),
  statusCommand('enable', 'Active'),
  {
    name: 'keys delete',
    usage: 'ID [--user NAME]',
    does: 'forgets it',
    positionals: { min: 1, max: 1 },
    options: ['user'],
    async run(input) {
      const UserAccessKeyId = argument(input, 0)
      await input.call(ram, 'DeleteAccessKey', { ...ofUser(input), UserAccessKeyId })
      return { json: { AccessKeyId: UserAccessKeyId }, text: `${UserAccessKeyId} is deleted.\n` }
    },
  },
  {
    name: 'keys rotate',
    usage: '[ID] [--user NAME] [--delete]',
    does: 'makes a new AccessKey, then disables the old one, or deletes it',
    positionals: { min: 0, max: 1 },
    options: ['user'],
    flags: ['delete'],
    async run(input) {
      const UserAccessKeyId = await keyToReplace(input)
      const key = await createKey(input)
      const isDeleted = input.flag('delete')
      const json = { ...key, Replaced: UserAccessKeyId }
      try {
        if (isDeleted) await input.call(ram, 'DeleteAccessKey', { ...ofUser(input), UserAccessKeyId })
        else await input.call(ram, 'UpdateAccessKey', { ...ofUser(input), UserAccessKeyId, Status: 'Inactive' })
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { json, text: newKeyText(key), problem: `${UserAccessKeyId} is still active: ${reason}` }
      }
      return { json, text: `${newKeyText(key)}${UserAccessKeyId} is ${isDeleted ? 'deleted' : 'inactive'}.\n` }
    },
  },
]
