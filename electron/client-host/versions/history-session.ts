import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HistoryProgress, HistoryWindow, ObjectVersion, OlderThan, OlderVersions, VersionDifference, VersionFacts } from '../../contract/versions.ts'
import { sharedAbortController, sleep } from '../aborts.ts'
import { localError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { ListedVersion, VersionMarker } from '../providers/versions-provider.ts'
import { readVersionAuthors } from './version-authors.ts'
import { changesBetween, readVersionFacts } from './version-facts.ts'
import { listVersionsOfKey } from './walk-versions.ts'

export interface HistorySessionOptions {
  readonly sessionId: string
  readonly provider: Provider
  readonly bucket: string
  readonly key: string
  /** Called at most about ten times a second, and once at the end. */
  readonly onProgress: (progress: HistoryProgress) => void
  readonly toWire: (error: unknown) => OssErrorWire
}

/** All versions of one key being read, newest first. Rows only ever get more. */
export interface HistorySession {
  readonly sessionId: string
  progress(): HistoryProgress
  getWindow(offset: number, limit: number): HistoryWindow
  /** Where a version stands, once it is read; null when the history has no such version. */
  locate(versionId: string, signal: AbortSignal): Promise<number | null>
  /** What each of these changed and who wrote it, in this order. Asks the service for what it has not asked before. */
  describe(versionIds: readonly string[], signal: AbortSignal): Promise<VersionDifference[]>
  countOlder(than: OlderThan): OlderVersions
  close(): void
}

const progressEveryMs = 100
/** The first page only has to fill a window, and a small one is there sooner. */
const firstPageKeys = 100
const firstRowsHeadStartMs = 120
/** Versions whose facts are kept. */
const keptFacts = 500
const describedAtOnce = 6

/** Opens a history; resolves once its first page is in. @throws what reading the first page met, NoSuchKey when nothing is left of it */
export async function openHistorySession(options: HistorySessionOptions, signal?: AbortSignal): Promise<HistorySession> {
  const { provider, bucket, key, sessionId } = options
  const closed = sharedAbortController()
  const versions: ListedVersion[] = []
  const places = new Map<string, number>()
  const facts = new Map<string, Promise<VersionFacts>>()
  let state: HistoryProgress['state'] = 'loading'
  let error: OssErrorWire | undefined
  let deleteMarkers = 0
  let bytes = 0
  let lastPublishedMs = 0
  /** Whoever waits for more of the history. */
  let waiting: (() => void)[] = []
  const pageArrived = (): void => {
    for (const wake of waiting) wake()
    waiting = []
  }

  const nextPage = async (): Promise<void> => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    closed.signal.throwIfAborted()
  }

  const progress = (): HistoryProgress => ({ sessionId, state, versions: versions.length - deleteMarkers, deleteMarkers, bytes, ...(error === undefined ? {} : { error }) })
  const publish = (force: boolean): void => {
    const now = performance.now()
    if (!force && now - lastPublishedMs < progressEveryMs) return
    lastPublishedMs = now
    options.onProgress(progress())
  }
  const readPage = async (after: VersionMarker | undefined, pageSignal: AbortSignal): Promise<VersionMarker | undefined> => {
    const page = await listVersionsOfKey(provider, { bucket, key, after, maxKeys: after === undefined ? firstPageKeys : undefined, signal: pageSignal })
    for (const version of page.versions) {
      places.set(version.versionId, versions.push(version) - 1)
      if (version.isDeleteMarker) deleteMarkers++
      bytes += version.sizeBytes
    }
    if (page.next === undefined) state = 'complete'
    pageArrived()
    return page.next
  }
  const readRest = async (first: VersionMarker): Promise<void> => {
    try {
      await sleep(firstRowsHeadStartMs, closed.signal)
      for (let after: VersionMarker | undefined = first; after !== undefined; ) {
        after = await readPage(after, closed.signal)
        publish(false)
      }
    } catch (failure) {
      if (closed.signal.aborted) return
      state = 'failed'
      error = options.toWire(failure)
    } finally {
      pageArrived()
    }
    publish(true)
  }

  const next = await readPage(undefined, signal ?? closed.signal)
  if (versions.length === 0) throw localError('NoSuchKey', { Key: key })
  if (next !== undefined) void readRest(next)

  const placeOf = (versionId: string): number => {
    const place = places.get(versionId)
    if (place === undefined) throw localError('NoSuchVersion', { Key: key, VersionId: versionId })
    return place
  }
  /** The version that the one at this place took the place of, once it is read. */
  const versionBefore = async (place: number): Promise<ListedVersion | undefined> => {
    for (let at = place + 1; ; ) {
      for (; at < versions.length; at++) {
        const older = versions[at]
        if (older?.isDeleteMarker === false) return older
      }
      if (state !== 'loading') return undefined
      await nextPage()
    }
  }
  const factsOf = (versionId: string): Promise<VersionFacts> => {
    const known = facts.get(versionId)
    if (known !== undefined) {
      facts.delete(versionId)
      facts.set(versionId, known)
      return known
    }
    // Shared by the rows above and below, so it is no single call's to give up.
    const asked = readVersionFacts(provider, { bucket, key, versionId, signal: closed.signal })
    facts.set(versionId, asked)
    asked.catch(() => facts.delete(versionId))
    const oldest = facts.keys().next().value
    if (facts.size > keptFacts && oldest !== undefined) facts.delete(oldest)
    return asked
  }
  const differenceOf = async (versionId: string): Promise<Omit<VersionDifference, 'author'>> => {
    const place = placeOf(versionId)
    if (versions[place]?.isDeleteMarker === true) return { versionId, changes: [], unknown: [] }
    const older = await versionBefore(place)
    if (older === undefined) {
      if (state === 'failed' && error !== undefined) return { versionId, changes: [], unknown: [], error }
      return { versionId, changes: [], unknown: [] }
    }
    try {
      const [before, after] = await Promise.all([factsOf(older.versionId), factsOf(versionId)])
      return { versionId, beforeId: older.versionId, changes: changesBetween(before, after), unknown: [...new Set([...before.unknown, ...after.unknown])] }
    } catch (failure) {
      if (closed.signal.aborted) throw failure
      return { versionId, beforeId: older.versionId, changes: [], unknown: [], error: options.toWire(failure) }
    }
  }

  return {
    sessionId,
    progress,
    getWindow: (offset, limit) => ({ rows: versions.slice(offset, offset + limit).map(viewOf), progress: progress() }),
    locate: async (versionId, callSignal) => {
      for (;;) {
        const place = places.get(versionId)
        if (place !== undefined || state !== 'loading') return place ?? null
        await nextPage()
        callSignal.throwIfAborted()
      }
    },
    describe: async (versionIds, callSignal) => {
      const found: Omit<VersionDifference, 'author'>[] = []
      const wanted = [...versionIds.entries()]
      const worker = async (): Promise<void> => {
        for (let entry = wanted.shift(); entry !== undefined; entry = wanted.shift()) {
          callSignal.throwIfAborted()
          found[entry[0]] = await differenceOf(entry[1])
        }
      }
      const [authors] = await Promise.all([readVersionAuthors(provider, { bucket, key, versionIds, signal: callSignal }), ...Array.from({ length: describedAtOnce }, worker)])
      return found.map((difference, at) => ({ ...difference, author: authors[at] ?? { kind: 'unknown', reason: 'failed' } }))
    },
    countOlder: (than) => {
      // The current one always stays.
      const from = than.kind === 'version' ? placeOf(than.versionId) + 1 : Math.max(1, versions.findIndex(({ lastModifiedMs }) => lastModifiedMs < than.beforeMs))
      const isNone = from >= versions.length || (than.kind === 'time' && (versions[from]?.lastModifiedMs ?? Infinity) >= than.beforeMs)
      const counted = { versions: 0, deleteMarkers: 0, bytes: 0 }
      for (let at = isNone ? versions.length : from; at < versions.length; at++) {
        const version = versions[at]
        if (version?.isDeleteMarker === true) counted.deleteMarkers++
        else counted.versions++
        counted.bytes += version?.sizeBytes ?? 0
      }
      return { ...counted, keptId: isNone ? null : (versions[from - 1]?.versionId ?? null), complete: state === 'complete' }
    },
    close: () => {
      closed.abort()
      pageArrived()
    },
  }
}

function viewOf({ versionId, isLatest, isDeleteMarker, lastModifiedMs, sizeBytes, etag, storageClass, type, owner }: ListedVersion): ObjectVersion {
  return { versionId, isLatest, isDeleteMarker, lastModifiedMs, sizeBytes, etag, storageClass, type, ...(owner === undefined ? {} : { owner }) }
}
