import { useEffect, useRef } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useNavigationApi } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import type { Listing } from './listing.ts'
import { countOf, noRanges } from './ranges.ts'
import { emptySelection, isAllSelected, selectAll } from './selection.ts'
import { useObjectsStore, useObjectsStoreApi } from './store.ts'

/** Orders whose listing is remembered: of more than the last few the engine knows nothing any more. */
const ordersKept = 16

/**
 * Indexes mean something in one order only. When the order changes (more rows, another sort, a refresh), the choice is made
 * anew in the new order by the engine, which knows both; everything stays everything, also of rows that came since.
 */
export function useSelectionKeeper({ place, progress, view, total, orderId, peekRow }: Listing): void {
  const api = useApi()
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  const selection = useObjectsStore((state) => state.selection)
  const boundTo = useObjectsStore((state) => state.orderId)
  /** The listing that each order of rows seen here belongs to. */
  const sessions = useRef(new Map<string, string>())
  const sessionId = progress?.sessionId

  useEffect(() => {
    if (orderId === undefined || sessionId === undefined) return
    const known = sessions.current
    known.delete(orderId)
    known.set(orderId, sessionId)
    for (const oldest of known.keys()) {
      if (known.size <= ordersKept) break
      known.delete(oldest)
    }
  }, [orderId, sessionId])

  useEffect(() => {
    if (boundTo === undefined || boundTo !== orderId || sessionId === undefined) return
    navigation.getState().rememberFocus(selection.focus === -1 ? undefined : peekRow(selection.focus)?.key)
  }, [navigation, boundTo, orderId, sessionId, selection, peekRow])

  useEffect(() => {
    if (orderId === undefined || sessionId === undefined || boundTo === undefined || boundTo === orderId) return undefined
    const { rebind, selection: chosen } = store.getState()
    if (isAllSelected(chosen)) {
      rebind(selectAll(chosen, total), orderId)
      return undefined
    }
    // An order that was never on screen is one that the engine made of the present listing.
    const formerSession = sessions.current.get(boundTo) ?? sessionId
    const controller = new AbortController()
    const refind = async () => {
      const found = await api.listing.rebindSelection(
        { sessionId, view, from: { sessionId: formerSession, orderId: boundTo }, ranges: chosen.ranges.map(([start, end]): [number, number] => [start, end]), focus: chosen.focus },
        { signal: controller.signal },
      )
      if (controller.signal.aborted) return
      sessions.current.set(found.orderId, sessionId)
      if (found.ranges === null) useNotices.getState().tell('objects.selectionLost')
      // A deleted row leaves the focus where it was, on its neighbour.
      const at = found.focus ?? Math.min(chosen.focus, total - 1)
      rebind({ ranges: found.ranges ?? noRanges, focus: at, anchor: at }, found.orderId)
    }
    refind().catch((thrown: unknown) => {
      if (controller.signal.aborted || isCancelled(thrown)) return
      rebind(emptySelection, orderId)
      const { code } = toCallError(thrown)
      // A list that is gone is opened again by itself; of its former order nothing is known then.
      if (code === 'ListingGone' || code === 'ListingChanged') {
        if (countOf(chosen.ranges) > 0) useNotices.getState().tell('objects.selectionLost')
      } else useNotices.getState().reportError(thrown)
    })
    return () => controller.abort()
  }, [api, store, sessionId, orderId, boundTo, view, total])

  useArrivalFocus({ place, sessionId, orderId, view, complete: progress?.state !== 'loading' })
}

interface ArrivalOptions extends Pick<Listing, 'place' | 'orderId' | 'view'> {
  readonly sessionId: string | undefined
  readonly complete: boolean
}

/** On arrival, puts the focus on the row one came from, or that the address named. */
function useArrivalFocus({ place, sessionId, orderId, view, complete }: ArrivalOptions): void {
  const api = useApi()
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  const wanted = useRef<{ readonly place: Listing['place']; readonly key: string } | undefined>(undefined)
  useEffect(() => {
    const { focusKey } = navigation.getState().place ?? {}
    wanted.current = place === undefined || focusKey === undefined ? undefined : { place, key: focusKey }
  }, [navigation, place])
  useEffect(() => {
    const target = wanted.current
    if (target === undefined || target.place !== place || sessionId === undefined || orderId === undefined) return undefined
    const controller = new AbortController()
    api.listing.findKey({ sessionId, view, key: target.key }, { signal: controller.signal }).then(
      (found) => {
        if (controller.signal.aborted) return
        // The user was faster.
        if (store.getState().orderId !== undefined) wanted.current = undefined
        else if (found.index !== null) {
          wanted.current = undefined
          store.getState().pickOnly(found.index, found.orderId)
        } else if (complete) wanted.current = undefined
      },
      (thrown: unknown) => {
        if (!controller.signal.aborted) useNotices.getState().reportError(thrown)
      },
    )
    return () => controller.abort()
  }, [api, store, place, sessionId, orderId, view, complete])
}
