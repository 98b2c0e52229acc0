import { create } from 'zustand'

/** A bucket or folder to be restored, to a moment where one was chosen already. */
export interface RestoreTarget {
  readonly profileId: string
  readonly bucket: string
  readonly prefix: string
  readonly momentMs: number | undefined
}

interface Restores {
  readonly target: RestoreTarget | undefined
  /** Opens the dialog that previews and starts a restore. */
  readonly start: (target: RestoreTarget) => void
  readonly close: () => void
}

export const useRestores = create<Restores>()((set) => ({
  target: undefined,
  start: (target) => set({ target }),
  close: () => set({ target: undefined }),
}))
