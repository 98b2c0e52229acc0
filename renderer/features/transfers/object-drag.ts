import type { Place } from '../navigation/index.ts'
import { isIntoItself, usualVerb, type ChosenObjects, type CopyVerb } from './copy-flow.ts'

/** Marks a drag of this window's own objects. What they are stays here: a selection may be a million rows. */
const objectDragType = 'application/x-ossia-objects'

let dragged: ChosenObjects | undefined

export function startObjectDrag(transfer: DataTransfer, chosen: ChosenObjects): void {
  dragged = chosen
  transfer.setData(objectDragType, '')
  transfer.effectAllowed = 'all'
}

export function endObjectDrag(): void {
  dragged = undefined
}

/** Those that are being dragged, to wherever. */
export function objectsInHand(): ChosenObjects | undefined {
  return dragged
}

let handedOut = false

/** While the system drags files that were made of this window's objects: they are for other programs. */
export function setHandedOut(now: boolean): void {
  handedOut = now
}

export function isHandedOut(): boolean {
  return handedOut
}

/** The objects of this window that are being dragged. */
export function draggedObjects(transfer: Pick<DataTransfer, 'types'> | null): ChosenObjects | undefined {
  return transfer !== null && transfer.types.includes(objectDragType) ? dragged : undefined
}

export interface DragKeys {
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * What letting go here would do: Shift moves and Ctrl (Option on a Mac) copies, whatever is usual. What was at an earlier moment is
 * copied whatever is pressed. Undefined where nothing can be done.
 */
export function verbOfDrag(chosen: ChosenObjects, target: Place, keys: DragKeys, isMac: boolean): CopyVerb | undefined {
  const copies = isMac ? keys.altKey : keys.ctrlKey
  const verb = copies || chosen.place.momentMs !== undefined ? 'copy' : keys.shiftKey ? 'move' : usualVerb(chosen, target)
  return isIntoItself(chosen, target, verb) ? undefined : verb
}
