import type { ListingProgress, ListingRow, ListingView, ListingWhere, ListingWindow } from '../../electron/contract/listings.ts'
import { compareUtf8 } from '../../storage-core/model/utf8.ts'
import { extensionOf, nameOf } from '../ui/names.ts'

export type FakeObject = Omit<ListingRow, 'kind' | 'type'>

/** Rows of a prefix: its folders, then its objects, as a delimiter listing finds them. */
export function rowsUnder(objects: Iterable<FakeObject>, prefix: string): ListingRow[] {
  const folders = new Set<string>()
  const rows: ListingRow[] = []
  for (const object of objects) {
    if (!object.key.startsWith(prefix) || object.key === prefix) continue
    const slash = object.key.indexOf('/', prefix.length)
    if (slash === -1) rows.push({ ...object, kind: 'object', type: 'Normal' })
    else folders.add(object.key.slice(0, slash + 1))
  }
  const folderRows = [...folders].map((key): ListingRow => ({ key, kind: 'folder', sizeBytes: 0, lastModifiedMs: 0, storageClass: '', type: '', etag: '' }))
  return [...folderRows, ...rows]
}

const comparators: Readonly<Record<ListingView['column'], (a: ListingRow, b: ListingRow) => number>> = {
  name: (a, b) => compareUtf8(a.key, b.key),
  rawName: (a, b) => compareUtf8(a.key, b.key),
  sizeBytes: (a, b) => a.sizeBytes - b.sizeBytes,
  type: (a, b) => compareUtf8(extensionOf(a.key), extensionOf(b.key)),
  storageClass: (a, b) => compareUtf8(a.storageClass, b.storageClass),
  objectType: (a, b) => compareUtf8(a.type, b.type),
  etag: (a, b) => compareUtf8(a.etag, b.etag),
  lastModifiedMs: (a, b) => a.lastModifiedMs - b.lastModifiedMs,
}

function isShown(row: ListingRow, { extensions, exceptExtensions, minBytes = 0, maxBytes = Infinity, fromMs = 0, beforeMs = Infinity, storageClasses, folders = false }: ListingWhere): boolean {
  if (row.kind === 'folder') return folders
  const extension = extensionOf(row.key)
  if (extensions?.includes(extension) === false || exceptExtensions?.includes(extension) === true || storageClasses?.includes(row.storageClass) === false) return false
  return row.sizeBytes >= minBytes && row.sizeBytes <= maxBytes && row.lastModifiedMs >= fromMs && row.lastModifiedMs < beforeMs
}

export function orderRows(rows: readonly ListingRow[], view: ListingView): ListingRow[] {
  const sign = view.direction === 'ascending' ? 1 : -1
  const filter = view.filter.toLowerCase()
  return rows
    .filter((row) => nameOf(row.key).toLowerCase().includes(filter) && (view.where === undefined || isShown(row, view.where)))
    .toSorted((a, b) => {
      if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
      return sign * comparators[view.column](a, b) || compareUtf8(a.key, b.key)
    })
}

/** An open listing whose rows are all there. */
export interface FakeSession {
  readonly progress: ListingProgress
  readonly ordered: (view: ListingView) => { readonly rows: readonly ListingRow[]; readonly orderId: string }
  /** Rows of an order that was handed out. */
  readonly byOrder: (orderId: string) => readonly ListingRow[]
  readonly window: (view: ListingView, offset: number, limit: number) => ListingWindow
}

export function createSession(sessionId: string, rows: readonly ListingRow[], state: ListingProgress['state']): FakeSession {
  const objects = rows.filter((row) => row.kind === 'object')
  const progress: ListingProgress = {
    sessionId,
    state,
    folders: rows.length - objects.length,
    objects: objects.length,
    bytes: objects.reduce((sum, row) => sum + row.sizeBytes, 0),
    revision: 1,
  }
  const cache = new Map<string, readonly ListingRow[]>()
  const ordered: FakeSession['ordered'] = (view) => {
    const key = JSON.stringify([view.column, view.direction, view.filter, view.where])
    const held = cache.get(key) ?? orderRows(rows, view)
    cache.set(key, held)
    return { rows: held, orderId: `${sessionId} ${key}` }
  }
  return {
    progress,
    ordered,
    byOrder: (orderId) => cache.get(orderId.slice(sessionId.length + 1)) ?? [],
    window: (view, offset, limit) => {
      const { rows: all, orderId } = ordered(view)
      return { rows: all.slice(offset, offset + limit), total: all.length, orderId, progress }
    },
  }
}
