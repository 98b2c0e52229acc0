import { create } from 'zustand'

export interface HistoryTarget {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
}

interface VersionsState {
  readonly target: HistoryTarget | undefined
  readonly open: (target: HistoryTarget) => void
  readonly close: () => void
}

/** The object whose history is open. */
export const useVersions = create<VersionsState>()((set) => ({
  target: undefined,
  open: ({ profileId, bucket, key }) => set({ target: { profileId, bucket, key } }),
  close: () => set({ target: undefined }),
}))
