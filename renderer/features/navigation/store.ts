import { create } from 'zustand'
import { parentPrefix } from '../../ui/names.ts'
import { localProfileId } from '../store/index.ts'

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
  /** The connection in use: that of the place, or the one chosen without a place. */
  readonly profileId: string
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
  /** Goes to a connection: to where it was left, else to its home, else to its buckets. */
  readonly choose: (profileId: string, home: Place | undefined) => void
  /** Leaves a connection that is gone, and forgets it. */
  readonly leaveConnection: (profileId: string, next: string) => void
  /** Leaves a bucket that is gone, and forgets it. */
  readonly leaveBucket: (profileId: string, bucket: string) => void
  /** Remembers where the focus is, for coming back. */
  readonly rememberFocus: (key: string | undefined) => void
}

const historyLength = 100

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean =>
  a !== undefined && b !== undefined && a.profileId === b.profileId && a.bucket === b.bucket && a.prefix === b.prefix

/** Where a step leads, with the connection that is in use from then on. */
const at = (place: Entry) => ({ place, profileId: place.profileId })

export const useNavigation = create<NavigationState>()((set, get) => ({
  profileId: localProfileId,
  place: undefined,
  past: [],
  future: [],
  refreshCount: 0,
  heading: undefined,
  headFor: (heading) => set({ heading }),
  open: (next) =>
    set(({ place, past, refreshCount }) => {
      // Going where one already is means: look again.
      if (samePlace(place, next)) return { ...at(next), refreshCount: refreshCount + 1 }
      return { ...at(next), past: place === undefined ? past : [...past, place].slice(-historyLength), future: [] }
    }),
  back: () =>
    set(({ place, past, future }) => {
      const former = past.at(-1)
      if (former === undefined) return {}
      return { ...at(former), past: past.slice(0, -1), future: place === undefined ? future : [place, ...future] }
    }),
  forward: () =>
    set(({ place, past, future }) => {
      const next = future[0]
      if (next === undefined) return {}
      return { ...at(next), past: place === undefined ? past : [...past, place], future: future.slice(1) }
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
  choose: (profileId, home) => {
    const { past, place, open } = get()
    if (place?.profileId === profileId) return
    const next = past.findLast((entry) => entry.profileId === profileId) ?? home
    if (next !== undefined) open(next)
    else set({ profileId, place: undefined, past: place === undefined ? past : [...past, place].slice(-historyLength), future: [] })
  },
  leaveConnection: (gone, next) =>
    set(({ profileId, place, past, future }) => {
      const stays = (entry: Entry) => entry.profileId !== gone
      return {
        profileId: profileId === gone ? next : profileId,
        place: place !== undefined && stays(place) ? place : undefined,
        past: past.filter(stays),
        future: future.filter(stays),
      }
    }),
  leaveBucket: (profileId, bucket) =>
    set(({ place, past, future }) => {
      const stays = (entry: Entry) => entry.profileId !== profileId || entry.bucket !== bucket
      return { place: place !== undefined && stays(place) ? place : undefined, past: past.filter(stays), future: future.filter(stays) }
    }),
  rememberFocus: (focusKey) => set(({ place }) => (place === undefined || place.focusKey === focusKey ? {} : { place: { ...place, focusKey } })),
}))
