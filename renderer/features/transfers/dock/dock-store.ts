import { create } from 'zustand'
import type { DockTab } from './dock-tabs-of.ts'

/** The row with the focus: a batch, or one of its items by its place among those shown. */
export interface DockFocus {
  readonly batchId: string
  readonly child: number
  /** Where it was last: the focus stays on its neighbour when the row goes. */
  readonly index: number
}

/** Which items of an open batch are shown. */
export type ItemFilter = 'all' | 'failed'

interface DockState {
  /** Undefined until the user chose one: then the most telling one is shown. */
  readonly tab: DockTab | undefined
  readonly expanded: ReadonlySet<string>
  /** Batches whose filter is not the one of the tab. */
  readonly filters: ReadonlyMap<string, ItemFilter>
  readonly focus: DockFocus | undefined
  readonly detailsOpen: boolean
  readonly search: string
  readonly showTab: (tab: DockTab | undefined) => void
  readonly expand: (batchId: string, open: boolean) => void
  readonly filterItems: (batchId: string, filter: ItemFilter) => void
  readonly focusRow: (focus: DockFocus | undefined) => void
  readonly showDetails: (open: boolean) => void
  readonly searchFor: (search: string) => void
}

export const useDockStore = create<DockState>()((set) => ({
  tab: undefined,
  expanded: new Set(),
  filters: new Map(),
  focus: undefined,
  detailsOpen: false,
  search: '',
  showTab: (tab) => set((state) => (state.tab === tab ? state : { tab, focus: undefined })),
  expand: (batchId, open) =>
    set(({ expanded }) => {
      const next = new Set(expanded)
      if (open) next.add(batchId)
      else next.delete(batchId)
      return { expanded: next }
    }),
  filterItems: (batchId, filter) => set(({ filters }) => ({ filters: new Map(filters).set(batchId, filter) })),
  focusRow: (focus) => set({ focus }),
  showDetails: (detailsOpen) => set({ detailsOpen }),
  searchFor: (search) => set({ search, focus: undefined }),
}))

/** Items shown of an open batch: in the tab of failed ones those that failed, unless the user wants all. */
export function itemFilterOf(filters: ReadonlyMap<string, ItemFilter>, batchId: string, tab: DockTab): ItemFilter {
  return filters.get(batchId) ?? (tab === 'failed' ? 'failed' : 'all')
}
