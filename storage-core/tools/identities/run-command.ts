import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { isOssError } from '../../model/oss-error.ts'
import { isRamError } from '../../model/ram-error.ts'
import { type Output, UsageError } from './command.ts'
import { type ParsedCommand, readCommandLine } from './command-line.ts'
import { UnreachableError } from './ram-caller.ts'
import { NoKeyError, withStore } from './reach-store.ts'

export interface Terminal {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingFolder: string
  print(text: string): void
  complain(text: string): void
}

/** Runs one command about identities. @returns the exit code */
export async function runIdentityCommand(terminal: Terminal): Promise<number> {
  const line = readCommandLine(terminal.args, terminal.environment, terminal.workingFolder)
  if (line.kind === 'help') {
    terminal.print(line.text)
    return 0
  }
  if (line.kind === 'wrong') {
    terminal.complain(line.problem)
    return 2
  }
  try {
    const { json, text, problem } = await run(line, terminal)
    terminal.print(line.isJson ? `${JSON.stringify(json, undefined, 2)}\n` : text)
    if (problem === undefined) return 0
    terminal.complain(problem)
    return 1
  } catch (error) {
    terminal.complain(sentence(error, line))
    return error instanceof UsageError ? 2 : 1
  }
}

async function run({ command, positionals, values, way }: ParsedCommand, { workingFolder }: Terminal): Promise<Output> {
  const option = (name: string) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const documents = new Map<string, string>()
  // Read before the store is reached, so that a wrong name changes nothing and opens nothing.
  for (const name of ['document', 'trust', 'policy']) {
    const file = command.options?.includes(name) === true ? option(name) : undefined
    if (file !== undefined) documents.set(name, await readDocument(file, name, workingFolder))
  }
  const document = (name: string) => Promise.resolve(documents.get(name))
  return withStore(way, (call) => command.run({ positionals, option, flag: (name) => values[name] === true, document, call }))
}

async function readDocument(file: string, name: string, workingFolder: string): Promise<string> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(path.resolve(workingFolder, file), 'utf8')
  } catch (cause) {
    throw new UsageError(`--${name} ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function sentence(error: unknown, { way }: ParsedCommand): string {
  if (isRamError(error)) return `${error.message} (${error.code})`
  if (error instanceof UsageError || error instanceof UnreachableError || error instanceof NoKeyError) return error.message
  if (isOssError(error, 'StoreDataFolderUnusable')) return `there is no store in ${way.dataFolder}, or it cannot be opened. Name another folder with --data.`
  if (isOssError(error, 'StoreFormatUnsupported')) return `${way.dataFolder} was written by a newer Ossia. Update this one.`
  return error instanceof Error ? error.message : String(error)
}
