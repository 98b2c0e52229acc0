import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { MatchCount } from './match-count.tsx'
import { type Place, resourceOf } from './model/statement-view.ts'

/** The bucket that a policy is of; undefined for one that RAM attaches to somebody. */
export interface PolicyPlace {
  readonly profileId: string
  readonly bucket: string
}

interface Props {
  readonly places: readonly Place[] | undefined
  readonly place: PolicyPlace | undefined
  readonly onChange: (resources: readonly string[]) => void
}

/** Where a statement applies: the bucket, its objects, folders, single objects, or patterns as they are written. */
export function WhereField({ places, place, onChange }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const label = ({ kind, text }: Place) => (kind === 'pattern' ? text : t(`policy.places.${kind}`, { name: text }))
  const folders = useFolders(place, search)
  const usual = place === undefined ? [{ value: '*', label: t('policy.anywhere') }] : (['bucket', 'allObjects'] as const).map((kind) => ({ value: resourceOf(kind, place.bucket), label: t(`policy.places.${kind}`) }))
  const found = place === undefined ? [] : folders.map((folder) => ({ value: resourceOf('folder', place.bucket, folder), label: t('policy.places.folder', { name: folder }) }))
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.where')}</span>
      <div>
        <Select
          mode="tags"
          size="small"
          aria-label={t('policy.where')}
          placeholder={t(place === undefined ? 'policy.ramWherePlaceholder' : 'policy.wherePlaceholder')}
          labelInValue
          value={(places ?? []).map((each) => ({ value: each.resource, label: label(each) }))}
          status={places?.length === 0 ? 'error' : ''}
          optionFilterProp="label"
          options={[...usual, ...found]}
          onSearch={setSearch}
          onChange={(chosen) => {
            setSearch('')
            onChange([...new Set(chosen.map(({ value }) => toResource(value, place?.bucket)))])
          }}
        />
        <p className="form-hint where-hint">
          <span>{t(place === undefined ? 'policy.ramWhereHint' : 'policy.whereHint')}</span>
          {place === undefined || places === undefined || places.length === 0 ? null : <MatchCount {...place} resources={places.map(({ resource }) => resource)} />}
        </p>
      </div>
    </div>
  )
}

/** Folders of the bucket that go on from what is typed. */
function useFolders(place: PolicyPlace | undefined, search: string): readonly string[] {
  const api = useApi()
  const prefix = useDeferredValue(search.replace(/^\/+/, ''))
  const { profileId = '', bucket = '' } = place ?? {}
  const { data } = useQuery({
    queryKey: queryKeys.completions(profileId, bucket, prefix),
    queryFn: ({ signal }) => api.listing.completeKey({ profileId, bucket, prefix, limit: 30 }, { signal }),
    enabled: place !== undefined && !prefix.startsWith('acs:') && prefix !== '*',
    staleTime: 5000,
    gcTime: 30_000,
    // Whoever may not list has nothing offered, and types.
    retry: false,
  })
  return data?.folders ?? []
}

/** What was typed, as a resource: a folder ends in a slash, anything else is a key. */
function toResource(text: string, bucket: string | undefined): string {
  if (text === '*' || text.startsWith('acs:')) return text
  const key = text.replace(/^\/+/, '')
  if (bucket === undefined) return `acs:oss:*:*:${key.endsWith('/') ? `${key}*` : key}`
  if (key === '') return resourceOf('allObjects', bucket)
  return resourceOf(key.endsWith('/') ? 'folder' : 'object', bucket, key)
}
