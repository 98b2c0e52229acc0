import { localError } from '../errors.ts'
import type { ListedVersion, VersionMarker, VersionsProvider } from '../providers/versions-provider.ts'
import { listVersionsOfKey } from './walk-versions.ts'

/**
 * Everything of a key that is older than one of its versions, page by page. Read from the newest on: that version must be met,
 * or it is not known what is older than it.
 * @throws OssError NoSuchVersion when it is not there any more; nothing was given out then
 */
export async function* walkOlder(provider: VersionsProvider, { bucket, key, olderThan, signal }: { readonly bucket: string; readonly key: string; readonly olderThan: string; readonly signal: AbortSignal }): AsyncGenerator<readonly ListedVersion[]> {
  let after: VersionMarker | undefined
  let isOlder = false
  do {
    const page = await listVersionsOfKey(provider, { bucket, key, after, signal })
    const at: number = isOlder ? -1 : page.versions.findIndex(({ versionId }) => versionId === olderThan)
    // The current one stays, whatever a service says of the order.
    if (isOlder || at >= 0) yield page.versions.slice(at + 1).filter(({ isLatest }) => !isLatest)
    isOlder ||= at >= 0
    after = page.next
  } while (after !== undefined)
  if (!isOlder) throw localError('NoSuchVersion', { Key: key, VersionId: olderThan })
}
