import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Place, resourceOf } from './model/statement-view.ts'

interface Props {
  readonly places: readonly Place[] | undefined
  readonly bucket: string
  readonly onChange: (resources: readonly string[]) => void
}

/** Where a statement applies: the bucket, its objects, folders, single objects, or patterns as they are written. */
export function WhereField({ places, bucket, onChange }: Props) {
  const { t } = useTranslation()
  const label = ({ kind, text }: Place) => (kind === 'pattern' ? text : t(`policy.places.${kind}`, { name: text }))
  const usual = (['bucket', 'allObjects'] as const).map((kind) => ({ value: resourceOf(kind, bucket), label: t(`policy.places.${kind}`) }))
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.where')}</span>
      <div>
        <Select
          mode="tags"
          size="small"
          aria-label={t('policy.where')}
          placeholder={t('policy.wherePlaceholder')}
          labelInValue
          value={(places ?? []).map((place) => ({ value: place.resource, label: label(place) }))}
          status={places?.length === 0 ? 'error' : ''}
          options={usual}
          onChange={(chosen) => onChange([...new Set(chosen.map(({ value }) => toResource(value, bucket)))])}
        />
        <p className="form-hint">{t('policy.whereHint')}</p>
      </div>
    </div>
  )
}

/** What was typed, as a resource: a folder ends in a slash, anything else is a key. */
function toResource(text: string, bucket: string): string {
  if (text === '*' || text.startsWith('acs:')) return text
  const key = text.replace(/^\/+/, '')
  if (key === '') return resourceOf('allObjects', bucket)
  return resourceOf(key.endsWith('/') ? 'folder' : 'object', bucket, key)
}
