import { create } from 'zustand'
import { createNavigation, type Navigation, type NavigationStart, type Place } from './navigation-state.ts'

/** One list with its address and history. */
export interface Pane {
  readonly paneId: string
  readonly navigation: Navigation
}

/** One pane, or two side by side. */
export interface Tab {
  readonly tabId: string
  readonly panes: readonly [Pane] | readonly [Pane, Pane]
  /** The pane that the keyboard, the toolbar and the inspector mean. */
  readonly activePaneId: string
  /** Share of the width that the left one of two panes has; undefined for half of it. */
  readonly leftShare?: number | undefined
}

/** What is needed to bring a tab back: after it was closed, or after a restart. */
export interface TabStart {
  readonly panes: readonly NavigationStart[]
  readonly activePane: number
  readonly leftShare?: number | undefined
}
interface ClosedTab extends TabStart {
  readonly index: number
}

export interface TabsState {
  readonly tabs: readonly Tab[]
  readonly activeTabId: string
  /** Ids of the tabs, the one used last first. */
  readonly recentlyUsed: readonly string[]
  /** For reopening, the last one closed at the end. */
  readonly closed: readonly ClosedTab[]
  /** Counts wishes to have the keyboard in the list of the active pane. */
  readonly focusCount: number
  /** A new tab beside the active one, in front unless told otherwise. */
  readonly newTab: (start?: NavigationStart, options?: { readonly background?: boolean }) => void
  readonly duplicateTab: (tabId: string) => void
  readonly closeTab: (tabId: string) => void
  readonly closeOthers: (tabId: string) => void
  readonly reopenTab: () => void
  /** Moves a tab to a position among the tabs. */
  readonly moveTab: (tabId: string, index: number) => void
  readonly activateTab: (tabId: string) => void
  /** The next or the former tab, round and round. */
  readonly stepTab: (step: 1 | -1) => void
  /** The tab at a position; -1 for the last one. */
  readonly activateAt: (index: number) => void
  readonly activatePane: (paneId: string) => void
  /** Opens a second pane at the same place, or closes the pane that is not active. */
  readonly toggleDual: () => void
  readonly otherPane: () => void
  /** Gives the left pane of a tab this share of the width. */
  readonly divideTab: (tabId: string, leftShare: number) => void
  readonly swapPanes: () => void
  /** Brings the other pane to the place of the active one. */
  readonly alignPanes: () => void
  readonly focusList: () => void
  /** Replaces all tabs, as after a restart. */
  readonly restore: (tabs: readonly TabStart[], activeIndex: number) => void
}

const closedLength = 20
/** Beyond this many nobody finds a tab again, and each of them may hold a listing. */
export const tabLimit = 100

let serial = 0
const nextId = (kind: 'tab' | 'pane'): string => `${kind}-${++serial}`

function createPane(start: NavigationStart = {}): Pane {
  return { paneId: nextId('pane'), navigation: createNavigation(start) }
}

function createTab({ panes: [first, second], activePane, leftShare }: TabStart): Tab {
  const panes = second === undefined ? ([createPane(first)] as const) : ([createPane(first), createPane(second)] as const)
  return { tabId: nextId('tab'), panes, activePaneId: (panes[activePane] ?? panes[0]).paneId, leftShare }
}

/** What a pane would start from again. */
export function startOf({ navigation }: Pane): NavigationStart {
  const { profileId, place, past, future } = navigation.getState()
  return { profileId, place, past, future }
}

export function startOfTab({ panes, activePaneId, leftShare }: Tab): TabStart {
  return { panes: panes.map(startOf), activePane: panes[1]?.paneId === activePaneId ? 1 : 0, leftShare }
}

export function activePaneOf(tab: Tab): Pane {
  return tab.panes.find(({ paneId }) => paneId === tab.activePaneId) ?? tab.panes[0]
}

type Change = Partial<TabsState>

function inFront(recentlyUsed: readonly string[], tabId: string): readonly string[] {
  return [tabId, ...recentlyUsed.filter((other) => other !== tabId)]
}

function activated(state: TabsState, tabId: string): Change {
  return { activeTabId: tabId, recentlyUsed: inFront(state.recentlyUsed, tabId), focusCount: state.focusCount + 1 }
}

