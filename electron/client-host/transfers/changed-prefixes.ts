/** Collects where objects were written or deleted, and tells at most once a second; the first change of a while at once. */
export interface ChangedPrefixes {
  /** @param base prefix of the batch: folders between it and the key are affected as well */
  note(place: { readonly profileId: string; readonly bucket: string }, base: string, key: string): void
  /** At a batch's end: its base may itself have appeared or vanished in the folders above. */
  noteEnd(place: { readonly profileId: string; readonly bucket: string }, base: string): void
}
export interface ChangedObjects {
  readonly profileId: string
  readonly bucket: string
  readonly prefixes: string[]
}

const tellEveryMs = 1000
/** What ends together is told together. */
const gatherMs = 50
/** A batch over more folders than this affects "everything below its base", which its base alone says well enough. */
const maxPrefixes = 1000

export function createChangedPrefixes(tell: (changed: ChangedObjects) => void): ChangedPrefixes {
  const pending = new Map<string, { readonly profileId: string; readonly bucket: string; readonly prefixes: Set<string> }>()
  let timer: NodeJS.Timeout | undefined
  let lastToldMs = -Infinity
  const flush = (): void => {
    timer = undefined
    lastToldMs = performance.now()
    for (const { profileId, bucket, prefixes } of pending.values()) tell({ profileId, bucket, prefixes: [...prefixes] })
    pending.clear()
  }
  const add = ({ profileId, bucket }: { readonly profileId: string; readonly bucket: string }, prefix: string): boolean => {
    const id = `${profileId}\0${bucket}`
    let entry = pending.get(id)
    if (entry === undefined) {
      entry = { profileId, bucket, prefixes: new Set() }
      pending.set(id, entry)
    }
    if (entry.prefixes.has(prefix)) return false
    if (entry.prefixes.size < maxPrefixes) entry.prefixes.add(prefix)
    timer ??= setTimeout(flush, Math.max(gatherMs, lastToldMs + tellEveryMs - performance.now()))
    return true
  }
  return {
    note: (place, base, key) => {
      let at = parentPrefix(key)
      // Once a folder is noted so are those above it.
      while (at.length >= base.length && at.startsWith(base) && add(place, at) && at !== base) at = parentPrefix(at)
    },
    noteEnd: (place, base) => {
      for (let at = base; ; at = parentPrefix(at)) {
        add(place, at)
        if (at === '') return
      }
    },
  }
}

/** Prefix of the folder that holds this key or prefix. */
export function parentPrefix(key: string): string {
  return key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)
}
