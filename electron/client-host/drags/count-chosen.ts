import type { DragLimit } from '../../contract/drags.ts'
import { localError } from '../errors.ts'
import { walkPrefix, type ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { NewItem } from '../transfers/item-table.ts'

interface Place {
  readonly provider: Provider
  readonly bucket: string
  /** Names are what follows it. */
  readonly prefix: string
}

export interface ChosenItems {
  readonly items: readonly NewItem[]
  readonly bytes: number
  /** The counting stopped there. */
  readonly isTooMuch: boolean
}

const headsAtOnce = 8

/**
 * Every object of a selection with its size, unless they are more than the limit: then as many as it took to know. Objects that were
 * only named cost a request each, folders one for each thousand.
 * @throws OssError InvalidInput for what is not below the prefix
 */
export async function countChosen({ provider, bucket, prefix }: Place, selection: ResolvedSelection, limit: DragLimit, signal: AbortSignal): Promise<ChosenItems> {
  const items: NewItem[] = []
  let bytes = 0
  const isTooMuch = (): boolean => items.length > limit.files || bytes > limit.bytes
  const nameOf = (key: string): string => {
    if (!key.startsWith(prefix) || key === prefix) throw localError('InvalidInput', { Argument: 'basePrefix', Key: key })
    return key.slice(prefix.length)
  }
  const add = (place: number, key: string, sizeBytes: number, modifiedMs: number, versionId: string | undefined): void => {
    items[place] = { name: nameOf(key), sizeBytes, modifiedMs, source: 0, versionId }
    bytes += sizeBytes
  }
  const unsized: { readonly place: number; readonly key: string; readonly versionId: string | undefined }[] = []
  for (const { key, sizeBytes, lastModifiedMs, versionId } of selection.objects) {
    const place = items.length
    // Its size comes later; its place is the one it was chosen in, by which names are given.
    add(place, key, sizeBytes ?? 0, lastModifiedMs ?? 0, versionId)
    if (sizeBytes === undefined) unsized.push({ place, key, versionId })
    if (isTooMuch()) return { items, bytes, isTooMuch: true }
  }
  unsized.reverse()
  const worker = async (): Promise<void> => {
    for (let next = unsized.pop(); next !== undefined && !isTooMuch(); next = unsized.pop()) {
      const { place, key, versionId } = next
      const head = await provider.headObject({ bucket, key, signal, ...(versionId === undefined ? {} : { versionId }) })
      add(place, key, head.sizeBytes, head.lastModifiedMs, versionId)
    }
  }
  await Promise.all(Array.from({ length: headsAtOnce }, worker))
  for (const folder of selection.prefixes) {
    if (!folder.startsWith(prefix)) throw localError('InvalidInput', { Argument: 'basePrefix', Key: folder })
    for await (const page of walkPrefix(provider, bucket, folder, signal, selection.momentMs)) {
      signal.throwIfAborted()
      for (const { key, sizeBytes, lastModifiedMs, versionId } of page) if (key !== prefix) add(items.length, key, sizeBytes, lastModifiedMs, versionId)
      if (isTooMuch()) return { items, bytes, isTooMuch: true }
    }
  }
  return { items, bytes, isTooMuch: isTooMuch() }
}
