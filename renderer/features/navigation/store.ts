import { create } from 'zustand'
import { parentPrefix } from '../../ui/names.ts'

/** A folder of a bucket. */
export interface Place {
  readonly profileId: string
  readonly bucket: string
  /** Empty for the root. */
  readonly prefix: string
}

interface Entry extends Place {
  /** Row to put the focus on once the list is there; the one left behind when going back or up. */
  readonly focusKey?: string | undefined
}

export interface NavigationState {
  /** Undefined until a bucket was opened. */
  readonly place: Entry | undefined
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
  /** Counts explicit refreshes, so that the same place is read again. */
  readonly refreshCount: number
  /** Where a press of the pointer is about to lead: its rows can be on their way before the button comes up. */
  readonly heading: Place | undefined
  readonly headFor: (place: Place) => void
  readonly open: (place: Entry) => void
  readonly back: () => void
  readonly forward: () => void
  readonly up: () => void
  readonly refresh: () => void
  /** Leaves a bucket that is gone, and forgets it. */
  readonly leaveBucket: (profileId: string, bucket: string) => void
  /** Remembers where the focus is, for coming back. */
  readonly rememberFocus: (key: string | undefined) => void
}

const historyLength = 100

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean =>
  a !== undefined && b !== undefined && a.profileId === b.profileId && a.bucket === b.bucket && a.prefix === b.prefix

export const useNavigation = create<NavigationState>()((set) => ({
  place: undefined,
  past: [],
  future: [],
  refreshCount: 0,
  heading: undefined,
  headFor: (heading) => set({ heading }),
  open: (next) =>
    set(({ place, past, refreshCount }) => {
      // Going where one already is means: look again.
      if (samePlace(place, next)) return { place: next, refreshCount: refreshCount + 1 }
      return { place: next, past: place === undefined ? past : [...past, place].slice(-historyLength), future: [] }
    }),
  back: () =>
    set(({ place, past, future }) => {
      const former = past.at(-1)
      if (former === undefined) return {}
      return { place: former, past: past.slice(0, -1), future: place === undefined ? future : [place, ...future] }
    }),
  forward: () =>
    set(({ place, past, future }) => {
      const next = future[0]
      if (next === undefined) return {}
      return { place: next, past: place === undefined ? past : [...past, place], future: future.slice(1) }
    }),
  up: () =>
    set(({ place, past }) => {
      if (place === undefined || place.prefix === '') return {}
      return {
        place: { ...place, prefix: parentPrefix(place.prefix), focusKey: place.prefix },
        past: [...past, place].slice(-historyLength),
        future: [],
      }
    }),
  refresh: () => set(({ refreshCount }) => ({ refreshCount: refreshCount + 1 })),
  leaveBucket: (profileId, bucket) =>
    set(({ place, past, future }) => {
      const stays = (entry: Entry) => entry.profileId !== profileId || entry.bucket !== bucket
      return { place: place !== undefined && stays(place) ? place : undefined, past: past.filter(stays), future: future.filter(stays) }
    }),
  rememberFocus: (focusKey) => set(({ place }) => (place === undefined || place.focusKey === focusKey ? {} : { place: { ...place, focusKey } })),
}))
