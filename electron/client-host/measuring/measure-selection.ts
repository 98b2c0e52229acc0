import type { SizeReport } from '../../contract/measuring.ts'
import { nextTurn } from '../aborts.ts'
import { codeOf } from '../errors.ts'
import { walkPrefix, type ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { createSizeTally } from './size-tally.ts'

interface MeasureInput {
  readonly provider: Provider
  readonly bucket: string
  readonly selection: ResolvedSelection
  /** What is known so far, a few times a second. */
  readonly onProgress: (report: SizeReport) => void
  readonly now: () => number
  readonly signal: AbortSignal
}

const progressEveryMs = 150
const headsAtOnce = 8
const rowsPerTurn = 20_000

/**
 * Counts what was chosen and everything below the chosen folders, by storage class. Costs a request for each thousand objects,
 * and one for each object that was only named. Objects that are gone by then count nothing.
 */
export async function measureSelection({ provider, bucket, selection, onProgress, now, signal }: MeasureInput): Promise<SizeReport> {
  const tally = createSizeTally()
  let toldMs = now()
  const tell = (): void => {
    if (now() - toldMs < progressEveryMs) return
    toldMs = now()
    onProgress(tally.report())
  }
  const named: { readonly key: string; readonly versionId: string | undefined }[] = []
  let rows = 0
  for (const { key, sizeBytes, lastModifiedMs, storageClass, versionId } of selection.objects) {
    if (sizeBytes === undefined || storageClass === undefined) named.push({ key, versionId })
    else tally.add({ key, sizeBytes, lastModifiedMs: lastModifiedMs ?? 0, storageClass })
    if (++rows % rowsPerTurn !== 0) continue
    await nextTurn()
    signal.throwIfAborted()
    tell()
  }
  named.reverse()
  const head = async (): Promise<void> => {
    for (let one = named.pop(); one !== undefined; one = named.pop()) {
      const { key, versionId } = one
      try {
        const { sizeBytes, lastModifiedMs, storageClass } = await provider.headObject({ bucket, key, signal, ...(versionId === undefined ? {} : { versionId }) })
        tally.add({ key, sizeBytes, lastModifiedMs, storageClass })
      } catch (error) {
        if (codeOf(error) !== 'NoSuchKey' && codeOf(error) !== 'NoSuchVersion') throw error
      }
      tell()
    }
  }
  await Promise.all(Array.from({ length: headsAtOnce }, head))
  for (const prefix of selection.prefixes) {
    for await (const page of walkPrefix(provider, bucket, prefix, signal, selection.momentMs)) {
      signal.throwIfAborted()
      for (const object of page) tally.add(object)
      tell()
    }
  }
  return tally.report()
}
