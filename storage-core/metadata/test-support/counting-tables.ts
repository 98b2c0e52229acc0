import type { OrderedTables, TableEntry, TableSnapshot } from '../ordered-tables.ts'

export interface TableReads {
  /** Point lookups. */
  gets: number
  /** Walks that were started. */
  seeks: number
  /** Entries that walks gave out. */
  entries: number
}

/** Counts what a snapshot or a transaction is asked for, so that the cost of an operation is a number and not a time. */
export function countReads(tables: OrderedTables): { readonly tables: OrderedTables; readonly reads: TableReads } {
  const reads: TableReads = { gets: 0, seeks: 0, entries: 0 }
  function* counted(entries: Iterable<TableEntry>): Iterable<TableEntry> {
    reads.seeks += 1
    for (const entry of entries) {
      reads.entries += 1
      yield entry
    }
  }
  const countSnapshot = (snapshot: TableSnapshot): TableSnapshot => ({
    get(table, key) {
      reads.gets += 1
      return snapshot.get(table, key)
    },
    range: (table, start, end) => counted(snapshot.range(table, start, end)),
    count: (table) => snapshot.count(table),
    close: () => {
      snapshot.close()
    },
  })
  const counting: OrderedTables = {
    snapshot: () => countSnapshot(tables.snapshot()),
    newest: countSnapshot(tables.newest),
    commit: (apply) =>
      tables.commit((transaction) => {
        apply({
          get(table, key) {
            reads.gets += 1
            return transaction.get(table, key)
          },
          range: (table, start, end) => counted(transaction.range(table, start, end)),
          put: (table, key, value) => {
            transaction.put(table, key, value)
          },
          remove: (table, key) => {
            transaction.remove(table, key)
          },
        })
      }),
    close: () => tables.close(),
  }
  return { tables: counting, reads }
}
