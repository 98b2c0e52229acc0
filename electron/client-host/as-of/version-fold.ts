/** Id of what is written while a bucket's versioning is not enabled; every such write replaces the one before. */
export const nullVersionId = 'null'

/** What deciding about a moment needs of one entry of a version listing. */
export interface FoldedEntry {
  readonly key: string
  readonly versionId: string
  readonly lastModifiedMs: number
  readonly isDeleteMarker: boolean
}

/** One key: what it was at the moment, and what it is now. Undefined where there was or is no object. */
export interface KeyAt<Entry extends FoldedEntry> {
  readonly key: string
  readonly before: Entry | undefined
  readonly now: Entry | undefined
  /**
   * True when a write without versioning came after the moment: it took the place of the version named `null`, if there was
   * one, and whether that was the object of the moment cannot be told any more.
   */
  readonly isUncertain: boolean
}

/** Takes a version listing entry by entry and gives out each key as soon as the next one begins. */
export interface VersionFold<Entry extends FoldedEntry> {
  /** The key that this entry is the first beyond, if any. */
  push(entry: Entry): KeyAt<Entry> | undefined
  /** The last key; undefined when there was none. */
  end(): KeyAt<Entry> | undefined
}

/**
 * OSS documentation, "Versioning": a key's versions are listed together, the newest first. The object of a moment is the newest
 * version that is not younger than the moment, and there is none when that version is a delete marker.
 * @param momentMs milliseconds since the epoch; services tell times in whole seconds, so a moment means the end of its second
 */
export function createVersionFold<Entry extends FoldedEntry>(momentMs: number): VersionFold<Entry> {
  const untilMs = endOfSecond(momentMs)
  let key: string | undefined
  let newest: Entry | undefined
  let at: Entry | undefined
  let isUncertain = false

  const taken = (): KeyAt<Entry> | undefined => (key === undefined ? undefined : { key, before: objectOf(at), now: objectOf(newest), isUncertain })
  return {
    push: (entry) => {
      const done = entry.key === key ? undefined : taken()
      if (entry.key !== key) {
        key = entry.key
        newest = entry
        at = undefined
        isUncertain = false
      }
      if (entry.lastModifiedMs > untilMs) isUncertain ||= entry.versionId === nullVersionId
      else at ??= entry
      return done
    },
    end: () => {
      const done = taken()
      key = undefined
      return done
    },
  }
}

/** The last millisecond of the moment's second. */
export const endOfSecond = (momentMs: number): number => Math.floor(momentMs / 1000) * 1000 + 999

const objectOf = <Entry extends FoldedEntry>(entry: Entry | undefined): Entry | undefined => (entry?.isDeleteMarker === true ? undefined : entry)

/** What restoring a key to the moment means. `same` is a newer version of the same bytes, whose other properties may differ. */
export type KeyChange = 'unchanged' | 'created' | 'changed' | 'same' | 'deleted' | 'uncertain'

/** What happened to a key since the moment. @param isSameContent compares two versions by what the listing tells of them */
export function changeOf<Entry extends FoldedEntry>({ before, now, isUncertain }: KeyAt<Entry>, isSameContent: (a: Entry, b: Entry) => boolean): KeyChange {
  if (isUncertain) return 'uncertain'
  if (before === undefined) return now === undefined ? 'unchanged' : 'created'
  if (now === undefined) return 'deleted'
  if (before.versionId === now.versionId) return 'unchanged'
  return isSameContent(before, now) ? 'same' : 'changed'
}
