import { Button, Spin } from 'antd'
import { ArrowUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VersionUsage, VersionUsageReport } from '../../../electron/contract/as-of.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useVersionCount } from './use-version-count.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
}

const versionsOf = ({ current, noncurrent, deleteMarkers }: VersionUsage): number => current.count + noncurrent.count + deleteMarkers

/** What current and earlier versions take, of a bucket and of any folder in it. */
export function VersionUsageSection({ profileId, bucket }: Props) {
  const [prefix, setPrefix] = useState('')
  return <UsageOf key={prefix} profileId={profileId} bucket={bucket} prefix={prefix} onOpen={setPrefix} />
}

interface UsageProps extends Props {
  /** Empty for the bucket. */
  readonly prefix: string
  readonly onOpen: (prefix: string) => void
}

/** Counted on request, which opening a folder is: it can be long and every page of it is a request. */
function UsageOf({ profileId, bucket, prefix, onOpen }: UsageProps) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { state, report, error, start, stop } = useVersionCount(profileId, bucket, prefix)
  useEffect(() => {
    if (prefix !== '') start()
  }, [prefix, start])
  const parent = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1)
  return (
    <section className="version-usage" aria-label={t('versioning.usage.title')}>
      <header>
        {prefix === '' ? (
          <h3 className="section-title">{t('versioning.usage.title')}</h3>
        ) : (
          <>
            <IconButton label={t('versioning.usage.up')} icon={<ArrowUp size={14} />} onClick={() => onOpen(parent)} />
            <h3 className="section-title is-mono" title={prefix}>
              {prefix}
            </h3>
          </>
        )}
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
      {report === undefined ? null : <UsageTable report={report} prefix={prefix} onOpen={onOpen} />}
    </section>
  )
}

function UsageTable({ report, prefix, onOpen }: Pick<UsageProps, 'prefix' | 'onOpen'> & { readonly report: VersionUsageReport }) {
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
          {report.folders.map(({ prefix: folder, ...usage }) => (
            <UsageRow key={folder} name={folder.slice(prefix.length)} usage={usage} onOpen={() => onOpen(folder)} />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? <p className="is-secondary">{t('versioning.usage.more', { count: hidden })}</p> : null}
    </div>
  )
}

function UsageRow({ name, usage, isTotal = false, onOpen }: { readonly name: string; readonly usage: VersionUsage; readonly isTotal?: boolean; readonly onOpen?: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const amount = ({ count, bytes }: VersionUsage['current']): string => t('versioning.usage.amount', { size: format.bytes(bytes), count })
  return (
    <tr className={isTotal ? 'is-total' : undefined}>
      <th scope="row" title={name}>
        {onOpen === undefined ? (
          name
        ) : (
          <button type="button" className="link-button" title={t('versioning.usage.open', { name })} onClick={onOpen}>
            {name}
          </button>
        )}
      </th>
      <td>{amount(usage.current)}</td>
      <td>{amount(usage.noncurrent)}</td>
      <td>{format.number(usage.deleteMarkers)}</td>
    </tr>
  )
}
