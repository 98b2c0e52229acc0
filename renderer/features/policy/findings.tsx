import { Button, Dropdown } from 'antd'
import { ChevronDown, CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { printPolicy } from '../../../storage-core/policy/parse-policy.ts'
import type { DraftCheck } from './model/check-draft.ts'
import { problemText } from './model/problem-text.ts'

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
      <button type="button" className="link-button" onClick={() => onShow(statement)}>
        {t('policy.statement', { number: statement + 1 })}
      </button>
    )
  if (unreadable !== undefined) {
    return (
      <ul className="finding-list">
        <li className="finding">
          {icons.error}
          <span>{problemText(unreadable, t) ?? unreadable}</span>
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
            <p>{isUnfilled(message) && (element === 'Principal' || element === 'Action' || element === 'Resource' || element === 'Condition') ? t(`policy.unfilled.${element}`) : (problemText(message, t) ?? message)}</p>
            <p className="form-hint" title={t('policy.asOssSays', { message })}>
              {statementButton(statement)}{' '}
              <span className="is-mono">
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
            <p>
              {t(`policy.codes.${code}`, { value: value ?? '', other: (because ?? 0) + 1 })} {statementButton(statement)}
            </p>
            {fixes.length === 0 ? null : (
              <div className="finding-actions">
                <Fixes fixes={fixes} onFix={onFix} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The likeliest way out as a button, and the others behind it: four buttons in a row say nothing about which one to take. */
function Fixes({ fixes, onFix }: { readonly fixes: DraftCheck['findings'][number]['fixes']; readonly onFix: (text: string) => void }) {
  const { t } = useTranslation()
  const [first, ...others] = fixes
  if (first === undefined) return null
  const title = (fix: typeof first) => t(`policy.fixes.${fix.kind}`, { value: fix.value ?? '' })
  return (
    <>
      <Button size="small" onClick={() => onFix(printPolicy(first.document))}>
        {title(first)}
      </Button>
      {others.length === 0 ? null : (
        <Dropdown
          autoFocus
          trigger={['click']}
          menu={{
            items: others.map((fix, at) => ({ key: String(at), label: title(fix) })),
            onClick: ({ key }) => {
              const fix = others[Number(key)]
              if (fix !== undefined) onFix(printPolicy(fix.document))
            },
          }}
        >
          <Button size="small" type="text" icon={<ChevronDown size={13} />} iconPosition="end">
            {t('policy.otherFixes')}
          </Button>
        </Dropdown>
      )}
    </>
  )
}

/** What a fresh statement lacks is said as a person would; everything else is as exact as the service's own words. */
function isUnfilled(message: string): boolean {
  return message.endsWith('is missing.') || message.endsWith('must not be an empty list.') || message.endsWith('must have a value.')
}
