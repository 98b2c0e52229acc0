import type { TFunction } from 'i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { ObjectType } from '../../../storage-core/model/object.ts'
import type { Format } from '../../ui/use-format.ts'
import { extensionOf } from '../../ui/names.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { typeLabel } from './columns.ts'

/** The words of a row. Thousands of rows share a few types and classes, and looking a text up is what a row costs most. */
export interface RowLabels {
  readonly size: (row: ListingRow) => string
  readonly type: (row: ListingRow) => string
  readonly storageClass: (row: ListingRow) => string
  readonly objectType: (row: ListingRow) => string
  readonly modified: (row: ListingRow) => string
  readonly deleted: string
  /** For the tooltips; undefined for a folder, which has neither. */
  readonly exactSize: (row: ListingRow) => string | undefined
  readonly exactTime: (row: ListingRow) => string | undefined
}

function objectTypeLabel(type: string, t: TFunction): string {
  const known = ObjectType.safeParse(type)
  return known.success ? t(`common.objectType.${known.data}`) : type
}

/** Types beyond these are looked up each time: names may hold any extension. */
const keptTypes = 500

export function createRowLabels(t: TFunction, format: Format): RowLabels {
  const types = new Map<string, string>()
  const classes = new Map<string, string>()
  const objectTypes = new Map<string, string>()
  const noSize = t('objects.noSize')
  const keep = (kept: Map<string, string>, name: string, make: () => string): string => {
    const known = kept.get(name)
    if (known !== undefined) return known
    const made = make()
    if (kept.size < keptTypes) kept.set(name, made)
    return made
  }
  return {
    deleted: t('versions.deleted'),
    size: (row) => (row.kind === 'folder' ? noSize : format.bytes(row.sizeBytes)),
    type: (row) => keep(types, row.kind === 'folder' ? '/' : extensionOf(row.key), () => typeLabel(row, t)),
    storageClass: (row) => (row.kind === 'folder' ? '' : keep(classes, row.storageClass, () => storageClassLabel(row.storageClass, t))),
    objectType: (row) => (row.kind === 'folder' ? '' : keep(objectTypes, row.type, () => objectTypeLabel(row.type, t))),
    modified: (row) => (row.kind === 'folder' ? '' : format.time(row.lastModifiedMs)),
    exactSize: (row) => (row.kind === 'folder' ? undefined : t('common.exactBytes', { count: row.sizeBytes })),
    exactTime: (row) => (row.kind === 'folder' ? undefined : format.exactTime(row.lastModifiedMs)),
  }
}
