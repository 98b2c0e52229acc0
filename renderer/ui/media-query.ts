/** Whether something holds of the system, and word of each change, as `useSyncExternalStore` wants them. */
export interface WatchedQuery {
  readonly isTrue: () => boolean
  readonly subscribe: (onChange: () => void) => () => void
}

/**
 * Follows a media query for as long as the window lives. Its own answer is asked for only once: asking between a change and the
 * word of it makes the engine think that the change is known, and the word does not come.
 */
export function watchQuery(query: string): WatchedQuery {
  const list = window.matchMedia(query)
  let isTrue = list.matches
  const listeners = new Set<() => void>()
  list.addEventListener('change', (event) => {
    isTrue = event.matches
    for (const listener of listeners) listener()
  })
  return {
    isTrue: () => isTrue,
    subscribe: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}
