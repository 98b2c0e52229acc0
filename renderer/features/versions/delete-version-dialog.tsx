import { Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { versionName } from './version-mark.ts'

interface Props {
  readonly row: ObjectVersion
  /** The versions next to it in the history. */
  readonly beside: readonly (ObjectVersion | undefined)[]
  /** Whether there is an older version that would become the current one. */
  readonly hasOlder: boolean
  readonly onDelete: () => Promise<void>
  readonly onClose: () => void
}

/** Says what is lost with one version, or what the removal of a delete marker brings back. The safe button has the focus. */
export function DeleteVersionDialog({ row, beside, hasOlder, onDelete, onClose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const cancel = useRef<HTMLButtonElement>(null)
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly error?: OssErrorWire }>({ isRunning: false })
  const { isDeleteMarker, isLatest, sizeBytes } = row
  const consequence = isDeleteMarker ? (isLatest && hasOlder ? 'markerBringsBack' : 'markerOnly') : isLatest ? (hasOlder ? 'currentOfMany' : 'currentOfOne') : 'earlier'
  const run = async () => {
    setState({ isRunning: true })
    try {
      await onDelete()
      onClose()
    } catch (thrown) {
      setState({ isRunning: false, error: toCallError(thrown) })
    }
  }
  return (
    <Modal
      open
      centered
      width={460}
      title={t(isDeleteMarker ? 'versions.remove.markerTitle' : 'versions.remove.title', { time: versionName(row, beside, format) })}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (isOpen) cancel.current?.focus()
      }}
      footer={[
        <Button key="cancel" ref={cancel} onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="delete" type="primary" danger loading={state.isRunning} onClick={() => void run()} data-testid="delete-version-confirm">
          {t(isDeleteMarker ? 'versions.remove.markerAction' : 'versions.remove.action')}
        </Button>,
      ]}
    >
      <p className="dialog-lead">{t(`versions.remove.${consequence}`, { size: format.bytes(sizeBytes) })}</p>
      {isDeleteMarker ? null : <p>{t('versions.remove.permanent')}</p>}
      {state.error === undefined ? null : <ErrorNotice variant="inline" error={state.error} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}
