import type { ListedVersion, VersionMarker, VersionsPage, VersionsProvider } from '../providers/versions-provider.ts'

export interface VersionsBelow {
  readonly bucket: string
  readonly prefix: string
  /** `/` for one level; everything below when absent. */
  readonly delimiter?: string
  /** Entries of the first page, where somebody waits for it; later ones are as large as they may be. */
  readonly firstPageKeys?: number | undefined
  /** Asks for the next page while the last one is used, where all of them are wanted. */
  readonly readsAhead?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** Every version and delete marker under a prefix, page by page: keys in UTF-8 order, the newest version of each first. */
export async function* walkVersions(provider: VersionsProvider, { bucket, prefix, delimiter = '', firstPageKeys, readsAhead = false, signal }: VersionsBelow): AsyncGenerator<VersionsPage> {
  const stopped = new AbortController()
  const either = readsAhead ? AbortSignal.any([stopped.signal, ...(signal === undefined ? [] : [signal])]) : signal
  const ask = (after?: VersionMarker): Promise<VersionsPage> =>
    provider.listVersionsPage({ bucket, prefix, delimiter, after, maxKeys: after === undefined ? firstPageKeys : undefined, signal: either })
  try {
    let asked: Promise<VersionsPage> | undefined = ask()
    while (asked !== undefined) {
      const page: VersionsPage = await asked
      const { next } = page
      asked = readsAhead && next !== undefined ? ask(next) : undefined
      // What becomes of it is learned when it is waited for, and by nobody when it is not.
      asked?.catch(() => undefined)
      yield page
      if (!readsAhead && next !== undefined) asked = ask(next)
    }
  } finally {
    // Whoever stops reading has no use for the page that is on its way.
    stopped.abort()
  }
}

export interface VersionsOfKeyPage {
  /** Newest first. */
  readonly versions: readonly ListedVersion[]
  /** Where the next page starts; absent on the last one. */
  readonly next?: VersionMarker
}

/**
 * One page of one key's versions. A key comes before all others that begin with it, so asking for its own name as a prefix
 * starts there, and the first other key ends it, however many objects share its beginning.
 */
export async function listVersionsOfKey(
  provider: VersionsProvider,
  query: { readonly bucket: string; readonly key: string; readonly after?: VersionMarker | undefined; readonly maxKeys?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<VersionsOfKeyPage> {
  const { bucket, key, after, maxKeys, signal } = query
  const page = await provider.listVersionsPage({ bucket, prefix: key, delimiter: '', after, maxKeys, signal })
  const versions = page.versions.filter((version) => version.key === key)
  const isOver = versions.length < page.versions.length || page.next === undefined || page.next.key !== key
  return isOver ? { versions } : { versions, ...(page.next === undefined ? {} : { next: page.next }) }
}
