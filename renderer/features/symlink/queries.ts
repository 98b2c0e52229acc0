import { queryOptions } from '@tanstack/react-query'
import type { WindowApi } from '../../../electron/contract/window-api.ts'

/** What a link points to. */
export const symlinkQuery = (api: WindowApi, link: { readonly profileId: string; readonly bucket: string; readonly key: string }) =>
  queryOptions({
    queryKey: ['symlink', link.profileId, link.bucket, link.key],
    queryFn: ({ signal }) => api.objects.getSymlink({ profileId: link.profileId, bucket: link.bucket, key: link.key }, { signal }),
    staleTime: 5000,
  })
