import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../bridge/api.tsx'
import { bucketSettingQuery } from '../policy/index.ts'

/** Whether a bucket keeps versions; undefined while that is being asked, `Unknown` where the service or the key does not tell. */
export function useKeepsVersions(profileId: string, bucket: string): 'Enabled' | 'Suspended' | 'Unset' | 'Unknown' | undefined {
  const api = useApi()
  const query = useQuery({
    // What is known under this key is the same for all who ask.
    ...bucketSettingQuery(api, profileId, bucket, 'versioning'),
    select: ({ setting }) => setting.status,
    // It decides what may be done, and others may have changed it.
    staleTime: 0,
  })
  return query.isError ? 'Unknown' : query.data
}
