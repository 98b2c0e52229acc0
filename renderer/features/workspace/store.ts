import { create } from 'zustand'
import type { Favourite, LayoutKind, ListLayout, SavedPlace, Workspace } from '../../../electron/contract/workspace.ts'
import { samePlace, type Place } from '../navigation/index.ts'

const recentLength = 30
const favouritesAtMost = 500

interface WorkspaceState extends Pick<Workspace, 'favourites' | 'recent' | 'layouts'> {
  readonly hydrate: (workspace: Workspace) => void
  readonly addFavourite: (place: Place, index?: number) => void
  readonly renameFavourite: (favouriteId: string, name: string) => void
  readonly removeFavourite: (favouriteId: string) => void
  readonly moveFavourite: (favouriteId: string, index: number) => void
  /** Puts a place in front of the recent ones. */
  readonly visit: (place: Place) => void
  readonly forgetRecent: () => void
  readonly setLayout: (kind: LayoutKind, layout: ListLayout) => void
}

/** Favourites, recent places and list layouts: what the window remembers besides its tabs. */
export const useWorkspace = create<WorkspaceState>()((set) => ({
  favourites: [],
  recent: [],
  layouts: {},
  hydrate: ({ favourites, recent, layouts }) => set({ favourites, recent, layouts }),
  addFavourite: ({ profileId, bucket, prefix }, index) =>
    set(({ favourites }) => {
      if (favourites.length >= favouritesAtMost || favourites.some((one) => samePlace(one, { profileId, bucket, prefix }))) return {}
      const made: Favourite = { favouriteId: crypto.randomUUID(), profileId, bucket, prefix, name: '' }
      return { favourites: favourites.toSpliced(index ?? favourites.length, 0, made) }
    }),
  renameFavourite: (favouriteId, name) =>
    set(({ favourites }) => ({ favourites: favourites.map((one) => (one.favouriteId === favouriteId ? { ...one, name: name.trim().slice(0, 200) } : one)) })),
  removeFavourite: (favouriteId) => set(({ favourites }) => ({ favourites: favourites.filter((one) => one.favouriteId !== favouriteId) })),
  moveFavourite: (favouriteId, index) =>
    set(({ favourites }) => {
      const moved = favourites.find((one) => one.favouriteId === favouriteId)
      return moved === undefined ? {} : { favourites: favourites.filter((one) => one !== moved).toSpliced(Math.max(0, index), 0, moved) }
    }),
  visit: ({ profileId, bucket, prefix }) =>
    set(({ recent }) => {
      const place: SavedPlace = { profileId, bucket, prefix }
      return samePlace(recent[0], place) ? {} : { recent: [place, ...recent.filter((one) => !samePlace(one, place))].slice(0, recentLength) }
    }),
  forgetRecent: () => set({ recent: [] }),
  setLayout: (kind, layout) => set(({ layouts }) => ({ layouts: { ...layouts, [kind]: layout } })),
}))

export function findFavourite(favourites: readonly Favourite[], place: Place | undefined): Favourite | undefined {
  return favourites.find((one) => samePlace(one, place))
}
