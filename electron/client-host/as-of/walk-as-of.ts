import type { ListedObject } from '../providers/object-provider.ts'
import type { ListedVersion, VersionsProvider } from '../providers/versions-provider.ts'
import { walkVersions } from '../versions/walk-versions.ts'
import { createVersionFold, type KeyAt } from './version-fold.ts'

/** A bucket or folder at a moment, in milliseconds since the epoch. */
export interface PlaceAsOf {
  readonly bucket: string
  readonly prefix: string
  readonly momentMs: number
  readonly signal?: AbortSignal | undefined
}

/** Some keys of a place as they were, and what the service still holds of them. */
export interface AsOfPage {
  /** In UTF-8 order, each with the id of the version it was. */
  readonly objects: readonly ListedObject[]
  /** Folders in which something was; only where one level is read. */
  readonly commonPrefixes: readonly string[]
  /** Entries of the version listing that were read for this page. */
  readonly versions: number
  /** Keys of which it cannot be told what they were. */
  readonly uncertain: number
  readonly isLast: boolean
}

/** One page of a version listing, folded: every key that ended on it. */
export interface FoldedPage {
  readonly keys: readonly KeyAt<ListedVersion>[]
  readonly commonPrefixes: readonly string[]
  readonly versions: number
  readonly isLast: boolean
}

interface ReadFolded extends PlaceAsOf {
  readonly delimiter?: '/' | ''
  readonly firstPageKeys?: number | undefined
  /** False where it may be over before the end. */
  readonly readsAhead?: boolean
  /** Told every entry of the listing. */
  readonly onVersion?: (version: ListedVersion) => void
}

/** Reads a version listing and gives out its keys, page by page, whatever number of versions each has. */
export async function* readFolded(provider: VersionsProvider, { bucket, prefix, momentMs, delimiter = '', firstPageKeys, readsAhead = true, signal, onVersion }: ReadFolded): AsyncGenerator<FoldedPage> {
  const fold = createVersionFold<ListedVersion>(momentMs)
  for await (const page of walkVersions(provider, { bucket, prefix, delimiter, firstPageKeys, readsAhead, signal })) {
    signal?.throwIfAborted()
    const keys: KeyAt<ListedVersion>[] = []
    for (const version of page.versions) {
      onVersion?.(version)
      const done = fold.push(version)
      if (done !== undefined) keys.push(done)
    }
    const last = page.next === undefined ? fold.end() : undefined
    if (last !== undefined) keys.push(last)
    yield { keys, commonPrefixes: page.commonPrefixes, versions: page.versions.length, isLast: page.next === undefined }
  }
}

/** Everything that was below a prefix, its own marker included. */
export async function* walkAsOf(provider: VersionsProvider, place: PlaceAsOf): AsyncGenerator<AsOfPage> {
  for await (const page of readFolded(provider, place)) yield { ...asPage(page), commonPrefixes: [] }
}

/** A folder is looked into no further than to the first object that was there. */
const probePageKeys = 50
const probesAtOnce = 16

/** What was on one level. A folder was there when some object below it was. */
export async function* readLevelAsOf(provider: VersionsProvider, place: PlaceAsOf & { readonly firstPageKeys?: number | undefined }): AsyncGenerator<AsOfPage> {
  for await (const page of readFolded(provider, { ...place, delimiter: '/' })) {
    const probed = await inParallel(page.commonPrefixes, probesAtOnce, (prefix) => wasAnythingBelow(provider, { ...place, prefix }))
    yield {
      ...asPage(page),
      commonPrefixes: page.commonPrefixes.filter((_, at) => probed[at]?.found === true),
      versions: page.versions + probed.reduce((sum, { versions }) => sum + versions, 0),
    }
  }
}

async function wasAnythingBelow(provider: VersionsProvider, place: PlaceAsOf): Promise<{ readonly found: boolean; readonly versions: number }> {
  let versions = 0
  for await (const page of readFolded(provider, { ...place, firstPageKeys: probePageKeys, readsAhead: false })) {
    versions += page.versions
    if (page.keys.some(({ before }) => before !== undefined)) return { found: true, versions }
  }
  return { found: false, versions }
}

function asPage({ keys, versions, isLast }: FoldedPage): Omit<AsOfPage, 'commonPrefixes'> {
  const objects: ListedObject[] = []
  let uncertain = 0
  for (const { before, isUncertain } of keys) {
    if (isUncertain) uncertain++
    if (before === undefined) continue
    const { key, sizeBytes, lastModifiedMs, etag, storageClass, type, versionId } = before
    objects.push({ key, sizeBytes, lastModifiedMs, etag, storageClass, type, versionId })
  }
  return { objects, versions, uncertain, isLast }
}

/** Runs a call for each, so many at a time. @returns the answers in the order of what was asked */
async function inParallel<Input, Output>(inputs: readonly Input[], atOnce: number, run: (input: Input) => Promise<Output>): Promise<Output[]> {
  const answers: Output[] = []
  const queue = inputs.entries()
  const worker = async (): Promise<void> => {
    for (const [at, input] of queue) answers[at] = await run(input)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, inputs.length) }, worker))
  return answers
}
