import { mkdir, readdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { TransferBatch } from '../../../contract/transfer-batches.ts'
import type { TransferItem, TransferItemState } from '../../../contract/transfer-items.ts'
import { localError } from '../../errors.ts'
import { errnoOf } from '../local-files.ts'
import { appendHistoryLines, applyHistoryLine, readHistoryIndex, rewriteHistoryIndex, type HistoryEntry, type HistoryLine } from './history-index.ts'
import { readItemPage, readItems, writeItemFile, type ItemPage } from './item-file.ts'

const dayMs = 24 * 60 * 60 * 1000

export interface HistoryLimits {
  readonly keepMs: number
  readonly batches: number
  /** Of all items together. The oldest batches lose theirs first and keep their summary. */
  readonly itemBytes: number
}
export const historyLimits: HistoryLimits = { keepMs: 30 * dayMs, batches: 5000, itemBytes: 256 * 1024 * 1024 }

export interface HistoryOptions {
  readonly folder: string
  readonly now: () => number
  readonly log: (text: string) => void
  /** It is longer, or shorter, than it was. */
  readonly onChanged: () => void
  readonly limits?: HistoryLimits
}

/** A batch that has ended, with its items. */
export interface EndedBatch {
  readonly batch: TransferBatch
  readonly downloadPath: string | undefined
  readonly itemCount: number
  readonly itemAt: (item: number) => TransferItem
}

/**
 * Batches that ended in the last 30 days, on disk: a list that is appended to, and a file of results for each batch. Nothing
 * is read before somebody looks or the first batch ends, so that a start costs nothing.
 */
export interface TransferHistory {
  /** Writes it down; a batch that ran again replaces its former entry. Failures are logged: no transfer fails for its memory. */
  add(ended: EndedBatch): Promise<void>
  /** Newest first. */
  list(input: { readonly search: string; readonly offset: number; readonly limit: number }): Promise<{ readonly total: number; readonly batches: TransferBatch[] }>
  /** Forgets these, or all. */
  forget(batchIds: readonly string[] | undefined): Promise<void>
  /** @throws OssError InvalidInput for an id that is not there */
  get(batchId: string): Promise<HistoryEntry>
  /** @throws OssError InvalidInput for an id that is not there */
  listItems(input: { readonly batchId: string; readonly states?: readonly TransferItemState[] | undefined; readonly offset: number; readonly limit: number }): Promise<ItemPage>
  /** Items a block at a time; none where they are not kept any more. */
  itemsOf(batchId: string): AsyncGenerator<TransferItem[]>
  /** Resolves when everything that was added is on disk. */
  close(): Promise<void>
}

const itemSuffix = '.items'
/** Rewritten when this share of its lines says nothing any more. */
const staleShare = 0.5
const fewLines = 200

export function createTransferHistory({ folder, now, log, onChanged, limits = historyLimits }: HistoryOptions): TransferHistory {
  const indexFile = path.join(folder, 'history.jsonl')
  const itemFile = (batchId: string): string => path.join(folder, `${batchId}${itemSuffix}`)
  let loading: Promise<Map<string, HistoryEntry>> | undefined
  let lines = 0
  let chain: Promise<unknown> = Promise.resolve()

  const removeFiles = async (names: Iterable<string>): Promise<void> => {
    for (const name of names) {
      await unlink(name).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOENT') log(`A file of the history of transfers was left behind: ${errnoOf(error) ?? String(error)}`)
      })
    }
  }
  const load = (): Promise<Map<string, HistoryEntry>> => {
    loading ??= (async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const index = await readHistoryIndex(indexFile, log)
      lines = index.lines
      // What a crash left between the results of a batch and the line that names them.
      const orphans = (await readdir(folder)).filter((name) => name.endsWith('.new') || (name.endsWith(itemSuffix) && index.entries.get(name.slice(0, -itemSuffix.length))?.itemBytes === undefined))
      await removeFiles(orphans.map((name) => path.join(folder, name)))
      return index.entries
    })()
    // Not remembered when it failed: the next look tries again.
    loading.catch(() => {
      loading = undefined
    })
    return loading
  }
  /** One change after the other. */
  const inTurn = <T>(work: (entries: Map<string, HistoryEntry>) => Promise<T>): Promise<T> => {
    const result = chain.then(load).then(work)
    chain = result.catch(() => undefined)
    return result
  }
  const write = async (entries: Map<string, HistoryEntry>, line: HistoryLine): Promise<void> => {
    await appendHistoryLines(indexFile, [line])
    applyHistoryLine(entries, line)
    lines++
    if (lines < fewLines || (lines - entries.size) / lines < staleShare) return
    await rewriteHistoryIndex(indexFile, entries.values())
    lines = entries.size + 1
  }
  const isOld = ({ batch }: HistoryEntry): boolean => (batch.finishedMs ?? batch.createdMs) < now() - limits.keepMs

  /** Keeps within the limits, the oldest first. The line is written before the files go: a crash leaves files, never gaps. */
  const prune = async (entries: Map<string, HistoryEntry>): Promise<void> => {
    const all = [...entries]
    const gone = all.filter(([, entry], place) => isOld(entry) || place < all.length - limits.batches).map(([id]) => id)
    if (gone.length > 0) {
      await write(entries, { e: 'forgotten', ids: gone })
      await removeFiles(gone.map(itemFile))
    }
    let itemBytes = [...entries.values()].reduce((sum, entry) => sum + (entry.itemBytes ?? 0), 0)
    const stripped: string[] = []
    for (const [id, entry] of entries) {
      if (itemBytes <= limits.itemBytes) break
      if (entry.itemBytes === undefined) continue
      itemBytes -= entry.itemBytes
      stripped.push(id)
    }
    if (stripped.length === 0) return
    await write(entries, { e: 'stripped', ids: stripped })
    await removeFiles(stripped.map(itemFile))
  }
  const entryOf = async (batchId: string): Promise<HistoryEntry> => {
    const entry = (await load()).get(batchId)
    if (entry === undefined) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batchId })
    return entry
  }

  return {
    add: async ({ batch, downloadPath, itemCount, itemAt }) => {
      try {
        await inTurn(async (entries) => {
          const itemBytes = await writeItemFile(itemFile(batch.batchId), itemCount, itemAt)
          await write(entries, { e: 'ended', entry: { batch, itemBytes, ...(downloadPath === undefined ? {} : { downloadPath }) } })
          await prune(entries)
        })
        onChanged()
      } catch (error) {
        log(`The history of transfers cannot be written: ${errnoOf(error) ?? String(error)}`)
      }
    },
    list: async ({ search, offset, limit }) => {
      const all = await load()
      const entries = [...all.values()].filter((entry) => !isOld(entry))
      if (entries.length < all.size) void inTurn(prune).catch((error: unknown) => log(`The history of transfers cannot be pruned: ${errnoOf(error) ?? String(error)}`))
      const wanted = search.trim().toLowerCase()
      const texts = ({ title, bucket, prefix, localFolder = '', target, newName = '' }: TransferBatch): string =>
        [title, `${bucket}/${prefix}`, localFolder, target === undefined ? '' : `${target.bucket}/${target.prefix}`, newName].join('\n').toLowerCase()
      const found = entries.map(({ batch, itemBytes }) => (itemBytes === undefined ? { ...batch, itemsKept: false } : batch)).filter((batch) => wanted === '' || texts(batch).includes(wanted))
      return { total: found.length, batches: found.toReversed().slice(offset, offset + limit) }
    },
    forget: async (batchIds) => {
      await inTurn(async (entries) => {
        const ids = (batchIds ?? [...entries.keys()]).filter((id) => entries.has(id))
        if (ids.length === 0) return
        await write(entries, { e: 'forgotten', ids: [...ids] })
        await removeFiles(ids.map(itemFile))
      })
      onChanged()
    },
    get: entryOf,
    listItems: async ({ batchId, ...page }) => {
      const { itemBytes } = await entryOf(batchId)
      return itemBytes === undefined ? { total: 0, items: [] } : readItemPage(itemFile(batchId), page)
    },
    itemsOf: async function* (batchId) {
      if ((await entryOf(batchId)).itemBytes !== undefined) yield* readItems(itemFile(batchId))
    },
    close: async () => {
      await chain
    },
  }
}
