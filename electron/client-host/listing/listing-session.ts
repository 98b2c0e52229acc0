import type { ListingProgress, ListingRow, ListingView } from '../../contract/listings.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { sharedAbortController, sleep } from '../aborts.ts'
import type { ObjectProvider } from '../providers/object-provider.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'
import { createListingViews, type ViewOrder } from './listing-views.ts'
import { readListingPages } from './listing-pages.ts'
import { createPackedIndex, type PackedIndex } from './packed-index.ts'
import { findName } from './row-orders.ts'

export interface ListingSessionOptions {
  readonly sessionId: string
  readonly profileId: string
  readonly provider: ObjectProvider & VersionsProvider
  readonly bucket: string
  readonly prefix: string
  /** Shows the place as it was then, in milliseconds since the epoch; as it is now when absent. */
  readonly momentMs?: number | undefined
  /** Shows what is deleted as well, of the place as it is now. */
  readonly showDeleted?: boolean | undefined
  /** Called at most about ten times a second, and once at the end. */
  readonly onProgress: (progress: ListingProgress) => void
  readonly toWire: (error: unknown) => OssErrorWire
}

/** A prefix being read, and the views of what is known of it. Rows only ever get more. */
export interface ListingSession {
  readonly sessionId: string
  readonly profileId: string
  readonly bucket: string
  readonly momentMs: number | undefined
  readonly index: PackedIndex
  progress(): ListingProgress
  getWindow(view: ListingView, offset: number, limit: number): Promise<{ readonly rows: ListingRow[]; readonly total: number; readonly orderId: string }>
  findKey(view: ListingView, key: string): Promise<{ readonly index: number | null; readonly orderId: string }>
  findName(view: ListingView, startsWith: string, from: number): Promise<{ readonly index: number | null }>
  orderOf(view: ListingView): Promise<ViewOrder>
  findOrder(orderId: string): ViewOrder | undefined
  close(): void
}

/** With many rows there is more to sort and to show anew each time: a million are told of every half second. */
const progressPauseMs = (rows: number): number => Math.max(100, rows / 2000)
/** The first page only has to fill a window, and a small one is there sooner. */
const firstPageKeys = 200
/** The rest waits until the first rows are drawn: on a small machine reading and drawing would share the processor. */
const firstRowsHeadStartMs = 120

/** Opens a listing; resolves once its first page is in. @throws what reading the first page met */
export async function openListingSession(options: ListingSessionOptions, signal?: AbortSignal): Promise<ListingSession> {
  const { provider, bucket, prefix, sessionId, momentMs, showDeleted = false } = options
  const closed = sharedAbortController()
  const index = createPackedIndex(prefix)
  const views = createListingViews(index, sessionId, closed.signal)
  let state: ListingProgress['state'] = 'loading'
  let error: OssErrorWire | undefined
  let revision = 1
  let lastPublishedMs = 0
  let versions = 0
  let uncertain = 0

  const progress = (): ListingProgress => ({
    sessionId,
    state,
    folders: index.folders,
    objects: index.objects,
    bytes: index.bytes,
    revision,
    ...(showDeleted ? { deleted: index.deleted } : {}),
    ...(momentMs === undefined ? {} : { asOf: { momentMs, versions, uncertain } }),
    ...(error === undefined ? {} : { error }),
  })
  const publish = (force: boolean): void => {
    const now = performance.now()
    if (!force && now - lastPublishedMs < progressPauseMs(index.rows)) return
    lastPublishedMs = now
    revision++
    options.onProgress(progress())
  }
  const pages = readListingPages(provider, { bucket, prefix, momentMs, showDeleted, firstPageKeys, signal: closed.signal })
  /** @returns false when there are no more */
  const takePage = async (): Promise<boolean> => {
    const { done, value: page } = await pages.next()
    if (done === true) return false
    for (const folder of page.commonPrefixes) index.addFolder(folder)
    for (const folder of page.deletedPrefixes ?? []) index.addFolder(folder, true)
    // The object that only marks this folder is the folder itself, not something in it.
    for (const object of page.objects) if (object.key !== prefix) index.addObject(object)
    versions += page.versions
    uncertain += page.uncertain
    if (page.isLast) state = 'complete'
    return !page.isLast
  }
  const readRest = async (): Promise<void> => {
    try {
      await sleep(firstRowsHeadStartMs, closed.signal)
      while (await takePage()) publish(false)
      state = 'complete'
    } catch (failure) {
      if (closed.signal.aborted) return
      state = 'failed'
      error = options.toWire(failure)
    }
    publish(true)
  }

  const giveUp = (): void => {
    closed.abort(signal?.reason)
  }
  signal?.throwIfAborted()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    if (await takePage()) void readRest()
    else state = 'complete'
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }

  const orderOf = (view: ListingView): Promise<ViewOrder> => views.orderOf(view, state !== 'loading')
  return {
    sessionId,
    profileId: options.profileId,
    bucket,
    momentMs,
    index,
    progress,
    getWindow: async (view, offset, limit) => {
      const order = await orderOf(view)
      const rows = Array.from(order.rows.subarray(offset, offset + limit), (row) => index.rowAt(row))
      return { rows, total: order.rows.length, orderId: order.orderId }
    },
    findKey: async (view, key) => {
      const row = index.findKey(key)
      const order = await orderOf(view)
      const at = row < 0 ? -1 : order.rows.indexOf(row)
      return { index: at < 0 ? null : at, orderId: order.orderId }
    },
    findName: async (view, startsWith, from) => {
      const at = findName(index, await orderOf(view), startsWith, from)
      return { index: at < 0 ? null : at }
    },
    orderOf,
    findOrder: (orderId) => views.findOrder(orderId),
    close: () => {
      closed.abort()
    },
  }
}
