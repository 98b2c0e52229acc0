import { ChevronDown, ChevronRight, CircleAlert, CircleCheck, CirclePause, CircleSlash, Clock, Database, Ellipsis, FolderSearch, Gauge, LoaderCircle, Pause, Play, RotateCcw, X, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch, TransferState } from '../../../../electron/contract/transfer-batches.ts'
import { describeError } from '../../../ui/describe-error.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { batchTitle } from '../batch-title.ts'
import { kindIcons } from '../kind-icons.ts'
import { ProgressBar } from '../progress-bar.tsx'
import { batchFraction, batchSecondsLeft, isActive, isFinished } from '../transfer-map.ts'
import { canRetry } from './batch-menu.tsx'
import type { BatchActions } from './use-batch-actions.ts'

const iconSize = 15

interface Props {
  readonly batch: TransferBatch
  readonly open: boolean
  readonly inHistory: boolean
  /** Whether its buttons can be reached by Tab. */
  readonly hasFocus: boolean
  readonly actions: BatchActions
  readonly onToggle: () => void
  readonly onMenu: (x: number, y: number) => void
}

/** The cells of a batch's row: any kind of job, by title, counts and bytes if it has any. */
export function BatchLine({ batch, open, inHistory, hasFocus, actions, onToggle, onMenu }: Props) {
  const { t } = useTranslation()
  const title = batchTitle(batch, t)
  const KindIcon = kindIcons[batch.kind]
  const Chevron = open ? ChevronDown : ChevronRight
  const tabIndex = hasFocus ? 0 : -1
  const finished = isFinished(batch.state)
  const tone = isActive(batch.state) ? 'active' : batch.state === 'cancelled' || batch.state === 'paused' ? 'idle' : batch.itemsFailed > 0 || batch.state === 'failed' ? 'failed' : 'done'
  return (
    <>
      <span role="gridcell" className="batch-title">
        <button type="button" className="row-chevron" tabIndex={-1} aria-label={t(open ? 'transfers.hideItems' : 'transfers.showItems')} onClick={onToggle}>
          <Chevron size={14} aria-hidden />
        </button>
        <KindIcon size={iconSize} className="icon" aria-hidden />
        <span className="batch-name" title={title}>
          {title}
        </span>
      </span>
      <span role="gridcell" className="batch-progress">
        {finished ? null : <ProgressBar label={t('transfers.progress', { title })} fraction={batchFraction(batch)} tone={tone} />}
      </span>
      <BatchNumbers batch={batch} />
      <span role="gridcell" className="batch-state">
        <BatchState batch={batch} />
      </span>
      <span role="gridcell" className="batch-actions">
        {inHistory ? null : <RunButton batch={batch} actions={actions} tabIndex={tabIndex} />}
        {finished && batch.kind === 'download' && batch.itemsDone > 0 ? (
          <IconButton label={t('transfers.reveal')} tabIndex={tabIndex} icon={<FolderSearch size={iconSize} />} onClick={() => actions.reveal(batch.batchId)} />
        ) : finished && batch.kind !== 'download' ? (
          <IconButton label={t('transfers.showInBucket')} tabIndex={tabIndex} icon={<Database size={iconSize} />} onClick={() => actions.showInBucket(batch)} />
        ) : null}
        <EndButton batch={batch} inHistory={inHistory} actions={actions} tabIndex={tabIndex} />
        <MoreButton tabIndex={tabIndex} onMenu={onMenu} />
      </span>
    </>
  )
}

function MoreButton({ tabIndex, onMenu }: { readonly tabIndex: number; readonly onMenu: Props['onMenu'] }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className="row-more"
      tabIndex={tabIndex}
      aria-haspopup="menu"
      aria-label={t('transfers.more')}
      title={t('transfers.more')}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect()
        onMenu(left, bottom)
      }}
    >
      <Ellipsis size={iconSize} aria-hidden />
    </button>
  )
}

interface ButtonProps {
  readonly batch: TransferBatch
  readonly actions: BatchActions
  readonly tabIndex: number
}

function RunButton({ batch, actions, tabIndex }: ButtonProps) {
  const { t } = useTranslation()
  const ids = [batch.batchId]
  if (isActive(batch.state)) {
    return <IconButton label={t('transfers.pause')} hint={t(batch.kind === 'zip' ? 'transfers.pauseZipHint' : 'transfers.pauseHint')} tabIndex={tabIndex} icon={<Pause size={iconSize} />} onClick={() => actions.pause(ids)} />
  }
  if (batch.state === 'paused') return <IconButton label={t('transfers.resume')} {...(batch.kind === 'zip' ? { hint: t('transfers.pausedZip') } : {})} tabIndex={tabIndex} icon={<Play size={iconSize} />} onClick={() => actions.resume(ids)} />
  if (!canRetry(batch)) return null
  return <IconButton label={t(batch.itemsFailed > 0 ? 'transfers.retryFailed' : 'transfers.retry')} tabIndex={tabIndex} icon={<RotateCcw size={iconSize} />} onClick={() => actions.retry(ids)} />
}

