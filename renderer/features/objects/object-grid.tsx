import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow, ListingView, SortColumn } from '../../../electron/contract/schemas.ts'
import { isMac } from '../../ui/platform.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows, type VirtualRows } from '../../ui/use-virtual-rows.ts'
import { useListFocus } from '../navigation/index.ts'
import { columns } from './columns.ts'
import { gridAction, type GridAction } from './grid-keys.ts'
import { ObjectRow } from './object-row.tsx'
import { includes } from './ranges.ts'
import { createRowLabels, type RowLabels } from './row-labels.ts'
import type { Modifiers, Selection } from './selection.ts'

export interface ObjectGridProps {
  readonly total: number
  readonly rowHeightPx: number
  readonly rowAt: (index: number) => ListingRow | undefined
  readonly selection: Selection
  readonly view: ListingView
  /** Changes with the place; the list starts at the top then. */
  readonly placeKey: string
  /** The place has just changed and its first rows are on their way: what is on screen stays until they are here. */
  readonly arriving: boolean
  /** Prefix of the folder row that files hover over. */
  readonly dropKey: string | undefined
  /** Files hover over the list itself. */
  readonly dropHere: boolean
  /** In place of the rows when there are none. */
  readonly empty: ReactNode
  readonly onShowRows: (first: number, end: number) => void
  readonly onSort: (column: SortColumn) => void
  readonly onPick: (index: number, modifiers: Modifiers) => void
  readonly onOpen: (index: number) => void
  /** Middle click. */
  readonly onOpenInTab: (index: number) => void
  /** The row is about to be opened. */
  readonly onHead: (index: number) => void
  readonly onAction: (action: GridAction) => void
  /** Right click, or the menu key; index -1 for the blank area. */
  readonly onMenu: (index: number, x: number, y: number) => void
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void
  readonly onDrop: (event: DragEvent<HTMLElement>) => void
}

export function indexOfEvent(event: { readonly target: EventTarget }): number {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return row === null ? -1 : Number(row.dataset['index'])
}

