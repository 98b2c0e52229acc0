import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import { PointMenu } from '../../../ui/point-menu.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useVirtualRows } from '../../../ui/use-virtual-rows.ts'
import { useProfiles } from '../../profiles/index.ts'
import { isActive, isFinished } from '../transfer-map.ts'
import { BatchLine } from './batch-line.tsx'
import { batchMenu, itemMenu, type BatchMenuContext } from './batch-menu.tsx'
import { dockAction } from './dock-keys.ts'
import { createDockRows, type DockRow } from './dock-rows.ts'
import { itemFilterOf, useDockStore, type ItemFilter } from './dock-store.ts'
import type { DockTab } from './dock-tabs-of.ts'
import { ItemLine } from './item-line.tsx'
import { useBatchActions } from './use-batch-actions.ts'
import type { DockBatches } from './use-dock-batches.ts'
import { useTransferItems } from './use-transfer-items.ts'

export const dockRowHeightPx = 30
/** History is read on before its end is in sight. */
const readAheadRows = 30

const childCount = (batch: TransferBatch | undefined, filter: ItemFilter): number => (batch === undefined || batch.itemsKept === false ? 0 : filter === 'failed' ? batch.itemsFailed : batch.itemsTotal)

interface Props {
  readonly tab: DockTab
  readonly batches: DockBatches
  /** How many rows there are, for the height of the dock. */
  readonly onRows: (count: number) => void
}

