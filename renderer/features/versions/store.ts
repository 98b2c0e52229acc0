import { create } from 'zustand'

export interface HistoryTarget {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
  /** The version to begin with; the newest when absent. */
  readonly versionId?: string | undefined
}

interface VersionsState {
  readonly target: HistoryTarget | undefined
  readonly open: (target: HistoryTarget) => void
  readonly close: () => void
}

/** The object whose history is open. */
export const useVersions = create<VersionsState>()((set) => ({
  target: undefined,
  open: ({ profileId, bucket, key, versionId }) => set({ target: { profileId, bucket, key, versionId } }),
  close: () => set({ target: undefined }),
}))
