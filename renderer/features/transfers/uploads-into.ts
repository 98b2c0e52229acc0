import { useShallow } from 'zustand/react/shallow'
import type { Place } from '../navigation/index.ts'
import { useTransferStore } from './store.ts'
import { isActive } from './transfer-map.ts'

export interface UploadsInto {
  readonly itemsDone: number
  readonly itemsTotal: number
}

/** Uploads under way that bring something into this place or into folders of it; undefined when there are none. */
export function useUploadsInto(place: Place | undefined): UploadsInto | undefined {
  const { batches, ...counts } = useTransferStore(
    useShallow(({ byId }) => {
      const sum = { batches: 0, itemsDone: 0, itemsTotal: 0 }
      if (place === undefined) return sum
      for (const batch of Object.values(byId)) {
        if (batch.kind !== 'upload' || !isActive(batch.state) || batch.profileId !== place.profileId || batch.bucket !== place.bucket) continue
        if (!batch.prefix.startsWith(place.prefix) && !place.prefix.startsWith(batch.prefix)) continue
        sum.batches++
        sum.itemsDone += batch.itemsDone
        sum.itemsTotal += batch.itemsTotal
      }
      return sum
    }),
  )
  return batches === 0 ? undefined : counts
}
