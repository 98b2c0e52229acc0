import type { NotesAddress } from './policy-notes.ts'

/** Tells whether an answer may be older than what was written from here while it was on its way. */
export interface OwnWrites {
  /** Runs a write, which counts from its beginning until it ended, however it ended. */
  run<T>(address: NotesAddress, write: () => Promise<T>): Promise<T>
  /** Runs a read. `isCurrent` unless a write was under way meanwhile: the answer may be from before it then. */
  read<T>(address: NotesAddress, read: () => Promise<T>): Promise<{ readonly answer: T; readonly isCurrent: boolean }>
}

export function createOwnWrites(): OwnWrites {
  const writes = new Map<string, { count: number; underWay: number; reads: number }>()
  const nameOf = ({ profileId, bucket }: NotesAddress) => `${profileId}\n${bucket}`
  const entryOf = (name: string) => {
    const entry = writes.get(name) ?? { count: 0, underWay: 0, reads: 0 }
    writes.set(name, entry)
    return entry
  }
  // Only what a read still asks about has to be known.
  const drop = (name: string): void => {
    const entry = writes.get(name)
    if (entry?.underWay === 0 && entry.reads === 0) writes.delete(name)
  }
  return {
    run: async (address, write) => {
      const name = nameOf(address)
      const entry = entryOf(name)
      entry.count += 1
      entry.underWay += 1
      try {
        return await write()
      } finally {
        entry.underWay -= 1
        drop(name)
      }
    },
    read: async (address, read) => {
      const name = nameOf(address)
      const entry = entryOf(name)
      const { count, underWay } = entry
      entry.reads += 1
      try {
        const answer = await read()
        return { answer, isCurrent: underWay === 0 && entry.count === count }
      } finally {
        entry.reads -= 1
        drop(name)
      }
    },
  }
}
