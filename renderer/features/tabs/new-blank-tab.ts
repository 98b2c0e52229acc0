import { activePane, useTabs } from '../navigation/index.ts'
import { objectsStoreOf } from '../objects/index.ts'

/** A tab without a place, ready for an address. */
export function newBlankTab(): void {
  const before = useTabs.getState().activeTabId
  useTabs.getState().newTab()
  if (useTabs.getState().activeTabId !== before) objectsStoreOf(activePane().navigation).getState().requestAddress()
}
