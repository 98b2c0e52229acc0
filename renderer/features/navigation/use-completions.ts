import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { BucketSummary } from '../../../electron/contract/buckets.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { formatAddress, type AddressScheme } from './address.ts'

const shownAtMost = 12

/** What is typed so far as bucket and beginning of a key; undefined where nothing can be completed. */
export function splitDraft(draft: string): { readonly bucket: string; readonly key: string | undefined } | undefined {
  const text = draft.trim().replace(/^(?:oss|s3):\/\//i, '').replace(/^\/+/, '')
  if (text.includes('://')) return undefined
  const slash = text.indexOf('/')
  return slash === -1 ? { bucket: text, key: undefined } : { bucket: text.slice(0, slash), key: text.slice(slash + 1) }
}

/** Addresses that go on from what is typed: buckets, then folders and objects in one of them. */
export function useCompletions(profileId: string, draft: string | undefined, scheme: AddressScheme): readonly string[] {
  const api = useApi()
  const client = useQueryClient()
  const settled = useDeferredValue(draft)
  const parts = settled === undefined ? undefined : splitDraft(settled)
  const buckets = client.getQueryData<readonly BucketSummary[]>(queryKeys.buckets(profileId)) ?? []
  const { bucket = '', key } = parts ?? {}
  const { data } = useQuery({
    queryKey: queryKeys.completions(profileId, bucket, key ?? ''),
    queryFn: ({ signal }) => api.listing.completeKey({ profileId, bucket, prefix: key ?? '', limit: 30 }, { signal }),
    enabled: key !== undefined && buckets.some(({ name }) => name === bucket),
    staleTime: 5000,
    gcTime: 30_000,
    // A folder that cannot be read has nothing to offer; going there says why.
    retry: false,
  })
  if (parts === undefined) return []
  if (key === undefined) {
    const wanted = bucket.toLowerCase()
    return buckets
      .filter(({ name }) => name.includes(wanted))
      .toSorted((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)))
      .slice(0, shownAtMost)
      .map(({ name }) => formatAddress({ bucket: name, key: '' }, scheme))
  }
  const found = data === undefined ? [] : [...data.folders, ...data.keys.filter((one) => one !== key)]
  return found.slice(0, shownAtMost).map((one) => formatAddress({ bucket, key: one }, scheme))
}
