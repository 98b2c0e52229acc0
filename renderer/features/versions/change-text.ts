import type { TFunction } from 'i18next'
import type { ObjectVersion, VersionChange, VersionDifference } from '../../../electron/contract/versions.ts'

const countedAspects = ['header', 'metadata', 'tag'] as const

/** Aspects in words, those that have several counted: `Content, 2 headers, ACL`. */
function partsOf(changes: readonly VersionChange[], t: TFunction): string[] {
  const single = [...new Set(changes.map(({ aspect }) => aspect))].filter((aspect) => aspect !== 'header' && aspect !== 'metadata' && aspect !== 'tag')
  const counted = countedAspects.flatMap((aspect) => {
    const count = changes.filter((change) => change.aspect === aspect).length
    return count === 0 ? [] : [t(`versions.counted.${aspect}`, { count })]
  })
  // A count and what it counts stay on one line.
  return [...single.map((aspect) => t(`versions.aspect.${aspect}`)), ...counted].map((part) => part.replaceAll(' ', '\u00a0'))
}

/** One line for what a version changed; undefined while it is not known. */
export function changeSummary(row: ObjectVersion, difference: VersionDifference | undefined, t: TFunction, locale: string): string | undefined {
  if (row.isDeleteMarker) return t('versions.wasDeleted')
  if (difference === undefined) return undefined
  if (difference.error !== undefined) return t('versions.cannotTell')
  if (difference.beforeId === undefined) return t('versions.first')
  const parts = partsOf(difference.changes, t)
  if (parts.length === 0) return t(difference.unknown.length === 0 ? 'versions.noChange' : 'versions.noKnownChange')
  return t('versions.changed', { parts: new Intl.ListFormat(locale, { style: 'narrow', type: 'conjunction' }).format(parts) })
}
