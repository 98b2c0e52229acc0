/**
 * The one thing the rows need from a database: named tables of binary keys in byte order, snapshots, and atomic durable
 * commits. The disk adapter and the memory adapter implement this; everything above it exists once.
 */
export const tableNames = ['meta', 'keys', 'buckets', 'current', 'history', 'nulls', 'inline', 'blobs', 'garbage', 'counters', 'uploads', 'parts', 'pieces', 'discarded', 'settings', 'identities', 'sessions'] as const
export type TableName = (typeof tableNames)[number]

export interface TableEntry {
  readonly key: Buffer
  readonly value: Buffer
}

export interface TableSnapshot {
  /** A buffer of the caller's own. */
  get(table: TableName, key: Buffer): Buffer | undefined
  /** Entries from `start` (included) to `end` (excluded) in byte order. */
  range(table: TableName, start: Buffer, end: Buffer): Iterable<TableEntry>
  count(table: TableName): number
  close(): void
}

/** Reads see what this transaction wrote. */
export interface TableTransaction {
  get(table: TableName, key: Buffer): Buffer | undefined
  /** Entries from `start` (included) to `end` (excluded) in byte order. Valid until the next write. */
  range(table: TableName, start: Buffer, end: Buffer): Iterable<TableEntry>
  put(table: TableName, key: Buffer, value: Buffer): void
  remove(table: TableName, key: Buffer): void
}

export interface OrderedTables {
  snapshot(): TableSnapshot
  /**
   * The newest committed state, for reads that end within the turn of the event loop they began in: nothing is pinned, so
   * it costs nothing to begin and needs no closing. One object serves all of them.
   */
  readonly newest: TableSnapshot
  /**
   * Calls `apply` once, soon, and resolves when everything it wrote is on disk. Rejects without any trace of it when
   * `apply` throws or the disk refuses. Called again only after the promise settled.
   */
  commit(apply: (transaction: TableTransaction) => void): Promise<void>
  close(): Promise<void>
}

/** Longest key of any table: a bucket id, the longest object key, a separator and a sequence. */
export const maxKeyBytes = 4 + 1023 + 1 + 8
