import { Select } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

/** Whom a role can be told to trust, by the names that a store knows. */
export interface TrustChoices {
  readonly accountId: string
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly accounts: readonly { readonly accountId: string; readonly displayName: string }[]
}

interface Props {
  readonly trusted: readonly string[]
  readonly choices: TrustChoices
  readonly onChange: (trusted: readonly string[]) => void
}

/** Services that assume roles for somebody most often; any other is typed. */
const services = ['ecs.aliyuncs.com', 'fc.aliyuncs.com', 'oss.aliyuncs.com', 'imm.aliyuncs.com', 'mts.aliyuncs.com', 'actiontrail.aliyuncs.com']

const arn = (account: string, name: string) => `acs:ram::${account}:${name}`

/** Everybody whom a role can be told to trust, as they are picked. */
function trustOptions({ accountId, users, roles, accounts }: TrustChoices, t: TFunction) {
  const own = { value: arn(accountId, 'root'), label: t('policy.trustOwn') }
  const groups = [
    { label: t('policy.users'), options: users.map((name) => ({ value: arn(accountId, `user/${name}`), label: t('policy.userNamed', { name }) })) },
    { label: t('policy.roles'), options: roles.map((name) => ({ value: arn(accountId, `role/${name}`), label: t('policy.roleNamed', { name }) })) },
    { label: t('policy.accounts'), options: accounts.map(({ accountId: id, displayName }) => ({ value: arn(id, 'root'), label: t('policy.trustAccount', { name: displayName }) })) },
    { label: t('policy.trustServices'), options: services.map((value) => ({ value, label: value })) },
  ].filter(({ options }) => options.length > 0)
  return { own, groups }
}

/** How those whom a role trusts are called; the name of a policy itself for whom nobody knows. */
export function trustNames(choices: TrustChoices, t: TFunction): (text: string) => string {
  const { own, groups } = trustOptions(choices, t)
  const labels = new Map([own, ...groups.flatMap(({ options }) => options)].map(({ value, label }) => [value, label]))
  return (text) => labels.get(text) ?? text
}

/** Who may assume a role: users, roles, whole accounts and services, picked or typed. */
export function TrustField({ trusted, choices, onChange }: Props) {
  const { t } = useTranslation()
  const { own, groups } = trustOptions(choices, t)
  const nameOf = trustNames(choices, t)
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.who')}</span>
      <div>
        <Select
          mode="tags"
          size="small"
          aria-label={t('policy.who')}
          placeholder={t('policy.trustPlaceholder')}
          value={trusted.map((value) => ({ value, label: nameOf(value) }))}
          labelInValue
          tokenSeparators={[',', ' ', '\n']}
          optionFilterProp="label"
          options={[own, ...groups]}
          status={trusted.length === 0 ? 'error' : ''}
          onChange={(chosen) => onChange(chosen.map(({ value }) => value.trim()).filter((value) => value !== ''))}
        />
        <p className="form-hint">{t('policy.trustHint')}</p>
      </div>
    </div>
  )
}
