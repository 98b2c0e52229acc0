import type { DragFolders } from '../../drags/drag-folders.ts'
import type { HandlersOfNoun } from './handler-types.ts'

export function dragHandlers(drags: Pick<DragFolders, 'prepare' | 'start' | 'discard'>): HandlersOfNoun<'drags'> {
  return {
    'drags.prepare': (input, { windowId, signal }) => drags.prepare(windowId, input, signal),
    // Begun before anything else may run: until then the user can let go of the button.
    'drags.start': ({ dragId }, { windowId }) => Promise.resolve(drags.start(windowId, dragId)),
    'drags.discard': ({ dragId }, { windowId }) => drags.discard(windowId, dragId),
  }
}
