import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { entityCommands } from './entity-commands.ts'
import { groupCommands } from './group-commands.ts'
import { keyCommands } from './key-commands.ts'
import { lifecycleCommands } from './lifecycle-commands.ts'
import { policyCommands } from './policy-commands.ts'
import type { StoreWay } from './reach-store.ts'
import { stsCommands } from './sts-commands.ts'

export const identityCommands: readonly Command[] = [...keyCommands, ...entityCommands, ...groupCommands, ...policyCommands, ...stsCommands, ...lifecycleCommands]

/** `keys`, `users`, … */
export const identityNouns: ReadonlySet<string> = new Set(identityCommands.map((command) => nounOf(command)))

export interface ParsedCommand {
  readonly kind: 'run'
  readonly command: Command
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly way: StoreWay
  readonly isJson: boolean
}
export type CommandLine = ParsedCommand | { readonly kind: 'help'; readonly text: string } | { readonly kind: 'wrong'; readonly problem: string }

/** Reads a command about identities. The key pair that signs never comes as an argument: those are public. */
export function readCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): CommandLine {
  const [noun = '', verb = ''] = args
  const command = identityCommands.find((each) => each.name === `${noun} ${verb}`)
  if (command === undefined) {
    if (verb === '' || verb === '--help' || verb === '-h') return { kind: 'help', text: identityHelp(noun) }
    const verbs = identityCommands.filter((each) => nounOf(each) === noun).map((each) => each.name.slice(noun.length + 1))
    return wrong(`there is no ${noun} ${verb}; there are ${verbs.join(', ')}`)
  }
  const string = { type: 'string' } as const
  const boolean = { type: 'boolean' } as const
  let parsed: { readonly values: Readonly<Record<string, string | boolean | undefined>>; readonly positionals: readonly string[] }
  try {
    parsed = parseArgs({
      args: args.slice(2),
      allowPositionals: true,
      options: {
        ...Object.fromEntries((command.options ?? []).map((name) => [name, string])),
        ...Object.fromEntries((command.flags ?? []).map((name) => [name, boolean])),
        data: string,
        endpoint: string,
        account: string,
        json: boolean,
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  if (values['help'] === true) return { kind: 'help', text: identityHelp(noun) }
  const { min, max } = command.positionals
  if (positionals.length < min || positionals.length > max) return wrong(`usage: store ${command.name} ${command.usage}`)
  const way = readWay(values, environment, workingFolder)
  if (typeof way === 'string') return wrong(way)
  return { kind: 'run', command, positionals, values, way, isJson: values['json'] === true }
}

function readWay(
  values: Readonly<Record<string, string | boolean | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): StoreWay | string {
  const pick = (name: string, variable: string) => textOf(values[name]) ?? (environment[variable] || undefined)
  const endpoint = pick('endpoint', 'OSSIA_ENDPOINT')
  const accountId = textOf(values['account'])
  if (endpoint !== undefined && !/^http:\/\/[^/]+\/?$/.test(endpoint)) return `--endpoint must be like http://127.0.0.1:9000, not "${endpoint}"`
  if (accountId !== undefined && !/^\d{16}$/.test(accountId)) return `--account must be the 16 digits of an account, not "${accountId}"`
  const accessKeyId = environment['OSSIA_ACCESS_KEY_ID'] || undefined
  const accessKeySecret = environment['OSSIA_ACCESS_KEY_SECRET'] || undefined
  const securityToken = environment['OSSIA_SECURITY_TOKEN'] || undefined
  if ((accessKeyId === undefined) !== (accessKeySecret === undefined)) {
    return 'OSSIA_ACCESS_KEY_ID and OSSIA_ACCESS_KEY_SECRET belong together: set both or neither'
  }
  if (accountId !== undefined && accessKeyId !== undefined) return 'give --account or a key pair in the environment, not both'
  return {
    dataFolder: path.resolve(workingFolder, pick('data', 'OSSIA_DATA') ?? 'ossia-data'),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(accessKeyId === undefined || accessKeySecret === undefined
      ? {}
      : { credentials: { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }) } }),
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function wrong(problem: string): CommandLine {
  return { kind: 'wrong', problem }
}

function nounOf(command: Command): string {
  return command.name.slice(0, command.name.indexOf(' '))
}

/** @param noun all of them without one */
export function identityHelp(noun?: string): string {
  const shown = identityCommands.filter((command) => noun === undefined || nounOf(command) === noun)
  const lines = shown.map((command) => `  ${`${command.name} ${command.usage}`.trim()}\n      ${command.does}\n`)
  return `Usage: store COMMAND [options]

${lines.join('')}
  --data FOLDER    data folder of the store, running or not    OSSIA_DATA        (./ossia-data)
  --endpoint URL   a running store instead of a data folder    OSSIA_ENDPOINT
  --account ID     act for a further account of the store
  --json           print JSON

Requests are signed with the account's own AccessKey, which is read from the data folder, or with the key pair in
OSSIA_ACCESS_KEY_ID and OSSIA_ACCESS_KEY_SECRET (and OSSIA_SECURITY_TOKEN). Exit codes: 1 when it is refused or the store
cannot be reached, 2 when the command makes no sense.
`
}
