import type { TFunction } from 'i18next'
import { StorageClass } from '../../storage-core/model/storage-class.ts'

/** The class by its name in the window's language; what is not OSS's as the service calls it. */
export function storageClassLabel(storageClass: string, t: TFunction): string {
  const known = StorageClass.safeParse(storageClass)
  return known.success ? t(`common.storageClass.${known.data}`) : storageClass
}
