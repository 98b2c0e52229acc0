import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { restoreChanges, type RestoreChange, type RestorePlan } from '../../../electron/contract/as-of.ts'
import { useFormat } from '../../ui/use-format.ts'

interface Props {
  readonly plan: RestorePlan
  readonly change: RestoreChange | undefined
  readonly onChange: (change: RestoreChange | undefined) => void
}

export const countOfAll = ({ totals }: RestorePlan): number => restoreChanges.reduce((sum, change) => sum + totals[change].objects, 0)

/** How much of each kind there is, and which of it the list shows. */
export function PlanTotals({ plan, change, onChange }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const part = (label: string, objects: number, bytes: number | undefined) => (
    <span className="plan-total">
      <span>{label}</span>
      <strong>{format.number(objects)}</strong>
      <span className="is-secondary">{bytes === undefined ? '' : format.bytes(bytes)}</span>
    </span>
  )
  // What is never there in most buckets is shown where it is.
  const shown = restoreChanges.filter((one) => plan.totals[one].objects > 0 || (one !== 'same' && one !== 'uncertain'))
  return (
    <Segmented<RestoreChange | 'all'>
      block
      aria-label={t('asOf.restore.list')}
      value={change ?? 'all'}
      onChange={(value) => onChange(value === 'all' ? undefined : value)}
      options={[{ value: 'all', label: part(t('asOf.restore.all'), countOfAll(plan), undefined) }, ...shown.map((one) => ({ value: one, label: part(t(`asOf.restore.change.${one}`), plan.totals[one].objects, one === 'uncertain' ? undefined : plan.totals[one].bytes) }))]}
    />
  )
}
