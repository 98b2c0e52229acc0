import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { CircleHelp, Globe, Lock } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { bucketSettingQuery } from '../policy/index.ts'
import { isOpenGrant } from '../../../electron/contract/acl-grants.ts'
import { GrantsTable } from './grants-table.tsx'
import { readS3Policy, type S3Statement } from './model/s3-policy.ts'
import type { OverviewLinks } from './overview-links.ts'

interface Props extends OverviewLinks {
  readonly profileId: string
  readonly bucket: string
}

/** What can be known of a bucket whose service decides by rules of its own, and what cannot. */
export function S3Overview({ profileId, bucket, onOpenPolicy, onShowPage }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const policy = useQuery(bucketSettingQuery(api, profileId, bucket, 'policy'))
  const acl = useQuery(bucketSettingQuery(api, profileId, bucket, 'acl'))
  const block = useQuery(bucketSettingQuery(api, profileId, bucket, 'publicAccessBlock'))
  const text = policy.data?.setting.text
  const statements = useMemo(() => (typeof text === 'string' ? readS3Policy(text) : []), [text])
  const openStatements = statements?.filter(({ isForEveryone }) => isForEveryone).length ?? 0
  const isBlocked = block.data?.setting.blockPublicAccess === true
  const bucketAcl = acl.data?.setting.acl
  const grants = acl.data?.grants ?? []
  const opensToAccounts = bucketAcl === 'private' && grants.some(({ who }) => who === 'authenticated')
  const aclOpens = bucketAcl !== undefined && (bucketAcl !== 'private' || grants.some(isOpenGrant))
  const show = (page: 'acl' | 'publicAccessBlock') => (
    <Button size="small" type="link" onClick={() => onShowPage(page)}>
      {t('access.showSetting')}
    </Button>
  )
  return (
    <>
      <ul className="fact-list" aria-label={t('access.s3.known')}>
        <Fact query={block} isOpen={!isBlocked && (openStatements > 0 || aclOpens)} action={show('publicAccessBlock')}>
          {t(isBlocked ? 'access.s3.blocked' : 'access.s3.notBlocked')}
        </Fact>
        <Fact query={acl} isOpen={aclOpens && !isBlocked} action={show('acl')}>
          {bucketAcl === undefined ? '' : t(opensToAccounts ? 'access.s3.aclAuthenticated' : `access.s3.acl.${bucketAcl}`)}
        </Fact>
        <Fact
          query={policy}
          isOpen={openStatements > 0 && !isBlocked}
          action={
            <Button size="small" type="link" onClick={() => onOpenPolicy({})}>
              {t('access.s3.openPolicy')}
            </Button>
          }
        >
          {statements === undefined ? t('access.s3.unreadable') : statements.length === 0 ? t('access.s3.noPolicy') : t('access.s3.statements', { count: statements.length, open: openStatements })}
        </Fact>
      </ul>
      {grants.length === 0 ? null : <GrantsTable grants={grants} />}
      {statements === undefined || statements.length === 0 ? null : <StatementTable statements={statements} />}
      <p className="form-hint fact-unknown">
        <CircleHelp size={15} aria-hidden /> <span>{t('access.s3.unknown')}</span>
      </p>
    </>
  )
}

interface FactProps {
  readonly query: UseQueryResult
  /** It lets strangers in, or does not keep them out. */
  readonly isOpen: boolean
  readonly action: ReactNode
  readonly children: string
}

function Fact({ query, isOpen, action, children }: FactProps) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  if (query.error !== null && toCallError(query.error).code !== 'NotImplemented') {
    return (
      <li>
        <ErrorNotice
          variant="inline"
          error={toCallError(query.error)}
          onCopy={(text) => void copyText(text)}
          action={
            <Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      </li>
    )
  }
  if (query.isPending) return <Skeleton active title={false} paragraph={{ rows: 1 }} />
  const isMissing = query.error !== null
  return (
    <li className={isOpen && !isMissing ? 'is-warn' : ''}>
      {isMissing ? <CircleHelp size={15} className="icon" aria-hidden /> : isOpen ? <Globe size={15} className="is-warn" aria-hidden /> : <Lock size={15} className="is-ok" aria-hidden />}
      <span>{isMissing ? t('access.s3.notThere') : children}</span>
      {isMissing ? null : action}
    </li>
  )
}

function StatementTable({ statements }: { readonly statements: readonly S3Statement[] }) {
  const { t } = useTranslation()
  return (
    <table className="access-table is-statements">
      <caption className="section-title">{t('access.s3.table')}</caption>
      <thead>
        <tr>
          {(['effect', 'who', 'actions', 'resources'] as const).map((column) => (
            <th scope="col" key={column}>
              {t(`access.s3.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {statements.map(({ effect, who, actions, resources, hasCondition, isForEveryone }, index) => (
          // Statements have no name of their own, and are only shown.
          <tr key={index}>
            <th scope="row" className={isForEveryone ? 'is-warn' : ''}>
              {t(effect === 'Allow' ? 'policy.allow' : 'policy.deny')}
              {hasCondition ? <span className="form-hint">{t('access.conditional')}</span> : null}
            </th>
            <td>{who.map((each) => (each === '*' ? t('policy.everyone') : each)).join('\n')}</td>
            <td>{actions.join('\n')}</td>
            <td>{resources.join('\n')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
