import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { bucketInfoQuery, useBucketDialogs } from '../buckets/index.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  /** The history makes room for the settings. */
  readonly onLeave: () => void
}

/** Where a bucket keeps no versions, or no more of them: what that means, and the way to the switch. */
export function VersioningNote({ profileId, bucket, onLeave }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const showVersioning = useBucketDialogs((state) => state.showVersioning)
  const info = useQuery(bucketInfoQuery(api, profileId, bucket))
  const versioning = info.data?.versioning
  if (info.data === undefined || versioning === 'Enabled' || versioning === 'Unknown') return null
  return (
    <div className="versioning-note" role="note" data-testid="versioning-note">
      <History size={16} aria-hidden />
      <div className="versioning-words">
        <strong>{t(versioning === 'Suspended' ? 'versions.suspended' : 'versions.never', { bucket })}</strong>
        <span>{t(versioning === 'Suspended' ? 'versions.suspendedHint' : 'versions.neverHint')}</span>
      </div>
      <Button
        size="small"
        onClick={() => {
          onLeave()
          showVersioning(profileId, bucket)
        }}
      >
        {t('versioning.menu')}
      </Button>
    </div>
  )
}
