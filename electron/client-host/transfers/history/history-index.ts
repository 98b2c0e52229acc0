import { open, readFile, rename, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { TransferBatch } from '../../../contract/transfer-batches.ts'
import { nextTurn } from '../../aborts.ts'
import { errnoOf } from '../local-files.ts'

/** One batch that has ended. */
export const HistoryEntry = z.object({
  batch: TransferBatch,
  /** What a download wrote, for the file manager. Never leaves this process but for main. */
  downloadPath: z.string().optional(),
  /** Size of the file of its items; absent when they are not kept any more. */
  itemBytes: z.number().optional(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/**
 * The list of what ended, one JSON line per event, appended and synced:
 *
 *   {"e":"format","version":1}      {"e":"ended","entry":{…}}      a batch that ended again replaces its former entry
 *   {"e":"forgotten","ids":[…]}     {"e":"stripped","ids":[…]}      without their items, for room
 */
const ids = z.array(z.string())
const Line = z.discriminatedUnion('e', [
  z.object({ e: z.literal('format'), version: z.literal(1) }),
  z.object({ e: z.literal('ended'), entry: HistoryEntry }),
  z.object({ e: z.literal('forgotten'), ids }),
  z.object({ e: z.literal('stripped'), ids }),
])
export type HistoryLine = z.infer<typeof Line>

const linesPerTurn = 200

/** Entries by batch id, oldest first, and how many lines it took to say so. */
export async function readHistoryIndex(path: string, onProblem: (text: string) => void): Promise<{ readonly entries: Map<string, HistoryEntry>; readonly lines: number }> {
  const entries = new Map<string, HistoryEntry>()
  let text = ''
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
  const texts = text.split('\n')
  for (const [place, one] of texts.entries()) {
    if (one === '') continue
    if (place % linesPerTurn === linesPerTurn - 1) await nextTurn()
    try {
      applyHistoryLine(entries, Line.parse(JSON.parse(one)))
    } catch {
      // The last line is cut short when the process ends while writing; any other is damage worth a word.
      if (place < texts.length - 1) onProblem(`Line ${String(place + 1)} of the history of transfers cannot be read`)
    }
  }
  return { entries, lines: texts.length - 1 }
}

export function applyHistoryLine(entries: Map<string, HistoryEntry>, line: HistoryLine): void {
  if (line.e === 'ended') {
    const { batchId } = line.entry.batch
    // The map keeps the order of ends.
    entries.delete(batchId)
    entries.set(batchId, line.entry)
  } else if (line.e === 'forgotten') for (const id of line.ids) entries.delete(id)
  else if (line.e === 'stripped') {
    for (const id of line.ids) {
      const entry = entries.get(id)
      if (entry !== undefined) entries.set(id, { batch: entry.batch, ...(entry.downloadPath === undefined ? {} : { downloadPath: entry.downloadPath }) })
    }
  }
}

async function writeLines(handle: FileHandle, lines: readonly HistoryLine[]): Promise<void> {
  await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  await handle.sync()
}

/** Appends; what is said is on disk afterwards. A line that an earlier crash cut short is ended first. */
export async function appendHistoryLines(path: string, lines: readonly HistoryLine[]): Promise<void> {
  const handle = await open(path, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    if (size === 0) await handle.appendFile(`${JSON.stringify({ e: 'format', version: 1 } satisfies HistoryLine)}\n`)
    else {
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
      if (buffer.toString('latin1') !== '\n') await handle.appendFile('\n')
    }
    await writeLines(handle, lines)
  } finally {
    await handle.close()
  }
}

/** Replaces the file by one line for each entry. */
export async function rewriteHistoryIndex(path: string, entries: Iterable<HistoryEntry>): Promise<void> {
  const handle = await open(`${path}.new`, 'w', 0o600)
  try {
    await writeLines(handle, [{ e: 'format', version: 1 }, ...[...entries].map((entry): HistoryLine => ({ e: 'ended', entry }))])
  } finally {
    await handle.close()
  }
  await rename(`${path}.new`, path)
}
