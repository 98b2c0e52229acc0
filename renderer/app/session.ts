import type { SavedPane, SavedTabs, Workspace } from '../../electron/contract/workspace.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'
import { useRememberedBuckets } from '../features/buckets/index.ts'
import { allPanes, useTabs, type HistoryEntry, type NavigationStart, type Pane } from '../features/navigation/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { objectsStoreOf } from '../features/objects/index.ts'
import { useWorkspace } from '../features/workspace/index.ts'

const historyLength = 20
const saveAfterMs = 400

function savedPane({ navigation }: Pane): SavedPane {
  const { profileId, place, past, future } = navigation.getState()
  const { column, direction } = objectsStoreOf(navigation).getState().view
  return { profileId, ...(place === undefined ? {} : { place }), past: past.slice(-historyLength), future: future.slice(0, historyLength), column, direction }
}

function savedTabs(): SavedTabs {
  const { tabs, activeTabId } = useTabs.getState()
  return {
    tabs: tabs.map(({ panes, activePaneId, leftShare }) => ({ panes: panes.map(savedPane), activePane: panes[1]?.paneId === activePaneId ? 1 : 0, ...(leftShare === undefined ? {} : { leftShare }) })),
    active: Math.max(0, tabs.findIndex(({ tabId }) => tabId === activeTabId)),
  }
}

/** Favourites, recent places and layouts alone: a start with one empty tab. */
export const withoutTabs = (workspace: Workspace): Workspace => ({ ...workspace, session: { ...workspace.session, tabs: [], active: 0 } })

/** Brings back tabs, panes, favourites and layouts. Places of connections that are gone are left out. */
export function restoreWorkspace(workspace: Workspace, isKnown: (profileId: string) => boolean): void {
  useWorkspace.getState().hydrate(workspace)
  useRememberedBuckets.getState().hydrate(Object.fromEntries(Object.entries(workspace.buckets).filter(([profileId]) => isKnown(profileId))))
  const { tabs, active } = workspace.session
  const known = (entries: readonly HistoryEntry[]) => entries.filter(({ profileId }) => isKnown(profileId))
  const kept = tabs.map(({ panes, activePane, leftShare }) => ({ panes: panes.filter(({ profileId, place }) => isKnown(place?.profileId ?? profileId)), activePane, leftShare }))
  const start = ({ profileId, place, past, future }: SavedPane): NavigationStart => ({ profileId, place, past: known(past), future: known(future) })
  useTabs.getState().restore(
    kept.map(({ panes, activePane, leftShare }) => ({ panes: panes.map(start), activePane, leftShare })),
    // Positions change with the tabs that are left out in front.
    kept.slice(0, active).filter(({ panes }) => panes.length > 0).length,
  )
  const views = kept.flatMap(({ panes }) => panes)
  if (views.length === 0) return
  for (const [index, { navigation }] of allPanes().entries()) {
    const saved = views[index]
    if (saved !== undefined) objectsStoreOf(navigation).setState(({ view }) => ({ view: { ...view, column: saved.column, direction: saved.direction } }))
  }
}

/** Saves tabs, favourites, recent places and layouts a moment after they change, and when the window goes. */
export function followWorkspace(api: WindowApi): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let savedSession = JSON.stringify(savedTabs())
  let saved = useWorkspace.getState()
  let savedBuckets = useRememberedBuckets.getState().names
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    const session = savedTabs()
    const text = JSON.stringify(session)
    const { favourites, recent, layouts } = useWorkspace.getState()
    const buckets = useRememberedBuckets.getState().names
    const change = {
      ...(text === savedSession ? {} : { session }),
      ...(favourites === saved.favourites ? {} : { favourites }),
      ...(recent === saved.recent ? {} : { recent }),
      ...(layouts === saved.layouts ? {} : { layouts }),
      ...(buckets === savedBuckets ? {} : { buckets }),
    }
    savedSession = text
    saved = useWorkspace.getState()
    savedBuckets = buckets
    if (Object.keys(change).length > 0) void api.workspace.saveWorkspace(change).catch(useNotices.getState().reportError)
  }
  const schedule = () => {
    timer ??= setTimeout(save, saveAfterMs)
  }
  const followed = new Map<string, () => void>()
  const follow = ({ paneId, navigation }: Pane) => {
    const { visit } = useWorkspace.getState()
    const first = navigation.getState().place
    if (first !== undefined) visit(first)
    const stops = [
      navigation.subscribe(({ place }, former) => {
        if (place !== undefined && place !== former.place) visit(place)
        schedule()
      }),
      objectsStoreOf(navigation).subscribe(({ view }, former) => {
        if (view !== former.view) schedule()
      }),
    ]
    followed.set(paneId, () => {
      for (const stop of stops) stop()
    })
  }
  const followPanes = () => {
    const panes = allPanes()
    for (const pane of panes) if (!followed.has(pane.paneId)) follow(pane)
    const open = new Set(panes.map(({ paneId }) => paneId))
    for (const [paneId, stop] of followed) {
      if (open.has(paneId)) continue
      stop()
      followed.delete(paneId)
    }
  }
  followPanes()
  const stopTabs = useTabs.subscribe(() => {
    followPanes()
    schedule()
  })
  const stopWorkspace = useWorkspace.subscribe(schedule)
  const stopBuckets = useRememberedBuckets.subscribe(schedule)
  window.addEventListener('pagehide', save)
  return () => {
    clearTimeout(timer)
    stopTabs()
    stopWorkspace()
    stopBuckets()
    window.removeEventListener('pagehide', save)
    for (const stop of followed.values()) stop()
  }
}
