import { CircleAlert, CircleCheck, CircleSlash, Clock, LoaderCircle, ShieldCheck, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TransferItem, TransferItemState } from '../../../../electron/contract/transfer-items.ts'
import { describeError } from '../../../ui/describe-error.ts'
import { TruncatedName } from '../../../ui/truncated-name.tsx'
import { useFormat } from '../../../ui/use-format.ts'

const icons: Readonly<Record<TransferItemState, LucideIcon>> = {
  queued: Clock,
  running: LoaderCircle,
  verifying: LoaderCircle,
  done: CircleCheck,
  skipped: CircleSlash,
  failed: CircleAlert,
  cancelled: CircleSlash,
}

/** The cells of an item's row. */
export function ItemLine({ item, onDetails }: { readonly item: TransferItem; readonly onDetails: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const failure = item.error === undefined ? undefined : describeError(item.error.code, t, item.error.message)
  const running = item.state === 'running' || item.state === 'verifying'
  const Icon = icons[item.state]
  const tone = item.state === 'done' ? ' is-ok' : item.state === 'failed' ? ' is-danger' : ''
  return (
    <>
      <span role="gridcell" className="item-title">
        <span className={`state${tone}`}>
          <Icon size={14} aria-hidden />
        </span>
        <TruncatedName name={item.name} className="item-name" />
      </span>
      <span role="gridcell" className="item-note">
        {failure === undefined ? (
          item.lost !== undefined ? (
            <span className="is-secondary">{item.lost.map((aspect) => t(`jobs.lost.${aspect}`)).join(' ')}</span>
          ) : item.savedAs === undefined ? null : (
            <span>{t('transfers.savedAs', { name: item.savedAs })}</span>
          )
        ) : (
          // The row itself opens its details by key; this is the way for the pointer.
          <button type="button" tabIndex={-1} className={item.state === 'failed' ? 'item-failure' : 'item-failure is-quiet'} title={t('transfers.sentences', { ...failure })} onClick={onDetails}>
            {t('transfers.sentences', { ...failure })}
          </button>
        )}
      </span>
      <span role="gridcell" className="item-size">
        {running && item.bytesTotal > 0 ? t('transfers.progressBytes', { done: format.bytes(item.bytesDone), total: format.bytes(item.bytesTotal) }) : item.bytesTotal > 0 ? format.bytes(item.bytesTotal) : ''}
      </span>
      <span role="gridcell" className="item-state">
        <span>{t(`transfers.itemState.${item.state}`)}</span>
        {item.verified ? <ShieldCheck size={14} className="is-ok" role="img" aria-label={t('transfers.verified', { algorithm: (item.verifiedBy ?? 'crc64').toUpperCase() })} /> : null}
        {item.attempts > 1 ? <span className="is-secondary">{t('transfers.attempts', { count: item.attempts })}</span> : null}
      </span>
    </>
  )
}
