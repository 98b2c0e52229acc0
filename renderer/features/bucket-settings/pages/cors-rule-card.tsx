import { Checkbox, InputNumber, Select } from 'antd'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CorsRuleView } from '../../../../electron/contract/bucket-settings.ts'
import { corsMethods } from '../../../../storage-core/model/bucket-settings.ts'
import { limits } from '../../../../storage-core/model/limits.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { SettingProblem } from '../model/problems.ts'

interface Props {
  readonly rule: CorsRuleView
  readonly index: number
  readonly count: number
  /** Of this rule. */
  readonly problems: readonly SettingProblem[]
  readonly onChange: (rule: CorsRuleView) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** One rule: for which pages, which requests, and what they may see of the answer. */
export function CorsRuleCard({ rule, index, count, problems, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation()
  const number = index + 1
  const { maxAgeSeconds, ...rest } = rule
  const isWrong = (texts: readonly string[]) => problems.some(({ value }) => value !== undefined && texts.includes(value))
  const list = (name: 'allowedOrigins' | 'allowedHeaders' | 'exposeHeaders', label: string, placeholder: string, isMissing = false) => (
    <Row label={label}>
      <Select
        mode="tags"
        size="small"
        open={false}
        suffixIcon={null}
        className="is-mono"
        aria-label={label}
        placeholder={placeholder}
        tokenSeparators={[',', ' ', '\n']}
        value={rule[name]}
        status={isMissing || isWrong(rule[name]) ? 'error' : ''}
        onChange={(texts) => onChange({ ...rule, [name]: texts.map((text) => text.trim()).filter((text) => text !== '') })}
      />
    </Row>
  )
  return (
    <section className="statement-card" aria-label={t('bucketSettings.cors.rule', { number })}>
      <header>
        <strong className="rule-title">{t('bucketSettings.cors.rule', { number })}</strong>
        <IconButton label={t('bucketSettings.cors.moveUp', { number })} icon={<ArrowUp size={14} />} disabledReason={index === 0 ? t('bucketSettings.cors.isFirst') : undefined} onClick={() => onMove(-1)} />
        <IconButton label={t('bucketSettings.cors.moveDown', { number })} icon={<ArrowDown size={14} />} disabledReason={index === count - 1 ? t('bucketSettings.cors.isLast') : undefined} onClick={() => onMove(1)} />
        <IconButton label={t('bucketSettings.cors.remove', { number })} danger icon={<Trash2 size={14} />} onClick={onRemove} />
      </header>
      <div className="rule-fields">
        {list('allowedOrigins', t('bucketSettings.cors.origins'), t('bucketSettings.cors.originsHint'), problems.some(({ code }) => code === 'noOrigin'))}
        <Row label={t('bucketSettings.cors.methods')}>
          <Checkbox.Group
            options={corsMethods.map((method) => ({ value: method, label: method }))}
            value={rule.allowedMethods}
            onChange={(chosen) => onChange({ ...rule, allowedMethods: corsMethods.filter((method) => chosen.includes(method)) })}
          />
        </Row>
        {list('allowedHeaders', t('bucketSettings.cors.headers'), t('bucketSettings.cors.headersHint'))}
        {list('exposeHeaders', t('bucketSettings.cors.expose'), t('bucketSettings.cors.exposeHint'))}
        <Row label={t('bucketSettings.cors.maxAge')}>
          <span className="form-line">
            <InputNumber
              size="small"
              aria-label={t('bucketSettings.cors.maxAge')}
              min={0}
              max={limits.corsMaxAgeMaxSeconds}
              precision={0}
              value={maxAgeSeconds ?? null}
              onChange={(seconds) => onChange(seconds === null ? rest : { ...rest, maxAgeSeconds: seconds })}
            />
            <span>{t('bucketSettings.cors.seconds')}</span>
            {maxAgeSeconds === undefined ? <span className="form-hint">{t('bucketSettings.cors.maxAgeHint')}</span> : null}
          </span>
        </Row>
      </div>
    </section>
  )
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="rule-row">
      <span className="statement-label">{label}</span>
      <div>{children}</div>
    </div>
  )
}
