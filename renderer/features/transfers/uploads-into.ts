import { useEffect, useReducer } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { TransferBatch } from '../../../electron/contract/transfer-batches.ts'
import type { Place } from '../navigation/index.ts'
import { useTransferStore } from './store.ts'
import { isActive } from './transfer-map.ts'
import { useWriteFlow } from './write-flow.ts'

export interface UploadsInto {
  readonly itemsDone: number
  readonly itemsTotal: number
}

/** A list is read again at most once a second after something arrived; until then it may still look empty. */
const settleMs = 3000

type Target = Pick<Place, 'profileId' | 'bucket' | 'prefix'>
const meets = (target: Target, place: Place): boolean =>
  target.profileId === place.profileId && target.bucket === place.bucket && (target.prefix.startsWith(place.prefix) || place.prefix.startsWith(target.prefix))

/** Where a batch brings objects to; undefined for kinds that bring none. */
function targetOf(batch: TransferBatch): Target | undefined {
  if (batch.kind === 'upload') return batch
  return batch.kind === 'copy' || batch.kind === 'move' ? batch.target : undefined
}

/**
 * What is on its way into this place or into folders of it: compared, under way, or arrived so lately that the list may not
 * show it yet. Undefined when there is nothing.
 */
export function useUploadsInto(place: Place | undefined): UploadsInto | undefined {
  const [, lookAgain] = useReducer((count: number) => count + 1, 0)
  const isCompared = useWriteFlow((state) => place !== undefined && state.pending.some((upload) => upload.found === undefined && meets(upload.place, place)))
  const { batches, settledAtMs, ...counts } = useTransferStore(
    useShallow(({ byId }) => {
      const sum = { batches: 0, itemsDone: 0, itemsTotal: 0, settledAtMs: 0 }
      if (place === undefined) return sum
      for (const batch of Object.values(byId)) {
        const target = targetOf(batch)
        if (target === undefined || !meets(target, place)) continue
        const justEnded = batch.finishedMs !== undefined && batch.itemsDone > 0 && batch.finishedMs + settleMs > Date.now()
        if (!isActive(batch.state) && !justEnded) continue
        if (justEnded) sum.settledAtMs = Math.max(sum.settledAtMs, (batch.finishedMs ?? 0) + settleMs)
        sum.batches++
        sum.itemsDone += batch.itemsDone
        sum.itemsTotal += batch.itemsTotal
      }
      return sum
    }),
  )
  useEffect(() => {
    if (settledAtMs === 0) return undefined
    const timer = setTimeout(lookAgain, Math.max(0, settledAtMs - Date.now()) + 1)
    return () => clearTimeout(timer)
  }, [settledAtMs])
  return batches === 0 && !isCompared ? undefined : counts
}
