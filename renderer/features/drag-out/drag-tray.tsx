import { Button } from 'antd'
import { Download, Files, GripVertical, RotateCw, X } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { describeError } from '../../ui/describe-error.ts'
import { FileIcon } from '../../ui/file-icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { fileKind, nameOf } from '../../ui/names.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useTabs } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { ProgressBar, startDownload } from '../transfers/index.ts'
import { useDragOut } from './drag-out.ts'
import type { Carried } from './store.ts'

/** What is on its way to another program, to be dragged from here, or downloaded where a drag cannot carry it. */
export function DragTray({ carried }: { readonly carried: Carried }) {
  const { t } = useTranslation()
  const api = useApi()
  const dragOut = useDragOut()
  const { chosen, stage } = carried
  useEffect(
    () => () => {
      // The keyboard goes on where the objects came from, unless something else has it.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) useTabs.getState().focusList()
      })
    },
    [],
  )
  const isReady = stage.state === 'ready'
  const download = () => {
    dragOut.close()
    void startDownload(api, chosen, true).catch(useNotices.getState().reportError)
  }
  return (
    <section
      className="drag-tray"
      aria-label={t('dragOut.tray')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') dragOut.close()
      }}
    >
      <div
        className={isReady ? 'drag-chip' : 'drag-chip is-waiting'}
        data-testid="drag-chip"
        title={isReady ? t('dragOut.handle') : undefined}
        onMouseDown={(event) => {
          // Nothing is marked on the way.
          event.preventDefault()
          if (isReady && event.button === 0) dragOut.press(chosen, event)
        }}
      >
        <GripVertical size={14} aria-hidden />
        <ChipIcon carried={carried} />
        <TruncatedName name={chipName(carried) ?? t('common.itemCount', { count: chosen.count })} />
      </div>
      <div className="drag-tray-text" role="status">
        <StageText carried={carried} />
      </div>
      {stage.state === 'failed' ? (
        <Button size="small" icon={<RotateCw size={14} />} onClick={() => dragOut.retry()}>
          {t('common.retry')}
        </Button>
      ) : null}
      <Button size="small" icon={<Download size={14} />} onClick={download}>
        {t('objects.downloadTo')}
      </Button>
      <IconButton icon={<X size={14} />} label={t(stage.state === 'preparing' ? 'common.cancel' : 'common.close')} onClick={dragOut.close} />
    </section>
  )
}

/** The name of a single object or folder. */
function chipName({ chosen }: Carried): string | undefined {
  const { selection, count } = chosen
  if (count !== 1 || selection.kind !== 'names') return undefined
  const key = selection.keys[0] ?? selection.prefixes[0]
  return key === undefined ? undefined : nameOf(key).replace(/(.)\/$/u, '$1')
}

function ChipIcon({ carried }: { readonly carried: Carried }): ReactNode {
  const { selection, count } = carried.chosen
  if (count > 1) return <Files size={14} aria-hidden />
  const key = selection.kind === 'names' ? selection.keys[0] : undefined
  return <FileIcon kind={key === undefined ? 'folder' : fileKind(key)} />
}

function StageText({ carried: { stage, chosen } }: { readonly carried: Carried }) {
  const { t } = useTranslation()
  const format = useFormat()
  switch (stage.state) {
    case 'preparing': {
      const { progress } = stage
      const fraction = progress === undefined || progress.bytes === 0 ? undefined : progress.bytesDone / progress.bytes
      return (
        <>
          <span>{progress === undefined ? t('dragOut.preparing') : t('dragOut.progress', { done: format.bytes(progress.bytesDone), total: format.bytes(progress.bytes), count: progress.files })}</span>
          <ProgressBar label={t('dragOut.preparing')} fraction={fraction} />
        </>
      )
    }
    case 'ready':
      return <span>{t('dragOut.ready', { count: stage.files, size: format.bytes(stage.bytes) })}</span>
    case 'tooLarge':
      return <span>{t('dragOut.tooLarge', { size: format.bytes(stage.limit.bytes), count: stage.limit.files })}</span>
    case 'unreadable':
      return <span>{t('dragOut.unreadable', { name: stage.key.slice(chosen.place.prefix.length), why: describeError(stage.error.code, t, stage.error.message).what })}</span>
    case 'failed':
    default: {
      const { code, message } = toCallError(stage.error)
      return <span>{t('dragOut.failed', { why: describeError(code, t, message).what })}</span>
    }
  }
}
