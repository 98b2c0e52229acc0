import type { RestoreChange, RestorePlan, RestorePlanRow } from '../../contract/as-of.ts'
import { restoreChanges } from '../../contract/as-of.ts'
import { createTextColumn } from '../listing/text-column.ts'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { changeOf, type KeyAt } from './version-fold.ts'

/** One thing to do so that a key is again what it was. */
export interface RestoreStep {
  readonly key: string
  /** The version to put in place; undefined for a delete marker. */
  readonly versionId: string | undefined
  readonly sizeBytes: number
}

/** Everything that differs between now and a moment, packed; about a hundred bytes a key and nothing for what is the same. */
export interface RestoreChanges {
  readonly totals: RestorePlan['totals']
  readonly unchanged: number
  /** Undefined before anything was added. */
  readonly newestMs: number | undefined
  add(key: KeyAt<ListedVersion>): void
  /** Times of everything that was written count, also of what is not current. */
  note(version: ListedVersion): void
  /** @param change only these; all when undefined */
  rows(change: RestoreChange | undefined, offset: number, limit: number): { readonly rows: RestorePlanRow[]; readonly total: number }
  steps(includeSame: boolean): Generator<RestoreStep>
}

const codes = Object.fromEntries(restoreChanges.map((change, code) => [change, code])) as Readonly<Record<RestoreChange, number>>

interface Columns {
  sizes: Float64Array
  times: Float64Array
  sizesNow: Float64Array
  timesNow: Float64Array
  changes: Uint8Array
}
const columnsOf = (rows: number): Columns => ({ sizes: new Float64Array(rows), times: new Float64Array(rows), sizesNow: new Float64Array(rows), timesNow: new Float64Array(rows), changes: new Uint8Array(rows) })

/** The same bytes, as far as a listing tells: an MD5 in the ETag says so, and any ETag of the same length is as good as one. */
const isSameContent = (a: ListedVersion, b: ListedVersion): boolean => a.etag !== '' && a.etag === b.etag && a.sizeBytes === b.sizeBytes && a.type === b.type

export function createRestoreChanges(prefix: string): RestoreChanges {
  const names = createTextColumn()
  const versionIds = createTextColumn()
  const byChange = restoreChanges.map((): number[] => [])
  const totals = Object.fromEntries(restoreChanges.map((change) => [change, { objects: 0, bytes: 0 }])) as RestorePlan['totals']
  let columns = columnsOf(256)
  let rows = 0
  let unchanged = 0
  let newestMs: number | undefined

  const grow = (): void => {
    const next = columnsOf(rows * 2)
    next.sizes.set(columns.sizes)
    next.times.set(columns.times)
    next.sizesNow.set(columns.sizesNow)
    next.timesNow.set(columns.timesNow)
    next.changes.set(columns.changes)
    columns = next
  }
  const rowAt = (row: number): RestorePlanRow => {
    const { changes, sizes, sizesNow, times, timesNow } = columns
    const [lastModifiedMs = 0, nowMs = 0] = [times[row], timesNow[row]]
    return {
      key: prefix + names.get(row),
      change: restoreChanges[changes[row] ?? 0] ?? 'uncertain',
      ...(lastModifiedMs === 0 ? {} : { before: { sizeBytes: sizes[row] ?? 0, lastModifiedMs } }),
      ...(nowMs === 0 ? {} : { now: { sizeBytes: sizesNow[row] ?? 0, lastModifiedMs: nowMs } }),
    }
  }

  return {
    totals,
    get unchanged() {
      return unchanged
    },
    get newestMs() {
      return newestMs
    },
    note: ({ lastModifiedMs }) => {
      newestMs = Math.max(newestMs ?? 0, lastModifiedMs)
    },
    add: (key) => {
      const change = changeOf(key, isSameContent)
      if (change === 'unchanged') {
        if (key.now !== undefined) unchanged++
        return
      }
      if (rows === columns.sizes.length) grow()
      const { before, now } = key
      names.set(rows, key.key.slice(prefix.length))
      if (before !== undefined) versionIds.set(rows, before.versionId)
      columns.sizes[rows] = before?.sizeBytes ?? 0
      columns.times[rows] = before?.lastModifiedMs ?? 0
      columns.sizesNow[rows] = now?.sizeBytes ?? 0
      columns.timesNow[rows] = now?.lastModifiedMs ?? 0
      columns.changes[rows] = codes[change]
      byChange[codes[change]]?.push(rows)
      totals[change].objects++
      totals[change].bytes += (before ?? now)?.sizeBytes ?? 0
      rows++
    },
    rows: (change, offset, limit) => {
      const chosen = change === undefined ? undefined : byChange[codes[change]]
      const total = chosen?.length ?? rows
      const count = Math.max(0, Math.min(limit, total - offset))
      return { total, rows: Array.from({ length: count }, (_, at) => rowAt(chosen?.[offset + at] ?? offset + at)) }
    },
    *steps(includeSame) {
      for (let row = 0; row < rows; row++) {
        const change = restoreChanges[columns.changes[row] ?? 0]
        if (change === undefined || change === 'uncertain' || (change === 'same' && !includeSame)) continue
        yield { key: prefix + names.get(row), versionId: change === 'created' ? undefined : versionIds.get(row), sizeBytes: change === 'created' ? 0 : (columns.sizes[row] ?? 0) }
      }
    },
  }
}
