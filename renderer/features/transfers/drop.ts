import { useCallback, useEffect, type DragEvent } from 'react'
import { create } from 'zustand'
import { samePlace, usePane, type DropHandlers, type Place } from '../navigation/index.ts'
import { useProfiles } from '../profiles/index.ts'
import { isMac } from '../../ui/platform.ts'
import { useCopier, type CopyVerb } from './copy-flow.ts'
import { draggedObjects, endObjectDrag, isHandedOut, verbOfDrag } from './object-drag.ts'
import { holdStill, moveOn } from './spring.ts'
import { useUploader } from './upload-flow.ts'

/** Parts of the window that take files. The same place may be in all of them; only the one under the pointer lights up. */
export type DropZone = 'list' | 'address' | 'sidebar' | 'tab' | 'favourites'

/** Why letting go here would do nothing. */
export type Refusal = 'readOnly' | 'itself' | 'past' | 'handedOut'

export type DropVerb = 'upload' | CopyVerb | 'favourite'
type Hovering = Pick<DropState, 'zone' | 'verb' | 'count' | 'x' | 'y'> & { readonly target: Place; readonly refusal?: Refusal | undefined }

interface DropState {
  /** Where the files would go; undefined while none hover over a target. */
  readonly target: Place | undefined
  /** The part of the window, and the pane, they hover over. */
  readonly zone: string
  /** What letting go would do. */
  readonly verb: DropVerb
  /** Why letting go would do nothing after all. */
  readonly refusal: Refusal | undefined
  /** How many files and folders hover; 0 when the system does not tell. */
  readonly count: number
  readonly x: number
  readonly y: number
  readonly hover: (hovering: Hovering) => void
  readonly leave: () => void
}

export const useDropStore = create<DropState>()((set) => ({
  target: undefined,
  zone: '',
  verb: 'upload',
  refusal: undefined,
  count: 0,
  x: 0,
  y: 0,
  hover: ({ target, refusal, ...rest }) => set((state) => (samePlace(state.target, target) ? { refusal, ...rest } : { target, refusal, ...rest })),
  leave: () => {
    moveOn()
    set((state) => (state.target === undefined ? state : { target: undefined, refusal: undefined }))
  },
}))

export function carriesFiles(transfer: Pick<DataTransfer, 'types'> | null): boolean {
  return transfer !== null && transfer.types.includes('Files')
}

function hoveringCount(transfer: DataTransfer): number {
  return [...transfer.items].filter((item) => item.kind === 'file').length
}

interface Offer {
  readonly verb: 'upload' | CopyVerb
  readonly count: number
  readonly refusal: Refusal | undefined
}

/**
 * Handlers for an element that files and objects can be dropped on. `placeAt` names the target under the pointer, which lets one list
 * serve all its rows. What hovers over a target for a while opens it: in the pane that the element belongs to, or as `spring` says.
 */
