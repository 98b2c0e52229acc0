import { Button, Modal } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useDeleteProfile } from './queries.ts'

/** Says what is forgotten. The safe button has the focus. */
export function DeleteConnectionDialog({ profile, onClose }: { readonly profile: Profile; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const remove = useDeleteProfile()
  const cancelButton = useRef<HTMLButtonElement>(null)
  return (
    <Modal
      open
      centered
      width={440}
      title={t('profiles.deleteTitle', { name: profile.name })}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (isOpen) cancelButton.current?.focus()
      }}
      footer={[
        <Button key="cancel" ref={cancelButton} onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="delete" type="primary" danger loading={remove.isPending} onClick={() => remove.mutate(profile.profileId, { onSuccess: onClose })}>
          {t('profiles.deleteAction')}
        </Button>,
      ]}
    >
      <p className="dialog-lead">{t('profiles.deleteLead')}</p>
      {remove.error === null ? null : <ErrorNotice variant="inline" error={toCallError(remove.error)} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}
