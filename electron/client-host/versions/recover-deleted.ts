import { codeOf, localError } from '../errors.ts'
import type { ListedVersion, VersionMarker, VersionsPage, VersionsProvider } from '../providers/versions-provider.ts'
import type { Batch, RecoverSpec } from '../transfers/batch.ts'
import { mayBeThere, withAttempts, type ItemOutcome, type JobContext } from '../transfers/job-context.ts'
import { restoreVersion } from './restore-version.ts'
import { listVersionsOfKey, walkVersions } from './walk-versions.ts'

/** The delete markers that hide a key, newest first, and what is below them. */
interface Hidden {
  readonly markers: readonly ListedVersion[]
  /** Undefined when nothing of the object is left. */
  readonly last: ListedVersion | undefined
}

async function findHidden(provider: VersionsProvider, bucket: string, key: string, signal: AbortSignal): Promise<Hidden> {
  const markers: ListedVersion[] = []
  let after: VersionMarker | undefined
  do {
    const page = await listVersionsOfKey(provider, { bucket, key, after, maxKeys: after === undefined ? 10 : undefined, signal })
    for (const version of page.versions) {
      if (!version.isDeleteMarker) return { markers, last: version }
      markers.push(version)
    }
    after = page.next
  } while (after !== undefined)
  return { markers, last: undefined }
}

/**
 * Brings a deleted object back as it was by removing the delete markers on top of it. Who may not remove versions gets a copy
 * of the last version instead, which needs the right to write only.
 * @throws OssError NothingToRecover when no version of it is left
 */
export async function recoverItem(context: JobContext, batch: Batch<RecoverSpec>, item: number): Promise<ItemOutcome> {
  const { bucket, prefix } = batch.spec
  const key = prefix + batch.items.nameOf(item)
  let copied: string | undefined
  const outcome = await withAttempts(context, batch, item, async (attempt) => {
    const { markers, last } = await findHidden(context.provider, bucket, key, context.signal)
    if (last === undefined) throw localError('NothingToRecover', { Key: key })
    // It may be there because an earlier try made it so.
    if (markers.length === 0) return attempt > 1 || mayBeThere(batch, item) ? 'done' : 'skipped'
    try {
      for (const { versionId } of markers) await context.provider.deleteVersion({ bucket, key, versionId, signal: context.signal })
    } catch (error) {
      if (codeOf(error) !== 'AccessDenied') throw error
      copied = last.versionId
      return 'done'
    }
    batch.items.setResult(item, { etag: last.etag, versionId: last.versionId })
    context.landed(key)
    return 'done'
  })
  return copied === undefined ? outcome : restoreVersion({ context, batch, item, key, versionId: copied })
}

/** Keys whose current version is a delete marker, of pages in the order of the listing. */
export async function* walkDeleted(provider: VersionsProvider, bucket: string, prefix: string, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  for await (const page of walkVersions(provider, { bucket, prefix, signal })) yield deletedKeysOf(page)
}

const deletedKeysOf = ({ versions }: VersionsPage): string[] => versions.filter(({ isLatest, isDeleteMarker }) => isLatest && isDeleteMarker).map(({ key }) => key)
