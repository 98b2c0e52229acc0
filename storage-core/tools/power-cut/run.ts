import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a command to its end; resolves with what it printed, rejects with what it complained about. */
export async function run(command: string, ...parameters: readonly string[]): Promise<string> {
  const { stdout } = await execute(command, parameters)
  return stdout
}
