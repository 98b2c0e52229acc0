import type { StoreApi } from 'zustand/vanilla'
import type { Listing } from './listing.ts'
import { countOf } from './ranges.ts'
import type { ObjectsState } from './store.ts'

type Watched<T> = Pick<StoreApi<T>, 'getState' | 'subscribe'>

let stopWaiting: (() => void) | undefined

/**
 * Runs at once, or when the selection belongs to the order of rows that the listing shows, or to nothing any more. Only what was
 * asked for last waits.
 */
export function onceBound(listing: Watched<Pick<Listing, 'orderId'>>, objects: Watched<Pick<ObjectsState, 'selection' | 'orderId'>>, run: () => void): void {
  stopWaiting?.()
  stopWaiting = undefined
  const isBound = (): boolean => {
    const { selection, orderId } = objects.getState()
    return orderId === undefined || countOf(selection.ranges) === 0 || orderId === listing.getState().orderId
  }
  if (isBound()) {
    run()
    return
  }
  const check = (): void => {
    if (!isBound()) return
    stopWaiting?.()
    stopWaiting = undefined
    run()
  }
  const stops = [listing.subscribe(check), objects.subscribe(check)]
  stopWaiting = () => {
    for (const stop of stops) stop()
  }
}
