/** What is being edited in each window and not saved, as the window told last. */
export interface UnsavedEdits {
  readonly set: (windowId: number, names: readonly string[]) => void
  readonly of: (windowId: number) => readonly string[]
  readonly forgetWindow: (windowId: number) => void
}

export function createUnsavedEdits(): UnsavedEdits {
  const byWindow = new Map<number, readonly string[]>()
  return {
    set: (windowId, names) => {
      byWindow.set(windowId, names)
    },
    of: (windowId) => byWindow.get(windowId) ?? [],
    forgetWindow: (windowId) => {
      byWindow.delete(windowId)
    },
  }
}
