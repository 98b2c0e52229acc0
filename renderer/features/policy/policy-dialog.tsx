import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { bucketInfoQuery } from '../buckets/index.ts'
import { useProfile } from '../profiles/index.ts'
import { PolicyEditor } from './policy-editor.tsx'
import { bucketSettingQuery } from './queries.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly onClose: () => void
}

/** Reads a bucket's policy and what around it decides access, then opens the editor. */
export function PolicyDialog({ profileId, bucket, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const profile = useProfile(profileId)
  const policy = useQuery(bucketSettingQuery(api, profileId, bucket, 'policy'))
  const info = useQuery(bucketInfoQuery(api, profileId, bucket))
  // Some services do not have it, and some keys may not ask; the editor works without.
  const block = useQuery(bucketSettingQuery(api, profileId, bucket, 'publicAccessBlock'))
  const error = policy.error ?? info.error
  const isReady = policy.data !== undefined && info.data !== undefined && !policy.isFetching && !block.isPending
  if (isReady) {
    const { acl, ownerId } = info.data
    return (
      <PolicyEditor
        profileId={profileId}
        saved={policy.data.setting.text ?? ''}
        bucket={{
          name: bucket,
          ownerId,
          acl: acl === 'public-read' || acl === 'public-read-write' ? acl : 'private',
          blockPublicAccess: block.data?.setting.blockPublicAccess ?? false,
        }}
        isOss={profile?.kind !== 's3'}
        lockedReason={profile?.readOnly === true ? t('profiles.readOnlyReason') : undefined}
        onClose={onClose}
      />
    )
  }
  return (
    <Modal open centered width={640} title={t('policy.title', { bucket })} onCancel={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      {error === null ? (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      ) : (
        <ErrorNotice
          variant="inline"
          error={toCallError(error)}
          onCopy={(text) => void copyText(text)}
          action={
            <Button size="small" loading={policy.isFetching} onClick={() => void Promise.all([policy.refetch(), info.refetch()])}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
    </Modal>
  )
}
