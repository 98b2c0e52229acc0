import type { TFunction } from 'i18next'
import type { ListingRow, SortColumn } from '../../../electron/contract/schemas.ts'
import { StorageClass } from '../../../storage-core/model/storage-class.ts'
import { extensionOf } from '../../ui/names.ts'

export const columns = [
  { column: 'name', label: 'objects.columns.name' },
  { column: 'sizeBytes', label: 'objects.columns.size' },
  { column: 'type', label: 'objects.columns.type' },
  { column: 'storageClass', label: 'objects.columns.storageClass' },
  { column: 'lastModifiedMs', label: 'objects.columns.modified' },
] as const satisfies readonly { readonly column: SortColumn; readonly label: string }[]

export function typeLabel(row: Pick<ListingRow, 'key' | 'kind'>, t: TFunction): string {
  if (row.kind === 'folder') return t('objects.folderType')
  const extension = extensionOf(row.key)
  return extension === '' ? t('objects.plainFileType') : t('objects.fileType', { extension: extension.toUpperCase() })
}

/** A storage class in words; one that OSS adds later keeps its own name. */
export function storageClassLabel(storageClass: string, t: TFunction): string {
  const known = StorageClass.safeParse(storageClass)
  return known.success ? t(`common.storageClass.${known.data}`) : storageClass
}
