import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/schemas.ts'
import { FileIcon } from '../../ui/file-icon.tsx'
import { fileKind, nameOf } from '../../ui/names.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { storageClassLabel, typeLabel } from './columns.ts'

interface Props {
  readonly index: number
  readonly row: ListingRow | undefined
  readonly topPx: number
  readonly selected: boolean
  readonly focused: boolean
  /** Whether the list has the keyboard, so that a row that becomes the focused one takes it. */
  readonly takeFocus: boolean
  readonly dropTarget: boolean
}

/** One row of the grid. Events are handled by the grid, which finds the row by `data-index`. */
export const ObjectRow = memo(function ObjectRow({ index, row, topPx, selected, focused, takeFocus, dropTarget }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focused && takeFocus) element.current?.focus({ preventScroll: true })
  }, [focused, takeFocus])
  const name = row === undefined ? '' : nameOf(row.key)
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
      className={`grid-row${selected ? ' is-selected' : ''}${focused ? ' is-focused' : ''}${dropTarget ? ' is-drop-target' : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {row === undefined ? (
        <span role="gridcell" className="cell-name">
          <span className="skeleton-bar" />
        </span>
      ) : (
        <>
          <span role="gridcell" className="cell-name">
            <FileIcon kind={row.kind === 'folder' ? 'folder' : fileKind(row.key)} />
            <TruncatedName name={row.kind === 'folder' ? name.replace(/(.)\/$/u, '$1') : name} />
          </span>
          <span role="gridcell" className="cell-size" title={row.kind === 'folder' ? undefined : t('common.exactBytes', { count: row.sizeBytes })}>
            {row.kind === 'folder' ? t('objects.noSize') : format.bytes(row.sizeBytes)}
          </span>
          <span role="gridcell" className="cell-type">
            {typeLabel(row, t)}
          </span>
          <span role="gridcell" className="cell-class">
            {row.kind === 'folder' ? '' : storageClassLabel(row.storageClass, t)}
          </span>
          <span role="gridcell" className="cell-modified" title={row.kind === 'folder' ? undefined : format.exactTime(row.lastModifiedMs)}>
            {row.kind === 'folder' ? '' : format.time(row.lastModifiedMs)}
          </span>
        </>
      )}
    </div>
  )
})
