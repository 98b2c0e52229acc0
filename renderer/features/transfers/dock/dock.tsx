import { Button, Input } from 'antd'
import { ChevronDown, History, ListX, PanelRight, Pause, Play, RotateCcw, Search } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toCallError } from '../../../bridge/call-error.ts'
import { useCopyText } from '../../../bridge/api.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { withKeys } from '../../../ui/platform.ts'
import { Splitter } from '../../../ui/splitter.tsx'
import { useTransferStore } from '../store.ts'
import { isActive } from '../transfer-map.ts'
import { EndedAnnouncer } from './ended-announcer.tsx'
import { DockLine } from './dock-line.tsx'
import { useDockStore } from './dock-store.ts'
import { dockPanelId, DockTabs } from './dock-tabs.tsx'
import { batchesByTab, firstTab, type BatchesByTab, type DockTab } from './dock-tabs-of.ts'
import { GlobalSpeedLimit } from './speed-limit.tsx'
import { dockRowHeightPx, TransferGrid } from './transfer-grid.tsx'
import { TransferDetails } from './transfer-details.tsx'
import { useBatchActions } from './use-batch-actions.ts'
import { useDockBatches, type DockBatches } from './use-dock-batches.ts'

interface Props {
  /** The most it takes, as the user left it. */
  readonly savedHeightPx: number
  readonly onHeight: (heightPx: number) => void
  /** That open and close it. */
  readonly keys: string | undefined
}

/** Below the list, never over it: one line until it is opened. */
export function TransferDock(props: Props) {
  const { t } = useTranslation()
  const open = useTransferStore((state) => state.dockOpen)
  const toggle = useTransferStore((state) => state.toggleDock)
  return (
    <>
      {open ? (
        <OpenDock {...props} />
      ) : (
        <section className="dock" aria-label={t('transfers.title')} data-testid="transfer-dock">
          <DockLine keys={props.keys} onOpen={toggle} />
        </section>
      )}
      <EndedAnnouncer />
    </>
  )
}

const minHeightPx = 120
const emptyHeightPx = 132
const detailsHeightPx = 240

/** No higher than its rows need, and never shrinking while it is open: nothing under the pointer may jump. */
function useDockHeight({ savedHeightPx, onHeight }: Props) {
  const [grownPx, setGrownPx] = useState(0)
  const [draggedPx, setDraggedPx] = useState<number | undefined>(undefined)
  const [rowCount, setRowCount] = useState(0)
  const detailsOpen = useDockStore((state) => state.detailsOpen)
  const maxPx = Math.max(minHeightPx + 40, Math.round(window.innerHeight * 0.6))
  // Half a row of room says that there is no more.
  const neededPx = Math.max(emptyHeightPx, detailsOpen ? detailsHeightPx : 0, Math.round((rowCount + 0.5) * dockRowHeightPx))
  const heightPx = Math.min(draggedPx ?? Math.min(savedHeightPx, Math.max(grownPx, neededPx)), maxPx)
  if (heightPx > grownPx) setGrownPx(heightPx)
  return {
    heightPx,
    onRows: setRowCount,
    splitter: {
      sizePx: heightPx,
      minPx: minHeightPx,
      maxPx,
      onResize: setDraggedPx,
      onCommit: (sizePx: number) => {
        setDraggedPx(sizePx)
        onHeight(sizePx)
      },
    },
  }
}

function OpenDock(props: Props) {
  const { t } = useTranslation()
  const { keys } = props
  const { heightPx, onRows, splitter } = useDockHeight(props)
  const toggle = useTransferStore((state) => state.toggleDock)
  const byId = useTransferStore((state) => state.byId)
  const order = useTransferStore((state) => state.order)
  const { tab: chosen, showTab, detailsOpen, showDetails, search } = useDockStore()
  const tabs = useMemo(() => batchesByTab({ byId, order }), [byId, order])
  // What is most telling when the dock opens stays until the user goes elsewhere.
  const [opened] = useState(() => firstTab(tabs))
  const tab = chosen ?? opened
  const batches = useDockBatches(tab, tabs, search)
  return (
    <>
      <Splitter label={t('common.resizeDock')} edge="bottom" {...splitter} />
      <section className="dock is-open" aria-label={t('transfers.title')} data-testid="transfer-dock">
        <div className="dock-bar">
          <button type="button" className="dock-toggle" aria-expanded aria-label={t('transfers.collapse')} title={withKeys(t('transfers.collapse'), keys)} onClick={toggle}>
            <ChevronDown size={14} aria-hidden />
            <span>{t('transfers.title')}</span>
          </button>
          <DockTabs tabs={tabs} chosen={tab} onChoose={showTab} />
          <span className="dock-spacer" />
          <TabActions tab={tab} tabs={tabs} historyIsEmpty={tab === 'history' && batches.ids.length === 0} />
          <IconButton label={t(detailsOpen ? 'transfers.hideDetails' : 'transfers.showDetails')} pressed={detailsOpen} icon={<PanelRight size={15} />} onClick={() => showDetails(!detailsOpen)} />
        </div>
        <div className="dock-body" id={dockPanelId} role="tabpanel" aria-labelledby={`transfers-tab-${tab}`} style={{ height: heightPx }}>
          {batches.ids.length === 0 ? <NoBatches tab={tab} tabs={tabs} batches={batches} /> : <TransferGrid key={tab} tab={tab} batches={batches} onRows={onRows} />}
          {detailsOpen ? <TransferDetails tab={tab} batches={batches} /> : null}
        </div>
      </section>
    </>
  )
}

