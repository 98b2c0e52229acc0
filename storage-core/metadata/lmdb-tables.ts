import { type Database, open, type RootDatabase, type Transaction } from 'lmdb'
import type { OrderedTables, TableEntry, TableName, TableSnapshot, TableTransaction } from './ordered-tables.ts'
import { tableNames } from './ordered-tables.ts'
import { formatKey, readFormat } from './store-format.ts'
import { highestKey, lowestKey } from './table-keys.ts'

type Table = Database<Buffer, Buffer>
type ReadTable = Pick<Table, 'get' | 'getCount'> & { getRange(options: Parameters<Table['getRange']>[0]): Iterable<TableEntry> }
const missingTable: ReadTable = { get: () => undefined, getRange: () => [], getCount: () => 0 }

/**
 * Settings that promise durability: with none of `noSync`, `noMetaSync` and `overlappingSync`, a commit resolves after data
 * and meta page are flushed. The map is virtual memory; the file grows with its content.
 */
export const lmdbSettings = {
  encoding: 'binary',
  keyEncoding: 'binary',
  compression: false,
  overlappingSync: false,
  noSync: false,
  noMetaSync: false,
  commitDelay: 0,
  // Our own queue does the batching. lmdb's makes one more promise for each commit, which nobody can reach: when a disk
  // refuses the commit, that promise would end the process as an unhandled rejection.
  eventTurnBatching: false,
  pageSize: 4096,
  maxDbs: 64,
  mapSize: 16 * 1024 ** 3,
} as const

/**
 * lmdb reads into one buffer of its own, and copies out of it with `slice`, which looks up and calls a constructor each time.
 * Copying into Node's pool takes a third of that, and a page of a listing makes 2,000 such copies. What is written is handed
 * on as it is.
 */
const tableSettings = {
  encoding: 'binary',
  encoder: { encode: (value: Buffer) => value, decode: (shared: Buffer) => copyOut(shared, 0, shared.length) },
  keyEncoder: {
    writeKey: (key: Buffer, target: Buffer, start: number) => {
      target.set(key, start)
      return start + key.length
    },
    readKey: copyOut,
  },
} as const

function copyOut(shared: Buffer, start: number, end: number): Buffer {
  const copy = Buffer.allocUnsafe(end - start)
  copy.set(shared.subarray(start, end))
  return copy
}

/**
 * Opens the database file, creating it when it is missing. `explain` may know better than lmdb why a commit was refused.
 * @throws OssError StoreFormatUnsupported for a store of a newer Ossia, before anything in it is touched.
 */
export async function openLmdbTables(file: string, explain = (cause: unknown): Promise<unknown> => Promise.resolve(cause)): Promise<OrderedTables> {
  const root: RootDatabase<Buffer, Buffer> = open<Buffer, Buffer>({ ...lmdbSettings, path: file })
  const openTable = (name: TableName): Table => root.openDB<Buffer, Buffer>({ name, ...tableSettings })
  let tables: Record<TableName, Table>
  try {
    const format = openTable('meta').get(formatKey)
    if (format !== undefined) readFormat(format)
    tables = Object.fromEntries(tableNames.map((name) => [name, openTable(name)])) as Record<TableName, Table>
  } catch (error) {
    await root.close()
    throw error
  }

  const transaction: TableTransaction = {
    get: (table, key) => tables[table].get(key),
    range: (table, start, end) => tables[table].getRange({ start, end }),
    put: (table, key, value) => {
      tables[table].putSync(key, value)
    },
    remove: (table, key) => {
      tables[table].removeSync(key)
    },
  }

  return {
    snapshot: () => createSnapshot(tables, root.useReadTransaction()),
    newest: createNewest(tables),
    async commit(apply) {
      // A child transaction, because only that is rolled back when `apply` throws half-way.
      await root
        .childTransaction(() => {
          apply(transaction)
        })
        .catch((error: unknown) => throwCommitCause(error, explain))
      // `newest` reads share one snapshot until their turn of the event loop ends; whoever is told about this commit must not get an older one.
      root.resetReadTxn()
    },
    close: () => root.close(),
  }
}

/**
 * Opens an existing database for looking at it, also while another process writes to it.
 * @throws OssError StoreFormatUnsupported
 */
export async function openLmdbTablesForReading(file: string): Promise<Pick<OrderedTables, 'snapshot' | 'close'>> {
  const root: RootDatabase<Buffer, Buffer> = open<Buffer, Buffer>({ ...lmdbSettings, path: file, readOnly: true })
  try {
    // A table that the store was written without cannot be made here, and is as good as empty.
    const openTable = (name: TableName): Table | undefined => root.openDB<Buffer, Buffer>({ name, ...tableSettings })
    const format = openTable('meta')?.get(formatKey)
    if (format !== undefined) readFormat(format)
    const tables = Object.fromEntries(tableNames.map((name) => [name, openTable(name) ?? missingTable])) as Record<TableName, ReadTable>
    return { snapshot: () => createSnapshot(tables, root.useReadTransaction()), close: () => root.close() }
  } catch (error) {
    await root.close()
    throw error
  }
}

/**
 * lmdb reports a commit that the disk refused as "Commit failed", with the operating system's error in a promise beside it.
 * Unless somebody takes that one too, it ends the process as an unhandled rejection.
 */
async function throwCommitCause(error: unknown, explain: (cause: unknown) => Promise<unknown>): Promise<never> {
  try {
    if (error instanceof Error && 'commitError' in error) await error.commitError
  } catch (cause) {
    throw await explain(cause)
  }
  throw error
}

/**
 * Reads without a transaction of their own. lmdb shares one snapshot among them, lets go of it by a timer and after each
 * commit, and moves one cursor from place to place where a pinned snapshot makes a cursor for each walk.
 */
function createNewest(tables: Readonly<Record<TableName, Table>>): TableSnapshot {
  return {
    get: (table, key) => tables[table].get(key),
    range: (table, start, end) => tables[table].getRange({ start, end }),
    count: (table) => tables[table].getCount({ start: lowestKey, end: highestKey }),
    close: () => undefined,
  }
}

function createSnapshot(tables: Readonly<Record<TableName, ReadTable>>, transaction: Transaction): TableSnapshot {
  const options = { transaction }
  let isOpen = true
  return {
    get: (table, key) => tables[table].get(key, options),
    range: (table, start, end) => tables[table].getRange({ start, end, transaction }),
    count: (table) => tables[table].getCount({ start: lowestKey, end: highestKey, transaction }),
    close() {
      if (!isOpen) return
      isOpen = false
      transaction.done()
    },
  }
}
