import { Button } from 'antd'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { printPolicy } from '../../../storage-core/policy/parse-policy.ts'
import type { DraftCheck } from './model/check-draft.ts'

interface Props {
  readonly check: DraftCheck
  /** Why there is nothing to check. */
  readonly unreadable: string | undefined
  readonly onFix: (text: string) => void
  readonly onShow: (statement: number) => void
}

const icons = {
  error: <CircleAlert size={15} className="is-danger" aria-hidden />,
  warning: <TriangleAlert size={15} className="is-warn" aria-hidden />,
  note: <Info size={15} className="is-secondary" aria-hidden />,
}

/** What is wrong with a draft, and what could be meant otherwise, each with the changes that take it away. */
export function Findings({ check, unreadable, onFix, onShow }: Props) {
  const { t } = useTranslation()
  const statementButton = (statement: number | undefined) =>
    statement === undefined ? null : (
      <Button type="link" size="small" onClick={() => onShow(statement)}>
        {t('policy.statement', { number: statement + 1 })}
      </Button>
    )
  if (unreadable !== undefined) {
    return (
      <ul className="finding-list">
        <li className="finding">
          {icons.error}
          <span>{unreadable}</span>
        </li>
      </ul>
    )
  }
  if (check.problems.length === 0 && check.findings.length === 0) {
    return (
      <p className="finding">
        <CircleCheck size={15} className="is-ok" aria-hidden />
        <span>{t(check.document === undefined ? 'policy.nothingToCheck' : 'policy.noFindings')}</span>
      </p>
    )
  }
  return (
    <ul className="finding-list" aria-label={t('policy.findings')}>
      {check.problems.map(({ message, ec, statement, element }, index) => (
        <li className="finding" key={`${String(index)} ${message}`}>
          {icons.error}
          <div>
            <p>{isUnfilled(message) && (element === 'Principal' || element === 'Action' || element === 'Resource' || element === 'Condition') ? t(`policy.unfilled.${element}`) : message}</p>
            <p className="form-hint">
              {statementButton(statement)} <span className="is-mono">
                {t('common.errorCause')} {ec}
              </span>
            </p>
          </div>
        </li>
      ))}
      {check.findings.map(({ code, severity, statement, value, because, fixes }, index) => (
        <li className="finding" key={`${String(index)} ${code}`}>
          {icons[severity]}
          <div>
            <p>{t(`policy.codes.${code}`, { value: value ?? '', other: (because ?? 0) + 1 })}</p>
            <div className="finding-actions">
              {statementButton(statement)}
              {fixes.map((fix, at) => (
                <Button size="small" key={`${String(at)} ${fix.kind}`} onClick={() => onFix(printPolicy(fix.document))}>
                  {t(`policy.fixes.${fix.kind}`, { value: fix.value ?? '' })}
                </Button>
              ))}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What a fresh statement lacks is said as a person would; everything else is as exact as the service's own words. */
function isUnfilled(message: string): boolean {
  return message.endsWith('is missing.') || message.endsWith('must not be an empty list.') || message.endsWith('must have a value.')
}
