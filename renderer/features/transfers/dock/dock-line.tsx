import { ChevronUp, CircleAlert, CircleCheck, CirclePause } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withKeys } from '../../../ui/platform.ts'
import { useFormat } from '../../../ui/use-format.ts'
import { batchTitle } from '../batch-title.ts'
import { ProgressBar } from '../progress-bar.tsx'
import { useTransferStore } from '../store.ts'
import { isActive, transferTotals } from '../transfer-map.ts'

/** The closed dock: one line that says how things stand; a click anywhere opens the dock. */
export function DockLine({ keys, onOpen }: { readonly keys: string | undefined; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const byId = useTransferStore((state) => state.byId)
  const order = useTransferStore((state) => state.order)
  const totals = useMemo(() => transferTotals({ byId, order }), [byId, order])
  const active = order.flatMap((id) => byId[id] ?? []).find((batch) => isActive(batch.state))
  const numbers = [
    totals.fraction === undefined ? undefined : format.percent(totals.fraction),
    totals.bytesPerSecond > 0 ? t('transfers.speed', { size: format.bytes(totals.bytesPerSecond) }) : undefined,
    totals.secondsLeft === undefined ? undefined : t('transfers.left', { time: format.duration(totals.secondsLeft) }),
  ].filter((part) => part !== undefined)
  const summary = order.length === 0 ? t('transfers.idle') : totals.paused > 0 ? t('transfers.summaryPaused', { count: totals.paused }) : totals.failed > 0 ? '' : t('transfers.summaryDone')
  return (
    // The button is the keyboard's way; the pointer may hit the line anywhere.
    <div className="dock-line" onClick={onOpen}>
      <button type="button" className="dock-toggle" aria-expanded={false} aria-label={t('transfers.expand')} title={withKeys(t('transfers.expand'), keys)}>
        <ChevronUp size={14} aria-hidden />
        <span>{t('transfers.title')}</span>
      </button>
      {totals.active > 0 && active !== undefined ? (
        <>
          <span className="dock-title">{totals.active === 1 ? batchTitle(active, t) : t('transfers.running', { count: totals.active })}</span>
          <ProgressBar label={t('transfers.overall')} fraction={totals.fraction} />
          <span className="dock-numbers">{numbers.join(' · ')}</span>
        </>
      ) : summary === '' ? null : (
        <span className="state is-secondary">
          {totals.paused > 0 ? <CirclePause size={14} aria-hidden /> : order.length > 0 ? <CircleCheck size={14} className="is-ok" aria-hidden /> : null}
          {summary}
        </span>
      )}
      {totals.failed > 0 ? (
        <span className="state is-danger">
          <CircleAlert size={14} aria-hidden />
          {t('transfers.summaryFailed', { count: totals.failed })}
        </span>
      ) : null}
    </div>
  )
}
