import { z } from 'zod'
import { SavedPlace } from '../../../electron/contract/workspace.ts'
import type { Place } from './navigation-state.ts'

/** Carries places of this window to the favourites. */
export const placeDragType = 'application/x-ossia-places'
const Places = z.array(SavedPlace).max(500)

export function setDraggedPlaces(transfer: DataTransfer, places: readonly Place[]): void {
  transfer.setData(placeDragType, JSON.stringify(places.map(({ profileId, bucket, prefix }) => ({ profileId, bucket, prefix }))))
}

export function carriesPlaces(transfer: Pick<DataTransfer, 'types'>): boolean {
  return transfer.types.includes(placeDragType)
}

/** The places a drop brings; none when it brings anything else. */
export function draggedPlaces(transfer: Pick<DataTransfer, 'getData'>): readonly Place[] {
  const text = transfer.getData(placeDragType)
  if (text === '') return []
  try {
    return Places.safeParse(JSON.parse(text)).data ?? []
  } catch {
    // Another program may use any name it likes for what it drags.
    return []
  }
}