/** What can be done with everything in a tab. */
function TabActions({ tab, tabs, historyIsEmpty }: { readonly tab: DockTab; readonly tabs: BatchesByTab; readonly historyIsEmpty: boolean }) {
  const { t } = useTranslation()
  const byId = useTransferStore((state) => state.byId)
  const { search, searchFor } = useDockStore()
  const actions = useBatchActions()
  const all = [...tabs.active, ...tabs.queued]
  const active = all.filter((id) => isActive(byId[id]?.state ?? 'done'))
  const paused = all.filter((id) => byId[id]?.state === 'paused')
  if (tab === 'history') {
    return (
      <>
        <Input
          size="small"
          className="dock-search"
          allowClear
          aria-label={t('transfers.searchHistory')}
          placeholder={t('transfers.searchHistory')}
          prefix={<Search size={13} aria-hidden />}
          value={search}
          onChange={(event) => searchFor(event.target.value)}
        />
        {historyIsEmpty || search !== '' ? null : (
          <Button size="small" type="text" icon={<ListX size={14} />} onClick={() => actions.forget(undefined)}>
            {t('transfers.clearHistory')}
          </Button>
        )}
      </>
    )
  }
  if (tab === 'failed' || tab === 'done') {
    const ids = [...tabs[tab]]
    if (ids.length === 0) return null
    return (
      <>
        {tab === 'failed' ? (
          <Button size="small" type="text" icon={<RotateCcw size={13} />} onClick={() => actions.retry(ids)}>
            {t('transfers.retryAll')}
          </Button>
        ) : null}
        <Button size="small" type="text" icon={<ListX size={14} />} onClick={() => actions.clear(ids)}>
          {t('transfers.clearAll')}
        </Button>
      </>
    )
  }
  return (
    <>
      <GlobalSpeedLimit />
      {active.length > 0 ? (
        <Button size="small" type="text" icon={<Pause size={13} />} onClick={() => actions.pause(active)}>
          {t('transfers.pauseAll')}
        </Button>
      ) : null}
      {paused.length > 0 ? (
        <Button size="small" type="text" icon={<Play size={13} />} onClick={() => actions.resume(paused)}>
          {t('transfers.resumeAll')}
        </Button>
      ) : null}
    </>
  )
}

/** Why a tab is empty, and where to look instead. */
function NoBatches({ tab, tabs, batches }: { readonly tab: DockTab; readonly tabs: BatchesByTab; readonly batches: DockBatches }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { search, searchFor, showTab } = useDockStore()
  const goTo = useCallback((next: DockTab) => () => showTab(next), [showTab])
  if (batches.error !== null) return <ErrorNotice variant="page" error={toCallError(batches.error)} onCopy={(text) => void copyText(text)} />
  if (batches.isLoading) return <div className="dock-empty" role="status" aria-label={t('common.loading')} />
  if (tab === 'history' && search !== '') {
    return (
      <EmptyState title={t('transfers.noMatch', { search })}>
        <Button size="small" onClick={() => searchFor('')}>
          {t('transfers.clearSearch')}
        </Button>
      </EmptyState>
    )
  }
  const hints = { active: 'transfers.idleHint', queued: 'transfers.queuedHint', failed: 'transfers.failedHint', done: 'transfers.doneHint', history: 'transfers.historyHint' } as const
  const elsewhere = (['failed', 'queued', 'done'] as const).filter((other) => tab === 'active' && tabs[other].length > 0)
  return (
    <EmptyState title={t(`transfers.nothing.${tab}`)} hint={t(hints[tab])}>
      {elsewhere.map((other) => (
        <Button key={other} size="small" onClick={goTo(other)}>
          {t(`transfers.elsewhere.${other}`, { count: tabs[other].length })}
        </Button>
      ))}
      {tab === 'done' ? (
        <Button size="small" icon={<History size={13} />} onClick={goTo('history')}>
          {t('transfers.tab.history')}
        </Button>
      ) : null}
    </EmptyState>
  )
}
