import type { DiscardedRow, MetadataWriter } from '../metadata/metadata-store.ts'
import { giveUpContent } from './content.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { isPieceListLeased } from './piece-list-leases.ts'

/** Bounds one transaction: 256 files to give up take it about 2 ms. */
const piecesPerTransaction = 256

/**
 * Takes back what aborted uploads and lists of pieces without an object still refer to, a few pieces at a time. Ten thousand
 * parts thus never hold up a commit, and a list that somebody reads waits until the reader is done. The files become garbage
 * as of the time their owner was discarded: nobody can have found them since.
 */
export async function releaseDiscarded(deps: EngineDependencies, options: { readonly beforeMs: number }): Promise<void> {
  const due = readMetadata(deps.metadata, (reader) => [...reader.discarded(options.beforeMs)])
  for (const row of due) while (await releaseSome(deps, row));
}

/** @returns whether there may be more of it */
async function releaseSome(deps: EngineDependencies, row: DiscardedRow): Promise<boolean> {
  const released = await deps.metadata.write((tx) => {
    const isWaiting = row.kind === 'pieceList' && isPieceListLeased(deps.metadata, row.number)
    if (isWaiting) return 0
    const count = row.kind === 'upload' ? takeParts(tx, row) : takePieces(tx, row)
    if (count === 0) tx.removeDiscarded(row)
    return count
  })
  if (released > 0) deps.failpoint?.('sweep.discarded-released')
  return released > 0
}

function takeParts(tx: MetadataWriter, { number, sinceMs }: DiscardedRow): number {
  let count = 0
  for (const { partNumber, content } of tx.parts(number, 0)) {
    if (count >= piecesPerTransaction) break
    tx.removePart(number, partNumber)
    giveUpContent(tx, content, sinceMs)
    count += 1
  }
  return count
}

function takePieces(tx: MetadataWriter, { number, sinceMs }: DiscardedRow): number {
  const pieces = tx.takePieces(number, piecesPerTransaction)
  for (const { content } of pieces) giveUpContent(tx, content, sinceMs)
  return pieces.length
}
