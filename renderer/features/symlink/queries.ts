import { queryOptions } from '@tanstack/react-query'
import type { WindowApi } from '../../../electron/contract/window-api.ts'

/** What a link points to; what it pointed to, for a version of it. */
export const symlinkQuery = (api: WindowApi, link: { readonly profileId: string; readonly bucket: string; readonly key: string; readonly versionId?: string | undefined }) =>
  queryOptions({
    queryKey: ['symlink', link.profileId, link.bucket, link.key, link.versionId ?? ''],
    queryFn: ({ signal }) => api.objects.getSymlink({ profileId: link.profileId, bucket: link.bucket, key: link.key, ...(link.versionId === undefined ? {} : { versionId: link.versionId }) }, { signal }),
    staleTime: 5000,
  })
