import { useLayoutEffect, type RefObject } from 'react'

/**
 * Makes a group one station of the Tab key: the item that had the focus last, else the current one, else the first. Arrows
 * left and right, Home and End move inside; a list that has arrows of its own says `ownKeys`.
 * Source: "Keyboard Navigation Inside Components", ARIA Authoring Practices Guide.
 */
export function useRovingFocus(group: RefObject<HTMLElement | null>, selector: string, { ownKeys = false, isThere = true }: { readonly ownKeys?: boolean; readonly isThere?: boolean } = {}): void {
  useLayoutEffect(() => {
    const element = group.current
    if (element === null || !isThere) return undefined
    let last: HTMLElement | undefined
    const itemsNow = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(selector)]
    const settle = (): void => {
      const items = itemsNow()
      const station = last !== undefined && items.includes(last) ? last : (items.find((item) => item.matches('[aria-current]')) ?? items[0])
      for (const item of items) {
        const tabIndex = item === station ? 0 : -1
        if (item.tabIndex !== tabIndex) item.tabIndex = tabIndex
      }
    }
    const onFocusIn = (event: FocusEvent): void => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null
      if (item === null) return
      last = item
      settle()
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const items = itemsNow()
      const at = items.findIndex((item) => item === event.target)
      if (at === -1) return
      const next = event.key === 'ArrowRight' ? items[at + 1] : event.key === 'ArrowLeft' ? items[at - 1] : event.key === 'Home' ? items[0] : event.key === 'End' ? items.at(-1) : undefined
      if (next === undefined) return
      event.preventDefault()
      next.focus()
    }
    settle()
    const observer = new MutationObserver(settle)
    observer.observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-current', 'hidden'] })
    element.addEventListener('focusin', onFocusIn)
    if (!ownKeys) element.addEventListener('keydown', onKeyDown)
    return () => {
      observer.disconnect()
      element.removeEventListener('focusin', onFocusIn)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [group, selector, ownKeys, isThere])
}
