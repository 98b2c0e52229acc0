import { useTabs } from '../navigation/index.ts'

/** A tab without a place. */
export function newBlankTab(): void {
  useTabs.getState().newTab()
}
