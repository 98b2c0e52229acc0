import { readLevelAsOf, type AsOfPage } from '../as-of/walk-as-of.ts'
import { readDeleted } from './deleted-rows.ts'
import type { ObjectProvider } from '../providers/object-provider.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'

interface Level {
  readonly bucket: string
  readonly prefix: string
  readonly momentMs: number | undefined
  /** Adds what is deleted, after everything that is there. */
  readonly showDeleted: boolean
  readonly firstPageKeys: number
  readonly signal: AbortSignal
}

export interface LevelPage extends AsOfPage {
  /** Folders in which nothing is but what is deleted. */
  readonly deletedPrefixes?: readonly string[]
}

/** One level of a bucket page by page, as it is now or as it was at a moment. */
export async function* readListingPages(provider: ObjectProvider & VersionsProvider, level: Level): AsyncGenerator<LevelPage> {
  const { bucket, prefix, momentMs, showDeleted, firstPageKeys, signal } = level
  if (momentMs !== undefined) {
    yield* readLevelAsOf(provider, { ...level, momentMs })
    return
  }
  const present = new Set<string>()
  let token: string | undefined
  do {
    const maxKeys = token === undefined ? firstPageKeys : undefined
    const page = await provider.listPage({ bucket, prefix, delimiter: '/', token, maxKeys, signal })
    token = page.nextToken
    if (showDeleted) for (const folder of page.commonPrefixes) present.add(folder)
    yield { objects: page.objects, commonPrefixes: page.commonPrefixes, versions: 0, uncertain: 0, isLast: token === undefined && !showDeleted }
  } while (token !== undefined)
  if (!showDeleted) return
  for await (const { objects, commonPrefixes } of readDeleted(provider, { bucket, prefix, signal })) {
    yield { objects, commonPrefixes: [], deletedPrefixes: commonPrefixes.filter((folder) => !present.has(folder)), versions: 0, uncertain: 0, isLast: false }
  }
}
