import os from 'node:os'
import path from 'node:path'
import { isOssError } from '../model/oss-error.ts'

/** Where the endpoint keeps its data when nothing else is said; the same place for every tool. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['OSSIA_DATA'] ?? path.join(os.homedir(), '.ossia', 'data')
}

/** Prints an expected failure as one sentence, anything else with its stack, and sets the exit code. */
export async function runTool(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.exitCode = 2
    if (!isOssError(error)) console.error(error)
    else {
      const details = Object.entries(error.details).map(([name, value]) => ` ${name}=${value}`)
      console.error(`${error.code}: ${error.message}${details.join('')}`)
    }
  }
}
