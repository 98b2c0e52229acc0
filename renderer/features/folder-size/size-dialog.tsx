import { Button, Modal, Skeleton } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { MeasureState } from './measure-state.tsx'
import { SizeReportView } from './size-report.tsx'
import { useMeasure, type MeasureTarget } from './use-measure.ts'

/** As many as leave the dialog inside a small window. */
const largestShown = 8

interface Props {
  readonly target: MeasureTarget
  /** What it is about, in words. */
  readonly name: string
  /** Where it is, and what names are shown below. */
  readonly prefix: string
  readonly onClose: () => void
}

/** Properties of a folder, a bucket or several rows. Whoever opens it wants to know the size, so it counts at once. */
export function SizeDialog({ target, name, prefix, onClose }: Props) {
  const { t } = useTranslation()
  const measuring = useMeasure(target)
  const start = useEffectEvent(measuring.start)
  useEffect(() => start(), [])
  const { report, state } = measuring
  return (
    <Modal
      open
      centered
      width={520}
      title={t('folderSize.propertiesOf', { name })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <MeasureState measuring={measuring} />
      {report === undefined && state === 'counting' ? <Skeleton className="is-late" active title={false} paragraph={{ rows: 4 }} /> : null}
      {report === undefined ? null : <SizeReportView report={report} prefix={prefix} shown={largestShown} />}
    </Modal>
  )
}
