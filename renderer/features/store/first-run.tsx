import { Button } from 'antd'
import { CircleCheck, Database, Upload } from 'lucide-react'
import type { DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { EndpointValues, Snippets, type ReadyStore } from './endpoint-details.tsx'

/** Bucket that files dropped on the first-run screen go to. */
export const firstBucketName = 'my-files'

interface Props {
  readonly status: ReadyStore
  readonly dropActive: boolean
  readonly dropHandlers: {
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void
    readonly onDrop: (event: DragEvent<HTMLElement>) => void
  }
  readonly onCreateBucket: () => void
  readonly onSkip: () => void
}

/** The one screen of a first start: the store runs already, here is how to reach it and where to begin. */
export function FirstRun({ status, dropActive, dropHandlers, onCreateBucket, onSkip }: Props) {
  const { t } = useTranslation()
  return (
    <main className="first-run" {...dropHandlers} data-testid="first-run">
      <div className="first-run-content">
        <header className="first-run-header">
          <CircleCheck size={20} className="is-ok" aria-hidden />
          <h1>{t('store.firstRun.title')}</h1>
          <Button type="text" onClick={onSkip}>
            {t('store.firstRun.skip')}
          </Button>
        </header>
        <p className="dialog-lead">{t('store.firstRun.lead')}</p>
        <EndpointValues status={status} />
        <h2 className="section-title">{t('store.firstRun.next')}</h2>
        <div className="first-run-ways">
          <button type="button" className="way" onClick={onCreateBucket}>
            <Database size={16} aria-hidden />
            <span className="way-title">{t('store.firstRun.createBucket')}</span>
            <span className="way-hint">{t('store.firstRun.createBucketHint')}</span>
          </button>
          <div className={dropActive ? 'way is-drop is-drop-target' : 'way is-drop'}>
            <Upload size={16} aria-hidden />
            <span className="way-title">{t('store.firstRun.drop')}</span>
            <span className="way-hint">{t('store.firstRun.dropHint', { bucket: firstBucketName })}</span>
          </div>
        </div>
        <h2 className="section-title">{t('store.snippets')}</h2>
        <Snippets status={status} />
        <p className="form-hint">{t('store.firstRun.later')}</p>
      </div>
    </main>
  )
}
