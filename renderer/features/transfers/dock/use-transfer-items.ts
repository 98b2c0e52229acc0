import { keepPreviousData, useQueries } from '@tanstack/react-query'
import type { TransferItem } from '../../../../electron/contract/transfer-items.ts'
import { useApi } from '../../../bridge/api.tsx'
import { queryKeys } from '../../../bridge/query-keys.ts'
import type { ItemFilter } from './dock-store.ts'

const chunkSize = 100

/** One item that is to be shown. */
export interface WantedItem {
  readonly batchId: string
  readonly filter: ItemFilter
  /** Its place among the items that the filter leaves. */
  readonly child: number
}

const chunkOf = ({ batchId, filter, child }: WantedItem) => `${batchId}/${filter}/${Math.floor(child / chunkSize)}`

/** The items on screen, asked for in chunks; undefined for one that is not known yet. */
export function useTransferItems(wanted: readonly WantedItem[]): (item: WantedItem) => TransferItem | undefined {
  const api = useApi()
  const chunks = new Map(wanted.map((item) => [chunkOf(item), { batchId: item.batchId, filter: item.filter, chunk: Math.floor(item.child / chunkSize) }]))
  const results = useQueries({
    queries: [...chunks.values()].map(({ batchId, filter, chunk }) => ({
      queryKey: queryKeys.transferItems(batchId, filter, chunk),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        api.transfers.listItems({ batchId, offset: chunk * chunkSize, limit: chunkSize, ...(filter === 'failed' ? { states: ['failed' as const] } : {}) }, { signal }),
      placeholderData: keepPreviousData,
      gcTime: 10_000,
    })),
  })
  const byChunk = new Map([...chunks.keys()].map((key, index) => [key, results[index]]))
  return (item) => {
    const result = byChunk.get(chunkOf(item))
    // What stands in for a chunk belongs to another one.
    return result === undefined || result.isPlaceholderData ? undefined : result.data?.items[item.child % chunkSize]
  }
}
