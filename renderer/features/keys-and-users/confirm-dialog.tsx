import { Button, Modal } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from './failure.tsx'

interface Props {
  readonly title: string
  /** What is lost, one sentence each. */
  readonly losses: readonly string[]
  readonly action: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Says what is lost. The safe button has the focus. */
export function ConfirmDialog({ title, losses, action, isBusy, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  const cancelButton = useRef<HTMLButtonElement>(null)
  return (
    <Modal
      open
      centered
      width={460}
      title={title}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (isOpen) cancelButton.current?.focus()
      }}
      footer={[
        <Button key="cancel" ref={cancelButton} onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="confirm" type="primary" danger loading={isBusy} onClick={onConfirm}>
          {action}
        </Button>,
      ]}
    >
      <ul className="loss-list">
        {losses.map((loss) => (
          <li key={loss}>{loss}</li>
        ))}
      </ul>
      <Failure error={error} />
    </Modal>
  )
}
