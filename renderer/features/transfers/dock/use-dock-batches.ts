import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import { useApi } from '../../../bridge/api.tsx'
import { queryKeys } from '../../../bridge/query-keys.ts'
import { useWindowEvent } from '../../../bridge/use-window-event.ts'
import { useTransferStore } from '../store.ts'
import type { DockTab, BatchesByTab } from './dock-tabs-of.ts'

const pageSize = 200

/** The batches of a tab. */
export interface DockBatches {
  readonly ids: readonly string[]
  readonly batchOf: (batchId: string) => TransferBatch | undefined
  /** True while the first of them are being read. */
  readonly isLoading: boolean
  readonly error: Error | null
  /** Reads further ones, when there are any. */
  readonly readMore: () => void
}

const nothing = () => undefined

/** Those of the history are read when its tab is open, page by page; all others are there. */
export function useDockBatches(tab: DockTab, tabs: BatchesByTab, search: string): DockBatches {
  const byId = useTransferStore((state) => state.byId)
  const history = useHistory(tab === 'history', search)
  return tab === 'history' ? history : { ids: tabs[tab], batchOf: (batchId) => byId[batchId], isLoading: false, error: null, readMore: nothing }
}

function useHistory(enabled: boolean, search: string): DockBatches {
  const api = useApi()
  const client = useQueryClient()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: queryKeys.transferHistoryOf(search),
    queryFn: ({ pageParam, signal }) => api.transfers.listHistory({ search, offset: pageParam, limit: pageSize }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const known = pages.reduce((sum, page) => sum + page.batches.length, 0)
      return last.batches.length > 0 && known < last.total ? known : undefined
    },
    placeholderData: keepPreviousData,
    enabled,
  })
  useWindowEvent('transfers.historyChanged', () => void client.invalidateQueries({ queryKey: queryKeys.transferHistory }))
  const batches = useMemo(() => new Map(data?.pages.flatMap((page) => page.batches).map((batch) => [batch.batchId, batch])), [data])
  return {
    ids: useMemo(() => [...batches.keys()], [batches]),
    batchOf: (batchId) => batches.get(batchId),
    isLoading: enabled && isPending,
    error,
    readMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
  }
}
