import { Button } from 'antd'
import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, Pause, Play } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferState } from '../../../electron/contract/schemas.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { batchTitle } from './batch-title.ts'
import { BatchRow } from './batch-row.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { GlobalSpeedLimit } from './speed-limit.tsx'
import { useTransferStore } from './store.ts'
import { isActive, isFinished, transferTotals } from './transfer-map.ts'
import { useBatchActions } from './use-batch-actions.ts'

/** Below the list, never over it: one line until it is opened. */
export function TransferDock({ heightPx }: { readonly heightPx: number }) {
  const { t } = useTranslation()
  const open = useTransferStore((state) => state.dockOpen)
  const order = useTransferStore((state) => state.order)
  return (
    <section className="dock" aria-label={t('transfers.title')} data-testid="transfer-dock">
      <DockLine />
      {open ? (
        <div className="dock-body" style={{ height: heightPx }}>
          {order.length === 0 ? (
            <EmptyState title={t('transfers.idle')} hint={t('transfers.idleHint')} />
          ) : (
            <ul className="batches">
              {order.map((batchId) => (
                <BatchRow key={batchId} batchId={batchId} />
              ))}
            </ul>
          )}
        </div>
      ) : null}
    </section>
  )
}

function DockLine() {
  const { t } = useTranslation()
  const format = useFormat()
  const { open, byId, order, toggle } = {
    open: useTransferStore((state) => state.dockOpen),
    byId: useTransferStore((state) => state.byId),
    order: useTransferStore((state) => state.order),
    toggle: useTransferStore((state) => state.toggleDock),
  }
  const actions = useBatchActions()
  const totals = useMemo(() => transferTotals({ byId, order }), [byId, order])
  const idsIn = (wanted: (state: TransferState) => boolean): string[] =>
    order.filter((id) => {
      const batch = byId[id]
      return batch !== undefined && wanted(batch.state)
    })
  const finishedIds = idsIn(isFinished)
  const activeId = order.find((id) => {
    const batch = byId[id]
    return batch !== undefined && isActive(batch.state)
  })
  const activeBatch = activeId === undefined ? undefined : byId[activeId]
  return (
    <div className="dock-line">
      <button type="button" className="dock-toggle" aria-expanded={open} aria-label={open ? t('transfers.collapse') : t('transfers.expand')} onClick={toggle}>
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
        <span>{t('transfers.title')}</span>
      </button>
      {totals.active > 0 ? (
        <>
          <span className="dock-title">
            {totals.active === 1 && activeBatch !== undefined ? batchTitle(activeBatch, t) : t('transfers.running', { count: totals.active })}
          </span>
          <ProgressBar label={t('transfers.overall')} fraction={totals.fraction} />
          <span className="dock-numbers">
            {[
              totals.fraction === undefined ? undefined : format.percent(totals.fraction),
              totals.bytesPerSecond > 0 ? t('transfers.speed', { size: format.bytes(totals.bytesPerSecond) }) : undefined,
              totals.secondsLeft === undefined ? undefined : t('transfers.left', { time: format.duration(totals.secondsLeft) }),
            ]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </span>
        </>
      ) : (
        <span className="dock-title is-secondary">{order.length === 0 ? t('transfers.idle') : totals.paused > 0 ? t('transfers.summaryPaused', { count: totals.paused }) : totals.failed > 0 ? '' : t('transfers.summaryDone')}</span>
      )}
      {totals.failed > 0 ? (
        <span className="state is-danger">
          <CircleAlert size={14} aria-hidden />
          {t('transfers.summaryFailed', { count: totals.failed })}
        </span>
      ) : totals.active === 0 && totals.paused === 0 && order.length > 0 ? (
        <CircleCheck size={14} className="is-ok" aria-hidden />
      ) : null}
      <span className="dock-spacer" />
      {open ? <GlobalSpeedLimit /> : null}
      {open && totals.active > 0 ? (
        <Button size="small" type="text" icon={<Pause size={13} />} onClick={() => actions.pause(idsIn(isActive))}>
          {t('transfers.pauseAll')}
        </Button>
      ) : null}
      {open && totals.paused > 0 ? (
        <Button size="small" type="text" icon={<Play size={13} />} onClick={() => actions.resume(idsIn((state) => state === 'paused'))}>
          {t('transfers.resumeAll')}
        </Button>
      ) : null}
      {open && finishedIds.length > 0 ? (
        <Button size="small" type="text" onClick={() => actions.clear(finishedIds)}>
          {t('transfers.clearFinished')}
        </Button>
      ) : null}
    </div>
  )
}
