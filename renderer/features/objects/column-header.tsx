import { ArrowDown, ArrowUp, Check } from 'lucide-react'
import { memo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingView, SortColumn } from '../../../electron/contract/listings.ts'
import type { ListLayout } from '../../../electron/contract/workspace.ts'
import { PointMenu, type MenuEntries } from '../../ui/point-menu.tsx'
import { columnLeastPx, columns, defaultLayout, isColumnChosen, labelOfColumn, moveColumn, resizeColumn, toggleColumn, type ListColumn, type ShownColumn } from './columns.ts'

interface Props {
  readonly shown: readonly ShownColumn[]
  readonly layout: ListLayout
  readonly view: ListingView
  readonly scrollbarPx: number
  readonly onSort: (column: SortColumn) => void
  readonly onLayout: (layout: ListLayout) => void
}

const columnDragType = 'application/x-ossia-column'
const keyStepPx = 12

/** Names of the columns: click to sort, drag to reorder, drag the edge to resize, right click to choose. */
export const ColumnHeader = memo(function ColumnHeader({ shown, layout, view, scrollbarPx, onSort, onLayout }: Props) {
  const { t } = useTranslation()
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | undefined>(undefined)
  const dragged = useRef<ListColumn | undefined>(undefined)
  const isActive = (column: ListColumn) => view.column === column || (column === 'name' && view.column === 'rawName')
  const entries: MenuEntries = [
    ...columns.map(({ column, label }) => ({
      key: column,
      label: t(label),
      ...(isColumnChosen(layout, column) ? { icon: <Check size={14} /> } : {}),
      disabledReason: column === 'name' ? t('objects.columns.always') : undefined,
      run: () => onLayout(toggleColumn(layout, column)),
    })),
    'separator',
    { key: 'natural', label: t('objects.columns.naturalOrder'), ...(view.column === 'name' ? { icon: <Check size={14} /> } : {}), run: () => (view.column === 'name' ? undefined : onSort('name')) },
    { key: 'raw', label: t('objects.columns.rawOrder'), ...(view.column === 'rawName' ? { icon: <Check size={14} /> } : {}), run: () => (view.column === 'rawName' ? undefined : onSort('rawName')) },
    'separator',
    { key: 'reset', label: t('objects.columns.reset'), run: () => onLayout({ ...layout, columns: defaultLayout.columns }) },
  ]
  const onKeyDown = (event: KeyboardEvent, { column, widthPx }: ShownColumn) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0 || column === 'name' || event.altKey) return
    if (event.shiftKey) onLayout(resizeColumn(layout, column, widthPx + step * keyStepPx))
    else if (event.ctrlKey || event.metaKey) onLayout(moveColumn(layout, column, shown[shown.findIndex((one) => one.column === column) + step]?.column ?? column))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div role="rowgroup" className="grid-header" style={{ paddingRight: scrollbarPx }}>
      <div
        role="row"
        aria-rowindex={1}
        className="grid-columns"
        onContextMenu={(event) => {
          event.preventDefault()
          const box = event.target instanceof Element ? event.target.getBoundingClientRect() : undefined
          // From the keyboard there is no pointer to open at.
          setMenu(event.clientX === 0 && event.clientY === 0 && box !== undefined ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY })
        }}
      >
        {shown.map((one) => {
          const { column } = one
          const active = isActive(column)
          const Arrow = view.direction === 'ascending' ? ArrowUp : ArrowDown
          return (
            <div
              key={column}
              role="columnheader"
              aria-sort={active ? view.direction : 'none'}
              className={`column is-${column}`}
              draggable={column !== 'name'}
              onDragStart={(event) => {
                dragged.current = column
                event.dataTransfer.setData(columnDragType, column)
                event.dataTransfer.effectAllowed = 'move'
              }}
              onDragOver={(event) => {
                if (!event.dataTransfer.types.includes(columnDragType) || dragged.current === undefined) return
                event.preventDefault()
                event.stopPropagation()
                event.dataTransfer.dropEffect = 'move'
              }}
              onDrop={(event) => {
                if (dragged.current === undefined || !event.dataTransfer.types.includes(columnDragType)) return
                event.preventDefault()
                event.stopPropagation()
                onLayout(moveColumn(layout, dragged.current, column))
                dragged.current = undefined
              }}
            >
              <button type="button" title={active && view.column === 'rawName' ? t('objects.columns.rawOrder') : undefined} onClick={() => onSort(active ? view.column : column)} onKeyDown={(event) => onKeyDown(event, one)}>
                <span className="column-label">{t(labelOfColumn(column))}</span>
                {active ? <Arrow size={12} aria-hidden /> : null}
              </button>
              {column === 'name' ? null : <ResizeHandle widthPx={one.widthPx} onResize={(widthPx) => onLayout(resizeColumn(layout, column, widthPx))} />}
            </div>
          )
        })}
      </div>
      {menu === undefined ? null : <PointMenu at={menu} entries={entries} onClose={() => setMenu(undefined)} />}
    </div>
  )
})

/** The left edge of a column, since the name takes what is left. For the pointer; the keyboard has Shift with the arrows. */
function ResizeHandle({ widthPx, onResize }: { readonly widthPx: number; readonly onResize: (widthPx: number) => void }) {
  const drag = useRef<{ readonly x: number; readonly widthPx: number } | undefined>(undefined)
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current !== undefined) onResize(Math.max(columnLeastPx, drag.current.widthPx + drag.current.x - event.clientX))
  }
  const end = () => {
    drag.current = undefined
  }
  return (
    <span
      aria-hidden
      className="column-edge"
      // The header itself is dragged to another place; its edge is not.
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.clientX, widthPx }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  )
}
