import type { OrderedTables, TableEntry, TableName, TableSnapshot, TableTransaction } from './ordered-tables.ts'
import { tableNames } from './ordered-tables.ts'

/** Entries by latin1 form of the key, whose string order is byte order, and the sorted names, made when first needed. */
interface MemoryTable {
  readonly entries: ReadonlyMap<string, TableEntry>
  sortedNames?: readonly string[]
}
type MemoryTables = Readonly<Record<string, MemoryTable>> & Readonly<Record<TableName, MemoryTable>>

/** Ordered tables in memory, for tests: the same order, isolation and atomicity as on disk, without the disk. */
export function createMemoryTables(): OrderedTables {
  let committed = Object.fromEntries(
    tableNames.map((table): [TableName, MemoryTable] => [table, { entries: new Map<string, TableEntry>() }]),
  ) as MemoryTables
  return {
    snapshot: () => createSnapshot(committed),
    newest: {
      get: (table, key) => createSnapshot(committed).get(table, key),
      range: (table, start, end) => createSnapshot(committed).range(table, start, end),
      count: (table) => committed[table].entries.size,
      close: () => undefined,
    },
    async commit(apply) {
      // One turn later, as on disk, so that writers queue up here too.
      await Promise.resolve()
      const changed = new Map<TableName, Map<string, TableEntry>>()
      const tableFor = (table: TableName) => {
        let entries = changed.get(table)
        if (entries === undefined) {
          entries = new Map(committed[table].entries)
          changed.set(table, entries)
        }
        return entries
      }
      const transaction: TableTransaction = {
        get: (table, key) => copyOf((changed.get(table) ?? committed[table].entries).get(nameOf(key))),
        *range(table, start, end) {
          const own = changed.get(table)
          // Most transactions read before anything is written, and then the names are sorted already.
          if (own === undefined) {
            yield* createSnapshot(committed).range(table, start, end)
            return
          }
          const startName = nameOf(start)
          const endName = nameOf(end)
          const entries = [...own]
          const within = entries.filter(([name]) => name >= startName && name < endName)
          for (const [, entry] of within.toSorted(([a], [b]) => byText(a, b))) yield entry
        },
        put: (table, key, value) => {
          tableFor(table).set(nameOf(key), { key: Buffer.from(key), value: Buffer.from(value) })
        },
        remove: (table, key) => {
          tableFor(table).delete(nameOf(key))
        },
      }
      apply(transaction)
      committed = { ...committed, ...Object.fromEntries([...changed].map(([table, entries]) => [table, { entries }])) }
    },
    close: () => Promise.resolve(),
  }
}

function createSnapshot(tables: MemoryTables): TableSnapshot {
  return {
    get: (table, key) => copyOf(tables[table].entries.get(nameOf(key))),
    *range(table, start, end) {
      const { entries } = tables[table]
      tables[table].sortedNames ??= [...entries.keys()].toSorted(byText)
      const names = tables[table].sortedNames
      const endName = nameOf(end)
      for (let i = firstAtLeast(names, nameOf(start)); i < names.length; i++) {
        const name = names[i]
        if (name === undefined || name >= endName) return
        const entry = entries.get(name)
        if (entry !== undefined) yield entry
      }
    },
    count: (table) => tables[table].entries.size,
    close: () => undefined,
  }
}

function firstAtLeast(names: readonly string[], name: string): number {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const candidate = names[middle]
    if (candidate !== undefined && candidate < name) low = middle + 1
    else high = middle
  }
  return low
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function nameOf(key: Buffer): string {
  return key.toString('latin1')
}

function copyOf(entry: TableEntry | undefined): Buffer | undefined {
  return entry === undefined ? undefined : Buffer.from(entry.value)
}
