import { create } from 'zustand'
import type { DragProgress, PreparedDrag } from '../../../electron/contract/drags.ts'
import type { ChosenObjects } from '../transfers/index.ts'

/** How far what is to be handed out is. */
export type DragStage = { readonly state: 'preparing'; readonly progress: DragProgress | undefined } | PreparedDrag | { readonly state: 'failed'; readonly error: unknown }

/** Objects on their way to another program. */
export interface Carried {
  readonly dragId: string
  readonly chosen: ChosenObjects
  readonly stage: DragStage
  readonly cancel: () => void
}

interface DragOutState {
  readonly carried: Carried | undefined
  /** Whether the tray with them is on screen: a drag whose files are there at once needs none. */
  readonly shown: boolean
  readonly carry: (carried: Carried) => void
  readonly setStage: (dragId: string, stage: DragStage) => void
  readonly show: () => void
  readonly close: () => void
}

export const useDragOutStore = create<DragOutState>()((set) => ({
  carried: undefined,
  shown: false,
  carry: (carried) => set({ carried, shown: false }),
  setStage: (dragId, stage) => set(({ carried }) => (carried?.dragId === dragId ? { carried: { ...carried, stage } } : {})),
  show: () => set(({ carried }) => ({ shown: carried !== undefined })),
  close: () => set({ carried: undefined, shown: false }),
}))
