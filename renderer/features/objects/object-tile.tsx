import { memo, useEffect, useRef } from 'react'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { FileIcon } from '../../ui/file-icon.tsx'
import { fileKind, nameOf } from '../../ui/names.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import type { Place } from '../navigation/index.ts'
import { RenameField } from './rename-field.tsx'
import type { RowLabels } from './row-labels.ts'
import { useThumbnail } from './use-thumbnail.ts'

interface Props {
  readonly index: number
  readonly row: ListingRow | undefined
  readonly place: Pick<Place, 'profileId' | 'bucket'>
  readonly labels: RowLabels
  readonly selected: boolean
  readonly focused: boolean
  readonly takeFocus: boolean
  readonly dropTarget: boolean
  readonly renaming: boolean
  readonly cut: boolean
  readonly onRename: (row: ListingRow, newName: string | undefined) => void
}

/** One tile of the grid. Events are handled by the grid, which finds the tile by `data-index`. */
export const ObjectTile = memo(function ObjectTile({ index, row, place, labels, selected, focused, takeFocus, dropTarget, renaming, cut, onRename }: Props) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focused && takeFocus) element.current?.focus({ preventScroll: true })
  }, [focused, takeFocus])
  const name = row === undefined ? '' : nameOf(row.key)
  return (
    <div
      ref={element}
      role="gridcell"
      aria-selected={selected}
      tabIndex={focused ? 0 : -1}
      data-index={index}
      data-key={row?.key}
      className={`grid-row tile${selected ? ' is-selected' : ''}${focused ? ' is-focused' : ''}${dropTarget ? ' is-drop-target' : ''}${cut ? ' is-cut' : ''}${row?.deleted === true ? ' is-deleted' : ''}`}
      draggable={row !== undefined && row.deleted !== true && !renaming}
    >
      {row === undefined ? (
        <span className="skeleton-bar" />
      ) : (
        <>
          <span className="tile-picture">
            <Thumbnail row={row} place={place} />
          </span>
          <span className="tile-name">
            {renaming ? <RenameField row={row} onDone={onRename} /> : <TruncatedName name={row.kind === 'folder' ? name.replace(/(.)\/$/u, '$1') : name} />}
          </span>
          <span className="tile-size">{row.deleted === true ? labels.deleted : labels.size(row)}</span>
        </>
      )}
    </div>
  )
})

function Thumbnail({ row, place }: { readonly row: ListingRow; readonly place: Props['place'] }) {
  const url = useThumbnail(place, row)
  if (url !== undefined) return <img src={url} alt="" draggable={false} />
  return <FileIcon kind={row.kind === 'folder' ? 'folder' : fileKind(row.key)} />
}
