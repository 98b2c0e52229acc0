import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { activePane, useIsInsidePane, useNavigation, usePane, type Navigation, type Place } from '../navigation/index.ts'
import type { Listing } from './listing.ts'
import { onceBound } from './once-bound.ts'
import { initialView, objectsStoreOf, useObjectsStore } from './store.ts'
import { chunkSize, useListingRows } from './use-listing-rows.ts'
import { useListingSession } from './use-listing-session.ts'
import { useSelectionKeeper } from './use-selection-keeper.ts'

const ListingContext = createContext<Listing | undefined>(undefined)
const PlaceContext = createContext<{ readonly place: Place | undefined } | undefined>(undefined)

const noListing: Listing = {
  place: undefined,
  view: initialView,
  progress: undefined,
  refreshing: undefined,
  opening: false,
  error: undefined,
  total: 0,
  orderId: undefined,
  rowAt: () => undefined,
  peekRow: () => undefined,
  showRows: () => undefined,
  reopen: () => undefined,
}

/** What each pane lists now, for those outside it. */
const published = new WeakMap<Navigation, StoreApi<Listing>>()
function publishedBy(navigation: Navigation): StoreApi<Listing> {
  const known = published.get(navigation)
  if (known !== undefined) return known
  const made = createStore<Listing>()(() => noListing)
  published.set(navigation, made)
  return made
}

const tellNobody = () => () => undefined

/** Inside a pane its listing comes down by context, in the same turn; outside, that of the active pane. */
function useListingPart<T>(inside: { readonly value: T } | undefined, part: (listing: Listing) => T): T {
  const store = publishedBy(usePane().navigation)
  const outside = useSyncExternalStore(inside === undefined ? store.subscribe : tellNobody, () => (inside === undefined ? part(store.getState()) : undefined))
  return inside === undefined ? (outside as T) : inside.value
}

/** The listing as it is now; draws the component again with every change of it, which is often while rows arrive. */
export function useListing(): Listing {
  const inside = useContext(ListingContext)
  return useListingPart(inside === undefined ? undefined : { value: inside }, (listing) => listing)
}

/** Where the pane is, or undefined while no bucket is open or the store is not ready. Changes with the place only. */
export function useOpenPlace(): Place | undefined {
  const inside = useContext(PlaceContext)
  return useListingPart(inside === undefined ? undefined : { value: inside.place }, ({ place }) => place)
}

/** The navigation of the pane around a component, or at the moment of a call that of the active one. */
function useNavigationReader(): () => Navigation {
  const isInside = useIsInsidePane()
  const { navigation } = usePane()
  return useCallback(() => (isInside ? navigation : activePane().navigation), [isInside, navigation])
}

/** Reads the listing at the moment of a user's action, without drawing anything again when it changes. */
export function useListingReader(): () => Listing {
  const readNavigation = useNavigationReader()
  return useCallback(() => publishedBy(readNavigation()).getState(), [readNavigation])
}

/**
 * Runs what a user asks for of the selection. While a refresh or another sorting puts a new order on screen, the selection still
 * belongs to the former one: then it runs as soon as the same objects are chosen in the new one.
 */
export function useOnceBound(): (run: () => void) => void {
  const readNavigation = useNavigationReader()
  return useCallback(
    (run) => {
      const navigation = readNavigation()
      onceBound(publishedBy(navigation), objectsStoreOf(navigation), run)
    },
    [readNavigation],
  )
}

const firstChunks = [0, 0] as const
/** While the list moves, rows that come into view within this time are read before they are seen. */
const aheadMs = 600
const aheadAtMost = 5 * chunkSize

interface ProviderProps {
  readonly enabled: boolean
  /** A hidden pane keeps its rows and reads nothing anew. */
  readonly visible: boolean
  readonly children: ReactNode
}

/** Holds the listing of a pane's place for its list, and for the toolbar and the inspector while it is the active one. */
export function ListingProvider({ enabled, visible, children }: ProviderProps) {
  const { navigation } = usePane()
  const current = useNavigation((state) => state.place)
  const refreshCount = useNavigation((state) => state.refreshCount)
  const startPlace = useObjectsStore((state) => state.startPlace)
  const view = useObjectsStore((state) => state.view)
  const profileId = current?.profileId
  const bucket = current?.bucket
  const prefix = current?.prefix
  const momentMs = current?.momentMs
  const place = useMemo(
    () => (!enabled || profileId === undefined || bucket === undefined || prefix === undefined ? undefined : { profileId, bucket, prefix, momentMs }),
    [enabled, profileId, bucket, prefix, momentMs],
  )
  const [held, setHeld] = useState<{ readonly place: Listing['place']; readonly chunks: readonly [number, number] }>({ place, chunks: firstChunks })
  // Another place starts at its top, before anything of it is asked for.
  if (held.place !== place) setHeld({ place, chunks: firstChunks })
  const chunks = held.place === place ? held.chunks : firstChunks
  // A store that was away comes back with another listing: nothing chosen in the former one means anything in it.
  useEffect(() => {
    if (!enabled) startPlace()
  }, [enabled, startPlace])

  const session = useListingSession(place, refreshCount, visible)
  const { total, orderId, rowAt, peekRow, error } = useListingRows({ session: session.current, view, chunks, takeProgress: session.takeProgress })
  const { current: progress, next: refreshing, opening, reopen } = session

  // The process behind the listing was started again and has forgotten it.
  const gone = error?.code === 'ListingGone'
  useEffect(() => {
    if (gone) reopen()
  }, [gone, reopen])

  const lastShown = useRef({ first: 0, atMs: 0 })
  const showRows = useCallback((first: number, end: number) => {
    const nowMs = performance.now()
    const { first: former, atMs } = lastShown.current
    lastShown.current = { first, atMs: nowMs }
    // A jump is no movement; half a screenful on either side then belongs to a neighbouring chunk soon enough.
    const moved = Math.abs(first - former) > chunkSize ? 0 : first - former
    const ahead = Math.min(aheadAtMost, (Math.abs(moved) / Math.max(1, nowMs - atMs)) * aheadMs)
    const margin = chunkSize / 4
    const from = Math.max(0, Math.floor((first - margin - (moved < 0 ? ahead : 0)) / chunkSize))
    const to = Math.max(from, Math.floor((end - 1 + margin + (moved > 0 ? ahead : 0)) / chunkSize))
    setHeld((former) => (former.chunks[0] === from && former.chunks[1] === to ? former : { ...former, chunks: [from, to] }))
  }, [])

  const failure = session.error ?? (progress?.state === 'failed' ? progress.error : undefined) ?? (gone ? undefined : error)
  const listing = useMemo<Listing>(
    () => ({ place, view, progress, refreshing, opening, error: failure, total, orderId, rowAt, peekRow, showRows, reopen }),
    [place, view, progress, refreshing, opening, failure, total, orderId, rowAt, peekRow, showRows, reopen],
  )
  useSelectionKeeper(listing)
  useLayoutEffect(() => {
    publishedBy(navigation).setState(listing, true)
  }, [navigation, listing])
  useEffect(() => () => publishedBy(navigation).setState(noListing, true), [navigation])
  const open = useMemo(() => ({ place }), [place])
  return (
    <PlaceContext.Provider value={open}>
      <ListingContext.Provider value={listing}>{children}</ListingContext.Provider>
    </PlaceContext.Provider>
  )
}
