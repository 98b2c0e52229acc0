import { nextTurn } from '../aborts.ts'
import { localError } from '../errors.ts'
import type { ResolvedSelection } from '../listing/selection.ts'
import type { Batch } from './batch.ts'

/**
 * Makes the chosen objects items of the batch at once, so that the listing they were chosen in may go.
 * @throws OssError InvalidInput for what is not below the prefix
 */
export async function addChosen(batch: Batch, selection: ResolvedSelection, withSizes: boolean): Promise<void> {
  const { prefix } = batch.spec
  const nameOf = (key: string): string => {
    if (!key.startsWith(prefix) || key === prefix) throw localError('InvalidInput', { Argument: 'basePrefix', Key: key })
    return key.slice(prefix.length)
  }
  for (const one of selection.prefixes) if (!one.startsWith(prefix)) throw localError('InvalidInput', { Argument: 'basePrefix', Key: one })
  let count = 0
  for (const one of selection.objects) {
    batch.items.add({ name: nameOf(one.key), sizeBytes: withSizes ? (one.sizeBytes ?? 0) : 0, modifiedMs: one.lastModifiedMs ?? 0, source: 0, versionId: one.versionId })
    if (++count % 10_000 === 0) await nextTurn()
  }
}

/** The first chosen name, for the row's title. */
export function titleOf(selection: ResolvedSelection, prefix: string): string {
  for (const one of selection.prefixes) return one.slice(prefix.length)
  for (const one of selection.objects) return one.key.slice(prefix.length)
  return ''
}
