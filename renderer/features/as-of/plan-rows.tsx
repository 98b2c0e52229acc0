import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RestoreChange, RestorePlan, RestorePlanRow } from '../../../electron/contract/as-of.ts'
import { useApi } from '../../bridge/api.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'

const chunkSize = 200
const rowHeightPx = 28

interface Props {
  readonly plan: RestorePlan
  readonly change: RestoreChange | undefined
  readonly total: number
  readonly prefix: string
}

/** Every key that a restore would change, however many: only what is on screen is asked for. */
export function PlanRows({ plan, change, total, prefix }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const view = useVirtualRows({ scroller, count: total, rowHeightPx, overscan: 8 })
  const rowAt = usePlanRows(plan, change, total, view.first, view.end)
  const shown = Array.from({ length: view.end - view.first }, (_, at) => view.first + at)
  return (
    <div className="plan-rows" role="table" aria-label={t('asOf.restore.list')} aria-rowcount={total + 1}>
      <div className="plan-row plan-head" role="row" aria-rowindex={1} style={{ paddingInlineEnd: 12 + view.scrollbarPx }}>
        <span role="columnheader">{t('asOf.restore.column.name')}</span>
        <span role="columnheader">{t('asOf.restore.column.change')}</span>
        <span role="columnheader">{t('asOf.restore.column.before')}</span>
        <span role="columnheader">{t('asOf.restore.column.now')}</span>
      </div>
      {/* Scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={scroller} className="plan-scroller" tabIndex={0} role="rowgroup" aria-label={t('asOf.restore.list')}>
        <div className="plan-space" style={{ height: total * rowHeightPx }}>
          {shown.map((index) => (
            <PlanRow key={index} row={rowAt(index)} index={index} prefix={prefix} />
          ))}
        </div>
      </div>
    </div>
  )
}

function PlanRow({ row, index, prefix }: { readonly row: RestorePlanRow | undefined; readonly index: number; readonly prefix: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const side = (one: RestorePlanRow['before']): string => (one === undefined ? t('asOf.restore.none') : format.bytes(one.sizeBytes))
  const when = (one: RestorePlanRow['before']): string | undefined => (one === undefined ? undefined : format.exactTime(one.lastModifiedMs))
  return (
    <div className="plan-row" role="row" aria-rowindex={index + 2} style={{ top: index * rowHeightPx }}>
      {row === undefined ? null : (
        <>
          <span role="cell" className="plan-name" title={row.key}>
            {row.key.slice(prefix.length) || row.key}
          </span>
          <span role="cell" className={`plan-change is-${row.change}`} title={t(`asOf.restore.does.${row.change}`)}>
            {t(`asOf.restore.change.${row.change}`)}
          </span>
          <span role="cell" className="plan-size" title={row.change === 'uncertain' ? undefined : when(row.before)}>
            {row.change === 'uncertain' ? t('asOf.restore.unknown') : side(row.before)}
          </span>
          <span role="cell" className="plan-size" title={when(row.now)}>
            {side(row.now)}
          </span>
        </>
      )}
    </div>
  )
}

function usePlanRows({ planId }: RestorePlan, change: RestoreChange | undefined, total: number, first: number, end: number): (index: number) => RestorePlanRow | undefined {
  const api = useApi()
  const firstChunk = Math.floor(first / chunkSize)
  const lastChunk = Math.max(firstChunk, Math.floor((end - 1) / chunkSize))
  const pages = useQueries({
    queries: Array.from({ length: total === 0 ? 0 : lastChunk - firstChunk + 1 }, (_, at) => {
      const offset = (firstChunk + at) * chunkSize
      // Rows only ever get more: a chunk that is full stays as it is.
      const known = Math.min(chunkSize, total - offset)
      return {
        queryKey: ['asOf', 'rows', planId, change ?? '', offset, known],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.asOf.getPlanRows({ planId, offset, limit: chunkSize, ...(change === undefined ? {} : { change }) }, { signal }),
        gcTime: 10_000,
        staleTime: Number.POSITIVE_INFINITY,
      }
    }),
    combine: (results) => results.map(({ data }) => data?.rows),
  })
  return (index) => pages[Math.floor(index / chunkSize) - firstChunk]?.[index % chunkSize]
}