function EndButton({ batch, inHistory, actions, tabIndex }: ButtonProps & { readonly inHistory: boolean }) {
  const { t } = useTranslation()
  const ids = [batch.batchId]
  if (inHistory) return <IconButton label={t('transfers.forget')} tabIndex={tabIndex} icon={<X size={iconSize} />} onClick={() => actions.forget(ids)} />
  if (isFinished(batch.state)) return <IconButton label={t('transfers.clear')} hint={t('transfers.clearHint')} tabIndex={tabIndex} icon={<X size={iconSize} />} onClick={() => actions.clear(ids)} />
  return <IconButton label={t('transfers.cancel')} hint={t('transfers.cancelHint')} tabIndex={tabIndex} icon={<X size={iconSize} />} onClick={() => actions.cancel(ids)} />
}

function BatchNumbers({ batch }: { readonly batch: TransferBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const ended = batch.itemsDone + batch.itemsSkipped + batch.itemsFailed
  const seconds = batchSecondsLeft(batch)
  const whole = isFinished(batch.state) && ended === batch.itemsTotal
  const items = whole ? t('common.itemCount', { count: batch.itemsTotal }) : t(batch.scanned || !isActive(batch.state) ? 'transfers.progressItems' : 'transfers.progressItemsOpen', { done: ended, total: batch.itemsTotal })
  const bytes = batch.bytesTotal === 0 ? undefined : isActive(batch.state) ? t('transfers.progressBytes', { done: format.bytes(batch.bytesDone), total: format.bytes(batch.bytesTotal) }) : format.bytes(batch.bytesDone)
  const speed =
    batch.state !== 'running'
      ? undefined
      : batch.bytesPerSecond > 0
        ? t('transfers.speed', { size: format.bytes(batch.bytesPerSecond) })
        : batch.itemsPerSecond >= 1
          ? t('transfers.itemSpeed', { count: Math.round(batch.itemsPerSecond) })
          : undefined
  return (
    <span role="gridcell" className="batch-numbers">
      <span className="number-items">{items}</span>
      <span className="number-bytes">{bytes}</span>
      <span className="number-speed">{speed}</span>
      {seconds !== undefined ? (
        <span className="number-time">{t('transfers.left', { time: format.duration(seconds) })}</span>
      ) : batch.finishedMs !== undefined && isFinished(batch.state) ? (
        <span className="number-time" title={format.exactTime(batch.finishedMs)}>
          {format.time(batch.finishedMs)}
        </span>
      ) : (
        <span className="number-time" />
      )}
    </span>
  )
}

const stateIcons: Readonly<Record<TransferState, LucideIcon>> = {
  queued: Clock,
  scanning: LoaderCircle,
  running: LoaderCircle,
  paused: CirclePause,
  done: CircleCheck,
  failed: CircleAlert,
  cancelled: CircleSlash,
}

function BatchState({ batch }: { readonly batch: TransferBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (batch.itemsFailed > 0) {
    return (
      <span className="state is-danger">
        <CircleAlert size={14} aria-hidden />
        {t('transfers.failedCount', { count: batch.itemsFailed })}
      </span>
    )
  }
  if (batch.state === 'running' && batch.slowedBy !== undefined) return <Slowed batch={batch} reason={batch.slowedBy} />
  if (batch.state === 'running') return null
  const Icon = stateIcons[batch.state]
  const waiting =
    batch.waitsFor === 'start' && batch.startsMs !== undefined
      ? t('transfers.waitsForStart', { time: format.time(batch.startsMs) })
      : batch.waitsFor === 'hours'
        ? t('transfers.waitsForHours')
        : batch.state === 'paused' && batch.kind === 'zip'
          ? t('transfers.pausedZip')
          : undefined
  const tone = batch.state === 'done' ? ' is-ok' : batch.state === 'failed' ? ' is-danger' : ''
  return (
    <span className={`state${tone}`}>
      <Icon size={14} aria-hidden />
      <span className="state-text" title={waiting}>
        {batch.state === 'done' && batch.itemsSkipped > 0 ? t('transfers.skippedCount', { count: batch.itemsSkipped }) : (waiting ?? t(`transfers.state.${batch.state}`))}
      </span>
    </span>
  )
}

/** Why it is slower than it could be: how many streams are left, and what the service answered. */
function Slowed({ batch, reason }: { readonly batch: TransferBatch; readonly reason: NonNullable<TransferBatch['slowedBy']> }) {
  const { t } = useTranslation()
  const { what } = describeError(reason.code, t)
  const text = reason.status === 0 ? t('transfers.slowedNetwork', { count: batch.streams }) : t('transfers.slowed', { count: batch.streams, status: String(reason.status) })
  return (
    <span className="state is-secondary" title={`${text}\n${what}`} data-testid="slowed">
      <Gauge size={14} aria-hidden />
      <span className="state-text">{text}</span>
    </span>
  )
}
