import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { parseAssumedRole } from '../../../storage-core/policy/compile-policy.ts'
import type { People } from './use-people.ts'

interface Props {
  readonly principals: readonly string[] | undefined
  readonly ownerId: string
  readonly people: People
  readonly onChange: (principals: readonly string[]) => void
}

/** Whom a statement is for: everyone, UIDs of accounts and users, roles. Those that the store knows are picked by their names. */
export function WhoField({ principals, ownerId, people, onChange }: Props) {
  const { t } = useTranslation()
  const isKnown = (text: string) => text === '*' || /^\d+$/.test(text) || parseAssumedRole(text) !== undefined
  const wrong = principals?.filter((text) => !isKnown(text)) ?? []
  const general = ['*', ownerId].filter((value) => value !== '').map((value) => ({ value, label: people.nameOf(value) }))
  const group = (label: string, options: People['users']) => (options.length === 0 ? [] : [{ label, options: [...options] }])
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.who')}</span>
      <div>
        <Select
          mode="tags"
          size="small"
          aria-label={t('policy.who')}
          placeholder={t('policy.whoPlaceholder')}
          value={[...(principals ?? [])].map((value) => ({ value, label: people.nameOf(value) }))}
          labelInValue
          tokenSeparators={[',', ' ', '\n']}
          // What is typed is looked for in names, and taken as it is when it is none.
          optionFilterProp="label"
          options={[...general, ...group(t('policy.users'), people.users), ...group(t('policy.roles'), people.roles), ...group(t('policy.accounts'), people.accounts)]}
          status={wrong.length > 0 || principals === undefined ? 'error' : ''}
          onChange={(chosen) => onChange(chosen.map(({ value }) => value.trim()).filter((value) => value !== ''))}
        />
        {wrong.length > 0 ? <p className="field-problem">{t('policy.whoWrong', { text: wrong.join(', ') })}</p> : null}
      </div>
    </div>
  )
}
