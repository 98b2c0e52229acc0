import { Button, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import type { VersionUsage, VersionUsageReport } from '../../../electron/contract/as-of.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useVersionCount } from './use-version-count.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
}

const versionsOf = ({ current, noncurrent, deleteMarkers }: VersionUsage): number => current.count + noncurrent.count + deleteMarkers

/** What current and earlier versions take, counted on request: it can be long and every page of it is a request. */
export function VersionUsageSection({ profileId, bucket }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { state, report, error, start, stop } = useVersionCount(profileId, bucket, '')
  return (
    <section className="version-usage" aria-label={t('versioning.usage.title')}>
      <header>
        <h3 className="section-title">{t('versioning.usage.title')}</h3>
        <span className="is-secondary" role="status">
          {state === 'counting' ? (
            <>
              <Spin size="small" /> {t('versioning.usage.counting', { count: report === undefined ? 0 : versionsOf(report) })}
            </>
          ) : state === 'stopped' ? (
            t('versioning.usage.stopped')
          ) : state === 'idle' ? (
            t('versioning.usage.billed')
          ) : null}
        </span>
        {state === 'counting' ? (
          <Button size="small" onClick={stop}>
            {t('versioning.usage.stop')}
          </Button>
        ) : (
          <Button size="small" onClick={start}>
            {t(state === 'idle' ? 'versioning.usage.count' : 'versioning.usage.again')}
          </Button>
        )}
      </header>
      {error === undefined ? null : <ErrorNotice variant="inline" error={error} onCopy={(text) => void copyText(text)} />}
      {report === undefined ? null : <UsageTable report={report} />}
    </section>
  )
}

function UsageTable({ report }: { readonly report: VersionUsageReport }) {
  const { t } = useTranslation()
  const hidden = report.folderCount - report.folders.length
  return (
    // Scrolls, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="usage-table" tabIndex={0} role="region" aria-label={t('versioning.usage.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('versioning.usage.column.folder')}</th>
            <th scope="col">{t('versioning.usage.column.current')}</th>
            <th scope="col">{t('versioning.usage.column.noncurrent')}</th>
            <th scope="col">{t('versioning.usage.column.markers')}</th>
          </tr>
        </thead>
        <tbody>
          <UsageRow name={t('versioning.usage.all')} usage={report} isTotal />
          {report.folders.map(({ prefix, ...usage }) => (
            <UsageRow key={prefix} name={prefix} usage={usage} />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? <p className="is-secondary">{t('versioning.usage.more', { count: hidden })}</p> : null}
    </div>
  )
}

function UsageRow({ name, usage, isTotal = false }: { readonly name: string; readonly usage: VersionUsage; readonly isTotal?: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const amount = ({ count, bytes }: VersionUsage['current']): string => t('versioning.usage.amount', { size: format.bytes(bytes), count })
  return (
    <tr className={isTotal ? 'is-total' : undefined}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>{amount(usage.current)}</td>
      <td>{amount(usage.noncurrent)}</td>
      <td>{format.number(usage.deleteMarkers)}</td>
    </tr>
  )
}
