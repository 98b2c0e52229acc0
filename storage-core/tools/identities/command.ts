import type { RamAnswer, RamCaller, RamVersion } from './ram-caller.ts'

export interface Output {
  /** What `--json` prints. */
  readonly json: unknown
  readonly text: string
  /** What did not work in spite of it, so that what was made is shown all the same. */
  readonly problem?: string
}

export interface CommandInput {
  readonly positionals: readonly string[]
  /** The value of an option, if it was given. */
  readonly option: (name: string) => string | undefined
  readonly flag: (name: string) => boolean
  /** The text of the file that an option names; `-` is the standard input. */
  readonly document: (name: string) => Promise<string | undefined>
  readonly call: RamCaller
}

export interface Command {
  /** `keys create` */
  readonly name: string
  /** What follows the name, and what it does. */
  readonly usage: string
  readonly does: string
  readonly positionals: { readonly min: number; readonly max: number }
  readonly options?: readonly string[]
  readonly flags?: readonly string[]
  run(input: CommandInput): Promise<Output>
}

/** What a person typed makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const ram: RamVersion = '2015-05-01'
export const sts: RamVersion = '2015-04-01'

/** Every page of a list. */
export async function listAll(call: RamCaller, action: string, read: (answer: RamAnswer) => readonly unknown[], parameters: Readonly<Record<string, string | undefined>> = {}) {
  const all: unknown[] = []
  let Marker: string | undefined
  do {
    const page = await call(ram, action, { ...parameters, MaxItems: '1000', Marker })
    all.push(...read(page))
    Marker = typeof page['Marker'] === 'string' ? page['Marker'] : undefined
  } while (Marker !== undefined)
  return all
}

/** The positional argument, which the command says is there. */
export function argument({ positionals }: CommandInput, index: number): string {
  return positionals[index] ?? ''
}

export function required(input: CommandInput, option: string): string {
  const value = input.option(option)
  if (value === undefined) throw new UsageError(`--${option} is missing`)
  return value
}
