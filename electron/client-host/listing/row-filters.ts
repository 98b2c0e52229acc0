import type { ListingView, ListingWhere } from '../../contract/listings.ts'
import type { PackedIndex } from './packed-index.ts'
import type { RowOrder } from './row-orders.ts'

type Matches = (index: PackedIndex, row: number) => boolean
const sliceRows = 20_000

/** Whether a view leaves anything out. */
export const isFiltered = ({ filter, where }: Pick<ListingView, 'filter' | 'where'>): boolean => filter !== '' || where !== undefined

/** The rows of an order that a view shows. */
export function* filterRows(index: PackedIndex, order: RowOrder, { filter, where }: Pick<ListingView, 'filter' | 'where'>): Generator<undefined, RowOrder> {
  const tests: Matches[] = [...(where === undefined ? [] : conditionsOf(where)), ...(filter === '' ? [] : [nameMatches(filter)])]
  if (tests.length === 0) return order
  const kept = new Uint32Array(order.rows.length)
  let count = 0
  let folders = 0
  for (let i = 0; i < order.rows.length; i++) {
    const row = order.rows[i] ?? 0
    if (tests.every((matches) => matches(index, row))) {
      kept[count++] = row
      if (i < order.folders) folders++
    }
    if (i % sliceRows === 0) yield
  }
  return { rows: kept.slice(0, count), folders }
}

/** Conditions on objects, the cheapest first; folders pass all of them or none. */
function conditionsOf({ extensions, exceptExtensions, minBytes, maxBytes, fromMs, beforeMs, storageClasses, folders = false }: ListingWhere): Matches[] {
  const ofObjects = (test: Matches): Matches => (index, row) => index.isFolder(row) || test(index, row)
  const conditions: Matches[] = []
  if (!folders) conditions.push((index, row) => !index.isFolder(row))
  if (minBytes !== undefined) conditions.push(ofObjects((index, row) => index.sizeOf(row) >= minBytes))
  if (maxBytes !== undefined) conditions.push(ofObjects((index, row) => index.sizeOf(row) <= maxBytes))
  if (fromMs !== undefined) conditions.push(ofObjects((index, row) => index.timeOf(row) >= fromMs))
  if (beforeMs !== undefined) conditions.push(ofObjects((index, row) => index.timeOf(row) < beforeMs))
  if (storageClasses !== undefined) {
    const wanted = new Set(storageClasses)
    conditions.push(ofObjects((index, row) => wanted.has(index.storageClassOf(row))))
  }
  if (extensions !== undefined) {
    const wanted = new Set(extensions)
    conditions.push(ofObjects((index, row) => wanted.has(index.extensionOf(row))))
  }
  if (exceptExtensions !== undefined) {
    const unwanted = new Set(exceptExtensions)
    conditions.push(ofObjects((index, row) => !unwanted.has(index.extensionOf(row))))
  }
  return conditions
}

function nameMatches(filter: string): Matches {
  return filter.includes('*') ? nameFits(filter) : nameContains(filter)
}

/** `*` stands for any text, `?` beside it for any one character; the rest for itself, without regard to case. */
function nameFits(filter: string): Matches {
  const pattern = Array.from(filter.toLowerCase())
  return (index, row) => {
    const name = index.nameOf(row).toLowerCase()
    return fits(Array.from(index.isFolder(row) ? name.slice(0, -1) : name), pattern)
  }
}

/** Goes back to the last `*` only, which is enough and keeps a pattern of many stars from taking for ever. */
function fits(name: readonly string[], pattern: readonly string[]): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let retryAt = 0
  while (at < name.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern++
      retryAt = at
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[at])) {
      at++
      inPattern++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++retryAt
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
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
