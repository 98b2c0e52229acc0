import { useEffect } from 'react'
import { useTabs } from '../features/navigation/index.ts'

const isShown = (element: HTMLElement): boolean => element.isConnected && element.getClientRects().length > 0
const shownDialogs = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=dialog]')].filter(isShown)

/**
 * Whatever goes away with the keyboard in it (a dialog, a menu) gives the keyboard back to where it was before. In one place,
 * because most of them are taken out of the page whole and have no moment of their own to do it.
 */
export function useFocusReturn(): void {
  useEffect(() => {
    /** Where the keyboard was last in each layer, the window and what lies over it, the latest at the end. */
    const lastIn = new Map<Element, HTMLElement>()
    const onFocusIn = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return
      const layer = target.closest('[role=dialog], [role=menu]') ?? document.body
      // Going round in a dialog passes through the window, from where the dialog takes the keyboard back.
      if (layer === document.body && shownDialogs().length > 0) return
      lastIn.delete(layer)
      lastIn.set(layer, target)
      for (const known of lastIn.keys()) if (!known.isConnected) lastIn.delete(known)
    }
    const giveBack = (): void => {
      if (document.activeElement !== document.body) return
      const within = shownDialogs().at(-1)
      const target = [...lastIn.values()].toReversed().find((element) => isShown(element) && (within === undefined || within.contains(element)))
      if (target !== undefined) target.focus({ preventScroll: true })
      else if (within === undefined) useTabs.getState().focusList()
    }
    const observer = new MutationObserver((changes) => {
      // By the next frame, what took its place has the keyboard.
      if (changes.some(({ removedNodes }) => removedNodes.length > 0)) requestAnimationFrame(giveBack)
    })
    // Dialogs and menus are children of the body.
    observer.observe(document.body, { childList: true })
    document.addEventListener('focusin', onFocusIn)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', onFocusIn)
    }
  }, [])
}
