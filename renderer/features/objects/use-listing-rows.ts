import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ListingProgress, ListingRow, ListingView, ListingWindow } from '../../../electron/contract/listings.ts'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'

export const chunkSize = 200

export interface ListingRows {
  /** Rows of the view; of the former view until the first chunk of the new one is there. */
  readonly total: number
  /** Undefined until a chunk of this very view has arrived. */
  readonly orderId: string | undefined
  /** A row on or near the screen, or undefined while it is being read. */
  readonly rowAt: (index: number) => ListingRow | undefined
  /** Any row that is still in memory, wherever it is. */
  readonly peekRow: (index: number) => ListingRow | undefined
  readonly error: OssErrorWire | undefined
}

interface Options {
  readonly session: ListingProgress | undefined
  readonly view: ListingView
  /** First and last chunk to hold. */
  readonly chunks: readonly [number, number]
  readonly takeProgress: (progress: ListingProgress) => void
}

/** Reads the chunks around what is on screen. Chunks of a former order stay visible until their successors arrive. */
export function useListingRows({ session, view, chunks: [firstChunk, lastChunk], takeProgress }: Options): ListingRows {
  const api = useApi()
  const client = useQueryClient()
  const sessionId = session?.sessionId
  const [lastGood, setLastGood] = useState<LastGood | undefined>(undefined)

  const indexes = useMemo(() => Array.from({ length: lastChunk - firstChunk + 1 }, (_, index) => firstChunk + index), [firstChunk, lastChunk])
  const { pages, freshest, failure } = useQueries({
    queries:
      sessionId === undefined
        ? []
        : indexes.map((chunk) => ({
            queryKey: queryKeys.listingChunk(sessionId, view, chunk),
            queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
              api.listing.getWindow({ sessionId, view, offset: chunk * chunkSize, limit: chunkSize }, { signal }),
            placeholderData: (): ListingWindow | undefined =>
              lastGood === undefined ? undefined : client.getQueryData(queryKeys.listingChunk(lastGood.sessionId, lastGood.view, chunk)),
          })),
    combine: combineChunks,
  })

  useInvalidateOnRevision(session, freshest?.progress)

  // A chunk that arrives makes its order the one to fall back on while the next order is being read.
  if (sessionId === undefined) {
    if (lastGood !== undefined) setLastGood(undefined)
  } else if (freshest !== undefined && (lastGood?.sessionId !== sessionId || lastGood.view !== view || lastGood.total !== freshest.total)) {
    setLastGood({ sessionId, view, total: freshest.total })
  }
  const total = freshest?.total ?? (sessionId === undefined ? 0 : (lastGood?.total ?? (session === undefined ? 0 : session.folders + session.objects)))
  const progress = freshest?.progress
  useEffect(() => {
    if (progress !== undefined) takeProgress(progress)
  }, [progress, takeProgress])

  const rowAt = useCallback((index: number) => pages[Math.floor(index / chunkSize) - firstChunk]?.[index % chunkSize], [pages, firstChunk])
  const peekRow = useCallback(
    (index: number) =>
      sessionId === undefined
        ? undefined
        : client.getQueryData<ListingWindow>(queryKeys.listingChunk(sessionId, view, Math.floor(index / chunkSize)))?.rows[index % chunkSize],
    [client, sessionId, view],
  )
  return { total, orderId: freshest?.orderId, rowAt, peekRow, error: failure === null ? undefined : toCallError(failure) }
}

interface LastGood {
  readonly sessionId: string
  readonly view: ListingView
  readonly total: number
}

/** Outside the hook, so that its result stays the same while nothing in it changed. */
function combineChunks(results: readonly UseQueryResult<ListingWindow>[]) {
  return {
    pages: results.map((result) => result.data?.rows),
    freshest: results.filter((result) => result.data !== undefined && !result.isPlaceholderData).toSorted((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0]?.data,
    failure: results.find((result) => result.error !== null)?.error ?? null,
  }
}

/**
 * Asks for the windows on screen again while the listing is ahead of them. One round at a time: rounds that overlap would
 * cancel each other while a long prefix is being read, and nothing would ever appear.
 */
function useInvalidateOnRevision(session: ListingProgress | undefined, shown: ListingProgress | undefined): void {
  const client = useQueryClient()
  const sessionId = session?.sessionId
  const revision = session?.revision
  // A session may be ahead of its first window when it is first seen: both were told before either was drawn.
  const isBehind = session !== undefined && shown !== undefined && shown.sessionId === sessionId && shown.revision < session.revision
  const latest = useRef<{ sessionId: string | undefined; revision: number | undefined; running: boolean }>({ sessionId, revision, running: false })
  useEffect(() => {
    const state = latest.current
    const changed = state.sessionId === sessionId && state.revision !== revision
    state.sessionId = sessionId
    state.revision = revision
    if (!(changed || isBehind) || state.running || sessionId === undefined) return
    const round = async () => {
      state.running = true
      try {
        for (;;) {
          const { sessionId: id, revision: seen } = state
          if (id === undefined) return
          await client.invalidateQueries({ queryKey: queryKeys.listing(id) })
          if (state.sessionId === id && state.revision === seen) return
        }
      } finally {
        state.running = false
      }
    }
    void round()
  }, [client, sessionId, revision, isBehind])
}
