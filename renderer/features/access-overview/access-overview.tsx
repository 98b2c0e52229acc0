import { Button, Skeleton } from 'antd'
import { Globe, KeyRound, Lock, TriangleAlert, User, UserRound, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { AclScan } from './acl-scan.tsx'
import { overviewColumns, type OverviewPrincipal, type OverviewRow } from './model/overview.ts'
import { OverviewCell } from './overview-cell.tsx'
import type { OverviewLinks } from './overview-links.ts'
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
  const { t } = useTranslation()
  return (
    <>
      {service === 's3' ? <p className="form-hint">{t('access.otherService')}</p> : <Matrix profileId={profileId} bucket={bucket} isLocal={isLocal} {...links} />}
      <AclScan profileId={profileId} bucket={bucket} service={service} lockedReason={lockedReason} />
    </>
  )
}

function Matrix({ profileId, bucket, isLocal, ...links }: OverviewLinks & { readonly profileId: string; readonly bucket: string; readonly isLocal: boolean }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const state = useOverviewBucket(profileId, bucket, isLocal)
  const { rows, error, unread, knowsRam, isFetching, refetch } = state
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
  return (
    <>
      <Headline rows={rows} />
      {unread.map((name) => (
        <p className="review-warning" key={name}>
          <TriangleAlert size={15} className="is-warn" aria-hidden />
          <span>{t('access.unread', { setting: t(`bucketSettings.pages.${name}`) })}</span>
        </p>
      ))}
      <MatrixTable state={state} rows={rows} links={links} />
      <p className="form-hint">
        {t('access.note')} {t(knowsRam ? 'access.ramKnown' : 'access.ramUnknown')}
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

function MatrixTable({ state: { nameOf }, rows, links }: { readonly state: AccessOverviewState; readonly rows: readonly OverviewRow[]; readonly links: OverviewLinks }) {
  const { t } = useTranslation()
  const nameOfPrincipal = ({ kind, id }: OverviewPrincipal): string => (kind === 'anonymous' || kind === 'stranger' || kind === 'owner' ? t(`access.principals.${kind}`) : nameOf(id))
  return (
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
        {rows.map(({ principal, cells }) => {
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
  )
}
