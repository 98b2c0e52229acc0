import { argument, type Command, type CommandInput, listAll, ram } from './command.ts'
import { type Fields, listIn, table } from './texts.ts'

/** `users list` and its like: every page of a list of RAM's, as a table. */
export function listCommand({ noun, does, action, path, columns, none, filter }: {
  readonly noun: string
  readonly does: string
  readonly action: string
  /** Where the list is in an answer. */
  readonly path: readonly [plural: string, singular: string]
  readonly columns: readonly string[]
  readonly none: string
  /** An option, and the parameter that it is. */
  readonly filter?: { readonly option: string; readonly usage: string; readonly parameter: string }
}): Command {
  return {
    name: `${noun} list`,
    usage: filter?.usage ?? '',
    does,
    positionals: { min: 0, max: 0 },
    ...(filter === undefined ? {} : { options: [filter.option] }),
    async run({ call, option }) {
      const parameters = filter === undefined ? {} : { [filter.parameter]: option(filter.option) }
      const rows = (await listAll(call, action, (page) => listIn(page, ...path), parameters)) as readonly Fields[]
      return { json: rows, text: table(rows, columns, none) }
    },
  }
}

/** `users delete` and its like. */
export function deleteCommand({ noun, singular, does, action, parameter, before }: {
  readonly noun: string
  readonly singular: string
  readonly does: string
  readonly action: string
  readonly parameter: string
  /** What has to be looked at or done first. @throws UsageError */
  readonly before?: (input: CommandInput, name: string) => Promise<void> | void
}): Command {
  return {
    name: `${noun} delete`,
    usage: parameter.endsWith('Id') ? 'ID' : 'NAME',
    does,
    positionals: { min: 1, max: 1 },
    async run(input) {
      const name = argument(input, 0)
      await before?.(input, name)
      await input.call(ram, action, { [parameter]: name })
      return { json: { [parameter]: name }, text: `The ${singular} ${name} is deleted.\n` }
    },
  }
}

export type PolicyHolder = 'User' | 'Group' | 'Role'

/** The policies that are attached to somebody. */
export async function attachedTo({ call }: CommandInput, holder: PolicyHolder, name: string): Promise<readonly Fields[]> {
  return listIn(await call(ram, `ListPoliciesFor${holder}`, { [`${holder}Name`]: name }), 'Policies', 'Policy')
}

export function policiesText(policies: readonly Fields[]): string {
  return `\n${table(policies, ['PolicyName', 'PolicyType', 'AttachDate'], 'No policies are attached.')}`
}
