import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { CalendarClock, TextCursorInput } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactKind } from '../../../storage-core/policy/condition-keys.ts'
import { parseIsoDate } from '../../../storage-core/policy/iso-date.ts'
import { IconButton } from '../../ui/icon-button.tsx'

interface Props {
  readonly kind: FactKind
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}

/** What a condition compares with, in the form that fits what it looks at. */
export function ConditionValues({ kind, values, onChange }: Props) {
  const { t } = useTranslation()
  const [isRaw, setRaw] = useState(false)
  if (kind === 'boolean') {
    return (
      <Select
        size="small"
        aria-label={t('policy.values')}
        value={values[0]?.toLowerCase() ?? ''}
        options={['true', 'false'].map((value) => ({ value, label: t(`policy.${value === 'true' ? 'yes' : 'no'}`) }))}
        onChange={(value) => onChange([value])}
      />
    )
  }
  const texts = (
    <Select
      mode="tags"
      size="small"
      aria-label={t('policy.values')}
      placeholder={t(`policy.valueHints.${kind}`)}
      value={[...values]}
      open={false}
      suffixIcon={null}
      status={values.length === 0 ? 'error' : ''}
      onChange={(chosen: string[]) => onChange(chosen)}
    />
  )
  if (kind !== 'time') return texts
  // More than one, and what is no time, can be written and not be picked.
  const [first] = values
  const timeMs = first === undefined ? undefined : parseIsoDate(first)
  const canPick = values.length === 0 || (values.length === 1 && timeMs !== undefined)
  const isPicked = canPick && !isRaw
  return (
    <div className="condition-time">
      {isPicked ? (
        <DatePicker
          size="small"
          showTime
          needConfirm={false}
          allowClear={false}
          format="YYYY-MM-DD HH:mm:ss"
          aria-label={t('policy.values')}
          title={first ?? t('policy.timeHint')}
          value={timeMs === undefined ? null : dayjs(timeMs)}
          status={values.length === 0 ? 'error' : ''}
          onChange={(date) => onChange(date === null ? [] : [writtenTime(date.valueOf())])}
        />
      ) : (
        texts
      )}
      {canPick ? <IconButton label={t(isPicked ? 'policy.asText' : 'policy.asTime')} icon={isPicked ? <TextCursorInput size={14} /> : <CalendarClock size={14} />} onClick={() => setRaw(isPicked)} /> : null}
    </div>
  )
}

/** In UTC to the second, as the documentation writes times. */
function writtenTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** The key of the tag that a condition looks at, taken when it is whole: half a key could be that of another condition. */
export function TagKeyField({ tagKey, onChange }: { readonly tagKey: string; readonly onChange: (tagKey: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(tagKey)
  const take = () => {
    if (text !== tagKey) onChange(text)
  }
  return (
    <Input
      size="small"
      aria-label={t('policy.tagKey')}
      placeholder={t('policy.tagKey')}
      // As long as OSS takes keys of tags (documentation, "Object tagging").
      maxLength={128}
      value={text}
      status={text === '' ? 'error' : ''}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onPressEnter={take}
    />
  )
}
