import { Button, Checkbox, Input, Segmented } from 'antd'
import { Globe, Lock, ScanSearch } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOpenGrant } from '../../../electron/contract/acl-grants.ts'
import type { AclScanRow } from '../../../electron/contract/acl-scan.ts'
import { ObjectAcl } from '../../../storage-core/model/acl.ts'
import { isPublicAcl } from '../../../storage-core/policy/public-access.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { useNotices } from '../notices/index.ts'
import type { AclScanControl } from './use-acl-scan.ts'
import { useGrantee } from './use-grantee.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly service: 'oss' | 's3'
  readonly lockedReason: string | undefined
}

const rowHeightPx = 28
/** Keys of one job, which is the most that one call takes. */
const keysPerJob = 1000

const openTo = (acl: string): boolean => {
  const parsed = ObjectAcl.safeParse(acl)
  return parsed.success && isPublicAcl(parsed.data)
}

const isOpenRow = ({ acl, grants = [] }: AclScanRow): boolean => openTo(acl) || grants.some(isOpenGrant)

/** Objects with an ACL of their own, found by asking each, and the ways to make them as the bucket again. */
export function AclScan({ profileId, bucket, service, lockedReason, scan }: Props & { readonly scan: AclScanControl }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const [prefix, setPrefix] = useState('')
  const { state, report, rows, error, start, stop } = scan
  const isRunning = state === 'running'
  return (
    <section aria-label={t('access.scan')}>
      <h3 className="setting-subtitle">{t('access.scan')}</h3>
      <p className="form-hint">{t('access.scanLead')}</p>
      <div className="form-line scan-line">
        <Input size="small" className="is-mono" aria-label={t('access.prefix')} placeholder={t('access.prefixHint')} value={prefix} disabled={isRunning} onChange={(event) => setPrefix(event.target.value)} />
        {isRunning ? (
          <Button size="small" onClick={stop}>
            {t('access.stop')}
          </Button>
        ) : (
          <Button size="small" icon={<ScanSearch size={14} />} onClick={() => start(prefix)}>
            {t(state === 'idle' ? 'access.start' : 'access.again')}
          </Button>
        )}
        {report === undefined ? null : (
          <span className="form-hint" role="status">
            {t(isRunning ? 'access.progress' : state === 'done' ? 'access.finished' : 'access.stopped', { checked: report.checked, listed: report.listed })}
            {isRunning && !report.isListed ? ` ${t('access.stillListing')}` : ''}
            {report.failed > 0 ? ` ${t('access.failedCount', { count: report.failed })}` : ''}
          </span>
        )}
      </div>
      {state === 'failed' ? <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} /> : null}
      {state !== 'failed' && report?.firstError !== undefined ? <ErrorNotice variant="inline" error={report.firstError} onCopy={(text) => void copyText(text)} /> : null}
      {report === undefined ? null : report.found === 0 ? state === 'done' ? <p className="form-hint">{t('access.noneFound')}</p> : null : <Found key={state === 'done' ? 'done' : 'running'} profileId={profileId} bucket={bucket} service={service} lockedReason={lockedReason} rows={rows} found={report.found} open={report.open} />}
    </section>
  )
}

interface FoundProps extends Props {
  readonly rows: readonly AclScanRow[]
  readonly found: number
  readonly open: number
}

function Found({ profileId, bucket, service, lockedReason, rows, found, open }: FoundProps) {
  const { t } = useTranslation()
  const granteeOf = useGrantee()
  const api = useApi()
  const scroller = useRef<HTMLDivElement>(null)
  const [filter, setFilter] = useState<'open' | 'all'>(open > 0 ? 'open' : 'all')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<number | undefined>(undefined)
  const shown = useMemo(() => (filter === 'open' ? rows.filter(isOpenRow) : rows), [rows, filter])
  const { first, end, heightPx, shiftPx } = useVirtualRows({ scroller, count: shown.length, rowHeightPx })
  const keys = shown.filter(({ key }) => chosen.has(key)).map(({ key }) => key)
  const isAll = keys.length === shown.length && shown.length > 0
  const change = async (acl: 'private' | 'default'): Promise<void> => {
    setChosen(new Set())
    setDone(keys.length)
    try {
      for (let at = 0; at < keys.length; at += keysPerJob) {
        await api.transfers.enqueueEdit({ profileId, bucket, basePrefix: '', selection: { kind: 'names', keys: keys.slice(at, at + keysPerJob), prefixes: [] }, edit: { kind: 'acl', acl } })
      }
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    }
  }
  const reason = lockedReason ?? (keys.length === 0 ? t('access.chooseFirst') : undefined)
  const toggle = (key: string): void => {
    const next = new Set(chosen)
    if (!next.delete(key)) next.add(key)
    setChosen(next)
  }
  return (
    <>
      <div className="form-line scan-line">
        <Segmented
          size="small"
          aria-label={t('access.filter')}
          value={filter}
          options={[
            { value: 'open', label: t('access.filterOpen', { count: open }) },
            { value: 'all', label: t('access.filterAll', { count: found }) },
          ]}
          onChange={setFilter}
        />
        <Checkbox checked={isAll} indeterminate={keys.length > 0 && !isAll} onChange={() => setChosen(isAll ? new Set() : new Set(shown.map(({ key }) => key)))}>
          {t('access.chooseAll')}
        </Checkbox>
        <span className="policy-spring" />
        <Button size="small" disabled={reason !== undefined} title={reason} onClick={() => void change('private')}>
          {t('access.makePrivate')}
        </Button>
        {service === 's3' ? null : (
          <Button size="small" disabled={reason !== undefined} title={reason} onClick={() => void change('default')}>
            {t('access.makeDefault')}
          </Button>
        )}
      </div>
      <div ref={scroller} className="scan-rows" role="list" aria-label={t('access.found')} tabIndex={0}>
        <div style={{ height: heightPx }}>
          <div style={{ transform: `translateY(${String(first * rowHeightPx + shiftPx)}px)` }}>
            {shown.slice(first, end).map((row, index) => {
              const { key, acl, grants = [] } = row
              const parsed = ObjectAcl.safeParse(acl)
              const named = grants.filter(({ who }) => who !== 'everyone').map((grant) => t('access.s3.objectGrants', { who: granteeOf(grant), permission: t(`access.s3.objectPermissions.${grant.permission}`) }))
              const isOpen = isOpenRow(row)
              return (
                <label className="scan-row" role="listitem" key={key} aria-posinset={first + index + 1} aria-setsize={shown.length}>
                  <Checkbox checked={chosen.has(key)} aria-label={key} onChange={() => toggle(key)} />
                  <TruncatedName name={key} />
                  <span className={`scan-acl${isOpen ? ' is-warn' : ''}`} title={named.join('\n')}>
                    {isOpen ? <Globe size={13} aria-hidden /> : <Lock size={13} aria-hidden />}
                    <span>
                      {[...(parsed.success && parsed.data === 'default' && named.length > 0 ? [] : [parsed.success && parsed.data !== 'default' ? t(`common.acl.${parsed.data}`) : acl]), ...named].join(', ')}
                    </span>
                  </span>
                </label>
              )
            })}
          </div>
        </div>
      </div>
      {rows.length < found ? <p className="form-hint">{t('access.onlyFirst', { count: rows.length })}</p> : null}
      {done === undefined ? null : (
        <p className="form-hint" role="status">
          {t('access.started', { count: done })}
        </p>
      )}
    </>
  )
}
