import type { BlobReader, BlobStore } from '../blobs/blob-store.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { ObjectBody } from './object-engine.ts'
import { leasePieceList } from './piece-list-leases.ts'
import type { ResolvedRange } from './ranges.ts'

/** A piece with what is needed to read it: its file, or its bytes. */
export type PieceToRead = {
  /** Offset in the body. */
  readonly start: number
  readonly sizeBytes: number
} & ({ readonly blobId: string } | { readonly bytes: Uint8Array })

/**
 * A body that lies in several pieces, read one after the other: two files are open at a time, the next one already while the
 * last one is being sent. The first is opened before this resolves, so that a missing one is an error and not half an answer.
 */
export async function openPieceBody(
  { blobs, metadata }: Pick<EngineDependencies, 'blobs' | 'metadata'>,
  located: { readonly pieceList: number; readonly pieces: readonly PieceToRead[]; readonly range: ResolvedRange },
): Promise<ObjectBody> {
  const { pieces, range } = located
  const endLease = leasePieceList(metadata, located.pieceList)
  const open = new Set<Promise<BlobReader>>()
  let isClosed = false

  const openPiece = (index: number): Promise<BlobReader> | undefined => {
    const piece = pieces[index]
    if (piece === undefined) return undefined
    const opening = 'bytes' in piece ? Promise.resolve(bytesReader(piece.bytes)) : blobs.open(piece.blobId, piece.sizeBytes)
    open.add(opening)
    // Whoever awaits it sees the failure; until then it must not count as unhandled.
    opening.catch(() => open.delete(opening))
    return opening
  }
  const closePiece = async (opening: Promise<BlobReader>) => {
    if (open.delete(opening)) await (await opening).close()
  }
  const close = async () => {
    if (isClosed) return
    isClosed = true
    try {
      await Promise.all([...open].map(closePiece))
    } finally {
      endLease()
    }
  }

  let upcoming = openPiece(0)
  try {
    await upcoming
  } catch (error) {
    await close()
    throw error
  }
  return {
    sizeBytes: range.end - range.start + 1,
    async copyTo(sink, signal) {
      for (const [index, piece] of pieces.entries()) {
        const current = upcoming
        if (current === undefined || isClosed) throw new Error('a body can be read only once')
        const reader = await current
        upcoming = openPiece(index + 1)
        const start = Math.max(range.start - piece.start, 0)
        const end = Math.min(range.end - piece.start, piece.sizeBytes - 1)
        await reader.copyTo(sink, { start, end }, signal)
        await closePiece(current)
      }
    },
    close,
  }
}

function bytesReader(bytes: Uint8Array): Awaited<ReturnType<BlobStore['open']>> {
  return {
    sizeBytes: bytes.length,
    copyTo: async (sink, { start, end }, signal) => {
      signal.throwIfAborted()
      await sink.write(bytes.subarray(start, end + 1))
    },
    close: () => Promise.resolve(),
  }
}
