import { useEffect, useRef } from 'react'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useNavigationApi } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import type { Listing } from './listing.ts'
import { countOf, indexesOf, rangesOf } from './ranges.ts'
import { emptySelection, isAllSelected, selectAll, type Selection } from './selection.ts'
import { useObjectsStore, useObjectsStoreApi } from './store.ts'

/** Selections up to this many rows are found again by their keys when the order of the list changes. */
const refindAtMost = 200

interface Remembered {
  readonly selection: Selection
  readonly total: number
  /** Keys of the chosen rows, when they were few enough and all known. */
  readonly keys: readonly string[] | undefined
  readonly focusKey: string | undefined
}

/**
 * Indexes mean something in one order only. When the order changes (more rows, another sort, a refresh), the choice is
 * found again by its keys; a large one is given up, visibly, unless it was everything.
 */
export function useSelectionKeeper({ place, progress, view, total, orderId, peekRow }: Listing): void {
  const api = useApi()
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  const selection = useObjectsStore((state) => state.selection)
  const boundTo = useObjectsStore((state) => state.orderId)
  const remembered = useRef<Remembered | undefined>(undefined)
  const sessionId = progress?.sessionId

  useEffect(() => {
    if (boundTo === undefined) {
      remembered.current = undefined
      return
    }
    if (boundTo !== orderId) return
    const keyOf = (index: number) => peekRow(index)?.key
    const keys = countOf(selection.ranges) > refindAtMost ? undefined : [...indexesOf(selection.ranges)].map(keyOf)
    const focusKey = selection.focus === -1 ? undefined : keyOf(selection.focus)
    remembered.current = { selection, total, keys: keys?.every((key) => key !== undefined) === true ? keys : undefined, focusKey }
    navigation.getState().rememberFocus(focusKey)
  }, [navigation, boundTo, orderId, selection, total, peekRow])

  useEffect(() => {
    if (orderId === undefined || sessionId === undefined || boundTo === undefined || boundTo === orderId) return undefined
    const former = remembered.current
    if (former === undefined) return undefined
    const { rebind } = store.getState()
    if (isAllSelected(former.selection, former.total)) {
      rebind(selectAll(former.selection, total), orderId)
      return undefined
    }
    const controller = new AbortController()
    const find = async (key: string | undefined) =>
      key === undefined ? null : (await api.listing.findKey({ sessionId, view, key }, { signal: controller.signal })).index
    const refind = async () => {
      const [focus, ...indexes] = await Promise.all([former.focusKey, ...(former.keys ?? [])].map(find))
      if (controller.signal.aborted) return
      if (former.keys === undefined && countOf(former.selection.ranges) > 0) useNotices.getState().tell('objects.selectionLost')
      // A deleted row leaves the focus where it was, on its neighbour.
      const at = focus ?? Math.min(former.selection.focus, total - 1)
      rebind({ ranges: rangesOf(indexes.filter((index) => index !== null)), focus: at, anchor: at }, orderId)
    }
    refind().catch((thrown: unknown) => {
      if (controller.signal.aborted || isCancelled(thrown)) return
      rebind(emptySelection, orderId)
      // A list that is gone is opened again by itself.
      if (toCallError(thrown).code !== 'ListingGone') useNotices.getState().reportError(thrown)
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
