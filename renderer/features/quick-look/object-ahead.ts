import { isArchived, StorageClass } from '../../../storage-core/model/storage-class.ts'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { nameOf } from '../../ui/names.ts'
import type { Place } from '../navigation/index.ts'
import { localProfileId } from '../store/index.ts'
import type { ObjectAhead, ShownObject } from '../viewer-frame/index.ts'

export const shownObject = ({ profileId, bucket }: Pick<Place, 'profileId' | 'bucket'>, { key, sizeBytes, etag, versionId }: ListingRow): ShownObject => ({ profileId, bucket, key, name: nameOf(key), sizeBytes, etag, versionId })

/**
 * The object that is rested on, as what may be looked at next. Its first bytes are read ahead from the local store only:
 * elsewhere a request is paid for, whether anybody looks or not. What is archived could not be read.
 */
export function objectAhead(place: Pick<Place, 'profileId' | 'bucket'>, row: ListingRow): ObjectAhead {
  const storageClass = StorageClass.safeParse(row.storageClass)
  const isReadable = row.sizeBytes > 0 && row.deleted !== true && !(storageClass.success && isArchived(storageClass.data))
  return { ...shownObject(place, row), isRead: place.profileId === localProfileId && isReadable }
}
