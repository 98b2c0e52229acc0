import { ArrowRight, Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { namedAcl, type ChangedField, type ChangedValue, type SettingChange } from './model/changes.ts'

/** What changes, one line each: from what to what, and of lists what comes and goes. */
export function ChangeList({ changes }: { readonly changes: readonly SettingChange[] }) {
  const { t } = useTranslation()
  const words = (field: ChangedField, value: ChangedValue): string => {
    if (typeof value === 'boolean') return t(value ? 'bucketSettings.yes' : 'bucketSettings.no')
    if (field === 'acl' && value === namedAcl) return t('bucketSettings.short.named')
    if (field === 'acl' && (value === 'private' || value === 'public-read' || value === 'public-read-write')) return t(`common.acl.${value}`)
    if (field === 'payer' && (value === 'BucketOwner' || value === 'Requester')) return t(`bucketSettings.payers.${value}`)
    if (field === 'versioning' && (value === 'Enabled' || value === 'Suspended' || value === 'Unset')) return t(`versioning.label.${value}`)
    if (typeof value === 'string') return value === '' ? '""' : value
    return typeof value === 'number' ? String(value) : value.join(', ')
  }
  return (
    <dl className="change-list">
      {changes.map(({ field, item = '', before, after }) => (
        <div className="change" key={`${field} ${item}`}>
          <dt>{t(`bucketSettings.fields.${field}`, { item })}</dt>
          {isList(before) && isList(after) ? (
            <dd>
              <Entries kind="removed" texts={before.filter((text) => !after.includes(text))} />
              <Entries kind="added" texts={after.filter((text) => !before.includes(text))} />
              {sameMembers(before, after) ? <span className="is-mono">{after.join(', ')}</span> : null}
            </dd>
          ) : (
            <dd>
              {before === undefined ? <span className="is-secondary">{t('bucketSettings.added')}</span> : <span className="is-secondary">{words(field, before)}</span>}
              <ArrowRight size={13} aria-hidden />
              {after === undefined ? <span className="is-danger">{t('bucketSettings.removed')}</span> : <strong>{words(field, after)}</strong>}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function Entries({ kind, texts }: { readonly kind: 'added' | 'removed'; readonly texts: readonly string[] }) {
  const { t } = useTranslation()
  return texts.map((text) => (
    <span key={text} className={`change-entry is-${kind}`}>
      {kind === 'added' ? <Plus size={12} role="img" aria-label={t('bucketSettings.added')} /> : <Minus size={12} role="img" aria-label={t('bucketSettings.removed')} />}
      <span className="is-mono">{text}</span>
    </span>
  ))
}

function isList(value: ChangedValue | undefined): value is readonly string[] {
  return Array.isArray(value)
}

function sameMembers(before: readonly string[], after: readonly string[]): boolean {
  return before.every((text) => after.includes(text)) && after.every((text) => before.includes(text))
}
