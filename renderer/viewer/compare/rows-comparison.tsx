import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { useSubject } from '../context.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import type { ComparisonProps } from './side-labels.tsx'
import { compareApart, TooIntricate } from './compare-apart.tsx'
import type { RowDifference } from './row-diff.ts'
import { readPart } from './sides.ts'

const rowHeightPx = 26
const marks = { added: '+', removed: '−', changed: '≠', same: '', skipped: '⋯' } as const

/** Two tables row by row, with the cells that changed. */
export function RowsComparison({ sides, choice, onText }: ComparisonProps & { readonly onText: () => void }) {
  const { t } = useTranslation()
  const { request } = useSubject()
  const { name } = request
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [before = '', after = ''] = await Promise.all([sides.before, sides.after].map((side) => readPart(side, 0, side.reader.sizeBytes, signal)))
      return compareApart({ kind: 'rows', before, after, name }, signal)
    },
    [sides, name],
  )
  const found = useLoaded(load)
  return (
    <>
      {found === undefined ? (
        <Loading />
      ) : found === 'tooIntricate' ? (
        <TooIntricate onText={onText} />
      ) : found.changes === 0 ? (
        <Notice title={t('viewer.compare.sameRows')} />
      ) : (
        <Rows rows={found.rows} header={found.header} />
      )}
      <Footer>
        {found === undefined || found === 'tooIntricate' ? null : <span>{t('viewer.compare.rowsDiffer', { count: found.changes })}</span>}
        {found !== undefined && found !== 'tooIntricate' && found.isCut ? <span>{t('viewer.compare.rowsCut', { count: found.rows.length })}</span> : null}
        {choice}
      </Footer>
    </>
  )
}

function Rows({ rows, header }: { readonly rows: readonly RowDifference[]; readonly header: readonly string[] | undefined }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { first, end, shiftPx, heightPx } = useVirtualRows({ scroller, count: rows.length, rowHeightPx })
  const widths = useMemo(() => columnWidths(rows, header), [rows, header])
  const columns = { gridTemplateColumns: ['28px', '64px', ...widths.map((width) => `${width}px`)].join(' ') }
  return (
    <div className="viewer-scroll table-rows compare-rows" ref={scroller} tabIndex={0} role="table" aria-label={t('viewer.compare.modes.rows')} aria-rowcount={rows.length}>
      {header === undefined ? null : (
        <div className="table-row is-header" role="row" style={columns}>
          <span />
          <span className="table-number">{'#'}</span>
          {header.map((name, column) => (
            <span key={column} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      )}
      <div style={{ height: heightPx, minWidth: 92 + widths.reduce((sum, width) => sum + width, 0) }} role="rowgroup">
        {rows.slice(first, end).map((row, at) => (
          <div key={first + at} className={`table-row compare-${row.kind}`} role="row" style={{ ...columns, transform: `translateY(${(first + at) * rowHeightPx + shiftPx}px)` }}>
            <span role="rowheader" className="compare-mark" aria-label={t(`viewer.compare.rowKinds.${row.kind}`)}>
              {marks[row.kind]}
            </span>
            {row.kind === 'skipped' ? (
              <span className="compare-skipped" role="cell">
                {t('viewer.compare.skipped', { count: row.count })}
              </span>
            ) : (
              <>
                <span className="table-number">{(row.after ?? row.before ?? 0) + 1}</span>
                {widths.map((_, column) => (
                  <Cell key={column} row={row} column={column} />
                ))}
              </>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

function Cell({ row, column }: { readonly row: Exclude<RowDifference, { kind: 'skipped' }>; readonly column: number }) {
  const text = row.cells[column] ?? ''
  if (row.kind !== 'changed' || !row.changed.includes(column)) {
    return (
      <span role="cell" title={text}>
        {text}
      </span>
    )
  }
  const former = row.former[column] ?? ''
  return (
    <span role="cell" className="compare-cell" title={`${former} → ${text}`}>
      <del>{former}</del> <ins>{text}</ins>
    </span>
  )
}

/** Wide enough for most of what is in each column, of the first rows. */
function columnWidths(rows: readonly RowDifference[], header: readonly string[] = []): number[] {
  const widths: number[] = header.map((name) => Math.min(360, Math.max(72, name.length * 7.5 + 24)))
  for (const row of rows.slice(0, 300)) {
    if (row.kind === 'skipped') continue
    const former = row.kind === 'changed' ? row.former : []
    for (let column = 0; column < Math.max(row.cells.length, former.length); column++) {
      const isChanged = row.kind === 'changed' && row.changed.includes(column)
      const characters = (row.cells[column]?.length ?? 0) + (isChanged ? (former[column]?.length ?? 0) + 1 : 0)
      widths[column] = Math.min(360, Math.max(widths[column] ?? 72, characters * 7.5 + 24))
    }
  }
  return widths
}
