import { create } from 'zustand'
import type { ChosenObjects, CopyVerb } from './copy-flow.ts'

interface ObjectClipboard {
  readonly chosen: ChosenObjects | undefined
  readonly verb: CopyVerb
  /** What was put on the system's clipboard at the same time: whoever put something else there since means that. */
  readonly text: string
  readonly put: (chosen: ChosenObjects, verb: CopyVerb, text: string) => void
  readonly clear: () => void
}

/** Objects that were copied or cut, across tabs, buckets and connections. */
export const useObjectClipboard = create<ObjectClipboard>()((set) => ({
  chosen: undefined,
  verb: 'copy',
  text: '',
  put: (chosen, verb, text) => set({ chosen, verb, text }),
  clear: () => set({ chosen: undefined, text: '' }),
}))
