import { StorageClass } from '../../model/storage-class.ts'
import { S3Error } from './s3-error.ts'

/** S3's name for each class. OSS documentation, "Compatibility with Amazon S3"; the colder classes have no name there. */
const names: Readonly<Record<StorageClass, string>> = {
  Standard: 'STANDARD',
  IA: 'STANDARD_IA',
  Archive: 'GLACIER',
  ColdArchive: 'GLACIER',
  DeepColdArchive: 'DEEP_ARCHIVE',
}

export function s3StorageClass(storageClass: StorageClass): string {
  return names[storageClass]
}

/** The first class of that name. @throws S3Error InvalidStorageClass, also for classes that only S3 has */
export function ossStorageClass(text: string): StorageClass {
  const found = StorageClass.options.find((option) => names[option] === text)
  if (found === undefined) throw new S3Error('InvalidStorageClass', { details: { StorageClassRequested: text } })
  return found
}
