import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { StoreStatus } from '../../electron/contract/schemas.ts'
import { useApi } from '../bridge/api.tsx'
import { bucketsQuery, useBucketDialogs, usePutBucket } from '../features/buckets/index.ts'
import { useNavigation, type Place } from '../features/navigation/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { useUpdateSettings } from '../features/settings/index.ts'
import { FirstRun, firstBucketName, localProfileId } from '../features/store/index.ts'
import { useDropHandlers, useDropStore, useUploader } from '../features/transfers/index.ts'

/** There is nothing behind this screen to open while something is held over it. */
const stay = () => undefined

/** Joins the first-run screen to buckets and uploads; any way on closes it for good. */
export function FirstRunScreen({ status }: { readonly status: Extract<StoreStatus, { state: 'ready' }> }) {
  const api = useApi()
  const client = useQueryClient()
  const updateSettings = useUpdateSettings()
  const startCreate = useBucketDialogs((state) => state.startCreate)
  const { mutateAsync: putBucket } = usePutBucket()
  const { uploadFiles } = useUploader()
  const dropActive = useDropStore((state) => state.target !== undefined)
  const place: Place = { profileId: localProfileId, bucket: firstBucketName, prefix: '' }
  const { onDragOver } = useDropHandlers('list', stay)(place)
  const bucketOpened = useNavigation((state) => state.place !== undefined)
  useEffect(() => {
    if (bucketOpened) updateSettings({ firstRun: false })
  }, [bucketOpened, updateSettings])

  const uploadToFirstBucket = async (files: readonly File[]) => {
    try {
      const buckets = await client.fetchQuery({ ...bucketsQuery(api, localProfileId), staleTime: 0 })
      if (!buckets.some((bucket) => bucket.name === firstBucketName)) {
        await putBucket({ profileId: localProfileId, bucket: firstBucketName, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
      }
      useNavigation.getState().open(place)
      await uploadFiles(place, files)
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
      updateSettings({ firstRun: false })
    }
  }
  return (
    <FirstRun
      status={status}
      dropActive={dropActive}
      dropHandlers={{
        onDragOver,
        onDrop: (event) => {
          event.preventDefault()
          useDropStore.getState().leave()
          void uploadToFirstBucket([...event.dataTransfer.files])
        },
      }}
      onCreateBucket={() => startCreate(localProfileId)}
      onSkip={() => updateSettings({ firstRun: false })}
    />
  )
}
