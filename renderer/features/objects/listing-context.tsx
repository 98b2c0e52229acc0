import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useNavigation, type Place } from '../navigation/index.ts'
import type { Listing } from './listing.ts'
import { useObjectsStore } from './store.ts'
import { chunkSize, useListingRows } from './use-listing-rows.ts'
import { useListingSession } from './use-listing-session.ts'
import { useSelectionKeeper } from './use-selection-keeper.ts'

const ListingContext = createContext<Listing | undefined>(undefined)
const PlaceContext = createContext<Place | undefined>(undefined)
const ListingReaderContext = createContext<(() => Listing) | undefined>(undefined)

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A component outside ListingProvider asked for the listing')
  return value
}

/** The listing as it is now; draws the component again with every change of it, which is often while rows arrive. */
export function useListing(): Listing {
  return present(useContext(ListingContext))
}

/** Where the window is, or undefined while no bucket is open or the store is not ready. Changes with the place only. */
export function useOpenPlace(): Place | undefined {
  return useContext(PlaceContext)
}

/** Reads the listing at the moment of a user's action, without drawing anything again when it changes. */
export function useListingReader(): () => Listing {
  return present(useContext(ListingReaderContext))
}

const firstChunks = [0, 0] as const

/** Holds the listing of the current place for the list, the toolbar and the inspector. */
export function ListingProvider({ enabled, children }: { readonly enabled: boolean; readonly children: ReactNode }) {
  const current = useNavigation((state) => state.place)
  const refreshCount = useNavigation((state) => state.refreshCount)
  const startPlace = useObjectsStore((state) => state.startPlace)
  const view = useObjectsStore((state) => state.view)
  const profileId = current?.profileId
  const bucket = current?.bucket
  const prefix = current?.prefix
  const place = useMemo(
    () => (!enabled || profileId === undefined || bucket === undefined || prefix === undefined ? undefined : { profileId, bucket, prefix }),
    [enabled, profileId, bucket, prefix],
  )
  const [held, setHeld] = useState<{ readonly place: Listing['place']; readonly chunks: readonly [number, number] }>({ place, chunks: firstChunks })
  // Another place starts at its top, before anything of it is asked for.
  if (held.place !== place) setHeld({ place, chunks: firstChunks })
  const chunks = held.place === place ? held.chunks : firstChunks
  // A store that was away comes back with another listing: nothing chosen in the former one means anything in it.
  useEffect(() => {
    if (!enabled) startPlace()
  }, [enabled, startPlace])

  const session = useListingSession(place, refreshCount)
  const { total, orderId, rowAt, peekRow, error } = useListingRows({ session: session.current, view, chunks, takeProgress: session.takeProgress })
  const { current: progress, next: refreshing, reopen } = session

  // The process behind the listing was started again and has forgotten it.
  const gone = error?.code === 'ListingGone'
  useEffect(() => {
    if (gone) reopen()
  }, [gone, reopen])

  const showRows = useCallback((first: number, end: number) => {
    // Half a screenful ahead on either side belongs to a neighbouring chunk soon enough.
    const margin = chunkSize / 4
    const from = Math.max(0, Math.floor((first - margin) / chunkSize))
    const to = Math.max(from, Math.floor((end - 1 + margin) / chunkSize))
    setHeld((former) => (former.chunks[0] === from && former.chunks[1] === to ? former : { ...former, chunks: [from, to] }))
  }, [])

  const failure = session.error ?? (progress?.state === 'failed' ? progress.error : undefined) ?? (gone ? undefined : error)
  const listing = useMemo<Listing>(
    () => ({ place, view, progress, refreshing, error: failure, total, orderId, rowAt, peekRow, showRows, reopen }),
    [place, view, progress, refreshing, failure, total, orderId, rowAt, peekRow, showRows, reopen],
  )
  useSelectionKeeper(listing)
  const latest = useRef(listing)
  useLayoutEffect(() => {
    latest.current = listing
  }, [listing])
  const reader = useCallback(() => latest.current, [])
  return (
    <ListingReaderContext.Provider value={reader}>
      <PlaceContext.Provider value={place}>
        <ListingContext.Provider value={listing}>{children}</ListingContext.Provider>
      </PlaceContext.Provider>
    </ListingReaderContext.Provider>
  )
}
