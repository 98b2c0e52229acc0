import type { ListedObject } from '../providers/object-provider.ts'
import type { ListedVersion, VersionsProvider } from '../providers/versions-provider.ts'
import { walkVersions } from '../versions/walk-versions.ts'

/** What one level of a bucket holds that is deleted and could be recovered. */
export interface DeletedPage {
  /** Each with the size, class and ETag of the version that would come back, and the time of its deletion. */
  readonly objects: readonly ListedObject[]
  /** Every folder of the level that has versions, also those that hold something now. */
  readonly commonPrefixes: readonly string[]
}

/** Type of a row that stands for a deleted object, as OSS calls what hides it. */
export const deletedType = 'DeleteMarker'

/**
 * Reads the version listing of one level for keys whose current version is a delete marker. Keys of which only markers are left
 * are passed over: nothing can be brought back of them.
 */
export async function* readDeleted(provider: VersionsProvider, { bucket, prefix, signal }: { readonly bucket: string; readonly prefix: string; readonly signal: AbortSignal }): AsyncGenerator<DeletedPage> {
  /** The newest marker of the key being read, until a version below it is met. */
  let marker: ListedVersion | undefined
  for await (const page of walkVersions(provider, { bucket, prefix, delimiter: '/', signal })) {
    const objects: ListedObject[] = []
    for (const version of page.versions) {
      if (version.isLatest) marker = version.isDeleteMarker ? version : undefined
      if (version.isDeleteMarker || marker?.key !== version.key) continue
      const { key, sizeBytes, etag, storageClass } = version
      objects.push({ key, sizeBytes, etag, storageClass, lastModifiedMs: marker.lastModifiedMs, type: deletedType })
      marker = undefined
    }
    yield { objects, commonPrefixes: page.commonPrefixes }
  }
}
