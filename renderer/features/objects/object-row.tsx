import { memo, useEffect, useRef, type MouseEvent } from 'react'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { FileIcon } from '../../ui/file-icon.tsx'
import { fileKind, nameOf } from '../../ui/names.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { SymlinkBadge } from '../symlink/index.ts'
import type { ListColumn, ShownColumn } from './columns.ts'
import { RenameField } from './rename-field.tsx'
import type { RowLabels } from './row-labels.ts'

interface Props {
  readonly index: number
  readonly row: ListingRow | undefined
  readonly labels: RowLabels
  readonly shown: readonly ShownColumn[]
  readonly topPx: number
  readonly selected: boolean
  readonly focused: boolean
  /** Whether the list has the keyboard, so that a row that becomes the focused one takes it. */
  readonly takeFocus: boolean
  readonly dropTarget: boolean
  readonly renaming: boolean
  readonly cut: boolean
  readonly onRename: (row: ListingRow, newName: string | undefined) => void
}

/** Written when the pointer comes: a screenful of exact times costs more than all the rest of its rows. */
function explain(event: MouseEvent<HTMLElement>, text: string | undefined): void {
  event.currentTarget.title = text ?? ''
}

/** One row of the grid. Events are handled by the grid, which finds the row by `data-index`. */
export const ObjectRow = memo(function ObjectRow({ index, row, labels, shown, topPx, selected, focused, takeFocus, dropTarget, renaming, cut, onRename }: Props) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focused && takeFocus) element.current?.focus({ preventScroll: true })
  }, [focused, takeFocus])
  return (
    <div
      ref={element}
      role="row"
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={focused ? 0 : -1}
      data-index={index}
      data-key={row?.key}
      className={`grid-row${selected ? ' is-selected' : ''}${focused ? ' is-focused' : ''}${dropTarget ? ' is-drop-target' : ''}${cut ? ' is-cut' : ''}${row?.deleted === true ? ' is-deleted' : ''}`}
      draggable={row !== undefined && row.deleted !== true && !renaming}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {row === undefined ? (
        <span role="gridcell" className="cell-name">
          <span className="skeleton-bar" />
        </span>
      ) : (
        <>
          {shown.map(({ column }) =>
            renaming && column === 'name' ? (
              <span key={column} role="gridcell" className="cell-name">
                <FileIcon kind={row.kind === 'folder' ? 'folder' : fileKind(row.key)} />
                <RenameField row={row} onDone={onRename} />
              </span>
            ) : (
              <Cell key={column} column={column} row={row} labels={labels} />
            ),
          )}
        </>
      )}
    </div>
  )
})

function Cell({ column, row, labels }: { readonly column: ListColumn; readonly row: ListingRow; readonly labels: RowLabels }) {
  switch (column) {
    case 'name': {
      const name = nameOf(row.key)
      return (
        <span role="gridcell" className="cell-name">
          <FileIcon kind={row.kind === 'folder' ? 'folder' : fileKind(row.key)} />
          <TruncatedName name={row.kind === 'folder' ? name.replace(/(.)\/$/u, '$1') : name} />
          {row.type === 'Symlink' ? <SymlinkBadge objectKey={row.key} versionId={row.versionId} /> : null}
          {row.deleted === true ? <span className="badge">{labels.deleted}</span> : null}
        </span>
      )
    }
    case 'sizeBytes':
      return (
        <span role="gridcell" className="cell-size" onMouseEnter={(event) => explain(event, labels.exactSize(row))}>
          {labels.size(row)}
        </span>
      )
    case 'type':
      return (
        <span role="gridcell" className="cell-type">
          {labels.type(row)}
        </span>
      )
    case 'storageClass':
      return (
        <span role="gridcell" className="cell-class">
          {labels.storageClass(row)}
        </span>
      )
    case 'objectType':
      return (
        <span role="gridcell" className="cell-type">
          {labels.objectType(row)}
        </span>
      )
    case 'etag':
      return (
        <span role="gridcell" className="cell-etag is-mono">
          {row.etag}
        </span>
      )
    case 'lastModifiedMs':
    default:
      return (
        <span role="gridcell" className="cell-modified" onMouseEnter={(event) => explain(event, labels.exactTime(row))}>
          {labels.modified(row)}
        </span>
      )
  }
}
