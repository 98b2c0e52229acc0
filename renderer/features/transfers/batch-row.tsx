import { Button, Dropdown } from 'antd'
import { ChevronDown, ChevronRight, CircleAlert, CircleCheck, CirclePause, CircleSlash, FileDown, FolderSearch, Gauge, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch } from '../../../electron/contract/schemas.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { describeError } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { batchTitle } from './batch-title.ts'
import { ItemList } from './item-list.tsx'
import { kindIcons } from './kind-icons.ts'
import { ProgressBar } from './progress-bar.tsx'
import { SpeedLimitSelect } from './speed-limit.tsx'
import { useTransferStore } from './store.ts'
import { batchFraction, batchSecondsLeft, isActive, isFinished } from './transfer-map.ts'
import { useBatchActions } from './use-batch-actions.ts'

export function BatchRow({ batchId }: { readonly batchId: string }) {
  const { t } = useTranslation()
  const batch = useTransferStore((state) => state.byId[batchId])
  const copyText = useCopyText()
  const actions = useBatchActions()
  const [expanded, setExpanded] = useState(false)
  if (batch === undefined) return null
  const active = isActive(batch.state)
  const title = batchTitle(batch, t)
  const KindIcon = kindIcons[batch.kind]
  const paused = batch.state === 'paused'
  const canRetry = isFinished(batch.state) && (batch.itemsFailed > 0 || batch.state === 'failed' || batch.state === 'cancelled')
  const tone = active ? 'active' : batch.state === 'cancelled' || paused ? 'idle' : batch.itemsFailed > 0 || batch.state === 'failed' ? 'failed' : 'done'
  return (
    <li className="batch" data-testid="transfer-batch" data-state={batch.state}>
      <div className="batch-line">
        <IconButton
          label={expanded ? t('transfers.hideItems') : t('transfers.showItems')}
          icon={expanded ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
          onClick={() => setExpanded(!expanded)}
        />
        <KindIcon size={16} className="icon" aria-hidden />
        <span className="batch-title" title={title}>
          {title}
        </span>
        <ProgressBar label={t('transfers.progress', { title })} fraction={batchFraction(batch)} tone={tone} />
        <BatchNumbers batch={batch} />
        <span className="batch-actions">
          {batch.itemsFailed > 0 && canRetry ? (
            <Button size="small" icon={<RotateCcw size={13} />} onClick={() => actions.retry([batchId])}>
              {t('transfers.retryFailed')}
            </Button>
          ) : canRetry ? (
            <Button size="small" icon={<RotateCcw size={13} />} onClick={() => actions.retry([batchId])}>
              {t('transfers.retry')}
            </Button>
          ) : null}
          {batch.kind === 'download' && batch.itemsDone > 0 ? (
            <IconButton label={t('transfers.reveal')} icon={<FolderSearch size={15} />} onClick={() => actions.reveal(batchId)} />
          ) : null}
          <Dropdown
            trigger={['click']}
            menu={{
              items: (['csv', 'json'] as const).map((format) => ({ key: format, label: t(`transfers.saveReport.${format}`), onClick: () => actions.saveManifest(batchId, format) })),
            }}
          >
            <Button type="text" className="icon-button" aria-label={t('transfers.report')} icon={<FileDown size={15} />} />
          </Dropdown>
          {active ? (
            <IconButton label={t('transfers.pause')} hint={t('transfers.pauseHint')} icon={<Pause size={15} />} onClick={() => actions.pause([batchId])} />
          ) : paused ? (
            <IconButton label={t('transfers.resume')} icon={<Play size={15} />} onClick={() => actions.resume([batchId])} />
          ) : null}
          {active || paused ? (
            <IconButton label={t('transfers.cancel')} hint={t('transfers.cancelHint')} icon={<X size={15} />} onClick={() => actions.cancel([batchId])} />
          ) : (
            <IconButton label={t('transfers.clear')} icon={<X size={15} />} onClick={() => actions.clear([batchId])} />
          )}
        </span>
      </div>
      {batch.error === undefined ? null : <ErrorNotice variant="inline" error={batch.error} onCopy={(text) => void copyText(text)} />}
      {expanded && (active || paused) && batch.kind !== 'delete' ? (
        <div className="batch-limit">
          <span>{t('transfers.batchSpeedLimit')}</span>
          <SpeedLimitSelect label={t('transfers.batchSpeedLimit')} value={batch.limitBytesPerSecond ?? null} onChange={(limit) => actions.limit([batchId], limit)} />
        </div>
      ) : null}
      {expanded ? <ItemList batch={batch} title={title} /> : null}
    </li>
  )
}

function BatchNumbers({ batch }: { readonly batch: TransferBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const finished = batch.itemsDone + batch.itemsSkipped + batch.itemsFailed
  const seconds = batchSecondsLeft(batch)
  const parts: string[] = [
    batch.scanned || !isActive(batch.state)
      ? t('transfers.progressItems', { done: finished, total: batch.itemsTotal })
      : t('transfers.progressItemsOpen', { done: finished, total: batch.itemsTotal }),
  ]
  if (batch.bytesTotal > 0) {
    parts.push(
      isActive(batch.state) ? t('transfers.progressBytes', { done: format.bytes(batch.bytesDone), total: format.bytes(batch.bytesTotal) }) : format.bytes(batch.bytesDone),
    )
  }
  if (batch.state === 'running') {
    if (batch.bytesPerSecond > 0) parts.push(t('transfers.speed', { size: format.bytes(batch.bytesPerSecond) }))
    else if (batch.itemsPerSecond >= 1) parts.push(t('transfers.itemSpeed', { count: Math.round(batch.itemsPerSecond) }))
    if (seconds !== undefined) parts.push(t('transfers.left', { time: format.duration(seconds) }))
  }
  return (
    <span className="batch-numbers">
      <span>{parts.join(' · ')}</span>
      {batch.itemsSkipped > 0 ? <span className="is-secondary">{t('transfers.skippedCount', { count: batch.itemsSkipped })}</span> : null}
      <BatchState batch={batch} />
    </span>
  )
}

function BatchState({ batch }: { readonly batch: TransferBatch }) {
  const { t } = useTranslation()
  if (batch.itemsFailed > 0) {
    return (
      <span className="state is-danger">
        <CircleAlert size={14} aria-hidden />
        {t('transfers.failedCount', { count: batch.itemsFailed })}
      </span>
    )
  }
  if (batch.state === 'running') return batch.slowedBy === undefined ? null : <Slowed batch={batch} reason={batch.slowedBy} />
  const Icon = batch.state === 'done' ? CircleCheck : batch.state === 'failed' ? CircleAlert : batch.state === 'cancelled' ? CircleSlash : batch.state === 'paused' ? CirclePause : undefined
  const tone = batch.state === 'done' ? ' is-ok' : batch.state === 'failed' ? ' is-danger' : ''
  return (
    <span className={`state${tone}`}>
      {Icon === undefined ? null : <Icon size={14} aria-hidden />}
      {t(`transfers.state.${batch.state}`)}
    </span>
  )
}

/** Why it is slower than it could be: how many streams are left, and what the service answered. */
function Slowed({ batch, reason }: { readonly batch: TransferBatch; readonly reason: NonNullable<TransferBatch['slowedBy']> }) {
  const { t } = useTranslation()
  const { what } = describeError(reason.code, t)
  return (
    <span className="state is-secondary" title={what} data-testid="slowed">
      <Gauge size={14} aria-hidden />
      {reason.status === 0
        ? t('transfers.slowedNetwork', { count: batch.streams })
        : t('transfers.slowed', { count: batch.streams, status: String(reason.status) })}
    </span>
  )
}
