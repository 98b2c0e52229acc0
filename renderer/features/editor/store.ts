import { create } from 'zustand'
import type { EditedObject } from './drafts.ts'

export interface EditorTarget extends EditedObject {
  readonly sizeBytes: number
  /** Nothing is there under this key yet. */
  readonly isNew?: boolean
}

interface EditorState {
  readonly target: EditorTarget | undefined
  readonly open: (target: EditorTarget) => void
  readonly close: () => void
}

export const useEditor = create<EditorState>()((set) => ({
  target: undefined,
  open: (target) => set({ target }),
  close: () => set({ target: undefined }),
}))
