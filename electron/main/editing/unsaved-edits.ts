import type { UnsavedWork } from '../../contract/editing.ts'

/** What is being edited in each window and not saved, as the window told last. */
export interface UnsavedEdits {
  readonly set: (windowId: number, works: readonly UnsavedWork[]) => void
  readonly of: (windowId: number) => readonly UnsavedWork[]
  readonly forgetWindow: (windowId: number) => void
}

export function createUnsavedEdits(): UnsavedEdits {
  const byWindow = new Map<number, readonly UnsavedWork[]>()
  return {
    set: (windowId, works) => {
      byWindow.set(windowId, works)
    },
    of: (windowId) => byWindow.get(windowId) ?? [],
    forgetWindow: (windowId) => {
      byWindow.delete(windowId)
    },
  }
}
