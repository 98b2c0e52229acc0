import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'

/** Whether a bucket keeps versions; undefined while that is being asked, `Unknown` where the service or the key does not tell. */
export function useKeepsVersions(profileId: string, bucket: string): 'Enabled' | 'Suspended' | 'Unset' | 'Unknown' | undefined {
  const api = useApi()
  const query = useQuery({
    queryKey: queryKeys.bucketSetting(profileId, bucket, 'versioning'),
    queryFn: async ({ signal }) => {
      const { setting } = await api.buckets.getBucketSetting({ profileId, bucket, name: 'versioning' }, { signal })
      return setting.name === 'versioning' ? setting.status : 'Unset'
    },
    // It decides what may be done, and others may have changed it.
    staleTime: 0,
  })
  return query.isError ? 'Unknown' : query.data
}
