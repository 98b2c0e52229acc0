import { largestKept, type SizeReport } from '../../contract/measuring.ts'

export interface MeasuredObject {
  readonly key: string
  readonly sizeBytes: number
  readonly lastModifiedMs: number
  readonly storageClass: string
}

/** Adds up objects as they are met, in memory that does not grow with their number. */
export interface SizeTally {
  add(object: MeasuredObject): void
  report(): SizeReport
}

export function createSizeTally(): SizeTally {
  const classes = new Map<string, { objects: number; bytes: number }>()
  /** The largest first. */
  const largest: { readonly key: string; readonly sizeBytes: number }[] = []
  let objects = 0
  let bytes = 0
  let newestMs = Number.NEGATIVE_INFINITY
  let oldestMs = Number.POSITIVE_INFINITY
  const rank = (key: string, sizeBytes: number): void => {
    const least = largest.at(-1)
    if (least !== undefined && largest.length === largestKept && sizeBytes <= least.sizeBytes) return
    const at = largest.findIndex((one) => one.sizeBytes < sizeBytes)
    largest.splice(at === -1 ? largest.length : at, 0, { key, sizeBytes })
    if (largest.length > largestKept) largest.pop()
  }
  return {
    add: ({ key, sizeBytes, lastModifiedMs, storageClass }) => {
      objects++
      bytes += sizeBytes
      if (lastModifiedMs > newestMs) newestMs = lastModifiedMs
      if (lastModifiedMs < oldestMs) oldestMs = lastModifiedMs
      const known = classes.get(storageClass)
      if (known === undefined) classes.set(storageClass, { objects: 1, bytes: sizeBytes })
      else {
        known.objects++
        known.bytes += sizeBytes
      }
      if (sizeBytes > 0) rank(key, sizeBytes)
    },
    report: () => ({
      objects,
      bytes,
      classes: [...classes].map(([storageClass, sums]) => ({ storageClass, ...sums })).toSorted((a, b) => b.bytes - a.bytes || b.objects - a.objects),
      ...(objects === 0 ? {} : { newestMs, oldestMs }),
      largest: [...largest],
    }),
  }
}
