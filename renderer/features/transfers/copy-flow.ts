import { useMemo } from 'react'
import type { ObjectSelection } from '../../../electron/contract/selections.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { samePlace, type Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { compareAndEnqueue } from './write-flow.ts'

/** Chosen objects and folders, and where they are. */
export interface ChosenObjects {
  /** Prefix they are seen under. */
  readonly place: Place
  readonly selection: ObjectSelection
  readonly count: number
  /** Full prefixes of the chosen folders, as far as they are known by name. */
  readonly folders: readonly string[]
}

export type CopyVerb = 'copy' | 'move'

/** Whether a folder would go into itself, or things to where they are: such a target is not offered. */
export function isIntoItself({ place, folders }: ChosenObjects, target: Place, verb: CopyVerb): boolean {
  if (verb === 'move' && samePlace(place, target)) return true
  if (place.profileId !== target.profileId || place.bucket !== target.bucket) return false
  return folders.some((folder) => target.prefix.startsWith(folder))
}

/** What a drag means by itself: a move inside a bucket, a copy to anywhere else. */
export function usualVerb(chosen: ChosenObjects, target: Place): CopyVerb {
  return chosen.place.profileId === target.profileId && chosen.place.bucket === target.bucket ? 'move' : 'copy'
}

function copyRequest({ place, selection }: ChosenObjects, target: Place, verb: CopyVerb) {
  const { profileId, bucket, prefix } = place
  const to = { profileId: target.profileId, bucket: target.bucket, prefix: target.prefix }
  return { profileId, bucket, basePrefix: prefix, selection, target: to, move: verb === 'move' }
}

function copyTo(api: WindowApi, chosen: ChosenObjects, target: Place, verb: CopyVerb, newName?: string): Promise<void> {
  const request = { ...copyRequest(chosen, target, verb), ...(newName === undefined ? {} : { newName }) }
  return compareAndEnqueue({
    verb,
    place: target,
    count: chosen.count,
    ...(verb === 'move' && (target.bucket !== chosen.place.bucket || target.profileId !== chosen.place.profileId) ? { leaves: chosen.place.bucket } : {}),
    preview: (signal) => api.transfers.previewCopy(request, { signal }),
    enqueue: (conflict, choices) => api.transfers.enqueueCopy({ ...request, conflict, ...(choices.length === 0 ? {} : { choices }) }),
  })
}

export interface Copier {
  readonly copyTo: (chosen: ChosenObjects, target: Place, verb: CopyVerb) => Promise<void>
  /** Beside the originals, under names of their own. */
  readonly duplicate: (chosen: ChosenObjects) => Promise<void>
  readonly rename: (chosen: ChosenObjects, newName: string) => Promise<void>
  readonly undo: (batchId: string) => Promise<void>
}

export function useCopier(): Copier {
  const api = useApi()
  return useMemo(
    () => ({
      copyTo: (chosen, target, verb) => copyTo(api, chosen, target, verb),
      duplicate: (chosen) => copyTo(api, chosen, chosen.place, 'copy'),
      rename: (chosen, newName) => copyTo(api, chosen, chosen.place, 'move', newName),
      undo: async (batchId) => {
        try {
          await api.transfers.undo({ batchId })
        } catch (thrown) {
          useNotices.getState().reportError(thrown)
        }
      },
    }),
    [api],
  )
}