export function useDropHandlers(zone: DropZone, spring?: () => void): (placeAt: Place | ((event: DragEvent<HTMLElement>) => Place | undefined)) => DropHandlers {
  const { uploadFiles } = useUploader()
  const { navigation } = usePane()
  const name = useZoneName(zone)
  const profiles = useProfiles()
  const { copyTo } = useCopier()
  return useCallback(
    (placeAt) => {
      const resolve = (event: DragEvent<HTMLElement>) => (typeof placeAt === 'function' ? placeAt(event) : placeAt)
      const isReadOnly = ({ profileId }: Place) => profiles.find((profile) => profile.profileId === profileId)?.readOnly === true
      const offerOf = (event: DragEvent<HTMLElement>, place: Place): Offer | undefined => {
        const chosen = draggedObjects(event.dataTransfer)
        const readOnly = place.momentMs !== undefined ? 'past' : isReadOnly(place) ? 'readOnly' : undefined
        if (chosen !== undefined) {
          const verb = verbOfDrag(chosen, place, event, isMac)
          // Onto the list they come from nothing is meant; onto a chosen folder itself it might be.
          if (verb === undefined) return samePlace(chosen.place, place) ? undefined : { verb: 'move', count: chosen.count, refusal: 'itself' }
          return { verb, count: chosen.count, refusal: readOnly ?? (verb === 'move' && isReadOnly(chosen.place) ? 'readOnly' : undefined) }
        }
        // Files made of objects would come back as objects without most of what these have.
        if (carriesFiles(event.dataTransfer) && isHandedOut()) return { verb: 'copy', count: hoveringCount(event.dataTransfer), refusal: 'handedOut' }
        return carriesFiles(event.dataTransfer) ? { verb: 'upload', count: hoveringCount(event.dataTransfer), refusal: readOnly } : undefined
      }
      return {
        onDragOver: (event) => {
          const place = resolve(event)
          const offer = place === undefined ? undefined : offerOf(event, place)
          if (place === undefined || offer === undefined) return
          const { verb, refusal } = offer
          useDropStore.getState().hover({ ...offer, zone: name, target: place, x: event.clientX, y: event.clientY })
          event.dataTransfer.dropEffect = refusal !== undefined ? 'none' : verb === 'upload' ? 'copy' : verb
          holdStill(`${name} ${JSON.stringify([place.profileId, place.bucket, place.prefix])}`, () => {
            if (refusal === 'itself' || refusal === 'handedOut') return
            if (spring !== undefined) spring()
            // A selection of a listing is gone when the list it was made in is.
            else if (!samePlace(navigation.getState().place, place) && draggedObjects(event.dataTransfer)?.selection.kind !== 'listing') navigation.getState().open(place)
          })
          event.preventDefault()
          event.stopPropagation()
        },
        onDrop: (event) => {
          const place = resolve(event)
          const offer = place === undefined ? undefined : offerOf(event, place)
          if (place === undefined || offer === undefined) return
          const chosen = draggedObjects(event.dataTransfer)
          if (offer.refusal === undefined) {
            if (chosen === undefined) void uploadFiles(place, [...event.dataTransfer.files])
            else if (offer.verb !== 'upload') void copyTo(chosen, place, offer.verb)
          }
          endObjectDrag()
          event.preventDefault()
          event.stopPropagation()
          useDropStore.getState().leave()
        },
      }
    },
    [copyTo, uploadFiles, name, navigation, profiles, spring],
  )
}

/** Says what a drop among the favourites would do. */
export const favouriteDrop = {
  onHoverPlaces: (event: DragEvent<HTMLElement>) => {
    moveOn()
    const chosen = draggedObjects(event.dataTransfer)
    // A bucket or a tab says by itself what it is.
    if (chosen === undefined) useDropStore.getState().leave()
    else useDropStore.getState().hover({ zone: 'favourites', target: chosen.place, verb: 'favourite', count: chosen.folders.length, x: event.clientX, y: event.clientY })
  },
  onDropPlaces: () => {
    endObjectDrag()
    useDropStore.getState().leave()
  },
}

/** Two panes may show the same place; only the one under the pointer lights up. */
function useZoneName(zone: DropZone): string {
  return `${zone}/${usePane().paneId}`
}

/** Where files or objects that hover over this part of the window, in this pane, would go. */
export function useDropTarget(zone: DropZone): Place | undefined {
  const name = useZoneName(zone)
  return useDropStore((state) => (state.zone === name && state.refusal === undefined ? state.target : undefined))
}

/** Whether files or objects hover over this place in this part of the window now. */
export function useIsDropTarget(zone: DropZone): (place: Place) => boolean {
  const target = useDropTarget(zone)
  return useCallback((place) => samePlace(target, place), [target])
}

/** Outside every target a drop does nothing; without this the window would open the file instead. */
export function useDropGuard(): void {
  useEffect(() => {
    const { leave } = useDropStore.getState()
    const onDragOver = (event: globalThis.DragEvent) => {
      if (!event.defaultPrevented) {
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
        leave()
      }
      event.preventDefault()
    }
    const onDragLeave = (event: globalThis.DragEvent) => {
      if (event.relatedTarget === null) leave()
    }
    const onDrop = (event: globalThis.DragEvent) => {
      event.preventDefault()
      leave()
    }
    document.addEventListener('dragover', onDragOver)
    document.addEventListener('dragleave', onDragLeave)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onDragOver)
      document.removeEventListener('dragleave', onDragLeave)
      document.removeEventListener('drop', onDrop)
    }
  }, [])
}
