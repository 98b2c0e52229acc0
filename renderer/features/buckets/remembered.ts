import { create } from 'zustand'

const namesAtMost = 1000

interface RememberedBuckets {
  /** Names by connection, as it listed them last. */
  readonly names: Readonly<Record<string, readonly string[]>>
  readonly hydrate: (names: Readonly<Record<string, readonly string[]>>) => void
  readonly remember: (profileId: string, names: readonly string[]) => void
}

/** The buckets that were there, which the sidebar shows at the start until the connection can be asked. */
export const useRememberedBuckets = create<RememberedBuckets>()((set) => ({
  names: {},
  hydrate: (names) => set({ names }),
  remember: (profileId, listed) =>
    set(({ names }) => {
      const kept = listed.slice(0, namesAtMost)
      const known = names[profileId]
      const isSame = known?.length === kept.length && known.every((name, index) => name === kept[index])
      return isSame ? {} : { names: { ...names, [profileId]: kept } }
    }),
}))
