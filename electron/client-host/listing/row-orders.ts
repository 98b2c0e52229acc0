import type { ListingView, SortColumn } from '../../contract/schemas.ts'
import { sortKeyWriter } from './natural-order.ts'
import type { PackedIndex } from './packed-index.ts'
import { sortByKeys, sortByNumber } from './permutation-sort.ts'

/** Rows in the order of a view, folders first. */
export interface RowOrder {
  readonly rows: Uint32Array
  /** How many of `rows`, from the start, are folders. */
  readonly folders: number
}

const sliceRows = 20_000

/** All rows by name, ascending. */
export function* orderByName(index: PackedIndex): Generator<undefined, RowOrder> {
  const folders = new Uint32Array(index.folders)
  const objects = new Uint32Array(index.objects)
  let folderCount = 0
  let objectCount = 0
  const total = index.rows
  for (let row = 0; row < total; row++) {
    if (index.isFolder(row)) folders[folderCount++] = row
    else objects[objectCount++] = row
  }
  const rows = new Uint32Array(total)
  rows.set(yield* sortedByName(index, folders), 0)
  rows.set(yield* sortedByName(index, objects), folders.length)
  return { rows, folders: folders.length }
}

function* sortedByName(index: PackedIndex, rows: Uint32Array): Generator<undefined, Uint32Array> {
  const writer = sortKeyWriter(rows.length)
  for (let i = 0; i < rows.length; i++) {
    writer.add(index.nameBytesOf(rows[i] ?? 0))
    if (i % sliceRows === 0) yield
  }
  // Keys belong to positions in `rows`, which are in UTF-8 order: equal keys stay in that order.
  const positions = Uint32Array.from({ length: rows.length }, (_, i) => i)
  yield* sortByKeys(positions, writer.finish())
  return positions.map((position) => rows[position] ?? 0)
}

/**
 * Rows of a view without its filter. Equal values are ordered by name. Folders have no size, time or class: they stay in
 * name order at the top, turned round only with the name column.
 */
export function* orderByColumn(index: PackedIndex, byName: RowOrder, view: Pick<ListingView, 'column' | 'direction'>): Generator<undefined, RowOrder> {
  if (view.column === 'name' && view.direction === 'ascending') return byName
  const folders = byName.rows.slice(0, byName.folders)
  let objects: Uint32Array = byName.rows.slice(byName.folders)
  if (view.column !== 'name') objects = yield* sortByNumber(objects, yield* rankOf(index, objects, view.column))
  if (view.direction === 'descending') {
    objects.reverse()
    if (view.column === 'name') folders.reverse()
  }
  const rows = new Uint32Array(byName.rows.length)
  rows.set(folders, 0)
  rows.set(objects, folders.length)
  return { rows, folders: folders.length }
}

function* rankOf(index: PackedIndex, rows: Uint32Array, column: Exclude<SortColumn, 'name'>): Generator<undefined, (row: number) => number> {
  if (column === 'sizeBytes') return (row) => index.sizeOf(row)
  if (column === 'lastModifiedMs') return (row) => Math.max(0, index.timeOf(row))
  // What people call a file's type is its extension, and that is what the column shows.
  const textOf =
    column === 'storageClass'
      ? (row: number): string => index.storageClassOf(row)
      : (row: number): string => extensionOf(index.nameOf(row))
  const codes = new Map<string, number>()
  const codeOfRow = new Uint32Array(index.rows)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const text = textOf(row)
    const known = codes.get(text)
    codeOfRow[row] = known ?? codes.size
    if (known === undefined) codes.set(text, codes.size)
    if (i % sliceRows === 0) yield
  }
  const ranks = new Uint32Array(codes.size)
  for (const [rank, text] of [...codes.keys()].toSorted((a, b) => (a < b ? -1 : 1)).entries()) ranks[codes.get(text) ?? 0] = rank
  return (row) => ranks[codeOfRow[row] ?? 0] ?? 0
}

/** Lower-case text after the last dot; empty for names without one and for dot files. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= name.lastIndexOf('/') + 1 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The rows of an order whose names contain the text, without regard to case. */
export function* filterByName(index: PackedIndex, order: RowOrder, filter: string): Generator<undefined, RowOrder> {
  if (filter === '') return order
  const matches = nameContains(filter)
  const kept = new Uint32Array(order.rows.length)
  let count = 0
  let folders = 0
  for (let i = 0; i < order.rows.length; i++) {
    const row = order.rows[i] ?? 0
    if (matches(index, row)) {
      kept[count++] = row
      if (i < order.folders) folders++
    }
    if (i % sliceRows === 0) yield
  }
  return { rows: kept.slice(0, count), folders }
}

function nameContains(filter: string): (index: PackedIndex, row: number) => boolean {
  const wanted = filter.toLowerCase()
  if (/[^\u0020-\u007e]/.test(wanted)) return (index, row) => index.nameOf(row).toLowerCase().includes(wanted)
  // ASCII is by far the most common filter and needs no decoding: its bytes stand for themselves inside UTF-8.
  const bytes = Buffer.from(wanted, 'latin1')
  return (index, row) => indexOfFolded(index.nameBytesOf(row), bytes) >= 0
}

const fold = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)

function indexOfFolded(name: Uint8Array, wanted: Uint8Array): number {
  const first = wanted[0] ?? 0
  const last = name.length - wanted.length
  for (let start = 0; start <= last; start++) {
    if (fold(name[start] ?? 0) !== first) continue
    let i = 1
    while (i < wanted.length && fold(name[start + i] ?? 0) === wanted[i]) i++
    if (i === wanted.length) return start
  }
  return -1
}

/** Position in the order of the first name at or after `from` that starts with the text, wrapping round; -1 for none. */
export function findName(index: PackedIndex, order: RowOrder, startsWith: string, from: number): number {
  const wanted = startsWith.toLowerCase()
  const total = order.rows.length
  for (let step = 0; step < total; step++) {
    const at = (from + step) % total
    if (index.nameOf(order.rows[at] ?? 0).slice(0, wanted.length * 2).toLowerCase().startsWith(wanted)) return at
  }
  return -1
}
