import { Button } from 'antd'
import { Calculator } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MeasureState } from './measure-state.tsx'
import { SizeReportView } from './size-report.tsx'
import { useMeasure, type MeasureTarget } from './use-measure.ts'

const largestShown = 5

/** In the inspector: counts when it is asked to, because every thousand objects cost a request. */
export function SizeSection({ target, prefix }: { readonly target: MeasureTarget; readonly prefix: string }) {
  const { t } = useTranslation()
  const measuring = useMeasure(target)
  const { state, report, start } = measuring
  return (
    <section className="size-section" aria-label={t('folderSize.title')}>
      {state === 'idle' ? (
        <div className="inspector-actions">
          <Button icon={<Calculator size={14} />} onClick={start}>
            {t('folderSize.calculate')}
          </Button>
        </div>
      ) : (
        <h3 className="section-title">{t('folderSize.title')}</h3>
      )}
      <MeasureState measuring={measuring} />
      {report === undefined ? null : <SizeReportView report={report} prefix={prefix} shown={largestShown} />}
    </section>
  )
}
