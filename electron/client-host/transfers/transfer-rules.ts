import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { TransferRules } from '../../contract/transfer-rules.ts'
import { errnoOf } from './local-files.ts'

const Stored = TransferRules.extend({ version: z.literal(1) })
const noRules: TransferRules = { hours: null, connections: [] }

/** The rules as they were set last. @param onProblem told when the file cannot be read; then nothing is limited */
export async function readTransferRules(file: string, onProblem: (text: string) => void): Promise<TransferRules> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') onProblem(`The rules of transfers cannot be read: ${errnoOf(error) ?? String(error)}`)
    return noRules
  }
  try {
    const { hours, connections } = Stored.parse(JSON.parse(text))
    return { hours, connections }
  } catch {
    onProblem('The rules of transfers cannot be read: the file is damaged')
    return noRules
  }
}

/** Replaces the file whole: a crash leaves the one or the other. */
export async function writeTransferRules(file: string, rules: TransferRules): Promise<void> {
  const stored: z.infer<typeof Stored> = { version: 1, ...rules }
  await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
