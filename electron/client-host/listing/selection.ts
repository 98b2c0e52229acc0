import type { ListingSelection, ObjectSelection, SelectionSummary } from '../../contract/selections.ts'
import { codeOf, localError } from '../errors.ts'
import { walkAsOf } from '../as-of/walk-as-of.ts'
import type { ListedObject, ObjectProvider } from '../providers/object-provider.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'
import type { ListingRegistry } from './listing-registry.ts'
import type { PackedIndex } from './packed-index.ts'

/** What was chosen: objects by themselves, and prefixes with everything below. */
export interface ResolvedSelection {
  readonly objects: Iterable<SelectedObject>
  readonly prefixes: readonly string[]
  /** What the prefixes held then, in milliseconds since the epoch; what they hold now when absent. */
  readonly momentMs?: number | undefined
  /** True for what is not, or need not be, current any more. */
  readonly isOfThePast?: boolean
}
/** Size and time as the listing told, or undefined for keys that were only named. */
export interface SelectedObject {
  readonly key: string
  readonly sizeBytes: number | undefined
  readonly lastModifiedMs: number | undefined
  readonly storageClass?: string | undefined
  /** Where it is this version and not the current one. */
  readonly versionId?: string | undefined
}

function* chosenRows(listings: ListingRegistry, selection: ListingSelection): Generator<{ readonly index: PackedIndex; readonly row: number }> {
  const session = listings.get(selection.sessionId)
  const order = session.findOrder(selection.orderId)
  if (order === undefined) throw localError('ListingChanged', { SessionId: selection.sessionId })
  let past = 0
  for (const [start, end] of selection.ranges) {
    if (start < past || end <= start || end > order.rows.length) throw localError('InvalidInput', { Argument: 'ranges' })
    past = end
    for (let at = start; at < end; at++) yield { index: session.index, row: order.rows[at] ?? 0 }
  }
}

function bucketOf(listings: ListingRegistry, selection: ListingSelection, expected: Owner): void {
  const session = listings.get(selection.sessionId)
  if (session.bucket !== expected.bucket || session.profileId !== expected.profileId) throw localError('InvalidInput', { Argument: 'selection' })
}
interface Owner {
  readonly profileId: string
  readonly bucket: string
}

/**
 * The selection's objects and prefixes, rows read as they are asked for. @param which of the objects of a list that shows deleted
 * ones as well: those that are there, as all jobs but one want them, or the deleted ones
 * @throws OssError ListingGone or ListingChanged when the order it was made under is no longer known
 */
export function resolveSelection(listings: ListingRegistry, owner: Owner, selection: ObjectSelection, which: 'present' | 'deleted' = 'present'): ResolvedSelection {
  const isDeleted = which === 'deleted'
  if (selection.kind === 'names') {
    return {
      objects: selection.keys.map((key, at) => ({ key, sizeBytes: undefined, lastModifiedMs: undefined, versionId: selection.versionIds?.[at] || undefined })),
      prefixes: selection.prefixes,
      momentMs: selection.momentMs,
      isOfThePast: selection.momentMs !== undefined || selection.versionIds !== undefined,
    }
  }
  bucketOf(listings, selection.selection, owner)
  const prefixes: string[] = []
  for (const { index, row } of chosenRows(listings, selection.selection)) if (index.isFolder(row) && (isDeleted || !index.isDeleted(row))) prefixes.push(index.keyOf(row))
  const objects = {
    *[Symbol.iterator](): Generator<SelectedObject> {
      for (const { index, row } of chosenRows(listings, selection.selection)) {
        if (!index.isFolder(row) && index.isDeleted(row) === isDeleted) yield { key: index.keyOf(row), sizeBytes: index.sizeOf(row), lastModifiedMs: index.timeOf(row), storageClass: index.storageClassOf(row), versionId: index.versionIdOf(row) }
      }
    },
  }
  const { momentMs } = listings.get(selection.selection.sessionId)
  return { objects, prefixes, momentMs, isOfThePast: momentMs !== undefined }
}

/** Counts and bytes of a selection; keys that were only named are asked for, and missing ones count nothing. */
export async function summarizeSelection(
  listings: ListingRegistry,
  provider: ObjectProvider,
  owner: Owner,
  selection: ObjectSelection,
  signal?: AbortSignal,
): Promise<SelectionSummary> {
  if (selection.kind === 'names') {
    let bytes = 0
    let objects = 0
    const named = [...selection.keys.entries()]
    const worker = async (): Promise<void> => {
      for (let next = named.pop(); next !== undefined; next = named.pop()) {
        const [at, key] = next
        try {
          const head = await provider.headObject({ bucket: owner.bucket, key, versionId: selection.versionIds?.[at] || undefined, signal })
          // Added after the wait: other workers add to the same sum.
          bytes += head.sizeBytes
          objects++
        } catch (error) {
          if (codeOf(error) !== 'NoSuchKey' && codeOf(error) !== 'NoSuchVersion') throw error
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    return { objects, folders: selection.prefixes.length, bytes }
  }
  bucketOf(listings, selection.selection, owner)
  let objects = 0
  let folders = 0
  let bytes = 0
  for (const { index, row } of chosenRows(listings, selection.selection)) {
    if (index.isDeleted(row)) continue
    if (index.isFolder(row)) folders++
    else {
      objects++
      bytes += index.sizeOf(row)
    }
  }
  return { objects, folders, bytes }
}

/** Every object under a prefix, page by page, its own marker included. @param momentMs those that were there then */
export async function* walkPrefix(provider: ObjectProvider & VersionsProvider, bucket: string, prefix: string, signal: AbortSignal, momentMs?: number): AsyncGenerator<readonly ListedObject[]> {
  if (momentMs !== undefined) {
    for await (const page of walkAsOf(provider, { bucket, prefix, momentMs, signal })) yield page.objects
    return
  }
  let token: string | undefined
  do {
    const page = await provider.listPage({ bucket, prefix, delimiter: '', token, signal })
    yield page.objects
    token = page.nextToken
  } while (token !== undefined)
}

/** Refuses to change what is seen of an earlier moment: what is there now was not seen. @throws OssError OperationNotSupported */
export function requirePresent(selection: ResolvedSelection): ResolvedSelection {
  if (selection.isOfThePast === true) throw localError('OperationNotSupported', { Cause: 'an earlier moment can be read and copied, and not changed' })
  return selection
}
