import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../../bridge/api.tsx'
import { toCallError } from '../../../bridge/call-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { bucketSettingQuery } from '../../policy/index.ts'
import { LinesView } from '../document-view.tsx'
import { documentLines } from '../model/document-lines.ts'
import { PageFrame, type SettingState } from '../page-frame.tsx'
import type { PageProps } from '../page-props.ts'
import { useAccessAround, useBucketPolicy } from '../use-access-around.ts'

/** How the policy stands, and the way to its editor. */
export function PolicyPage({ profileId, bucket, service, onOpenPolicy }: PageProps) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const state = useQuery(bucketSettingQuery(api, profileId, bucket, 'policy'))
  const { text } = useBucketPolicy(profileId, bucket)
  const { policyIsPublic, blockPublicAccess } = useAccessAround(profileId, bucket, service)
  const stand = (): SettingState | undefined => {
    if (text === undefined) return undefined
    if (text === null) return { tone: 'off', text: t('bucketSettings.policy.none') }
    if (service === 's3') return { tone: 'ok', text: t('bucketSettings.policy.otherService') }
    if (policyIsPublic === undefined) return { tone: 'warn', text: t('bucketSettings.policy.unreadable') }
    if (!policyIsPublic) return { tone: 'ok', text: t('bucketSettings.policy.private') }
    return blockPublicAccess === true ? { tone: 'ok', text: t('bucketSettings.policy.publicBlocked') } : { tone: 'warn', text: t('bucketSettings.policy.public') }
  }
  return (
    <PageFrame title={t('bucketSettings.pages.policy')} state={stand()} meaning={t('bucketSettings.policy.meaning')}>
      {state.error === null ? null : <ErrorNotice variant="inline" error={toCallError(state.error)} onCopy={(details) => void copyText(details)} />}
      {state.data === undefined && state.error === null ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {text === undefined ? null : (
        <Button icon={<ShieldCheck size={14} />} onClick={() => onOpenPolicy()}>
          {t(text === null ? 'bucketSettings.policy.create' : 'bucketSettings.policy.open')}
        </Button>
      )}
      {text === undefined || text === null ? null : <LinesView label={t('bucketSettings.pages.policy')} lines={documentLines(text).map((line) => ({ kind: 'same', text: line }))} />}
    </PageFrame>
  )
}