function withTab(state: TabsState, change: (tab: Tab) => Tab): Change {
  return { tabs: state.tabs.map((tab) => (tab.tabId === state.activeTabId ? change(tab) : tab)) }
}

function inserted(state: TabsState, tab: Tab, index: number, background = false): Change {
  const tabs = state.tabs.toSpliced(index, 0, tab)
  return background ? { tabs, recentlyUsed: [...state.recentlyUsed, tab.tabId] } : { tabs, ...activated(state, tab.tabId) }
}

function closed(state: TabsState, tabId: string): Change {
  const index = state.tabs.findIndex((tab) => tab.tabId === tabId)
  const tab = state.tabs[index]
  if (tab === undefined) return {}
  const closedTabs = [...state.closed, { ...startOfTab(tab), index }].slice(-closedLength)
  const tabs = state.tabs.toSpliced(index, 1)
  const recentlyUsed = state.recentlyUsed.filter((other) => other !== tabId)
  // The window is never without a tab.
  if (tabs.length === 0) {
    const fresh = createTab({ panes: [{ profileId: activePaneOf(tab).navigation.getState().profileId }], activePane: 0 })
    return { tabs: [fresh], activeTabId: fresh.tabId, recentlyUsed: [fresh.tabId], closed: closedTabs, focusCount: state.focusCount + 1 }
  }
  if (state.activeTabId !== tabId) return { tabs, recentlyUsed, closed: closedTabs }
  const next = tabs[Math.min(index, tabs.length - 1)]?.tabId ?? ''
  return { tabs, closed: closedTabs, activeTabId: next, recentlyUsed: inFront(recentlyUsed, next), focusCount: state.focusCount + 1 }
}

function initialTabs(): Pick<TabsState, 'tabs' | 'activeTabId' | 'recentlyUsed' | 'closed' | 'focusCount'> {
  const first = createTab({ panes: [{}], activePane: 0 })
  return { tabs: [first], activeTabId: first.tabId, recentlyUsed: [first.tabId], closed: [], focusCount: 0 }
}

/** The tabs of the window and their panes. There is always one. */
export const useTabs = create<TabsState>()((set) => ({
  ...initialTabs(),
  newTab: (start, { background = false } = {}) =>
    set((state) => {
      if (state.tabs.length >= tabLimit) return {}
      const active = activeTab(state)
      const profileId = activePaneOf(active).navigation.getState().profileId
      return inserted(state, createTab({ panes: [start ?? { profileId }], activePane: 0 }), state.tabs.indexOf(active) + 1, background)
    }),
  duplicateTab: (tabId) =>
    set((state) => {
      const index = state.tabs.findIndex((tab) => tab.tabId === tabId)
      const tab = state.tabs[index]
      return tab === undefined || state.tabs.length >= tabLimit ? {} : inserted(state, createTab(startOfTab(tab)), index + 1)
    }),
  closeTab: (tabId) => set((state) => closed(state, tabId)),
  closeOthers: (tabId) =>
    set((state) => {
      let next = { ...state, ...activated(state, tabId) }
      for (const tab of state.tabs) if (tab.tabId !== tabId) next = { ...next, ...closed(next, tab.tabId) }
      return next
    }),
  reopenTab: () =>
    set((state) => {
      const last = state.closed.at(-1)
      if (last === undefined || state.tabs.length >= tabLimit) return {}
      return { ...inserted(state, createTab(last), Math.min(last.index, state.tabs.length)), closed: state.closed.slice(0, -1) }
    }),
  moveTab: (tabId, index) =>
    set(({ tabs }) => {
      const tab = tabs.find((one) => one.tabId === tabId)
      return tab === undefined ? {} : { tabs: tabs.filter((one) => one !== tab).toSpliced(Math.max(0, index), 0, tab) }
    }),
  activateTab: (tabId) => set((state) => (state.tabs.some((tab) => tab.tabId === tabId) ? activated(state, tabId) : {})),
  stepTab: (step) =>
    set((state) => {
      const index = state.tabs.findIndex((tab) => tab.tabId === state.activeTabId)
      const next = state.tabs.at((index + step) % state.tabs.length)
      return next === undefined ? {} : activated(state, next.tabId)
    }),
  activateAt: (index) =>
    set((state) => {
      const tab = state.tabs.at(index)
      return tab === undefined ? {} : activated(state, tab.tabId)
    }),
  activatePane: (paneId) =>
    set((state) => {
      const active = activeTab(state)
      return active.activePaneId === paneId || !active.panes.some((pane) => pane.paneId === paneId) ? {} : withTab(state, (tab) => ({ ...tab, activePaneId: paneId }))
    }),
  toggleDual: () =>
    set((state) => ({
      ...withTab(state, (tab) => {
        const active = activePaneOf(tab)
        return { ...tab, panes: tab.panes.length === 2 ? [active] : [active, createPane(startOf(active))] }
      }),
      focusCount: state.focusCount + 1,
    })),
  otherPane: () =>
    set((state) => ({
      ...withTab(state, (tab) => ({ ...tab, activePaneId: tab.panes.find(({ paneId }) => paneId !== tab.activePaneId)?.paneId ?? tab.activePaneId })),
      focusCount: state.focusCount + 1,
    })),
  divideTab: (tabId, leftShare) => set(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.tabId === tabId ? { ...tab, leftShare } : tab)) })),
  swapPanes: () => set((state) => withTab(state, (tab) => ({ ...tab, panes: tab.panes.length === 2 ? [tab.panes[1], tab.panes[0]] : tab.panes }))),
  alignPanes: () => {
    const tab = activeTab(useTabs.getState())
    const { place } = activePaneOf(tab).navigation.getState()
    const other = tab.panes.find(({ paneId }) => paneId !== tab.activePaneId)
    if (place !== undefined) other?.navigation.getState().open(place)
  },
  focusList: () => set(({ focusCount }) => ({ focusCount: focusCount + 1 })),
  restore: (starts, activeIndex) =>
    set(({ focusCount }) => {
      const tabs = starts.filter(({ panes }) => panes.length > 0).slice(0, tabLimit).map(createTab)
      const active = tabs[activeIndex] ?? tabs[0]
      return active === undefined ? {} : { tabs, activeTabId: active.tabId, recentlyUsed: inFront(tabs.map(({ tabId }) => tabId), active.tabId), closed: [], focusCount }
    }),
}))

