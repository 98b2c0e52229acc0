import { Button } from 'antd'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import type { TransferItem } from '../../../../electron/contract/transfer-items.ts'
import { useCopyText } from '../../../bridge/api.tsx'
import { describeError } from '../../../ui/describe-error.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PropertyList, type Property } from '../../../ui/property-list.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useProfile } from '../../profiles/index.ts'
import { batchTitle } from '../batch-title.ts'
import { placeName } from '../place-name.ts'
import { failureText } from './batch-menu.tsx'
import { itemFilterOf, useDockStore } from './dock-store.ts'
import type { DockTab } from './dock-tabs-of.ts'
import type { DockBatches } from './use-dock-batches.ts'
import { useTransferItems } from './use-transfer-items.ts'

/** Beside the rows: everything known of the one with the focus. */
export function TransferDetails({ tab, batches }: { readonly tab: DockTab; readonly batches: DockBatches }) {
  const { t } = useTranslation()
  const focus = useDockStore((state) => state.focus)
  const filters = useDockStore((state) => state.filters)
  const showDetails = useDockStore((state) => state.showDetails)
  const batch = focus === undefined ? undefined : batches.batchOf(focus.batchId)
  const wanted = batch === undefined || focus === undefined || focus.child < 0 ? undefined : { batchId: batch.batchId, filter: itemFilterOf(filters, batch.batchId, tab), child: focus.child }
  const itemOf = useTransferItems(wanted === undefined ? [] : [wanted])
  const item = wanted === undefined ? undefined : itemOf(wanted)
  return (
    <aside className="dock-details" aria-label={t('transfers.details')}>
      <div className="dock-details-close">
        <IconButton label={t('transfers.hideDetails')} shortcut="Esc" icon={<X size={14} />} onClick={() => showDetails(false)} />
      </div>
      {batch === undefined ? (
        <p className="is-secondary">{t('transfers.detailsHint')}</p>
      ) : wanted === undefined ? (
        <BatchDetails batch={batch} />
      ) : item === undefined ? (
        <span className="skeleton-bar" />
      ) : (
        <ItemDetails item={item} />
      )}
    </aside>
  )
}

function BatchDetails({ batch }: { readonly batch: TransferBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const connection = useProfile(batch.profileId)
  const { createdMs, finishedMs, error } = batch
  const seconds = finishedMs === undefined ? 0 : (finishedMs - createdMs) / 1000
  const counts = [
    t('transfers.doneCount', { count: batch.itemsDone }),
    ...(batch.itemsSkipped > 0 ? [t('transfers.skippedCount', { count: batch.itemsSkipped })] : []),
    ...(batch.itemsFailed > 0 ? [t('transfers.failedCount', { count: batch.itemsFailed })] : []),
  ]
  const properties: Property[] = [
    { label: t('transfers.connection'), value: connection?.name ?? t('transfers.connectionGone') },
    { label: t('transfers.place'), value: placeName(batch.bucket, batch.prefix), copy: `oss://${batch.bucket}/${batch.prefix}` },
    ...(batch.localFolder === undefined ? [] : [{ label: t('transfers.folder'), value: batch.localFolder }]),
    { label: t('transfers.itemsLabel'), value: `${t('common.itemCount', { count: batch.itemsTotal })} · ${counts.join(' · ')}` },
    ...(batch.bytesTotal > 0 ? [{ label: t('transfers.bytesLabel'), value: format.bytesAndExact(batch.bytesDone) }] : []),
    { label: t('transfers.started'), value: format.exactTime(createdMs) },
    ...(finishedMs === undefined ? [] : [{ label: t('transfers.finished'), value: format.exactTime(finishedMs) }]),
    ...(seconds > 0 ? [{ label: t('transfers.took'), value: format.duration(seconds) }] : []),
    ...(seconds > 0 && batch.bytesDone > 0 ? [{ label: t('transfers.average'), value: t('transfers.speed', { size: format.bytes(batch.bytesDone / seconds) }) }] : []),
  ]
  return (
    <>
      <h3 className="dock-details-title">{batchTitle(batch, t)}</h3>
      {error === undefined ? null : <Failure code={error.code} message={error.message} />}
      <PropertyList properties={properties} onCopy={copyText} />
      {batch.itemsKept === false ? <p className="is-secondary">{t('transfers.itemsGone')}</p> : null}
      {error === undefined ? null : <ErrorProperties error={error} />}
    </>
  )
}

function ItemDetails({ item }: { readonly item: TransferItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const { error } = item
  const properties: Property[] = [
    { label: t('transfers.key'), value: item.key, copy: item.key, mono: true },
    { label: t('transfers.stateLabel'), value: `${t(`transfers.itemState.${item.state}`)}${item.attempts > 1 ? ` · ${t('transfers.attempts', { count: item.attempts })}` : ''}` },
    ...(item.bytesTotal > 0 ? [{ label: t('transfers.bytesLabel'), value: format.bytesAndExact(item.bytesTotal) }] : []),
    ...(item.savedAs === undefined ? [] : [{ label: t('transfers.savedAsLabel'), value: item.savedAs, copy: item.savedAs }]),
    ...(item.crc64 === undefined ? [] : [{ label: t('transfers.crc64'), value: item.crc64, copy: item.crc64, mono: true }]),
    ...(item.state === 'done' && item.bytesTotal > 0 ? [{ label: t('transfers.check'), value: item.verified ? t('transfers.verified', { algorithm: (item.verifiedBy ?? 'crc64').toUpperCase() }) : t('transfers.notVerified') }] : []),
    ...(item.etag === undefined ? [] : [{ label: t('transfers.etag'), value: item.etag, copy: item.etag, mono: true }]),
    ...(item.versionId === undefined ? [] : [{ label: t('transfers.versionId'), value: item.versionId, copy: item.versionId, mono: true }]),
  ]
  return (
    <>
      <h3 className="dock-details-title">{item.name}</h3>
      {error === undefined ? null : <Failure code={error.code} message={error.message} />}
      {error === undefined ? null : <ErrorProperties error={error} />}
      <PropertyList properties={properties} onCopy={copyText} />
      {error === undefined ? null : (
        <Button size="small" onClick={() => void copyText(failureText(item, t))}>
          {t('common.copyDetails')}
        </Button>
      )}
    </>
  )
}

/** What happened and what to do, in words. */
function Failure({ code, message }: { readonly code: string; readonly message: string }) {
  const { t } = useTranslation()
  const { what, next } = describeError(code, t, message)
  return (
    <p className="dock-details-failure">
      <strong>{what}</strong>
      {t('transfers.sentences', { what: '', next })}
    </p>
  )
}

function ErrorProperties({ error }: { readonly error: NonNullable<TransferItem['error']> }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { code, ec, requestId, status, message, details = {} } = error
  const properties: Property[] = [
    { label: t('common.code'), value: code, copy: code, mono: true },
    ...(ec === undefined ? [] : [{ label: t('common.errorCause'), value: ec, copy: ec, mono: true }]),
    ...(requestId === undefined ? [] : [{ label: t('common.requestId'), value: requestId, copy: requestId, mono: true }]),
    ...(status === 0 ? [] : [{ label: t('common.httpStatus'), value: String(status), mono: true }]),
    { label: t('common.message'), value: message },
    ...Object.entries(details).map(([label, value]) => ({ label, value, mono: true })),
  ]
  return <PropertyList properties={properties} onCopy={copyText} />
}
