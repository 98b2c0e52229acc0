import { Button, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { conditionKeys, findConditionKey, type FactKind } from '../../../storage-core/policy/condition-keys.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { ConditionRow } from './model/statement-view.ts'

interface Props {
  readonly conditions: readonly ConditionRow[] | undefined
  /** In a policy that says whom a role trusts, which is about AssumeRole alone. */
  readonly isTrust: boolean
  readonly onChange: (rows: readonly ConditionRow[]) => void
}

const operators: Readonly<Record<FactKind, readonly string[]>> = {
  text: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  number: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  time: ['DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  boolean: ['Bool'],
  address: ['IpAddress', 'NotIpAddress'],
}
// Keys of tags are written with a name behind the slash, which only the JSON can give.
const ofRequests = conditionKeys.filter((key) => key.isForeign !== true && !key.name.endsWith('/')).map(({ name }) => name)
/** What a request to assume a role has. Source: RAM documentation, "Basic elements of a permission policy"; STS documentation, "AssumeRole". */
const ofTrust = ['sts:ExternalId', 'acs:SourceIp', 'acs:SourceVpc', 'acs:UserAgent', 'acs:CurrentTime', 'acs:SecureTransport', 'acs:AccessId', 'acs:MFAPresent']

/** When a statement applies: every row has to be met, and one value of each is enough. */
export function WhenField({ conditions, isTrust, onChange }: Props) {
  const { t } = useTranslation()
  const offered = isTrust ? ofTrust : ofRequests
  if (conditions === undefined) return null
  const replace = (index: number, row: ConditionRow) => onChange(conditions.map((each, at) => (at === index ? row : each)))
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.when')}</span>
      <div className="statement-lines">
        {conditions.map((row, index) => {
          const kind = findConditionKey(row.key)?.key.kind ?? 'text'
          const choices = operators[kind].includes(row.operator) ? operators[kind] : [row.operator, ...operators[kind]]
          return (
            // Rows have no name of their own, and are few.
            <div className="condition-row" key={`${String(index)} ${row.operator} ${row.key}`}>
              <Select
                size="small"
                showSearch
                aria-label={t('policy.conditionKey')}
                value={row.key}
                options={offered.map((name) => ({ value: name, label: t(`policy.keys.${name.replaceAll(/[:-]/g, '_')}`, { defaultValue: name }) }))}
                onChange={(key) => replace(index, firstOf(key))}
              />
              <Select
                size="small"
                aria-label={t('policy.operator')}
                value={row.operator}
                options={choices.map((value) => ({ value, label: t(`policy.operators.${value}`, { defaultValue: value }) }))}
                onChange={(operator) => replace(index, { ...row, operator })}
              />
              {kind === 'boolean' ? (
                <Select
                  size="small"
                  aria-label={t('policy.values')}
                  value={row.values[0]?.toLowerCase() ?? ''}
                  options={['true', 'false'].map((value) => ({ value, label: t(`policy.${value === 'true' ? 'yes' : 'no'}`) }))}
                  onChange={(value) => replace(index, { ...row, values: [value] })}
                />
              ) : (
                <Select
                  mode="tags"
                  size="small"
                  aria-label={t('policy.values')}
                  placeholder={t(`policy.valueHints.${kind}`)}
                  value={[...row.values]}
                  open={false}
                  suffixIcon={null}
                  status={row.values.length === 0 ? 'error' : ''}
                  onChange={(values: string[]) => replace(index, { ...row, values })}
                />
              )}
              <IconButton label={t('policy.removeCondition')} icon={<X size={14} />} onClick={() => onChange(conditions.filter((_, at) => at !== index))} />
            </div>
          )
        })}
        <div>
          <Button size="small" type="text" icon={<Plus size={13} />} onClick={() => onChange([...conditions, firstOf(nextKey(conditions, offered))])}>
            {t('policy.addCondition')}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** A row to begin with, for a key. */
function firstOf(key: string): ConditionRow {
  const kind = findConditionKey(key)?.key.kind ?? 'text'
  const usual: Readonly<Record<string, ConditionRow>> = {
    // What an address needs beside it to mean the Internet.
    'acs:SourceVpc': { operator: 'StringNotLike', key, values: ['vpc-*'] },
    'acs:SecureTransport': { operator: 'Bool', key, values: ['true'] },
  }
  return usual[key] ?? { operator: operators[kind][0] ?? 'StringEquals', key, values: [] }
}

/** The first key that the rows do not have. */
function nextKey(rows: readonly ConditionRow[], offered: readonly string[]): string {
  const used = new Set(rows.map(({ key }) => key))
  return offered.find((name) => !used.has(name)) ?? 'acs:UserAgent'
}
