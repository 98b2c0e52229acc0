import type { GarbageRow } from '../metadata/metadata-store.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { releaseDiscarded } from './release-discarded.ts'

export interface SweepOptions {
  /**
   * How long a blob without references stays: a reader that found the row just before it changed still has to open the
   * file.
   */
  readonly graceMs: number
  /** Blobs removed before others get a turn. */
  readonly batchSize: number
}

export const defaultSweepOptions: SweepOptions = { graceMs: 60_000, batchSize: 100 }

/**
 * Removes the files of blobs that lost their last reference longer than the grace delay ago, directly or with the upload or
 * the list of pieces they belonged to.
 * @returns how many files were removed; fewer than `batchSize` when nothing is left to do.
 */
export async function sweepOnce(deps: EngineDependencies, options: SweepOptions = defaultSweepOptions): Promise<number> {
  await releaseDiscarded(deps, { beforeMs: deps.clock.now() - options.graceMs })
  const due = readMetadata(deps.metadata, (reader) => {
    const rows: GarbageRow[] = []
    for (const row of reader.garbage(deps.clock.now() - options.graceMs)) {
      rows.push(row)
      if (rows.length >= options.batchSize) break
    }
    return rows
  })
  const settled: GarbageRow[] = []
  let removed = 0
  for (const row of due) {
    if (deps.blobs.isInFlight(row.blobId)) continue
    settled.push(row)
    if (readMetadata(deps.metadata, (reader) => reader.blobReferences(row.blobId)) > 0) continue
    await deps.blobs.remove(row.blobId)
    removed += 1
    deps.failpoint?.('sweep.file-removed')
  }
  // The rows go last: after a crash in between, the next sweep finds them again and removes nothing twice.
  if (settled.length > 0) {
    await deps.metadata.write((tx) => {
      for (const row of settled) tx.removeGarbage(row)
    })
  }
  return removed
}
