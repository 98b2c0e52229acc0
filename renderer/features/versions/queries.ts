import { queryOptions } from '@tanstack/react-query'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import type { HistoryTarget } from './store.ts'

/** How many versions an object has, as far as one request tells. Asked again when the object is another. */
export const versionCountQuery = (api: WindowApi, { profileId, bucket, key }: HistoryTarget, etag: string) =>
  queryOptions({
    queryKey: queryKeys.versionCount(profileId, bucket, key, etag),
    queryFn: ({ signal }) => api.versions.count({ profileId, bucket, key }, { signal }),
    gcTime: 30_000,
  })

/** Everything two versions have besides their bytes, and how it differs. */
export const comparisonQuery = (api: WindowApi, { profileId, bucket, key }: HistoryTarget, beforeId: string, afterId: string) =>
  queryOptions({
    queryKey: queryKeys.versionComparison(profileId, bucket, key, beforeId, afterId),
    queryFn: ({ signal }) => api.versions.compare({ profileId, bucket, key, beforeId, afterId }, { signal }),
    gcTime: 30_000,
  })
