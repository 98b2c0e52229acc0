import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../../bridge/api.tsx'
import { toCallError } from '../../../bridge/call-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { bucketSettingQuery } from '../../policy/index.ts'
import { VersioningDialog } from '../../versioning/index.ts'
import { PageFrame } from '../page-frame.tsx'
import type { PageProps } from '../page-props.ts'

/** Whether the bucket keeps versions, and the way to change that and to see what they take. */
export function VersioningPage({ profileId, bucket }: PageProps) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useQuery(bucketSettingQuery(api, profileId, bucket, 'versioning'))
  const status = data?.setting.status
  return (
    <PageFrame
      title={t('bucketSettings.pages.versioning')}
      state={status === undefined ? undefined : { tone: status === 'Enabled' ? 'ok' : 'off', text: t(`versioning.state.${status}`) }}
      meaning={t('bucketSettings.versioningMeaning')}
    >
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />}
      {status === undefined && error === null ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {status === undefined ? null : (
        <Button icon={<History size={14} />} onClick={() => setOpen(true)}>
          {t('bucketSettings.versioningOpen')}
        </Button>
      )}
      {isOpen ? <VersioningDialog profileId={profileId} bucket={bucket} onClose={() => setOpen(false)} /> : null}
    </PageFrame>
  )
}
