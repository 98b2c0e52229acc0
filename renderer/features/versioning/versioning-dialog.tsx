import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Modal, Skeleton } from 'antd'
import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { VersionUsageSection } from './version-usage.tsx'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly onClose: () => void
}

const stateIcons = {
  Enabled: <CircleCheck size={15} className="is-ok" aria-hidden />,
  Suspended: <TriangleAlert size={15} className="is-warn" aria-hidden />,
  Unset: <Info size={15} className="is-secondary" aria-hidden />,
} as const

/** Whether a bucket keeps what is written over, what changing that means, and what is kept takes. */
export function VersioningDialog({ profileId, bucket, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const copyText = useCopyText()
  const isLocked = useProfile(profileId)?.readOnly === true
  const [understood, setUnderstood] = useState(false)
  const [saving, setSaving] = useState(false)
  const queryKey = queryKeys.bucketSetting(profileId, bucket, 'versioning')
  const query = useQuery({
    queryKey: [...queryKey, 'dialog'],
    queryFn: async ({ signal }) => {
      const { setting } = await api.buckets.getBucketSetting({ profileId, bucket, name: 'versioning' }, { signal })
      return setting.name === 'versioning' ? setting.status : 'Unset'
    },
    staleTime: 0,
  })
  const status = query.data
  const next = status === 'Enabled' ? 'Suspended' : 'Enabled'
  const needsWord = status === 'Unset'
  const change = async () => {
    setSaving(true)
    try {
      await api.buckets.putBucketSetting({ profileId, bucket, setting: { name: 'versioning', status: next } })
      await client.invalidateQueries({ queryKey })
      await client.invalidateQueries({ queryKey: queryKeys.bucketInfo(profileId, bucket) })
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Modal open centered width={640} className="versioning-dialog" title={t('versioning.title', { bucket })} onCancel={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      {query.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {query.isError ? (
        <ErrorNotice variant="inline" title={t('versioning.unsupported')} error={toCallError(query.error)} onCopy={(text) => void copyText(text)} />
      ) : null}
      {status === undefined ? null : (
        <>
          <p className="versioning-state">
            {stateIcons[status]}
            <strong>{t(`versioning.label.${status}`)}</strong>
            <span>{t(`versioning.state.${status}`)}</span>
          </p>
          <Alert
            type={next === 'Enabled' ? 'info' : 'warning'}
            showIcon
            title={t(next === 'Enabled' ? 'versioning.enable' : 'versioning.suspend')}
            description={
              <>
                <p>{t(next === 'Enabled' ? 'versioning.means.enable' : 'versioning.means.suspend')}</p>
                {needsWord ? <p>{t('versioning.means.enableForever')}</p> : null}
                {next === 'Suspended' ? <p>{t('versioning.means.suspendNotOff')}</p> : null}
                <div className="versioning-change">
                  {needsWord ? (
                    <Checkbox checked={understood} onChange={({ target }) => setUnderstood(target.checked)}>
                      {t('versioning.understood')}
                    </Checkbox>
                  ) : null}
                  <span className="dock-spacer" />
                  <Button
                    type={next === 'Enabled' ? 'primary' : 'default'}
                    danger={next === 'Suspended'}
                    loading={saving}
                    disabled={isLocked || (needsWord && !understood)}
                    title={isLocked ? t('profiles.readOnlyReason') : undefined}
                    onClick={() => void change()}
                  >
                    {t(next === 'Enabled' ? 'versioning.enable' : 'versioning.suspend')}
                  </Button>
                </div>
              </>
            }
          />
          {status === 'Unset' ? null : <VersionUsageSection profileId={profileId} bucket={bucket} />}
        </>
      )}
    </Modal>
  )
}
