import { setDraggedPlaces, useTabs } from '../navigation/index.ts'
import type { TabEvents } from './tab-button.tsx'

/** Marks a drag of a tab of this window. */
const tabDragType = 'application/x-ossia-tab'

export interface TabMenu {
  readonly tabId: string
  readonly x: number
  readonly y: number
}

/** What the pointer and the keyboard do with the tabs of the window. */
export function createTabEvents(setMenu: (menu: TabMenu) => void): TabEvents {
  let dragged: string | undefined
  const { activateTab, closeTab, moveTab } = useTabs.getState()
  const indexOf = (tabId: string) => useTabs.getState().tabs.findIndex((tab) => tab.tabId === tabId)
  /** After a change by keyboard the focus stays in the row. */
  const focusActive = () => requestAnimationFrame(() => document.getElementById(useTabs.getState().activeTabId)?.focus())
  return {
    onActivate: activateTab,
    onClose: closeTab,
    onMenu: (tabId, x, y) => setMenu({ tabId, x, y }),
    onKeyDown: (event, tabId) => {
      const { tabs } = useTabs.getState()
      const index = indexOf(tabId)
      const target = event.key === 'ArrowRight' ? index + 1 : event.key === 'ArrowLeft' ? index - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined
      if (event.altKey || event.metaKey) return
      if (target !== undefined && event.ctrlKey) moveTab(tabId, Math.min(tabs.length - 1, target))
      else if (target !== undefined) activateTab(tabs.at(target % tabs.length)?.tabId ?? tabId)
      else if (event.key === 'Delete') closeTab(tabId)
      else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
        const box = event.currentTarget.getBoundingClientRect()
        setMenu({ tabId, x: box.left, y: box.bottom })
        event.preventDefault()
        return
      } else return
      event.preventDefault()
      event.stopPropagation()
      focusActive()
    },
    onDragStart: (event, tabId) => {
      dragged = tabId
      event.dataTransfer.setData(tabDragType, tabId)
      const tab = useTabs.getState().tabs.find((one) => one.tabId === tabId)
      setDraggedPlaces(event.dataTransfer, (tab?.panes ?? []).flatMap(({ navigation }) => navigation.getState().place ?? []))
      event.dataTransfer.effectAllowed = 'all'
    },
    onDragOver: (event, tabId) => {
      if (!event.dataTransfer.types.includes(tabDragType) || dragged === undefined) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      const [from, to] = [indexOf(dragged), indexOf(tabId)]
      if (from === -1 || from === to) return
      const box = event.currentTarget.getBoundingClientRect()
      // Past the middle of the other tab, so that two of unequal width do not change places for ever.
      const past = from < to ? event.clientX > box.left + box.width / 2 : event.clientX < box.left + box.width / 2
      if (past) moveTab(dragged, to)
    },
  }
}
