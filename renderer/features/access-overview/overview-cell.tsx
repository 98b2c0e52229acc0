import { Button, Popover } from 'antd'
import { CircleCheck, CircleDot, CircleMinus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { columnActions, type OverviewCell as Cell, type OverviewColumn, type OverviewPrincipal, type OverviewSource } from './model/overview.ts'
import type { OverviewLinks, OverviewPage } from './overview-links.ts'

interface Props extends OverviewLinks {
  readonly principal: OverviewPrincipal
  readonly who: string
  readonly column: OverviewColumn
  readonly cell: Cell
  /** It is open to strangers. */
  readonly isOpen: boolean
}

// Only what is open to strangers is a warning, and that is said by the cell.
const icons = {
  yes: <CircleCheck size={15} className="is-ok" aria-hidden />,
  some: <CircleDot size={15} className="is-secondary" aria-hidden />,
  no: <CircleMinus size={15} className="is-faint" aria-hidden />,
}
const pages: Readonly<Partial<Record<OverviewSource['kind'], OverviewPage>>> = { acl: 'acl', blocked: 'publicAccessBlock', requesterPays: 'requestPayment', mustPay: 'requestPayment', referer: 'referer' }

/** One verdict, which opens to where it comes from. */
export function OverviewCell({ principal, who, column, cell, isOpen, onOpenPolicy, onShowPage }: Props) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const words = (source: OverviewSource): string => {
    if (source.kind === 'objectAcl') return t('access.sources.objectAcl', { count: source.count, acl: t(`common.acl.${source.acl}`) })
    if (source.kind !== 'statement') return source.kind === 'acl' ? t('access.sources.acl', { acl: t(`common.acl.${source.acl}`) }) : t(`access.sources.${source.kind}`)
    const { effect, policy, policyName = '', index, hasCondition, isPartial } = source
    const place = policy === 'bucket' ? t('access.bucketStatement', { number: index + 1 }) : t('access.ramStatement', { policy: policyName, number: index + 1 })
    const limits = [isPartial ? t('access.partial') : undefined, hasCondition ? t('access.conditional') : undefined].filter((part) => part !== undefined)
    return t(effect === 'Allow' ? 'access.allows' : 'access.denies', { place, limits: limits.length === 0 ? '' : t('access.limits', { limits: limits.join(t('access.and')) }) })
  }
  const tryIt = () => {
    setShown(false)
    onOpenPolicy({ tried: { who: principal.id, uidIs: principal.kind === 'user' ? 'user' : 'otherAccount', action: columnActions[column][0] ?? 'oss:GetObject' } })
  }
  const verdict = t(`access.verdicts.${cell.verdict}`)
  return (
    <Popover
      trigger="click"
      placement="bottom"
      classNames={{ root: 'access-popover' }}
      open={isShown}
      onOpenChange={setShown}
      title={t('access.cellTitle', { who, column: t(`access.columns.${column}`), verdict })}
      content={
        <div className="access-sources">
          <ul>
            {cell.sources.map((source) => {
              const page = pages[source.kind]
              return (
                <li key={JSON.stringify(source)}>
                  <span>{words(source)}</span>
                  {source.kind === 'statement' && source.policy === 'bucket' ? (
                    <Button
                      size="small"
                      type="link"
                      onClick={() => {
                        setShown(false)
                        onOpenPolicy({ statement: source.index })
                      }}
                    >
                      {t('access.showStatement')}
                    </Button>
                  ) : null}
                  {page === undefined ? null : (
                    <Button size="small" type="link" onClick={() => onShowPage(page)}>
                      {t('access.showSetting')}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
          <Button size="small" onClick={tryIt}>
            {t('access.tryIt')}
          </Button>
        </div>
      }
    >
      <button type="button" className={`access-cell${isOpen ? ' is-open' : ''}`} aria-label={t('access.cellTitle', { who, column: t(`access.columns.${column}`), verdict })}>
        {icons[cell.verdict]}
        <span>{verdict}</span>
      </button>
    </Popover>
  )
}