/** Batches and, below each open one, its items: only what is on screen is drawn or asked for. A tree grid to the keyboard. */
export function TransferGrid({ tab, batches, onRows }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const actions = useBatchActions()
  const profiles = useProfiles()
  const { expanded, filters, focus, expand, filterItems, focusRow, showDetails } = useDockStore()
  const [menu, setMenu] = useState<{ readonly row: DockRow; readonly x: number; readonly y: number } | undefined>(undefined)
  const scroller = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const { ids, batchOf, readMore } = batches
  const inHistory = tab === 'history'
  const filterOf = (batchId: string) => itemFilterOf(filters, batchId, tab)

  const rows = createDockRows(ids, (batchId) => (expanded.has(batchId) ? childCount(batchOf(batchId), filterOf(batchId)) : 0))
  const view = useVirtualRows({ scroller, count: rows.total, rowHeightPx: dockRowHeightPx, overscan: 6 })
  const kept = focus === undefined ? 0 : rows.indexOf(focus.batchId, focus.child)
  const focusIndex = Math.min(kept === -1 ? (focus?.index ?? 0) : kept, rows.total - 1)
  // The row with the focus stays while it is scrolled out of sight, or the keyboard would lose its place.
  const shown = useMemo(() => {
    const inView = Array.from({ length: view.end - view.first }, (_, index) => view.first + index)
    return focusIndex >= 0 && (focusIndex < view.first || focusIndex >= view.end) ? [...inView, focusIndex] : inView
  }, [view.first, view.end, focusIndex])
  const visible = shown.map((index) => ({ index, row: rows.rowAt(index) }))
  const itemOf = useTransferItems(visible.flatMap(({ row }) => (row === undefined || row.child < 0 ? [] : [{ batchId: row.batchId, filter: filterOf(row.batchId), child: row.child }])))

  useEffect(() => onRows(rows.total), [onRows, rows.total])
  useEffect(() => {
    if (view.end >= rows.total - readAheadRows) readMore()
  })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !wantsFocus.current) return
    const row = element.querySelector<HTMLElement>(`[data-index="${focusIndex}"]`)
    if (row === null) return
    wantsFocus.current = false
    row.focus({ preventScroll: true })
  })

  const goTo = (index: number, takeFocus: boolean) => {
    const row = rows.rowAt(index)
    if (row === undefined) return
    focusRow({ batchId: row.batchId, child: row.child, index })
    wantsFocus.current = takeFocus
    view.scrollToRow(index)
  }
  const contextOf = (batch: TransferBatch): BatchMenuContext => ({
    t,
    format,
    actions,
    inHistory,
    isReachable: profiles.some(({ profileId }) => profileId === batch.profileId),
    filter: filterOf(batch.batchId),
    onFilter: (filter) => {
      filterItems(batch.batchId, filter)
      expand(batch.batchId, true)
    },
  })
  const menuEntries = () => {
    const batch = menu === undefined ? undefined : batchOf(menu.row.batchId)
    if (menu === undefined || batch === undefined) return []
    if (menu.row.child < 0) return batchMenu(batch, contextOf(batch))
    const item = itemOf({ batchId: batch.batchId, filter: filterOf(batch.batchId), child: menu.row.child })
    return item === undefined ? [] : itemMenu(batch, item, contextOf(batch))
  }
  const removeRow = (batch: TransferBatch | undefined) => {
    if (batch === undefined) return
    wantsFocus.current = true
    if (inHistory) actions.forget([batch.batchId])
    else if (isFinished(batch.state)) actions.clear([batch.batchId])
    else actions.cancel([batch.batchId])
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // A key on a button of the row is the button's, unless it moves.
    const onButton = event.target instanceof HTMLElement && event.target.closest('button') !== null
    if (onButton && ['Enter', ' ', 'Delete', 'Backspace'].includes(event.key)) return
    const action = dockAction(
      { key: event.key, shift: event.shiftKey, chord: event.ctrlKey || event.metaKey || event.altKey },
      focusIndex,
      rows,
      Math.max(1, Math.floor(view.viewportPx / dockRowHeightPx) - 1),
      (batchId) => expanded.has(batchId),
    )
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const row = rows.rowAt(focusIndex)
    const batch = row === undefined ? undefined : batchOf(row.batchId)
    switch (action.kind) {
      case 'move':
        return goTo(action.index, true)
      case 'expand':
      case 'collapse':
        return expand(action.batchId, action.kind === 'expand')
      case 'details':
        goTo(focusIndex, true)
        return showDetails(true)
      case 'closeDetails':
        return showDetails(false)
      case 'remove':
        return row?.child === -1 ? removeRow(batch) : undefined
      case 'toggleRunning':
        if (batch === undefined || inHistory) return undefined
        if (isActive(batch.state)) return actions.pause([batch.batchId])
        return batch.state === 'paused' ? actions.resume([batch.batchId]) : undefined
      case 'menu': {
        const place = scroller.current?.querySelector(`[data-index="${focusIndex}"]`)?.getBoundingClientRect()
        return row === undefined || place === undefined ? undefined : setMenu({ row, x: place.left + 24, y: place.bottom })
      }
    }
  }
  const rowHandlers = (row: DockRow, index: number) => ({
    onClick: () => goTo(index, true),
    onDoubleClick: () => {
      if (row.child >= 0) showDetails(true)
      else expand(row.batchId, !expanded.has(row.batchId))
    },
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault()
      goTo(index, true)
      setMenu({ row, x: event.clientX, y: event.clientY })
    },
  })

  return (
    <div ref={scroller} className="dock-grid" role="treegrid" aria-label={t(`transfers.tab.${tab}`)} aria-rowcount={rows.total} onKeyDown={onKeyDown}>
      <div role="rowgroup" style={{ height: view.heightPx, position: 'relative' }}>
        {visible.map(({ index, row }) => {
          const batch = row === undefined ? undefined : batchOf(row.batchId)
          if (row === undefined || batch === undefined) return null
          const hasFocus = index === focusIndex
          const common = {
            role: 'row',
            tabIndex: hasFocus ? 0 : -1,
            'aria-rowindex': index + 1,
            'aria-level': row.child < 0 ? 1 : 2,
            'aria-selected': hasFocus && focus !== undefined,
            'data-index': index,
            style: { top: index * dockRowHeightPx + view.shiftPx, height: dockRowHeightPx },
            ...rowHandlers(row, index),
          } as const
          if (row.child < 0) {
            const open = expanded.has(row.batchId)
            return (
              <div key={row.batchId} {...common} className="batch" aria-expanded={open} aria-setsize={rows.batchCount} aria-posinset={row.position + 1} data-testid="transfer-batch" data-state={batch.state}>
                <BatchLine
                  batch={batch}
                  open={open}
                  inHistory={inHistory}
                  hasFocus={hasFocus}
                  actions={actions}
                  onToggle={() => expand(row.batchId, !open)}
                  onMenu={(x, y) => setMenu({ row, x, y })}
                />
              </div>
            )
          }
          const item = itemOf({ batchId: row.batchId, filter: filterOf(row.batchId), child: row.child })
          return (
            <div key={`${row.batchId}/${row.child}`} {...common} className="item" aria-setsize={childCount(batch, filterOf(row.batchId))} aria-posinset={row.child + 1} data-testid="transfer-item">
              {item === undefined ? (
                <span role="gridcell" className="item-title" aria-label={t('common.loading')}>
                  <span className="skeleton-bar" />
                </span>
              ) : (
                <ItemLine item={item} onDetails={() => showDetails(true)} />
              )}
            </div>
          )
        })}
      </div>
      {menu === undefined ? null : <PointMenu at={menu} entries={menuEntries()} onClose={() => setMenu(undefined)} />}
    </div>
  )
}
