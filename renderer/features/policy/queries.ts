import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { BucketSetting, BucketSettingName, BucketSettingOf } from '../../../electron/contract/bucket-settings.ts'
import type { Holder } from '../../../electron/contract/identities.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'

/** One setting of a bucket, asked for afresh each time somebody opens it. */
export const bucketSettingQuery = <Name extends BucketSettingName>(api: WindowApi, profileId: string, bucket: string, name: Name) =>
  queryOptions({
    queryKey: queryKeys.bucketSetting(profileId, bucket, name),
    queryFn: async ({ signal }) => {
      const { setting, document, grants } = await api.buckets.getBucketSetting({ profileId, bucket, name }, { signal })
      return { setting: setting as BucketSettingOf<Name>, document, grants }
    },
    staleTime: 0,
  })

/** Whether the account of the connection's key blocks public access to all its buckets. */
export const accountBlockQuery = (api: WindowApi, profileId: string) =>
  queryOptions({ queryKey: queryKeys.accountBlock(profileId), queryFn: ({ signal }) => api.buckets.getPublicAccessBlock({ profileId }, { signal }), staleTime: 0 })

/** Everybody the local store knows. */
export const identitiesQuery = (api: WindowApi, profileId: string) =>
  queryOptions({ queryKey: queryKeys.identities(profileId), queryFn: ({ signal }) => api.identities.getOverview({ profileId }, { signal }), staleTime: 0 })

/** What RAM lets these do, who are few enough to be asked for at once. */
export const effectivePoliciesQuery = (api: WindowApi, profileId: string, holders: readonly Holder[]) =>
  queryOptions({
    queryKey: queryKeys.effectivePolicies(profileId, holders.map(({ kind, name }) => `${kind}/${name}`)),
    queryFn: ({ signal }) => api.identities.getEffectivePolicies({ profileId, holders: [...holders] }, { signal }),
    staleTime: 0,
  })

/** How many people one call asks about. */
const peoplePerPage = 100

/** What RAM lets all of these do, page by page. */
export const effectivePoliciesPages = (api: WindowApi, profileId: string, holders: readonly Holder[]) =>
  infiniteQueryOptions({
    // The people are those of the overview, which is asked for afresh: a page of it is known by where it begins.
    queryKey: queryKeys.effectivePages(profileId, holders.map(({ kind, name }) => `${kind}/${name}`)),
    queryFn: ({ pageParam, signal }) => api.identities.getEffectivePolicies({ profileId, holders: holders.slice(pageParam, pageParam + peoplePerPage) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (_page, _pages, from: number) => (from + peoplePerPage < holders.length ? from + peoplePerPage : undefined),
    staleTime: 0,
  })

export function usePutBucketSetting() {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: { readonly profileId: string; readonly bucket: string; readonly setting: BucketSetting }) => api.buckets.putBucketSetting(input),
    onSuccess: async (_done, { profileId, bucket }) => {
      await Promise.all([client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) }), client.invalidateQueries({ queryKey: queryKeys.policyNotes(profileId, bucket) })])
    },
  })
}
