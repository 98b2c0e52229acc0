import { Button, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { useMeasure } from './use-measure.ts'

/** How far the counting is, and what can be done about it. */
export function MeasureState({ measuring }: { readonly measuring: ReturnType<typeof useMeasure> }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { state, error, start, stop } = measuring
  if (state === 'failed' && error !== undefined) {
    return <ErrorNotice variant="inline" error={error} onCopy={(text) => void copyText(text)} action={<Button size="small" onClick={start}>{t('common.retry')}</Button>} />
  }
  if (state === 'counting') {
    return (
      <p className="size-state" role="status">
        <Spin size="small" />
        <span>{t('folderSize.counting')}</span>
        <Button size="small" onClick={stop}>
          {t('folderSize.stop')}
        </Button>
      </p>
    )
  }
  if (state === 'stopped') {
    return (
      <p className="size-state" role="status">
        <span>{t('folderSize.stopped')}</span>
        <Button size="small" onClick={start}>
          {t('folderSize.again')}
        </Button>
      </p>
    )
  }
  return null
}
