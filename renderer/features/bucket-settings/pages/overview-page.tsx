import { useTranslation } from 'react-i18next'
import { LazyAccessOverview } from '../../access-overview/index.ts'
import { useProfile } from '../../profiles/index.ts'
import { PageFrame } from '../page-frame.tsx'
import type { PageProps } from '../page-props.ts'

/** Who has access, from all the settings together. */
export function OverviewPage({ profileId, bucket, service, lockedReason, onOpenPolicy, onShowPage }: PageProps) {
  const { t } = useTranslation()
  const isLocal = useProfile(profileId)?.kind === 'local'
  return (
    <PageFrame title={t('bucketSettings.pages.overview')} state={undefined} meaning={t(service === 's3' ? 'access.s3.lead' : 'access.meaning')}>
      <LazyAccessOverview profileId={profileId} bucket={bucket} service={service} isLocal={isLocal} lockedReason={lockedReason} onOpenPolicy={onOpenPolicy} onShowPage={onShowPage} />
    </PageFrame>
  )
}
