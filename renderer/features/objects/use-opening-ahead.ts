import { useCallback, useEffect, useRef } from 'react'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { samePlace, useNavigationApi, type Place } from '../navigation/index.ts'
import { openListing, type Opening } from './listing-opening.ts'
import { useObjectsStoreApi, viewOfNewPlace } from './store.ts'

/** A press that leads nowhere within this time was none, and what it fetched is given up. */
const pressMs = 1000

/**
 * Starts reading a place in the very turn of the navigation, while the window is still drawing the new address, or earlier,
 * when the pointer goes down on the way there. Returns a function that hands such an opening over, once.
 */
export function useOpeningAhead(api: WindowApi): (placeKey: string) => Opening | undefined {
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  const ahead = useRef<{ readonly place: Place; readonly opening: Opening; readonly timer: ReturnType<typeof setTimeout> } | undefined>(undefined)
  const take = useCallback(() => {
    const held = ahead.current
    ahead.current = undefined
    if (held !== undefined) clearTimeout(held.timer)
    return held?.opening
  }, [])
  const drop = useCallback(() => take()?.abandon(), [take])

  useEffect(() => {
    const begin = (place: Place) => {
      if (samePlace(ahead.current?.place, place)) return
      drop()
      const opening = openListing(api, place, viewOfNewPlace(store.getState().view), store.getState().showDeleted)
      ahead.current = { place, opening, timer: setTimeout(drop, pressMs) }
    }
    const stop = navigation.subscribe(({ place, heading }, former) => {
      if (place !== former.place && !samePlace(place, former.place)) {
        if (place === undefined) drop()
        else begin(place)
      } else if (heading !== undefined && heading !== former.heading && !samePlace(heading, place)) begin(heading)
    })
    return () => {
      stop()
      drop()
    }
  }, [api, navigation, store, drop])
  // What changes between the press and the arrival is told to nobody who would read the list again.
  useWindowEvent('objects.changed', ({ profileId, bucket }) => {
    const held = ahead.current?.place
    if (held?.profileId === profileId && held.bucket === bucket) drop()
  })

  return useCallback(
    (placeKey) => {
      const opening = take()
      if (opening?.placeKey === placeKey) return opening
      opening?.abandon()
      return undefined
    },
    [take],
  )
}
