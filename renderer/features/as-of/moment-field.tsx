import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly valueMs: number | undefined
  readonly onChange: (momentMs: number | undefined) => void
  readonly autoFocus?: boolean
}

/** A date and a time to the second, not in the future, by this computer's time zone. */
export function MomentField({ valueMs, onChange, autoFocus = false }: Props) {
  const { t } = useTranslation()
  return (
    <DatePicker
      className="moment-field"
      aria-label={t('asOf.picker.moment')}
      showTime
      allowClear={false}
      autoFocus={autoFocus}
      needConfirm={false}
      format="YYYY-MM-DD HH:mm:ss"
      value={valueMs === undefined ? null : dayjs(valueMs)}
      disabledDate={(day) => day.isAfter(dayjs().endOf('day'))}
      onChange={(day) => onChange(day === null ? undefined : day.valueOf())}
    />
  )
}
