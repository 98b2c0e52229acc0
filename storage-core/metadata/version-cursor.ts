import { decodeMarkerSummary, isDeleteMarker } from './history-record.ts'
import type { VersionCursor, VersionPosition, VersionSummaryRow } from './metadata-store.ts'
import { decodeObjectSummary, decodeSequence, decodeVersionId } from './object-record.ts'
import type { TableEntry, TableSnapshot } from './ordered-tables.ts'
import { bucketIdKey, historyKey, historyRange, objectKeyAfter, objectKeyBytes, objectPrefixEnd, readHistoryKey, readObjectKey } from './table-keys.ts'

interface Walk {
  /** The entry it is at; undefined at the end. */
  head(): TableEntry | undefined
  advance(): void
  close(): void
}

/**
 * Merges what the keys show with their history. Both tables are in key order, and what a key shows is newer than its
 * history, so each step looks at the two heads only.
 */
export function createVersionCursor(snapshot: TableSnapshot, bucketId: number): VersionCursor {
  const end = bucketIdKey(bucketId + 1)
  let current = walk(snapshot, 'current', bucketIdKey(bucketId), end)
  let history = walk(snapshot, 'history', bucketIdKey(bucketId), end)
  /** The key whose latest version lies before the cursor. */
  let passedLatestOf: string | undefined

  const restart = (currentStart: Buffer, historyStart: Buffer) => {
    current.close()
    history.close()
    current = walk(snapshot, 'current', currentStart, end)
    history = walk(snapshot, 'history', historyStart, end)
    passedLatestOf = undefined
  }

  const nextCurrent = ({ key: keyBytes, value }: TableEntry): VersionSummaryRow => {
    const key = readObjectKey(keyBytes)
    current.advance()
    passedLatestOf = key
    return versionSummary(key, value, decodeSequence(value), true)
  }

  const nextHistory = ({ key: keyBytes, value }: TableEntry): VersionSummaryRow => {
    const { key, sequence } = readHistoryKey(keyBytes)
    history.advance()
    const isLatest = passedLatestOf !== key
    passedLatestOf = key
    if (!isDeleteMarker(value)) return versionSummary(key, value, sequence, isLatest)
    const { type, versionId, lastModifiedMs } = decodeMarkerSummary(value)
    return { key, type, versionId, sequence, lastModifiedMs, isLatest }
  }

  return {
    seek(position) {
      if (position.kind !== 'afterVersion') {
        const start = startOf(bucketId, position)
        restart(start, start)
        return
      }
      const { key, sequence } = position
      const shown = snapshot.get('current', objectKeyBytes(bucketId, key))
      // The version that the walk stopped at may be gone by now, and what the key shows may be older than it.
      const showsOlder = shown !== undefined && decodeSequence(shown) < sequence
      restart(
        showsOlder ? objectKeyBytes(bucketId, key) : objectKeyAfter(bucketId, key),
        sequence === 0 ? historyRange(bucketId, key).end : historyKey(bucketId, key, sequence - 1),
      )
      const newest = showsOlder ? undefined : firstKey(snapshot, bucketId, key)
      if (!showsOlder && (shown !== undefined || (newest !== undefined && newest >= sequence))) passedLatestOf = key
    },
    next() {
      const shown = current.head()
      const older = history.head()
      if (shown === undefined) return older === undefined ? undefined : nextHistory(older)
      // A history key goes on behind the key itself, so it compares greater than the same key in `current`.
      return older === undefined || shown.key.compare(older.key) < 0 ? nextCurrent(shown) : nextHistory(older)
    },
    close() {
      current.close()
      history.close()
    },
  }
}

/** Written out: spreading the summary would give every row a hidden class of its own, which costs more than all the rest. */
function versionSummary(key: string, record: Buffer, sequence: number, isLatest: boolean): VersionSummaryRow {
  const { type, sizeBytes, etag, lastModifiedMs, storageClass, restore, transitionedMs } = decodeObjectSummary(key, record)
  const versionId = decodeVersionId(record)
  const row = { key, type, sizeBytes, etag, lastModifiedMs, storageClass, versionId, sequence, isLatest }
  if (restore === undefined && transitionedMs === undefined) return row
  return { ...row, ...(restore === undefined ? {} : { restore }), ...(transitionedMs === undefined ? {} : { transitionedMs }) }
}

function startOf(bucketId: number, position: Exclude<VersionPosition, { kind: 'afterVersion' }>): Buffer {
  if (position.kind === 'at') return objectKeyBytes(bucketId, position.key)
  // Behind the history of the key as well, which begins with a NUL byte.
  if (position.kind === 'after') return historyRange(bucketId, position.key).end
  return objectPrefixEnd(bucketId, position.prefix)
}

function firstKey(snapshot: TableSnapshot, bucketId: number, key: string): number | undefined {
  const { start, end } = historyRange(bucketId, key)
  for (const entry of snapshot.range('history', start, end)) return readHistoryKey(entry.key).sequence
  return undefined
}

/** Opened when first asked, so that a seek right after the cursor was made costs nothing extra. */
function walk(snapshot: TableSnapshot, table: 'current' | 'history', start: Buffer, end: Buffer): Walk {
  let entries: Iterator<TableEntry> | undefined
  let head: TableEntry | undefined
  const open = () => {
    if (entries !== undefined) return
    entries = snapshot.range(table, start, end)[Symbol.iterator]()
    advance()
  }
  const advance = () => {
    const result = entries?.next()
    head = result === undefined || result.done === true ? undefined : result.value
  }
  return {
    head() {
      open()
      return head
    },
    advance,
    close() {
      entries?.return?.()
      head = undefined
    },
  }
}
