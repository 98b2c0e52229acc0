import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow, ListingView, SortColumn } from '../../../electron/contract/listings.ts'
import type { ListLayout } from '../../../electron/contract/workspace.ts'
import { isMac } from '../../ui/platform.ts'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows, type VirtualRows } from '../../ui/use-virtual-rows.ts'
import { useListFocus, type Place } from '../navigation/index.ts'
import { ColumnHeader } from './column-header.tsx'
import { columnTemplate, shownColumns, type ShownColumn } from './columns.ts'
import { DragHandle } from './drag-handle.tsx'
import { gridAction, type GridAction } from './grid-keys.ts'
import { ObjectRow } from './object-row.tsx'
import { ObjectTile } from './object-tile.tsx'
import { includes, type Ranges } from './ranges.ts'
import { createRowLabels, type RowLabels } from './row-labels.ts'
import type { Modifiers, Selection } from './selection.ts'
import { useRubberBand } from './use-rubber-band.ts'

export interface ObjectGridProps {
  readonly total: number
  readonly rowHeightPx: number
  readonly rowAt: (index: number) => ListingRow | undefined
  readonly selection: Selection
  readonly view: ListingView
  readonly place: Place
  readonly layout: ListLayout
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
  readonly onLayout: (layout: ListLayout) => void
  readonly onSort: (column: SortColumn) => void
  readonly onPick: (index: number, modifiers: Modifiers) => void
  /** A rubber band: these and no others. */
  readonly onPickRanges: (ranges: Ranges) => void
  readonly onOpen: (index: number) => void
  /** Middle click. */
  readonly onOpenInTab: (index: number) => void
  /** The row is about to be opened. */
  readonly onHead: (index: number) => void
  readonly onAction: (action: GridAction) => void
  /** Right click, or the menu key; index -1 for the blank area. */
  readonly onMenu: (index: number, x: number, y: number) => void
  /** Key of the row whose name is a field now. */
  readonly renaming: string | undefined
  /** Whether a row was cut and waits to be pasted. */
  readonly isCut: (row: ListingRow) => boolean
  /** The new name, or undefined when the old one stays. */
  readonly onRename: (row: ListingRow, newName: string | undefined) => void
  /** False when nothing is there to be dragged. */
  readonly onDragStart: (transfer: DataTransfer) => boolean
  readonly onDragEnd: () => void
  /** The button went down on the handle by which rows are dragged to other programs; the row is chosen by then. */
  readonly onHandle: (event: MouseEvent<HTMLElement>) => void
  /** The handle was only clicked. */
  readonly onHandleClick: () => void
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void
  readonly onDrop: (event: DragEvent<HTMLElement>) => void
}

export function indexOfEvent(event: { readonly target: EventTarget }): number {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return row === null ? -1 : Number(row.dataset['index'])
}

const tileCaptionPx = 44
const tileGapPx = 8

/** A band begins where nothing else does: beside the rows, or on a cell of a row that is not chosen, its name left out. */
function mayBeginBand(target: Element): boolean {
  const item = target.closest('[data-index]')
  if (target.closest('.drag-handle') !== null) return false
  return item === null || (item.getAttribute('aria-selected') !== 'true' && !item.classList.contains('tile') && target.closest('.cell-name') === null)
}

