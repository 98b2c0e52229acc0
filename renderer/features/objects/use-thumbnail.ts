import { useEffect, useState } from 'react'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { isArchived, StorageClass } from '../../../storage-core/model/storage-class.ts'
import { useBridge } from '../../bridge/api.tsx'
import { extensionOf } from '../../ui/names.ts'
import type { Place } from '../navigation/index.ts'
import { windowThumbnails } from './thumbnails.ts'

/** Kinds whose dimensions can be told before they are decoded. */
const pictureExtensions: ReadonlySet<string> = new Set(['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp'])
/** Tiles that fly by are not worth a request. */
const settleMs = 120

/** Archived objects cannot be read, and would have to be restored for it. */
function mayHaveThumbnail({ kind, key, sizeBytes, storageClass, deleted }: ListingRow): boolean {
  const known = StorageClass.safeParse(storageClass)
  return kind === 'object' && deleted !== true && sizeBytes > 0 && pictureExtensions.has(extensionOf(key)) && !(known.success && isArchived(known.data))
}

/** URL of a small picture of an object, once it is made; undefined for what has none. */
export function useThumbnail({ profileId, bucket }: Pick<Place, 'profileId' | 'bucket'>, row: ListingRow): string | undefined {
  const { previewUrl } = useBridge()
  const url = mayHaveThumbnail(row) ? previewUrl({ profileId, bucket, key: row.key, etag: row.etag.replaceAll('"', '').slice(0, 100), versionId: row.versionId }) : undefined
  const [made, setMade] = useState<{ readonly url: string; readonly picture: string | null } | undefined>(undefined)
  const known = url === undefined ? undefined : windowThumbnails.known(url)
  const { sizeBytes } = row
  useEffect(() => {
    if (url === undefined || known !== undefined) return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      windowThumbnails.make(url, sizeBytes, controller.signal).then(
        (picture) => {
          if (!controller.signal.aborted) setMade({ url, picture })
        },
        // What cannot be read or decoded keeps its icon; the preview tells why when it is opened.
        () => undefined,
      )
    }, settleMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [url, known, sizeBytes])
  return known ?? (made !== undefined && made.url === url ? (made.picture ?? undefined) : undefined)
}
