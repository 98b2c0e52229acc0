import { createStore, type StoreApi } from 'zustand/vanilla'
import { parentPrefix } from '../../ui/names.ts'
import { localProfileId } from '../store/index.ts'

/** A folder of a bucket. */
export interface Place {
  readonly profileId: string
  readonly bucket: string
  /** Empty for the root. */
  readonly prefix: string
  /** As it was then, in milliseconds since the epoch, to be read and not changed; as it is when absent. */
  readonly momentMs?: number | undefined
}

export interface HistoryEntry extends Place {
  /** Row to put the focus on once the list is there; the one left behind when going back or up. */
  readonly focusKey?: string | undefined
}

/** Where one pane is, and how it came there. */
export interface NavigationState {
  /** The connection in use: that of the place, or the one chosen without a place. */
  readonly profileId: string
  /** Undefined until a bucket was opened. */
  readonly place: HistoryEntry | undefined
  readonly past: readonly HistoryEntry[]
  readonly future: readonly HistoryEntry[]
  /** Counts explicit refreshes, so that the same place is read again. */
  readonly refreshCount: number
  /** Where a press of the pointer is about to lead: its rows can be on their way before the button comes up. */
  readonly heading: Place | undefined
  readonly headFor: (place: Place) => void
  readonly open: (place: HistoryEntry) => void
  /** Steps back; several at once from the menu of the history. */
  readonly back: (steps?: number) => void
  readonly forward: (steps?: number) => void
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
export type Navigation = StoreApi<NavigationState>
/** Where a pane begins: the part of its state that outlives a restart. */
export type NavigationStart = Partial<Pick<NavigationState, 'profileId' | 'place' | 'past' | 'future'>>

const historyLength = 100

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean =>
  a !== undefined && b !== undefined && a.profileId === b.profileId && a.bucket === b.bucket && a.prefix === b.prefix && a.momentMs === b.momentMs

/** Where a step leads, with the connection that is in use from then on. */
const at = (place: HistoryEntry) => ({ place, profileId: place.profileId })

export function createNavigation(start: NavigationStart = {}): Navigation {
  return createStore<NavigationState>()((set, get) => ({
    profileId: start.place?.profileId ?? start.profileId ?? localProfileId,
    place: start.place,
    past: start.past ?? [],
    future: start.future ?? [],
    refreshCount: 0,
    heading: undefined,
    headFor: (heading) => set({ heading }),
    open: (next) =>
      set(({ place, past, refreshCount }) => {
        // Going where one already is means: look again.
        if (samePlace(place, next)) return { ...at(next), refreshCount: refreshCount + 1 }
        return { ...at(next), past: place === undefined ? past : [...past, place].slice(-historyLength), future: [] }
      }),
    back: (steps = 1) =>
      set(({ place, past, future }) => {
        const former = past.at(-steps)
        if (former === undefined) return {}
        const skipped = past.slice(past.length - steps + 1)
        return { ...at(former), past: past.slice(0, -steps), future: [...skipped, ...(place === undefined ? [] : [place]), ...future] }
      }),
    forward: (steps = 1) =>
      set(({ place, past, future }) => {
        const next = future[steps - 1]
        if (next === undefined) return {}
        return { ...at(next), past: [...past, ...(place === undefined ? [] : [place]), ...future.slice(0, steps - 1)], future: future.slice(steps) }
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
        const stays = (entry: HistoryEntry) => entry.profileId !== gone
        return {
          profileId: profileId === gone ? next : profileId,
          place: place !== undefined && stays(place) ? place : undefined,
          past: past.filter(stays),
          future: future.filter(stays),
        }
      }),
    leaveBucket: (profileId, bucket) =>
      set(({ place, past, future }) => {
        const stays = (entry: HistoryEntry) => entry.profileId !== profileId || entry.bucket !== bucket
        return { place: place !== undefined && stays(place) ? place : undefined, past: past.filter(stays), future: future.filter(stays) }
      }),
    rememberFocus: (focusKey) => set(({ place }) => (place === undefined || place.focusKey === focusKey ? {} : { place: { ...place, focusKey } })),
  }))
}
