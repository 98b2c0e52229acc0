import { z } from 'zod'

/** Storage classes, in OSS's own spelling. */
export const StorageClass = z.enum(['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'])
export type StorageClass = z.infer<typeof StorageClass>

/** Redundancy of a bucket: one zone (LRS) or several (ZRS). */
export const DataRedundancyType = z.enum(['LRS', 'ZRS'])
export type DataRedundancyType = z.infer<typeof DataRedundancyType>

/** Classes whose objects must be restored before they can be read. */
export function isArchived(storageClass: StorageClass): boolean {
  return storageClass === 'Archive' || storageClass === 'ColdArchive' || storageClass === 'DeepColdArchive'
}
