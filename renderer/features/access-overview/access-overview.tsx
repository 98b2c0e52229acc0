import { Button, Input, Segmented, Skeleton } from 'antd'
import { Globe, KeyRound, Lock, TriangleAlert, User, UserRound, Users } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AclScanRow } from '../../../electron/contract/acl-scan.ts'
import { ObjectAcl } from '../../../storage-core/model/acl.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { AclScan } from './acl-scan.tsx'
import { overviewColumns, type OverviewBucket, type OverviewPrincipal, type OverviewRow } from './model/overview.ts'
import { OverviewCell } from './overview-cell.tsx'
import type { OverviewLinks } from './overview-links.ts'
import { S3Overview } from './s3-overview.tsx'
import { useAclScan } from './use-acl-scan.ts'
import { unreadablePolicy, useOverviewBucket, type AccessOverviewState } from './use-overview-bucket.ts'

interface Props extends OverviewLinks {
  readonly profileId: string
  readonly bucket: string
  readonly service: 'oss' | 's3'
  readonly isLocal: boolean
  readonly lockedReason: string | undefined
}

/** Who may do what in a bucket, where that comes from, and which objects are not as the bucket. */
export function AccessOverview({ profileId, bucket, service, isLocal, lockedReason, ...links }: Props) {
  const scan = useAclScan(profileId, bucket)
  const objectAcls = useMemo(() => countAcls(scan.rows), [scan.rows])
  return (
    <>
      {service === 's3' ? <S3Overview profileId={profileId} bucket={bucket} {...links} /> : <Matrix profileId={profileId} bucket={bucket} isLocal={isLocal} objectAcls={objectAcls} {...links} />}
      <AclScan profileId={profileId} bucket={bucket} service={service} lockedReason={lockedReason} scan={scan} />
    </>
  )
}

type ObjectAcls = NonNullable<OverviewBucket['objectAcls']>

function countAcls(found: readonly AclScanRow[]): ObjectAcls {
  return ObjectAcl.options.flatMap((acl) => {
    const count = found.reduce((sum, row) => (row.acl === acl ? sum + 1 : sum), 0)
    return acl === 'default' || count === 0 ? [] : [{ acl, count }]
  })
}

