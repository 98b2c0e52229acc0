/**
 * One sync for everybody who asked before it began: many small files in a folder cost a few syncs of it and not one each. A
 * caller never shares a sync that is already under way, as that one may have missed the caller's file.
 */
export function sharedSync(sync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = (): Promise<void> => {
    next = undefined
    const own = sync().finally(() => {
      if (running === own) running = undefined
    })
    running = own
    return own
  }
  return () => {
    if (running === undefined) return begin()
    next ??= running.then(begin, begin)
    return next
  }
}
