import { Button, Modal } from 'antd'
import { Globe, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BucketSetting } from '../../../electron/contract/bucket-settings.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ChangeList } from './change-list.tsx'
import { LinesView, requestDiff } from './document-view.tsx'
import { changesOf } from './model/changes.ts'
import { consequencesOf, type AccessAround } from './model/consequences.ts'

interface Props {
  readonly title: string
  readonly service: 'oss' | 's3'
  readonly saved: BucketSetting
  readonly draft: BucketSetting
  readonly around: AccessAround
  readonly saving: boolean
  readonly error: Error | null
  readonly onSave: () => void
  readonly onClose: () => void
}

const icons = {
  danger: <Globe size={16} className="is-danger" aria-hidden />,
  warn: <TriangleAlert size={15} className="is-warn" aria-hidden />,
  note: <Info size={15} className="is-secondary" aria-hidden />,
}

/** The last look before a setting counts: what changes, what that means, and what is sent. */
export function ReviewSetting({ title, service, saved, draft, around, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const changes = changesOf(saved, draft, around.aclNamesOthers)
  const consequences = consequencesOf(saved, draft, around)
  const opens = consequences.some(({ severity }) => severity === 'danger')
  return (
    <Modal
      open
      centered
      width={640}
      title={title}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button onClick={onClose}>{t('bucketSettings.keepEditing')}</Button>
          <Button type="primary" danger={opens} loading={saving} disabled={changes.length === 0} onClick={onSave}>
            {t(opens ? 'bucketSettings.saveOpened' : 'bucketSettings.save')}
          </Button>
        </div>
      }
    >
      {consequences.map(({ code, severity }) => (
        <p className="review-warning" key={code}>
          {icons[severity]}
          {severity === 'danger' ? <strong>{t(`bucketSettings.consequences.${code}`)}</strong> : <span>{t(`bucketSettings.consequences.${code}`)}</span>}
        </p>
      ))}
      <h3 className="setting-subtitle">{t('bucketSettings.changes')}</h3>
      {changes.length === 0 ? <p className="form-hint">{t('bucketSettings.noLongerChanged')}</p> : <ChangeList changes={changes} />}
      <h3 className="setting-subtitle">{t('bucketSettings.request')}</h3>
      <LinesView label={t('bucketSettings.request')} lines={requestDiff(service, saved, draft)} />
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(details) => void copyText(details)} />}
    </Modal>
  )
}