function Matrix({ profileId, bucket, isLocal, objectAcls, ...links }: OverviewLinks & { readonly profileId: string; readonly bucket: string; readonly isLocal: boolean; readonly objectAcls: ObjectAcls }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const state = useOverviewBucket(profileId, bucket, isLocal, objectAcls)
  const { rows, error, unread, isAccountUnread, ram, isFetching, refetch } = state
  if (error === unreadablePolicy) return <p className="form-hint">{t('access.unreadablePolicy')}</p>
  if (error !== undefined) {
    return (
      <ErrorNotice
        variant="inline"
        error={toCallError(error)}
        onCopy={(text) => void copyText(text)}
        action={
          <Button size="small" loading={isFetching} onClick={() => void refetch()}>
            {t('common.retry')}
          </Button>
        }
      />
    )
  }
  if (rows === undefined) return <Skeleton active title={false} paragraph={{ rows: 6 }} />
  const notRead = [...unread.map((name) => t('access.unread', { setting: t(`bucketSettings.pages.${name}`) })), ...(isAccountUnread ? [t('access.unreadAccount')] : [])]
  return (
    <>
      <Headline rows={rows} />
      {notRead.map((text) => (
        <p className="review-warning" key={text}>
          <TriangleAlert size={15} className="is-warn" aria-hidden />
          <span>{text}</span>
        </p>
      ))}
      <MatrixTable state={state} rows={rows} links={links} />
      {ram.error === null ? null : (
        <ErrorNotice
          variant="inline"
          error={toCallError(ram.error)}
          onCopy={(text) => void copyText(text)}
          action={
            <Button size="small" onClick={ram.retry}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
      <p className="form-hint">
        {t('access.sentences', {
          first: t(objectAcls.length === 0 ? 'access.note' : 'access.noteFound'),
          second: ram.pages === undefined ? t('access.ramUnknown') : ram.read < ram.total ? t('access.ramReading', { read: ram.read, total: ram.total }) : t('access.ramKnown'),
        })}
      </p>
    </>
  )
}

/** What matters most: what somebody without a key can do. */
function Headline({ rows }: { readonly rows: readonly OverviewRow[] }) {
  const { t } = useTranslation()
  const cells = rows.find(({ principal }) => principal.kind === 'anonymous')?.cells
  const open = overviewColumns.filter((column) => cells?.[column].verdict !== 'no')
  const verbs = open.map((column) => {
    const verb = t(`access.verbs.${column}`)
    return cells?.[column].verdict === 'some' ? t('access.partlyVerb', { verb }) : verb
  })
  return (
    <p className="setting-state" role="status">
      {open.length === 0 ? <Lock size={15} className="is-ok" aria-hidden /> : <Globe size={15} className="is-warn" aria-hidden />}
      <strong>{open.length === 0 ? t('access.closed') : t('access.open', { columns: verbs.join(t('access.comma')) })}</strong>
    </p>
  )
}

const icons = { anonymous: Globe, stranger: Users, owner: KeyRound, uid: User, role: UserRound, user: User } as const

/** Rows of a table that is not scrolled by itself, and how few need no filter. */
const rowsAtOnce = 50
const rowsWithoutFilter = 15

function MatrixTable({ state: { nameOf }, rows, links }: { readonly state: AccessOverviewState; readonly rows: readonly OverviewRow[]; readonly links: OverviewLinks }) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState('')
  const [shows, setShows] = useState<'all' | 'some'>('all')
  const [most, setMost] = useState(rowsAtOnce)
  const nameOfPrincipal = ({ kind, id }: OverviewPrincipal): string => (kind === 'anonymous' || kind === 'stranger' || kind === 'owner' ? t(`access.principals.${kind}`) : nameOf(id))
  const words = wanted.trim().toLowerCase()
  const found = rows.filter(
    ({ principal, cells }) =>
      (words === '' || principal.id.includes(words) || nameOfPrincipal(principal).toLowerCase().includes(words)) && (shows === 'all' || overviewColumns.some((column) => cells[column].verdict !== 'no')),
  )
  return (
    <>
      {rows.length <= rowsWithoutFilter ? null : (
        <div className="form-line scan-line">
          <Input size="small" allowClear aria-label={t('access.findWho')} placeholder={t('access.findWho')} value={wanted} onChange={(event) => setWanted(event.target.value)} />
          <Segmented
            size="small"
            aria-label={t('access.showWho')}
            value={shows}
            options={(['all', 'some'] as const).map((value) => ({ value, label: t(`access.shows.${value}`) }))}
            onChange={setShows}
          />
          <span className="form-hint" role="status">
            {t('access.peopleFound', { count: found.length })}
          </span>
        </div>
      )}
    <table className="access-table">
      <caption className="for-ears">{t('bucketSettings.pages.overview')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('access.who')}</th>
          {overviewColumns.map((column) => (
            <th scope="col" key={column}>
              {t(`access.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {found.slice(0, most).map(({ principal, cells }) => {
          const Icon = icons[principal.kind]
          const who = nameOfPrincipal(principal)
          return (
            <tr key={principal.id}>
              <th scope="row">
                <span className="access-who">
                  <Icon size={15} className="icon" aria-hidden />
                  <span>
                    {who}
                    {who === principal.id || principal.kind === 'anonymous' || principal.kind === 'stranger' || principal.kind === 'owner' ? null : <span className="form-hint is-mono">{principal.kind === 'role' ? '' : principal.id}</span>}
                  </span>
                </span>
              </th>
              {overviewColumns.map((column) => (
                <td key={column}>
                  <OverviewCell
                    principal={principal}
                    who={who}
                    column={column}
                    cell={cells[column]}
                    isOpen={cells[column].verdict !== 'no' && (principal.kind === 'anonymous' || principal.kind === 'stranger')}
                    {...links}
                  />
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
      {found.length <= most ? null : (
        <Button size="small" onClick={() => setMost(most + rowsAtOnce)}>
          {t('access.showMore', { count: Math.min(rowsAtOnce, found.length - most) })}
        </Button>
      )}
    </>
  )
}
