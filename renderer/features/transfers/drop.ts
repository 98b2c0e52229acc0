import { useCallback, useEffect, type DragEvent } from 'react'
import { create } from 'zustand'
import { samePlace, usePane, type DropHandlers, type Place } from '../navigation/index.ts'
import { isMac } from '../../ui/platform.ts'
import { useCopier, type CopyVerb } from './copy-flow.ts'
import { draggedObjects, endObjectDrag, verbOfDrag } from './object-drag.ts'
import { useUploader } from './upload-flow.ts'

/** Parts of the window that take files. The same place may be in all of them; only the one under the pointer lights up. */
export type DropZone = 'list' | 'address' | 'sidebar' | 'tab'

type Hovering = Pick<DropState, 'zone' | 'verb' | 'count' | 'x' | 'y'> & { readonly target: Place }

interface DropState {
  /** Where the files would go; undefined while none hover over a target. */
  readonly target: Place | undefined
  /** The part of the window, and the pane, they hover over. */
  readonly zone: string
  /** What letting go would do. */
  readonly verb: 'upload' | CopyVerb
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
  count: 0,
  x: 0,
  y: 0,
  hover: ({ target, ...rest }) => set((state) => (samePlace(state.target, target) ? rest : { target, ...rest })),
  leave: () => set((state) => (state.target === undefined ? state : { target: undefined })),
}))

export function carriesFiles(transfer: Pick<DataTransfer, 'types'> | null): boolean {
  return transfer !== null && transfer.types.includes('Files')
}

function hoveringCount(transfer: DataTransfer): number {
  return [...transfer.items].filter((item) => item.kind === 'file').length
}

/**
 * Handlers for an element that files and objects can be dropped on. `placeAt` names the target under the pointer, which lets one list
 * serve all its rows.
 */
export function useDropHandlers(zone: DropZone): (placeAt: Place | ((event: DragEvent<HTMLElement>) => Place | undefined)) => DropHandlers {
  const { uploadFiles } = useUploader()
  const name = useZoneName(zone)
  const { copyTo } = useCopier()
  return useCallback(
    (placeAt) => {
      const resolve = (event: DragEvent<HTMLElement>) => (typeof placeAt === 'function' ? placeAt(event) : placeAt)
      return {
        onDragOver: (event) => {
          const place = resolve(event)
          if (place === undefined) return
          const at = { zone: name, target: place, x: event.clientX, y: event.clientY }
          const chosen = draggedObjects(event.dataTransfer)
          const verb = chosen === undefined ? undefined : verbOfDrag(chosen, place, event, isMac)
          if (chosen !== undefined && verb !== undefined) {
            useDropStore.getState().hover({ ...at, verb, count: chosen.count })
            event.dataTransfer.dropEffect = verb
          } else if (carriesFiles(event.dataTransfer)) {
            useDropStore.getState().hover({ ...at, verb: 'upload', count: hoveringCount(event.dataTransfer) })
            event.dataTransfer.dropEffect = 'copy'
          } else return
          event.preventDefault()
          event.stopPropagation()
        },
        onDrop: (event) => {
          const place = resolve(event)
          if (place === undefined) return
          const chosen = draggedObjects(event.dataTransfer)
          const verb = chosen === undefined ? undefined : verbOfDrag(chosen, place, event, isMac)
          if (chosen !== undefined && verb !== undefined) void copyTo(chosen, place, verb)
          else if (carriesFiles(event.dataTransfer)) void uploadFiles(place, [...event.dataTransfer.files])
          else return
          endObjectDrag()
          event.preventDefault()
          event.stopPropagation()
          useDropStore.getState().leave()
        },
      }
    },
    [copyTo, uploadFiles, name],
  )
}

/** Two panes may show the same place; only the one under the pointer lights up. */
function useZoneName(zone: DropZone): string {
  return `${zone}/${usePane().paneId}`
}

/** Where files or objects that hover over this part of the window, in this pane, would go. */
export function useDropTarget(zone: DropZone): Place | undefined {
  const name = useZoneName(zone)
  return useDropStore((state) => (state.zone === name ? state.target : undefined))
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
