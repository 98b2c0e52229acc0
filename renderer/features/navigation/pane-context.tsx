import { createContext, useContext, useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Navigation, NavigationState } from './navigation-state.ts'
import { activePane, useTabs, type Pane } from './tabs.ts'

const PaneContext = createContext<Pane | undefined>(undefined)

/** Everything inside works on this pane; everything outside on the active one. */
export function PaneProvider({ pane, children }: { readonly pane: Pane; readonly children: ReactNode }) {
  return <PaneContext.Provider value={pane}>{children}</PaneContext.Provider>
}

/** The pane around a component, or the active one. */
export function usePane(): Pane {
  const around = useContext(PaneContext)
  const active = useTabs((state) => (around === undefined ? activePane(state) : undefined))
  const pane = around ?? active
  if (pane === undefined) throw new Error('There is no pane')
  return pane
}

export function useIsInsidePane(): boolean {
  return useContext(PaneContext) !== undefined
}

/** On which side the pane around a component is, where there are two. */
export function usePaneSide(): 'left' | 'right' | undefined {
  const { paneId } = usePane()
  return useTabs(({ tabs }) => {
    const panes = tabs.find((tab) => tab.panes.some((pane) => pane.paneId === paneId))?.panes ?? []
    if (panes.length < 2) return undefined
    return panes[0]?.paneId === paneId ? 'left' : 'right'
  })
}

/** The navigation of the pane around a component, or of the active one, to read at a later moment. */
export function useNavigationApi(): Navigation {
  return usePane().navigation
}

function useNavigationOfPane<T>(selector: (state: NavigationState) => T): T {
  return useStore(usePane().navigation, selector)
}

/** State of the pane around a component, or of the active one; `getState` is that of the active one. */
export const useNavigation = Object.assign(useNavigationOfPane, { getState: (): NavigationState => activePane().navigation.getState() })

/** Whether the pane around a component is the one that the keyboard, the toolbar and the inspector mean. */
export function useIsActivePane(): boolean {
  const { paneId } = usePane()
  return useTabs((state) => activePane(state).paneId === paneId)
}

/** Calls `focus` when the list of the active pane is to have the keyboard. */
export function useListFocus(focus: () => void): void {
  const isActive = useIsActivePane()
  const focusCount = useTabs((state) => state.focusCount)
  const seen = useRef(focusCount)
  const run = useEffectEvent(focus)
  useEffect(() => {
    if (seen.current === focusCount) return
    seen.current = focusCount
    if (isActive) run()
  }, [isActive, focusCount])
}
