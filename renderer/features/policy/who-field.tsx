import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { parseAssumedRole } from '../../../storage-core/policy/compile-policy.ts'

interface Props {
  readonly principals: readonly string[] | undefined
  readonly ownerId: string
  readonly onChange: (principals: readonly string[]) => void
}

/** Whom a statement is for: everyone, UIDs of accounts and users, roles. */
export function WhoField({ principals, ownerId, onChange }: Props) {
  const { t } = useTranslation()
  const label = (text: string) =>
    text === '*' ? t('policy.everyone') : text === ownerId ? t('policy.thisAccount', { uid: ownerId }) : text
  const isKnown = (text: string) => text === '*' || /^\d+$/.test(text) || parseAssumedRole(text) !== undefined
  const wrong = principals?.filter((text) => !isKnown(text)) ?? []
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.who')}</span>
      <div>
        <Select
          mode="tags"
          size="small"
          aria-label={t('policy.who')}
          placeholder={t('policy.whoPlaceholder')}
          value={[...(principals ?? [])].map((value) => ({ value, label: label(value) }))}
          labelInValue
          tokenSeparators={[',', ' ', '\n']}
          options={['*', ownerId].filter((value) => value !== '').map((value) => ({ value, label: label(value) }))}
          status={wrong.length > 0 || principals === undefined ? 'error' : ''}
          onChange={(chosen) => onChange(chosen.map(({ value }) => value.trim()).filter((value) => value !== ''))}
        />
        {wrong.length > 0 ? <p className="field-problem">{t('policy.whoWrong', { text: wrong.join(', ') })}</p> : null}
      </div>
    </div>
  )
}
