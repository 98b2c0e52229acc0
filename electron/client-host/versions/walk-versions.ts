import type { ListedVersion, VersionMarker, VersionsPage, VersionsProvider } from '../providers/versions-provider.ts'

export interface VersionsBelow {
  readonly bucket: string
  readonly prefix: string
  /** `/` for one level; everything below when absent. */
  readonly delimiter?: string
  /** Entries of the first page, where somebody waits for it; later ones are as large as they may be. */
  readonly firstPageKeys?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Every version and delete marker under a prefix, page by page: keys in UTF-8 order, the newest version of each first. */
export async function* walkVersions(provider: VersionsProvider, { bucket, prefix, delimiter = '', firstPageKeys, signal }: VersionsBelow): AsyncGenerator<VersionsPage> {
  let after: VersionMarker | undefined
  do {
    const maxKeys = after === undefined ? firstPageKeys : undefined
    const page = await provider.listVersionsPage({ bucket, prefix, delimiter, after, maxKeys, signal })
    yield page
    after = page.next
  } while (after !== undefined)
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
