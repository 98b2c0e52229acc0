import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ListingView, SortColumn } from '../../../electron/contract/listings.ts'
import { activePane, samePlace, usePane, type Navigation } from '../navigation/index.ts'
import { noFacets, whereOf, type Facets } from './facets.ts'
import type { Ranges } from './ranges.ts'
import { clearSelection, emptySelection, moveFocus, selectAll, selectOnly, selectRow, type Modifiers, type Selection } from './selection.ts'

/** What is chosen and how the rows are shown, in one pane. */
export interface ObjectsState {
  readonly view: ListingView
  readonly selection: Selection
  /** Order of rows that the selection's indexes belong to; undefined while nothing was chosen. */
  readonly orderId: string | undefined
  readonly quickLook: boolean
  /** Whether deleted objects are shown among the others. */
  readonly showDeleted: boolean
  readonly toggleDeleted: () => void
  readonly dialog: 'delete' | 'newFolder' | undefined
  readonly sortBy: (column: SortColumn) => void
  readonly filterBy: (filter: string) => void
  /** What the filter bar is set to; `view.where` follows it. */
  readonly facets: Facets
  readonly filterBarOpen: boolean
  readonly setFacets: (facets: Facets) => void
  /** Hiding the bar takes its filters back: nothing is left out without a sign of it. */
  readonly toggleFilterBar: () => void
  /** Shows everything again. */
  readonly clearFilters: () => void
  readonly pickRow: (index: number, modifiers: Modifiers, orderId: string) => void
  readonly pickOnly: (index: number, orderId: string) => void
  readonly focusRow: (index: number, orderId: string) => void
  readonly pickAll: (total: number, orderId: string) => void
  /** Chooses these and leaves the focus where it is. */
  readonly pickRanges: (ranges: Ranges, orderId: string) => void
  readonly unpick: () => void
  /** Puts a selection in place of one whose order is gone. */
  readonly rebind: (selection: Selection, orderId: string) => void
  /** For a new place: nothing chosen, nothing filtered, same sort order. */
  readonly startPlace: () => void
  /** Key of the row whose name is being edited. */
  readonly renaming: string | undefined
  readonly startRename: (key: string) => void
  readonly endRename: () => void
  readonly showQuickLook: () => void
  readonly hideQuickLook: () => void
  readonly showDialog: (dialog: 'delete' | 'newFolder') => void
  readonly hideDialog: () => void
  /** Counts wishes to type an address, and to type a filter. */
  readonly addressRequest: number
  readonly filterRequest: number
  readonly requestAddress: () => void
  readonly requestFilter: () => void
}

/** The order that is natural at first for a column: names from A, sizes and times from the largest. */
function firstDirection(column: SortColumn): ListingView['direction'] {
  return column === 'sizeBytes' || column === 'lastModifiedMs' ? 'descending' : 'ascending'
}

export const isFiltered = ({ filter, where }: ListingView): boolean => filter !== '' || where !== undefined

function withFacets({ where: _former, ...view }: ListingView, facets: Facets): ListingView {
  const where = whereOf(facets, Date.now())
  return where === undefined ? view : { ...view, where }
}

/** Another place keeps the order and shows everything. */
export function viewOfNewPlace(view: ListingView): ListingView {
  if (!isFiltered(view)) return view
  const { where: _where, ...rest } = view
  return { ...rest, filter: '' }
}

export const initialView: ListingView = { column: 'name', direction: 'ascending', filter: '' }

export type ObjectsStore = StoreApi<ObjectsState>

function createObjectsStore(navigation: Navigation): ObjectsStore {
  const store = createStore<ObjectsState>()((set) => ({
    view: initialView,
    selection: emptySelection,
    orderId: undefined,
    quickLook: false,
    showDeleted: false,
    toggleDeleted: () => set(({ showDeleted }) => ({ showDeleted: !showDeleted })),
    dialog: undefined,
    renaming: undefined,
    startRename: (key) => set({ renaming: key }),
    endRename: () => set({ renaming: undefined }),
    sortBy: (column) =>
      set(({ view }) => ({
        view:
          view.column === column
            ? { ...view, direction: view.direction === 'ascending' ? 'descending' : 'ascending' }
            : { ...view, column, direction: firstDirection(column) },
      })),
    filterBy: (filter) => set(({ view }) => ({ view: { ...view, filter } })),
    facets: noFacets,
    filterBarOpen: false,
    setFacets: (facets) => set(({ view }) => ({ facets, view: withFacets(view, facets) })),
    toggleFilterBar: () =>
      set(({ filterBarOpen, view }) => (filterBarOpen ? { filterBarOpen: false, facets: noFacets, view: withFacets(view, noFacets) } : { filterBarOpen: true })),
    clearFilters: () => set(({ view }) => ({ facets: noFacets, view: viewOfNewPlace(view) })),
    pickRow: (index, modifiers, orderId) => set(({ selection }) => ({ selection: selectRow(selection, index, modifiers), orderId })),
    pickOnly: (index, orderId) => set({ selection: selectOnly(index), orderId }),
    focusRow: (index, orderId) => set(({ selection }) => ({ selection: moveFocus(selection, index), orderId })),
    pickAll: (total, orderId) => set(({ selection }) => ({ selection: selectAll(selection, total), orderId })),
    pickRanges: (ranges, orderId) => set(({ selection }) => ({ selection: { focus: selection.focus, ranges, anchor: ranges[0]?.[0] ?? selection.anchor }, orderId })),
    unpick: () => set(({ selection }) => ({ selection: clearSelection(selection) })),
    rebind: (selection, orderId) => set({ selection, orderId }),
    startPlace: () => set(({ view }) => ({ view: viewOfNewPlace(view), facets: noFacets, selection: emptySelection, orderId: undefined, quickLook: false, dialog: undefined, renaming: undefined })),
    showQuickLook: () => set({ quickLook: true }),
    hideQuickLook: () => set({ quickLook: false }),
    showDialog: (dialog) => set({ dialog }),
    hideDialog: () => set({ dialog: undefined }),
    addressRequest: 0,
    filterRequest: 0,
    requestAddress: () => set(({ addressRequest }) => ({ addressRequest: addressRequest + 1 })),
    requestFilter: () => set(({ filterRequest }) => ({ filterRequest: filterRequest + 1 })),
  }))
  // In the same turn as the navigation, so that the window is drawn once and nothing of the former place meets the new one.
  navigation.subscribe((state, former) => {
    if (state.place !== former.place && !samePlace(state.place, former.place)) store.getState().startPlace()
  })
  return store
}

/** Gone with their panes. */
const stores = new WeakMap<Navigation, ObjectsStore>()

export function objectsStoreOf(navigation: Navigation): ObjectsStore {
  const known = stores.get(navigation)
  if (known !== undefined) return known
  const made = createObjectsStore(navigation)
  stores.set(navigation, made)
  return made
}

/** The store of the pane around a component, or of the active one, to read at a later moment. */
export function useObjectsStoreApi(): ObjectsStore {
  return objectsStoreOf(usePane().navigation)
}

function useObjectsStoreOfPane<T>(selector: (state: ObjectsState) => T): T {
  return useStore(useObjectsStoreApi(), selector)
}

/** State of the pane around a component, or of the active one; `getState` is that of the active one. */
export const useObjectsStore = Object.assign(useObjectsStoreOfPane, { getState: (): ObjectsState => objectsStoreOf(activePane().navigation).getState() })
