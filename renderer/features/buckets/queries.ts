import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import type { PutBucketInput } from '../../../electron/contract/buckets.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { useNavigation, usePane } from '../navigation/index.ts'

export const bucketsQuery = (api: WindowApi, profileId: string) =>
  queryOptions({
    queryKey: queryKeys.buckets(profileId),
    queryFn: ({ signal }) => api.buckets.listBuckets({ profileId }, { signal }),
  })

export const bucketInfoQuery = (api: WindowApi, profileId: string, bucket: string) =>
  queryOptions({
    queryKey: queryKeys.bucketInfo(profileId, bucket),
    queryFn: ({ signal }) => api.buckets.getBucketInfo({ profileId, bucket }, { signal }),
  })

export const bucketStatQuery = (api: WindowApi, profileId: string, bucket: string) =>
  queryOptions({
    queryKey: queryKeys.bucketStat(profileId, bucket),
    queryFn: ({ signal }) => api.buckets.getBucketStat({ profileId, bucket }, { signal }),
    staleTime: 0,
  })

/** The failure of a count, unless it is that the service does not count or the key may not ask. */
export function countingError(error: Error | null): Error | null {
  return error !== null && toCallError(error).code === 'NotImplemented' ? null : error
}

export function usePutBucket() {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: z.input<typeof PutBucketInput>) => api.buckets.putBucket(input),
    onSuccess: (_done, { profileId }) => client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) }),
  })
}

export function useDeleteBucket() {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: { readonly profileId: string; readonly bucket: string }) => api.buckets.deleteBucket(input),
    onSuccess: (_done, { profileId, bucket }) => {
      client.removeQueries({ queryKey: queryKeys.bucketInfo(profileId, bucket) })
      client.removeQueries({ queryKey: queryKeys.bucketStat(profileId, bucket) })
      return client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) })
    },
  })
}

/** Reads buckets and counters again after this app changed them, and when the user asks: others may have changed them too. */
export function useBucketEvents(): void {
  const client = useQueryClient()
  const refreshCount = useNavigation((state) => state.refreshCount)
  const profileId = useNavigation((state) => state.place?.profileId)
  const { paneId } = usePane()
  const seen = useRef({ paneId, refreshCount })
  useEffect(() => {
    const isAsked = seen.current.paneId === paneId && seen.current.refreshCount !== refreshCount
    seen.current = { paneId, refreshCount }
    if (isAsked && profileId !== undefined) void client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) })
    // Only an explicit refresh asks again; moving to another place or another pane does not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [paneId, refreshCount])
  useWindowEvent('buckets.changed', ({ profileId }) => {
    void client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) })
  })
  useWindowEvent('objects.changed', ({ profileId, bucket }) => {
    void client.invalidateQueries({ queryKey: queryKeys.bucketStat(profileId, bucket) })
  })
}
