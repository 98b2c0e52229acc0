import { type EngineDependencies, readMetadata } from './dependencies.ts'

export interface OrphanScanOptions {
  /** Blobs checked against one snapshot before others get a turn. */
  readonly batchSize: number
  readonly signal: AbortSignal
}

/**
 * After a crash: removes the files of blobs that were published but whose commit never came. Safe beside running writes: a
 * blob in flight is skipped, and its commit happened if it is no longer in flight and has a reference.
 * @returns how many files were removed.
 */
export async function removeOrphans(deps: EngineDependencies, options: OrphanScanOptions): Promise<number> {
  let removed = 0
  let batch: string[] = []
  const finishBatch = async () => {
    for (const blobId of findOrphans(deps, batch)) {
      await deps.blobs.remove(blobId)
      removed += 1
    }
    batch = []
  }
  for await (const blobId of deps.blobs.blobIds()) {
    if (options.signal.aborted) return removed
    batch.push(blobId)
    if (batch.length >= options.batchSize) await finishBatch()
  }
  await finishBatch()
  return removed
}

function findOrphans(deps: EngineDependencies, blobIds: readonly string[]): readonly string[] {
  // In this order: a blob leaves flight only after its commit, so one that is not in flight now shows its reference, if it
  // has one, in every snapshot taken from here on.
  const settled = blobIds.filter((blobId) => !deps.blobs.isInFlight(blobId))
  return readMetadata(deps.metadata, (reader) => {
    // What is garbage already belongs to the sweep, which lets late readers finish.
    const garbage = new Set([...reader.garbage(Number.MAX_SAFE_INTEGER - 1)].map((row) => row.blobId))
    return settled.filter((blobId) => reader.blobReferences(blobId) === 0 && !garbage.has(blobId))
  })
}
