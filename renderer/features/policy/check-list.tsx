import { Select } from 'antd'
import { CircleCheck, CircleX, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PolicyCheck } from '../../../electron/contract/policy-notes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { CheckResult } from './model/checks.ts'
import type { People } from './use-people.ts'

interface Props {
  readonly results: readonly CheckResult[]
  readonly people: People
  readonly isReadable: boolean
  /** Policies that decide a check are not read yet. */
  readonly isReading: boolean
  readonly onChange: (checks: readonly PolicyCheck[]) => void
  /** Opens the request of a check where it can be tried out. */
  readonly onTry: (check: PolicyCheck) => void
}

/** What somebody wants to be sure of, asked again with every letter of the draft. */
export function CheckList({ results, people, isReadable, isReading, onChange, onTry }: Props) {
  const { t } = useTranslation()
  if (results.length === 0) return <p className="form-hint">{t('policy.noChecks')}</p>
  const all = results.map(({ check }) => check)
  const word = (allowed: boolean | undefined) => t(allowed === undefined ? 'policy.unknownAction' : allowed ? 'policy.allowed' : 'policy.denied')
  if (isReading) return <p className="form-hint">{t('policy.readingRam')}</p>
  return (
    <>
      <p className="form-hint">{t(isReadable ? 'policy.checksLead' : 'policy.tryUnreadable')}</p>
      <ul className="check-list" aria-label={t('policy.checks')}>
        {results.map(({ check, before, after, passes, changes }) => (
          <li key={check.checkId} className="check-row" data-passes={passes}>
            {passes ? <CircleCheck size={15} className="is-ok" aria-hidden /> : <CircleX size={15} className="is-danger" aria-hidden />}
            <div>
              <button type="button" className="check-what" onClick={() => onTry(check)}>
                <CheckSentence check={check} people={people} />
              </button>
              <span className={passes ? 'form-hint' : 'is-danger'}>{t(passes ? 'policy.checkPasses' : 'policy.checkFails', { answer: word(after) })}</span>
              {changes ? <span className="is-warn"> {t('policy.checkBefore', { answer: word(before) })}</span> : null}
            </div>
            <Select
              size="small"
              variant="borderless"
              aria-label={t('policy.checkExpected')}
              value={check.expected}
              options={(['allowed', 'denied'] as const).map((value) => ({ value, label: t(`policy.expected.${value}`) }))}
              onChange={(expected) => onChange(all.map((each) => (each.checkId === check.checkId ? { ...each, expected } : each)))}
            />
            <IconButton label={t('policy.checkRemove')} icon={<Trash2 size={14} />} onClick={() => onChange(all.filter(({ checkId }) => checkId !== check.checkId))} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** `alice: DeleteObject logs/1.gz, from 203.0.113.10 without HTTPS`. */
export function CheckSentence({ check, people }: { readonly check: PolicyCheck; readonly people: People }) {
  const { t } = useTranslation()
  const who = check.who === 'anonymous' ? t('policy.anonymous') : check.who === 'owner' ? t('policy.owner') : people.nameOf(check.who)
  const way = [check.sourceIp, check.sourceVpc].filter((text) => text !== '').join(', ')
  return (
    <>
      <strong>{who}</strong> {check.action.replace(/^oss:/, '')} <span className="is-mono">{check.key}</span>{' '}
      <span className="is-secondary">{t(check.secureTransport ? 'policy.checkWayTls' : 'policy.checkWay', { way: way === '' ? t('policy.checkAnywhere') : way })}{check.sessionPolicy === undefined || check.sessionPolicy === '' ? '' : t('policy.checkSession')}</span>
    </>
  )
}
