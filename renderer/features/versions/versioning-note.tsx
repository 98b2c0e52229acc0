import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { bucketInfoQuery } from '../buckets/index.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly lockedReason: string | undefined
}

/** Where a bucket keeps no versions, or no more of them: what that means, and the switch. */
export function VersioningNote({ profileId, bucket, lockedReason }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const copyText = useCopyText()
  const info = useQuery(bucketInfoQuery(api, profileId, bucket))
  const enable = useMutation({
    mutationFn: () => api.buckets.putBucketSetting({ profileId, bucket, setting: { name: 'versioning', status: 'Enabled' } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.bucketsOf(profileId) }),
  })
  const versioning = info.data?.versioning
  if (info.data === undefined || versioning === 'Enabled' || versioning === 'Unknown') return null
  return (
    <div className="versioning-note" role="note" data-testid="versioning-note">
      <History size={16} aria-hidden />
      <div className="versioning-words">
        <strong>{t(versioning === 'Suspended' ? 'versions.suspended' : 'versions.never', { bucket })}</strong>
        <span>{t(versioning === 'Suspended' ? 'versions.suspendedHint' : 'versions.neverHint')}</span>
        {enable.error === null ? null : <ErrorNotice variant="inline" error={toCallError(enable.error)} onCopy={(text) => void copyText(text)} />}
      </div>
      <Button size="small" disabled={lockedReason !== undefined} title={lockedReason} loading={enable.isPending} onClick={() => enable.mutate()}>
        {t('versions.enable')}
      </Button>
    </div>
  )
}