/** The list as an ARIA grid, of rows or of tiles: virtualised lines of one height, with a roving focus. */
export function ObjectGrid(props: ObjectGridProps) {
  const { total, rowHeightPx, selection, view, layout, placeKey, onShowRows, onPick, onOpen, onAction, onMenu } = props
  const { t } = useTranslation()
  const format = useFormat()
  const labels = useMemo(() => createRowLabels(t, format), [t, format])
  const scroller = useRef<HTMLDivElement>(null)
  const [hasFocus, setHasFocus] = useState(false)
  const widthPx = useElementWidth(scroller)
  const isTiles = layout.as === 'tiles'
  const perRow = isTiles ? Math.max(1, Math.floor((widthPx - tileGapPx) / (layout.tilePx + tileGapPx))) : 1
  const lineHeightPx = isTiles ? layout.tilePx + tileCaptionPx + tileGapPx : rowHeightPx
  const shown = useMemo(() => shownColumns(layout, widthPx), [layout, widthPx])
  const rows = useVirtualRows({ scroller, count: Math.ceil(total / perRow), rowHeightPx: lineHeightPx, overscan: isTiles ? 2 : 12 })
  const { scrollToRow } = rows
  const first = rows.first * perRow
  const end = Math.min(total, rows.end * perRow)
  const band = useRubberBand({
    scroller,
    total,
    rowHeightPx: lineHeightPx,
    perRow,
    itemWidthPx: widthPx / perRow,
    shiftPx: rows.shiftPx,
    mayBegin: mayBeginBand,
    ranges: selection.ranges,
    onSelect: props.onPickRanges,
  })

  useEffect(() => onShowRows(first, end), [onShowRows, first, end])
  useListFocus(() => (scroller.current?.querySelector<HTMLElement>('.grid-row[tabindex="0"]') ?? scroller.current)?.focus({ preventScroll: true }))
  useEffect(() => {
    if (selection.focus >= 0) scrollToRow(Math.floor(selection.focus / perRow))
    // Only a move of the focus scrolls; rows that come and go must not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selection.focus, placeKey])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLElement && event.target.closest('[role=columnheader]') !== null) return
    if (event.target instanceof HTMLInputElement) return
    const mod = isMac ? event.metaKey : event.ctrlKey
    const pageRows = Math.max(1, Math.floor(rows.viewportPx / lineHeightPx) - 1)
    const action = gridAction({ key: event.key, shift: event.shiftKey, mod, alt: event.altKey }, selection.focus, total, pageRows, perRow)
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (action.kind === 'menu') {
      const row = scroller.current?.querySelector(`[data-index="${selection.focus}"]`)?.getBoundingClientRect()
      onMenu(row === undefined ? -1 : selection.focus, (row?.left ?? 0) + 48, row?.bottom ?? 0)
    } else onAction(action)
  }
  /** A press on one of several chosen rows may begin a drag of all: only when it was a click, that row alone is chosen. */
  const pressedChosen = useRef(-1)
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement) return
    const index = indexOfEvent(event)
    pressedChosen.current = -1
    // The middle button would start to scroll.
    if (event.button === 1 && index >= 0) event.preventDefault()
    // The second press of a double click.
    if (event.button === 0 && index >= 0 && event.detail === 2) props.onHead(index)
    const adds = isMac ? event.metaKey : event.ctrlKey
    if (event.button === 0 && index >= 0 && includes(selection.ranges, index) && !event.shiftKey && !adds) pressedChosen.current = index
    else if (event.button === 0 && index >= 0) onPick(index, { extend: event.shiftKey, toggle: adds })
    else if (event.button === 0 && index === -1 && !adds) onAction({ kind: 'unpick' })
    // A right click outside the selection chooses that row first, as in file managers.
    else if (event.button === 2 && index >= 0 && !includes(selection.ranges, index)) onPick(index, { extend: false, toggle: false })
    if (event.button === 0 && event.target instanceof Element && event.target.closest('.drag-handle') !== null) props.onHandle(event)
  }

  return (
    <div
      role="grid"
      aria-label={t('objects.list')}
      aria-rowcount={isTiles ? Math.ceil(total / perRow) : total + 1}
      aria-colcount={isTiles ? perRow : shown.length}
      aria-multiselectable
      aria-busy={props.arriving}
      className={`grid${isTiles ? ' is-tiles' : ''}${props.dropHere ? ' is-drop-target' : ''}`}
      style={isTiles ? undefined : ({ '--columns': columnTemplate(shown) } as CSSProperties)}
      data-testid="object-grid"
      onKeyDown={onKeyDown}
      // The header has the keyboard for itself; a row takes it only from among the rows.
      onFocus={(event) => setHasFocus(scroller.current?.contains(event.target) === true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setHasFocus(false)
      }}
      onDragOver={props.onDragOver}
      onDrop={props.onDrop}
    >
      {isTiles ? null : <ColumnHeader shown={shown} layout={layout} view={view} scrollbarPx={rows.scrollbarPx} onSort={props.onSort} onLayout={props.onLayout} />}
      <div
        ref={scroller}
        role="rowgroup"
        className="grid-body"
        tabIndex={total === 0 ? 0 : -1}
        onMouseDown={onMouseDown}
        onClick={(event) => {
          const index = indexOfEvent(event)
          if (index >= 0 && index === pressedChosen.current) onPick(index, { extend: false, toggle: false })
        }}
        onDragStart={(event) => {
          if (event.defaultPrevented || !props.onDragStart(event.dataTransfer)) event.preventDefault()
        }}
        onDragEnd={props.onDragEnd}
        onMouseUp={(event) => {
          const index = indexOfEvent(event)
          if (event.button === 1 && index >= 0) props.onOpenInTab(index)
        }}
        onDragStartCapture={(event) => {
          // What began as a band is no drag of rows.
          if (band.mayFollow()) event.preventDefault()
        }}
        onDoubleClick={(event) => {
          const index = indexOfEvent(event)
          if (index >= 0) onOpen(index)
        }}
        onContextMenu={(event) => {
          event.preventDefault()
          onMenu(indexOfEvent(event), event.clientX, event.clientY)
        }}
        {...band.handlers}
      >
        <GridRows {...props} rows={rows} labels={labels} hasFocus={hasFocus} shown={shown} perRow={perRow} lineHeightPx={lineHeightPx} />
        <DragHandle scroller={scroller} onClick={props.onHandleClick} />
        {band.drawn === undefined ? null : <div className="rubber-band" style={band.drawn} />}
      </div>
    </div>
  )
}

