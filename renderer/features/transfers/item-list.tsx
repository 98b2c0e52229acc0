import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { CircleAlert, CircleCheck, CircleSlash, ShieldCheck } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch, TransferItem } from '../../../electron/contract/schemas.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { describeError } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'

const rowHeightPx = 26
const chunkSize = 100
const shownRows = 8

/** The objects of a batch; only those on screen are asked for. */
export function ItemList({ batch, title }: { readonly batch: TransferBatch; readonly title: string }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const [onlyFailed, setOnlyFailed] = useState(false)
  const [selectedId, setSelectedId] = useState<string | undefined>(undefined)
  const scroller = useRef<HTMLDivElement>(null)
  const [total, setTotal] = useState(onlyFailed ? batch.itemsFailed : batch.itemsTotal)
  const rows = useVirtualRows({ scroller, count: total, rowHeightPx, overscan: 6 })

  const firstChunk = Math.floor(rows.first / chunkSize)
  const lastChunk = Math.floor(Math.max(rows.first, rows.end - 1) / chunkSize)
  const chunks = Array.from({ length: lastChunk - firstChunk + 1 }, (_, index) => firstChunk + index)
  const results = useQueries({
    queries: chunks.map((chunk) => ({
      queryKey: queryKeys.transferItems(batch.batchId, onlyFailed ? 'failed' : 'all', chunk),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        api.transfers.listItems(
          { batchId: batch.batchId, offset: chunk * chunkSize, limit: chunkSize, ...(onlyFailed ? { states: ['failed' as const] } : {}) },
          { signal },
        ),
      placeholderData: keepPreviousData,
      gcTime: 10_000,
    })),
  })
  const known = results.findLast((result) => result.data !== undefined && !result.isPlaceholderData)?.data?.total
  if (known !== undefined && known !== total) setTotal(known)
  const itemAt = (index: number): TransferItem | undefined => results[Math.floor(index / chunkSize) - firstChunk]?.data?.items[index % chunkSize]
  const visible = Array.from({ length: rows.end - rows.first }, (_, index) => rows.first + index)
  const selected = visible.map(itemAt).find((item) => item?.itemId === selectedId)

  return (
    <div className="items">
      {batch.itemsFailed > 0 ? (
        <Checkbox checked={onlyFailed} onChange={(event) => setOnlyFailed(event.target.checked)}>
          {t('transfers.onlyFailed')}
        </Checkbox>
      ) : null}
      <div
        ref={scroller}
        className="items-scroll"
        style={{ height: Math.min(total, shownRows) * rowHeightPx }}
        tabIndex={0}
        role="list"
        aria-label={t('transfers.items', { title })}
      >
        <div style={{ height: rows.heightPx, position: 'relative' }}>
          {visible.map((index) => {
            const item = itemAt(index)
            return (
              <div key={index} role="listitem" className="item" style={{ top: index * rowHeightPx + rows.shiftPx, height: rowHeightPx }}>
                {item === undefined ? <span className="skeleton-bar" /> : <ItemLine item={item} onSelect={() => setSelectedId(item.itemId === selectedId ? undefined : item.itemId)} />}
              </div>
            )
          })}
        </div>
      </div>
      {selected?.error === undefined ? null : (
        <ErrorNotice variant="inline" title={selected.name} error={selected.error} onCopy={(text) => void copyText(text)} onDismiss={() => setSelectedId(undefined)} />
      )}
    </div>
  )
}

function ItemLine({ item, onSelect }: { readonly item: TransferItem; readonly onSelect: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const failure = item.error === undefined ? undefined : describeError(item.error.code, t, item.error.message)
  const running = item.state === 'running' || item.state === 'verifying'
  return (
    <>
      <span className={`state is-icon${item.state === 'done' ? ' is-ok' : item.state === 'failed' ? ' is-danger' : ''}`}>
        {item.state === 'done' ? <CircleCheck size={14} aria-hidden /> : item.state === 'failed' ? <CircleAlert size={14} aria-hidden /> : item.state === 'skipped' || item.state === 'cancelled' ? <CircleSlash size={14} aria-hidden /> : null}
      </span>
      <TruncatedName name={item.name} className="item-name" />
      {failure === undefined ? (
        <span className="item-note">{item.savedAs === undefined ? '' : t('transfers.savedAs', { name: item.savedAs })}</span>
      ) : (
        <button type="button" className="item-failure" title={`${failure.what} ${failure.next}`} onClick={onSelect}>
          {failure.what} {failure.next}
        </button>
      )}
      <span className="item-attempts">{item.attempts > 1 ? t('transfers.attempts', { count: item.attempts }) : ''}</span>
      <span className="item-state">{t(`transfers.itemState.${item.state}`)}</span>
      <span className="item-verified">
        {item.verified ? <ShieldCheck size={14} className="is-ok" role="img" aria-label={t('transfers.verified')} /> : null}
      </span>
      <span className="item-size">
        {running && item.bytesTotal > 0 ? t('transfers.progressBytes', { done: format.bytes(item.bytesDone), total: format.bytes(item.bytesTotal) }) : format.bytes(item.bytesTotal)}
      </span>
    </>
  )
}
