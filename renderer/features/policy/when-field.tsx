import { Button, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { conditionKeys, findConditionKey, type FactKind } from '../../../storage-core/policy/condition-keys.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ConditionValues, TagKeyField } from './condition-values.tsx'
import type { ConditionRow } from './model/statement-view.ts'
import { splitTagKey } from './model/tag-key.ts'

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
const ofRequests = conditionKeys.filter((key) => key.isForeign !== true).map(({ name }) => name)
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
          const kind = kindOf(row.key)
          const tag = splitTagKey(row.key)
          const choices = operators[kind].includes(row.operator) ? operators[kind] : [row.operator, ...operators[kind]]
          return (
            // Rows have no name of their own, and one that is being changed has to stay where the keyboard is.
            <div className="condition-row" key={index}>
              <Select
                size="small"
                showSearch
                optionFilterProp="label"
                aria-label={t('policy.conditionKey')}
                value={tag?.base ?? row.key}
                options={offered.map((name) => ({ value: name, label: t(`policy.keys.${name.replaceAll(/[:/-]/g, '_')}`, { defaultValue: name }) }))}
                onChange={(key) => replace(index, firstOf(key))}
              />
              <Select
                size="small"
                aria-label={t('policy.operator')}
                value={row.operator}
                options={choices.map((value) => ({ value, label: t(`policy.operators.${value}`, { defaultValue: value }) }))}
                onChange={(operator) => replace(index, { ...row, operator })}
              />
              <ConditionValues key={row.key} kind={kind} values={row.values} onChange={(values) => replace(index, { ...row, values })} />
              <IconButton label={t('policy.removeCondition')} icon={<X size={14} />} onClick={() => onChange(conditions.filter((_, at) => at !== index))} />
              {tag === undefined ? null : <TagKeyField key={tag.tagKey} tagKey={tag.tagKey} onChange={(tagKey) => replace(index, { ...row, key: `${tag.base}${tagKey}` })} />}
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

/** Of a tag it is known before its key is. */
const kindOf = (key: string): FactKind => findConditionKey(key)?.key.kind ?? 'text'

/** A row to begin with, for a key. */
function firstOf(key: string): ConditionRow {
  const usual: Readonly<Record<string, ConditionRow>> = {
    // What an address needs beside it to mean the Internet.
    'acs:SourceVpc': { operator: 'StringNotLike', key, values: ['vpc-*'] },
    'acs:SecureTransport': { operator: 'Bool', key, values: ['true'] },
  }
  return usual[key] ?? { operator: operators[kindOf(key)][0] ?? 'StringEquals', key, values: [] }
}

/** The first key that the rows do not have. */
function nextKey(rows: readonly ConditionRow[], offered: readonly string[]): string {
  const used = new Set(rows.map(({ key }) => key))
  return offered.find((name) => !used.has(name)) ?? 'acs:UserAgent'
}
