import { skipToken, useQuery } from '@tanstack/react-query'
import type { SelectionSummary } from '../../../electron/contract/selections.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useListing } from './listing-context.tsx'
import { countOf } from './ranges.ts'
import { useObjectsStore } from './store.ts'
import { selectionForJob, summaryOfNamed } from './selection-for-job.ts'

/** Counts and bytes of what is chosen; undefined while unknown or when nothing is. */
export function useSelectionSummary(): { readonly count: number; readonly summary: SelectionSummary | undefined; readonly failed: boolean } {
  const api = useApi()
  const listing = useListing()
  const chosen = useObjectsStore((state) => state.selection)
  const { ranges } = chosen
  const boundTo = useObjectsStore((state) => state.orderId)
  const count = countOf(ranges)
  const selection = boundTo === undefined ? undefined : selectionForJob(listing, { selection: chosen, orderId: boundTo })
  const { place } = listing
  const named = boundTo === undefined ? undefined : summaryOfNamed(listing, { selection: chosen, orderId: boundTo })
  const query = useQuery({
    queryKey: queryKeys.selectionSummary(place?.profileId ?? '', place?.bucket ?? '', [boundTo, ranges, selection?.kind]),
    queryFn:
      place === undefined || selection === undefined || named !== undefined
        ? skipToken
        : ({ signal }) => api.listing.summarizeSelection({ profileId: place.profileId, bucket: place.bucket, selection }, { signal }),
    gcTime: 10_000,
  })
  return { count, summary: named ?? query.data, failed: query.isError }
}
