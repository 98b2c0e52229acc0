import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyNotes } from '../../../electron/contract/policy-notes.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { bucketInfoQuery } from '../buckets/index.ts'
import { useProfile } from '../profiles/index.ts'
import type { TriedBucket } from './model/try-request.ts'
import { PolicyEditor } from './policy-editor.tsx'
import { accountBlockQuery, bucketSettingQuery } from './queries.ts'
import type { PolicyStart } from './start.ts'
import { policyNotesQuery } from './use-policy-notes.ts'

interface Opened {
  readonly saved: string
  readonly kept: PolicyNotes
  readonly bucket: TriedBucket
}

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly start?: PolicyStart | undefined
  readonly onClose: () => void
}

/** Reads a bucket's policy and what around it decides access, then opens the editor. */
export function PolicyDialog({ profileId, bucket, start, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const profile = useProfile(profileId)
  const policy = useQuery(bucketSettingQuery(api, profileId, bucket, 'policy'))
  const info = useQuery(bucketInfoQuery(api, profileId, bucket))
  // Some services do not have it, and some keys may not ask; the editor works without.
  const block = useQuery(bucketSettingQuery(api, profileId, bucket, 'publicAccessBlock'))
  const accountBlock = useQuery(accountBlockQuery(api, profileId))
  // After the policy, which is remembered as it is read: its history then has it.
  const notes = useQuery({ ...policyNotesQuery(api, profileId, bucket), enabled: policy.data !== undefined && !policy.isFetching })
  const error = policy.error ?? info.error ?? notes.error
  // Once it is open, the draft is the user's: what changes outside is met when saving, not while typing.
  const [opened, setOpened] = useState<Opened | undefined>(undefined)
  if (opened === undefined && policy.data !== undefined && info.data !== undefined && notes.data !== undefined && !notes.isFetching && !policy.isFetching && !block.isPending && !accountBlock.isPending) {
    const { acl, ownerId } = info.data
    setOpened({
      saved: policy.data.setting.text ?? '',
      kept: notes.data,
      bucket: {
        name: bucket,
        ownerId,
        acl: acl === 'public-read' || acl === 'public-read-write' ? acl : 'private',
        blockPublicAccess: block.data?.setting.blockPublicAccess === true || accountBlock.data?.blockPublicAccess === true,
      },
    })
  }
  if (opened !== undefined) {
    return (
      <PolicyEditor
        profileId={profileId}
        {...opened}
        start={start}
        // The local store is reached on this machine, in plain HTTP.
        way={profile === undefined || profile.kind === 'local' ? { secureTransport: false, sourceIp: '127.0.0.1' } : { secureTransport: !profile.endpoint.startsWith('http:'), sourceIp: undefined }}
        isOss={profile?.kind !== 's3'}
        isLocal={profile === undefined || profile.kind === 'local'}
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
            <Button size="small" loading={policy.isFetching} onClick={() => void Promise.all([policy.refetch(), info.refetch(), notes.refetch()])}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
    </Modal>
  )
}