export function activeTab({ tabs, activeTabId }: Pick<TabsState, 'tabs' | 'activeTabId'>): Tab {
  const tab = tabs.find(({ tabId }) => tabId === activeTabId)
  if (tab === undefined) throw new Error('No tab is active')
  return tab
}

export const activePane = (state: Pick<TabsState, 'tabs' | 'activeTabId'> = useTabs.getState()): Pane => activePaneOf(activeTab(state))

export const allPanes = (): readonly Pane[] => useTabs.getState().tabs.flatMap(({ panes }) => [...panes])

/** One empty tab, as at the very first start. */
export function resetTabs(): void {
  useTabs.setState(initialTabs())
}

/** Leaves a connection that is gone, in every pane, and forgets it. */
export function leaveConnection(profileId: string, next: string): void {
  for (const { navigation } of allPanes()) navigation.getState().leaveConnection(profileId, next)
}

/** Leaves a bucket that is gone, in every pane, and forgets it. */
export function leaveBucket(profileId: string, bucket: string): void {
  for (const { navigation } of allPanes()) navigation.getState().leaveBucket(profileId, bucket)
}

/** Reads again whatever is shown through a connection. */
export function refreshConnection(profileId: string): void {
  for (const { navigation } of allPanes()) if (navigation.getState().place?.profileId === profileId) navigation.getState().refresh()
}

/** Opens a place as the user asked: here, or in a tab of its own with the middle button or the modifier key. */
export function openPlace(place: Place, how: 'here' | 'newTab' | 'backgroundTab' = 'here'): void {
  if (how === 'here') activePane().navigation.getState().open(place)
  else useTabs.getState().newTab({ place, profileId: place.profileId }, { background: how === 'backgroundTab' })
}

/** Opens a place in the pane that is not active, splitting the tab when it has one. */
export function openBeside(place: Place): void {
  const tab = activeTab(useTabs.getState())
  if (tab.panes.length === 1) useTabs.getState().toggleDual()
  const { panes, activePaneId } = activeTab(useTabs.getState())
  panes.find(({ paneId }) => paneId !== activePaneId)?.navigation.getState().open(place)
}
