import type { MetadataStore } from '../../metadata/metadata-store.ts'
import type { Clock, Random } from '../../platform/platform.ts'
import type { FailpointName } from '../dependencies.ts'
import { type DirectoryChange, Directory, writeChange } from './directory.ts'

export interface IdentityDependencies {
  readonly metadata: MetadataStore
  readonly clock: Clock
  readonly random: Random
  /** Absent outside of crash tests. */
  readonly failpoint?: (name: FailpointName) => void
}

/** What a use case wants to happen, decided from memory. */
export interface Plan<T> {
  readonly changes: readonly DirectoryChange[]
  readonly result: T
}

/** The directory, and the way to change it. */
export interface IdentityStore extends Omit<IdentityDependencies, 'metadata' | 'failpoint'> {
  readonly directory: Directory
  /**
   * Calls `plan` when no other change is under way, so that what it sees in memory is what is on disk, writes what it wants
   * in one commit, and then shows it in memory. When `plan` throws or the disk refuses, nothing changed.
   */
  change<T>(plan: () => Plan<T>): Promise<T>
  /** Writes changes that look at nothing, without waiting for those that do. */
  commit(changes: readonly DirectoryChange[]): Promise<void>
}

/** Reads every identity of an open store. */
export function openIdentityStore(dependencies: IdentityDependencies): IdentityStore {
  const { metadata, clock, random, failpoint } = dependencies
  const directory = metadata.read((reader) => new Directory(reader))
  let last: Promise<unknown> = Promise.resolve()

  const commit = async (changes: readonly DirectoryChange[]) => {
    if (changes.length === 0) return
    await metadata.write((tx) => {
      for (const change of changes) writeChange(tx, change)
      failpoint?.('identity.in-transaction')
    })
    failpoint?.('identity.committed')
    for (const change of changes) directory.apply(change)
  }

  return {
    clock,
    random,
    directory,
    commit,
    change(plan) {
      const done = last.then(async () => {
        const { changes, result } = plan()
        await commit(changes)
        return result
      })
      last = done.catch(() => undefined)
      return done
    },
  }
}