interface GridRowsProps extends ObjectGridProps {
  readonly rows: VirtualRows
  readonly labels: RowLabels
  readonly hasFocus: boolean
  readonly shown: readonly ShownColumn[]
  readonly perRow: number
  readonly lineHeightPx: number
}

/** The rows on screen. While others are on their way they are not touched, so that no blank list flashes up between two places. */
const GridRows = memo(
  function GridRows({ total, rows, place, layout, rowAt, selection, placeKey, dropKey, labels, hasFocus, empty, shown, perRow, lineHeightPx, renaming, isCut, onRename }: GridRowsProps) {
    const { first, end, scrollToTop } = rows
    // A field for a name holds what was typed, and so stays with its row.
    const keyOf = renaming === undefined ? rows.keyOf : (index: number) => index
    useLayoutEffect(() => {
      scrollToTop()
      // A new place starts at its top; the list of the same place stays where it is.
      // oxlint-disable-next-line react-hooks/exhaustive-deps
    }, [placeKey])
    if (total === 0) {
      return (
        <div role="row" className="grid-empty">
          <div role="gridcell">{empty}</div>
        </div>
      )
    }
    // The focused row is rendered wherever it is, so that the keyboard never falls off the list while scrolling.
    const lines = Array.from({ length: end - first }, (_, offset) => first + offset)
    const entry = selection.focus >= 0 && selection.focus < total ? selection.focus : 0
    const focusLine = Math.floor(entry / perRow)
    if (selection.focus >= 0 && selection.focus < total && (focusLine < first || focusLine >= end)) lines.push(focusLine)
    const isCutAt = (index: number): boolean => {
      const row = rowAt(index)
      return row !== undefined && isCut(row)
    }
    const stateOf = (index: number) => ({
      index,
      row: rowAt(index),
      labels,
      selected: includes(selection.ranges, index),
      focused: index === entry,
      takeFocus: hasFocus,
      dropTarget: dropKey !== undefined && rowAt(index)?.key === dropKey,
      renaming: renaming !== undefined && rowAt(index)?.key === renaming,
      cut: isCutAt(index),
      onRename,
    })
    return (
      <div role="presentation" className="grid-spacer" style={{ height: rows.heightPx }}>
        {layout.as === 'list'
          ? lines.map((index) => <ObjectRow key={keyOf(index)} {...stateOf(index)} shown={shown} topPx={index * lineHeightPx + rows.shiftPx} />)
          : lines.map((line) => (
              <div
                key={line}
                role="row"
                aria-rowindex={line + 1}
                className="tile-line"
                style={{ transform: `translateY(${line * lineHeightPx + rows.shiftPx}px)`, height: lineHeightPx, gridTemplateColumns: `repeat(${perRow}, 1fr)` }}
              >
                {Array.from({ length: Math.min(perRow, total - line * perRow) }, (_, offset) => line * perRow + offset).map((index) => (
                  <ObjectTile key={index} {...stateOf(index)} place={place} />
                ))}
              </div>
            ))}
      </div>
    )
  },
  (_shown, next) => next.arriving,
)