/** The list as an ARIA grid: a fixed header and virtualised rows of one height, with a roving focus. */
export function ObjectGrid(props: ObjectGridProps) {
  const { total, rowHeightPx, selection, view, placeKey, onShowRows, onPick, onOpen, onAction, onMenu } = props
  const { t } = useTranslation()
  const format = useFormat()
  const labels = useMemo(() => createRowLabels(t, format), [t, format])
  const scroller = useRef<HTMLDivElement>(null)
  const [hasFocus, setHasFocus] = useState(false)
  const rows = useVirtualRows({ scroller, count: total, rowHeightPx })
  const { first, end, scrollToRow } = rows

  useEffect(() => onShowRows(first, end), [onShowRows, first, end])
  useListFocus(() => (scroller.current?.querySelector<HTMLElement>('.grid-row[tabindex="0"]') ?? scroller.current)?.focus({ preventScroll: true }))
  useEffect(() => {
    if (selection.focus >= 0) scrollToRow(selection.focus)
    // Only a move of the focus scrolls; rows that come and go must not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selection.focus, placeKey])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLElement && event.target.closest('[role=columnheader]') !== null) return
    const mod = isMac ? event.metaKey : event.ctrlKey
    const pageRows = Math.max(1, Math.floor(rows.viewportPx / rowHeightPx) - 1)
    const action = gridAction({ key: event.key, shift: event.shiftKey, mod, alt: event.altKey }, selection.focus, total, pageRows)
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (action.kind === 'menu') {
      const row = scroller.current?.querySelector(`[data-index="${selection.focus}"]`)?.getBoundingClientRect()
      onMenu(row === undefined ? -1 : selection.focus, (row?.left ?? 0) + 48, row?.bottom ?? 0)
    } else onAction(action)
  }
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const index = indexOfEvent(event)
    // The middle button would start to scroll.
    if (event.button === 1 && index >= 0) event.preventDefault()
    // The second press of a double click.
    if (event.button === 0 && index >= 0 && event.detail === 2) props.onHead(index)
    if (event.button === 0 && index >= 0) onPick(index, { extend: event.shiftKey, toggle: isMac ? event.metaKey : event.ctrlKey })
    else if (event.button === 0 && index === -1) onAction({ kind: 'clear' })
    // A right click outside the selection chooses that row first, as in file managers.
    else if (event.button === 2 && index >= 0 && !includes(selection.ranges, index)) onPick(index, { extend: false, toggle: false })
  }

  return (
    <div
      role="grid"
      aria-label={t('objects.list')}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-busy={props.arriving}
      className={props.dropHere ? 'grid is-drop-target' : 'grid'}
      data-testid="object-grid"
      onKeyDown={onKeyDown}
      onFocus={() => setHasFocus(true)}
      onBlur={(event) => setHasFocus(event.currentTarget.contains(event.relatedTarget))}
      onDragOver={props.onDragOver}
      onDrop={props.onDrop}
    >
      <div role="rowgroup" className="grid-header" style={{ paddingRight: rows.scrollbarPx }}>
        <div role="row" aria-rowindex={1} className="grid-columns">
          {columns.map(({ column, label }) => {
            const active = view.column === column
            const Arrow = view.direction === 'ascending' ? ArrowUp : ArrowDown
            return (
              <div key={column} role="columnheader" aria-sort={active ? view.direction : 'none'} className={`column is-${column}`}>
                <button type="button" onClick={() => props.onSort(column)}>
                  {t(label)}
                  {active ? <Arrow size={12} aria-hidden /> : null}
                </button>
              </div>
            )
          })}
        </div>
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        className="grid-body"
        tabIndex={total === 0 ? 0 : -1}
        onMouseDown={onMouseDown}
        onMouseUp={(event) => {
          const index = indexOfEvent(event)
          if (event.button === 1 && index >= 0) props.onOpenInTab(index)
        }}
        onDoubleClick={(event) => {
          const index = indexOfEvent(event)
          if (index >= 0) onOpen(index)
        }}
        onContextMenu={(event) => {
          event.preventDefault()
          onMenu(indexOfEvent(event), event.clientX, event.clientY)
        }}
      >
        <GridRows {...props} rows={rows} labels={labels} hasFocus={hasFocus} />
      </div>
    </div>
  )
}

interface GridRowsProps extends ObjectGridProps {
  readonly rows: VirtualRows
  readonly labels: RowLabels
  readonly hasFocus: boolean
}

/** The rows on screen. While others are on their way they are not touched, so that no blank list flashes up between two places. */
const GridRows = memo(
  function GridRows({ total, rows, rowHeightPx, rowAt, selection, placeKey, dropKey, labels, hasFocus, empty }: GridRowsProps) {
    const { first, end, scrollToTop } = rows
    useLayoutEffect(() => {
      scrollToTop()
      // A new place starts at its top; the list of the same place stays where it is.
      // oxlint-disable-next-line react-hooks/exhaustive-deps
    }, [placeKey])
    if (total === 0) return empty
    // The focused row is rendered wherever it is, so that the keyboard never falls off the list while scrolling.
    const visible = Array.from({ length: end - first }, (_, offset) => first + offset)
    if (selection.focus >= 0 && selection.focus < total && (selection.focus < first || selection.focus >= end)) visible.push(selection.focus)
    const entry = selection.focus >= 0 && selection.focus < total ? selection.focus : 0
    return (
      <div role="presentation" className="grid-spacer" style={{ height: rows.heightPx }}>
        {visible.map((index) => (
          <ObjectRow
            key={index}
            index={index}
            row={rowAt(index)}
            labels={labels}
            topPx={index * rowHeightPx + rows.shiftPx}
            selected={includes(selection.ranges, index)}
            focused={index === entry}
            takeFocus={hasFocus}
            dropTarget={dropKey !== undefined && rowAt(index)?.key === dropKey}
          />
        ))}
      </div>
    )
  },
  (_shown, next) => next.arriving,
)
