import { Button } from 'antd'
import { Archive, Hourglass } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { SideLabels, ViewerRequest } from '../../viewer/messages.ts'
import { useViewer, type ObjectAhead, type ShownObject } from './use-viewer.ts'

interface Props {
  /** Undefined while nothing is shown: the page is held ready, and has forgotten what it showed. */
  readonly object: ShownObject | undefined
  /** What may be shown next. The same object for as long as it means the same. */
  readonly ahead?: ObjectAhead | undefined
  readonly as?: ViewerRequest['as']
  /** A later version that the object is compared with, and what the two are called. */
  readonly other?: ShownObject | undefined
  readonly labels?: SideLabels
  readonly onKey: (key: string) => void
  /** Offered where the object must be restored before it can be read. */
  readonly onRestore?: () => void
}

/** What an object holds, shown by the viewer's page in a frame of its own origin and process. */
export function ViewerFrame(props: Props) {
  // Trying again takes a new page, whatever became of the former one.
  const [attempt, setAttempt] = useState(0)
  const onRetry = useCallback(() => setAttempt((count) => count + 1), [])
  return <Frame key={attempt} {...props} onRetry={onRetry} />
}

function Frame({ object, ahead, as, other, labels, onKey, onRestore, onRetry }: Props & { readonly onRetry: () => void }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { frame, pageUrl, error, kind, ended } = useViewer({ object, ahead, as, other, labels, onKey, onRetry })
  return (
    <div className="viewer-frame" data-viewer-kind={kind}>
      {/* Its own origin, so that it may have scripts of its own without reaching this page. */}
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- both together undo the sandbox only for a page of the same origin */}
      <iframe ref={frame} src={pageUrl} title={object === undefined ? t('objects.quickLook') : t('objects.preview.image', { name: object.name })} sandbox="allow-scripts allow-same-origin" inert={error !== undefined || ended !== undefined} />
      {ended === undefined ? null : (
        <div className="viewer-cover">
          <EmptyState icon={<Hourglass size={20} />} title={t(`objects.preview.${ended}`)} hint={t('objects.preview.endedHint')}>
            <Button onClick={onRetry}>{t('common.retry')}</Button>
          </EmptyState>
        </div>
      )}
      {error === undefined ? null : (
        <div className="viewer-cover">
          {error.code === 'InvalidObjectState' ? (
            <EmptyState icon={<Archive size={20} />} title={t('objects.preview.archived')} hint={t('objects.preview.archivedHint')}>
              {onRestore === undefined ? null : (
                <Button type="primary" onClick={onRestore}>
                  {t('objects.preview.restore')}
                </Button>
              )}
            </EmptyState>
          ) : (
            <ErrorNotice variant="page" title={t('objects.openFailed')} error={error} onCopy={(text) => void copyText(text)} action={<Button onClick={onRetry}>{t('common.retry')}</Button>} />
          )}
        </div>
      )}
    </div>
  )
}
