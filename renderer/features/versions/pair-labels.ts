import type { TFunction } from 'i18next'
import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import type { Format } from '../../ui/use-format.ts'

type Written = Pick<ObjectVersion, 'versionId' | 'lastModifiedMs'>

/** True for a version that stands above the one at `index`: times alone do not tell those of one second apart. */
export function isAbove(rowAt: (index: number) => Written | undefined, index: number, row: Written, other: Written): boolean {
  if (other.lastModifiedMs !== row.lastModifiedMs) return other.lastModifiedMs > row.lastModifiedMs
  for (let at = index - 1; at >= 0; at -= 1) {
    const above = rowAt(at)
    if (above?.lastModifiedMs !== row.lastModifiedMs) return false
    if (above.versionId === other.versionId) return true
  }
  return false
}

/** What stands above two versions side by side. Those of one second are told apart by their order. */
export function pairLabels(before: Written, after: Written, format: Pick<Format, 'exactTime'>, t: TFunction): { readonly before: string; readonly after: string } {
  const [then, later] = [format.exactTime(before.lastModifiedMs), format.exactTime(after.lastModifiedMs)]
  return then === later ? { before: t('versions.olderOf', { time: then }), after: t('versions.newerOf', { time: later }) } : { before: then, after: later }
}
