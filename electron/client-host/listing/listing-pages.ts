import { readLevelAsOf, type AsOfPage } from '../as-of/walk-as-of.ts'
import type { ObjectProvider } from '../providers/object-provider.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'

interface Level {
  readonly bucket: string
  readonly prefix: string
  readonly momentMs: number | undefined
  readonly firstPageKeys: number
  readonly signal: AbortSignal
}

/** One level of a bucket page by page, as it is now or as it was at a moment. */
export async function* readListingPages(provider: ObjectProvider & VersionsProvider, level: Level): AsyncGenerator<AsOfPage> {
  const { bucket, prefix, momentMs, firstPageKeys, signal } = level
  if (momentMs !== undefined) {
    yield* readLevelAsOf(provider, { ...level, momentMs })
    return
  }
  let token: string | undefined
  do {
    const maxKeys = token === undefined ? firstPageKeys : undefined
    const page = await provider.listPage({ bucket, prefix, delimiter: '/', token, maxKeys, signal })
    token = page.nextToken
    yield { objects: page.objects, commonPrefixes: page.commonPrefixes, versions: 0, uncertain: 0, isLast: token === undefined }
  } while (token !== undefined)
}
