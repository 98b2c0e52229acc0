import type { ListingView, SortColumn } from '../../contract/listings.ts'
import { orderChecker, sortKeyWriter } from './natural-order.ts'
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
  const objects = new Uint32Array(index.rows - index.folders)
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
  // Numbers padded with zeros, and names without any, come in this order; sorting takes as much memory again as the rows.
  if (yield* isInOrder(index, rows)) return rows
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

function* isInOrder(index: PackedIndex, rows: Uint32Array): Generator<undefined, boolean> {
  const follows = orderChecker()
  for (let i = 0; i < rows.length; i++) {
    if (!follows(index.nameBytesOf(rows[i] ?? 0))) return false
    if (i % sliceRows === 0) yield
  }
  return true
}

/**
 * Rows of a view without its filter. Equal values are ordered by name. Folders have no size, time or class: they stay in
 * name order at the top, turned round only with a column of names.
 */
export function* orderByColumn(index: PackedIndex, byName: RowOrder, view: Pick<ListingView, 'column' | 'direction'>): Generator<undefined, RowOrder> {
  if (view.column === 'name' && view.direction === 'ascending') return byName
  const folders = byName.rows.slice(0, byName.folders)
  let objects: Uint32Array = byName.rows.slice(byName.folders)
  const isByName = view.column === 'name' || view.column === 'rawName'
  if (view.column === 'rawName') {
    // Pages come in UTF-8 order, folders and objects each in theirs, so that the row number is the rank.
    // What is deleted comes behind all others and has to be put among them.
    const compare = index.isInKeyOrder ? undefined : (a: number, b: number): number => Buffer.compare(index.nameBytesOf(a), index.nameBytesOf(b))
    folders.sort(compare)
    objects.sort(compare)
  } else if (view.column === 'etag') objects = yield* sortedByEtag(index, objects)
  else if (view.column !== 'name') objects = yield* sortByNumber(objects, yield* rankOf(index, objects, view.column))
  if (view.direction === 'descending') {
    objects.reverse()
    if (isByName) folders.reverse()
  }
  const rows = new Uint32Array(byName.rows.length)
  rows.set(folders, 0)
  rows.set(objects, folders.length)
  return { rows, folders: folders.length }
}

/** By the first six bytes, which is as good as by all of them, and leaves equal objects side by side. */
function* sortedByEtag(index: PackedIndex, rows: Uint32Array): Generator<undefined, Uint32Array> {
  return yield* sortByNumber(rows, (row) => {
    let value = 0
    const bytes = index.etagBytesOf(row)
    for (let i = 0; i < 6; i++) value = value * 256 + (bytes[i] ?? 0)
    return value
  })
}

function* rankOf(index: PackedIndex, rows: Uint32Array, column: Exclude<SortColumn, 'name' | 'rawName' | 'etag'>): Generator<undefined, (row: number) => number> {
  if (column === 'sizeBytes') return (row) => index.sizeOf(row)
  if (column === 'lastModifiedMs') return (row) => Math.max(0, index.timeOf(row))
  // What people call a file's type is its extension, and that is what the column shows.
  const textOf = (row: number): string => (column === 'storageClass' ? index.storageClassOf(row) : column === 'objectType' ? index.typeOf(row) : index.extensionOf(row))
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
