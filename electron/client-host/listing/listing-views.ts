import type { ListingView } from '../../contract/listings.ts'
import { runInSlices } from '../aborts.ts'
import type { PackedIndex } from './packed-index.ts'
import { filterRows, isFiltered } from './row-filters.ts'
import { orderByColumn, orderByName, type RowOrder } from './row-orders.ts'

export interface ViewOrder extends RowOrder {
  readonly orderId: string
}

/** Orders of one index: computed in slices, kept for a while, found again by id for selections made under them. */
export interface ListingViews {
  /** @param settled true once no more rows come: the answer then covers all of them */
  orderOf(view: ListingView, settled: boolean): Promise<ViewOrder>
  /** An order that was handed out before, or undefined when it is gone. */
  findOrder(orderId: string): ViewOrder | undefined
}

interface Held {
  readonly order: ViewOrder
  readonly rows: number
  readonly madeAtMs: number
  readonly costMs: number
}

/**
 * How many orders are kept, and how many rows they may hold together if that is more than some times all rows: while a million
 * rows arrive their order is made again and again, and twelve of those take as much memory as half the index.
 */
const limits = { orders: 12, rows: 1_000_000, timesAllRows: 4 }
/** While rows arrive an order may be this many times older than it took to make, so that sorting never starves loading. */
const stalePerCost = 4
const staleAtLeastMs = 100

export function createListingViews(index: PackedIndex, sessionId: string, signal: AbortSignal, keep: typeof limits = limits): ListingViews {
  const held = new Map<string, Held>()
  const byOrderId = new Map<string, ViewOrder>()
  const running = new Map<string, Promise<Held>>()
  let serial = 0

  const compute = async (name: string, make: () => Promise<RowOrder>): Promise<Held> => {
    const rows = index.rows
    const started = performance.now()
    const made = await make()
    serial++
    const order: ViewOrder = { ...made, orderId: `${sessionId}.${String(serial)}` }
    const entry = { order, rows, madeAtMs: performance.now(), costMs: performance.now() - started }
    held.delete(name)
    held.set(name, entry)
    byOrderId.set(order.orderId, order)
    forgetOldest()
    return entry
  }
  /** An order that is still the answer for a view stays findable for as long. */
  const forgetOldest = (): void => {
    const most = Math.max(keep.rows, index.rows * keep.timesAllRows)
    let rows = 0
    for (const order of byOrderId.values()) rows += order.rows.length
    for (const [orderId, order] of byOrderId) {
      if (byOrderId.size <= 1 || (byOrderId.size <= keep.orders && rows <= most)) return
      byOrderId.delete(orderId)
      rows -= order.rows.length
      for (const [name, entry] of held) if (entry.order === order) held.delete(name)
    }
  }

  const get = async (name: string, settled: boolean, make: () => Promise<RowOrder>): Promise<ViewOrder> => {
    for (;;) {
      const entry = held.get(name)
      if (entry !== undefined) {
        const fresh = entry.rows === index.rows
        const recent = performance.now() - entry.madeAtMs < Math.max(staleAtLeastMs, entry.costMs * stalePerCost)
        if (fresh || (!settled && recent)) return entry.order
      }
      const wanted = index.rows
      let promise = running.get(name)
      if (promise === undefined) {
        promise = compute(name, make).finally(() => running.delete(name))
        running.set(name, promise)
      }
      const made = await promise
      // One that started before the last rows came does not do for a finished listing.
      if (!settled || made.rows >= wanted) return made.order
    }
  }

  const sorted = (view: ListingView, settled: boolean): Promise<ViewOrder> =>
    view.column === 'name' && view.direction === 'ascending'
      ? get('name:ascending', settled, () => runInSlices(orderByName(index), signal))
      : get(`${view.column}:${view.direction}`, settled, async () => {
          const byName = await sorted({ column: 'name', direction: 'ascending', filter: '' }, settled)
          return runInSlices(orderByColumn(index, byName, view), signal)
        })

  return {
    orderOf: async (view, settled) => {
      if (!isFiltered(view)) return sorted(view, settled)
      return get(JSON.stringify([view.column, view.direction, view.filter, view.where]), settled, async () =>
        runInSlices(filterRows(index, await sorted(view, settled), view), signal),
      )
    },
    findOrder: (orderId) => byOrderId.get(orderId),
  }
}
