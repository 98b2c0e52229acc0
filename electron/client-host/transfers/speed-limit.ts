import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { errnoOf } from './local-files.ts'

const Stored = z.object({ version: z.literal(1), bytesPerSecond: z.number().positive().optional() })

/** The limit of all transfers as it was set last; undefined for none. @param onProblem told when the file cannot be read */
export async function readSpeedLimit(file: string, onProblem: (text: string) => void): Promise<number | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') onProblem(`The speed limit cannot be read: ${errnoOf(error) ?? String(error)}`)
    return undefined
  }
  try {
    return Stored.parse(JSON.parse(text)).bytesPerSecond
  } catch {
    onProblem('The speed limit cannot be read: the file is damaged')
    return undefined
  }
}

/** Replaces the file whole: a crash leaves the one or the other. */
export async function writeSpeedLimit(file: string, bytesPerSecond: number | undefined): Promise<void> {
  const stored: z.infer<typeof Stored> = { version: 1, ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }) }
  await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
