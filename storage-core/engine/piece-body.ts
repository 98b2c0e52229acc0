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
 * A body that lies in several pieces, read one after the other: while one is being sent, the next is open and its first bytes
 * are being read. The first is opened before this resolves, so that a missing one is an error and not half an answer.
 */
export async function openPieceBody(
  { blobs, metadata }: Pick<EngineDependencies, 'blobs' | 'metadata'>,
  located: {
    readonly pieceList: number
    /** The first ones. */
    readonly pieces: readonly PieceToRead[]
    /** Further ones, from the one that begins at `start`. */
    readonly more: (start: number) => readonly PieceToRead[]
    readonly range: ResolvedRange
  },
): Promise<ObjectBody> {
  const { range } = located
  const endLease = leasePieceList(metadata, located.pieceList)
  const open = new Set<Promise<BlobReader>>()
  let isClosed = false

  let pieces = located.pieces
  let index = 0
  const nextPiece = (): PieceToRead | undefined => {
    const last = pieces[index - 1]
    if (index === pieces.length && last !== undefined && last.start + last.sizeBytes <= range.end) {
      pieces = located.more(last.start + last.sizeBytes)
      index = 0
    }
    const piece = pieces[index]
    index += 1
    return piece
  }
  const openNext = (): { readonly part: ResolvedRange; readonly opening: Promise<BlobReader> } | undefined => {
    const piece = nextPiece()
    if (piece === undefined) return undefined
    const part = { start: Math.max(range.start - piece.start, 0), end: Math.min(range.end - piece.start, piece.sizeBytes - 1) }
    const opening = 'bytes' in piece ? Promise.resolve(bytesReader(piece.bytes)) : openFile(piece.blobId, piece.sizeBytes, part)
    open.add(opening)
    // Whoever awaits it sees the failure; until then it must not count as unhandled.
    opening.catch(() => open.delete(opening))
    return { part, opening }
  }
  const openFile = async (blobId: string, sizeBytes: number, part: ResolvedRange): Promise<BlobReader> => {
    const reader = await blobs.open(blobId, sizeBytes)
    reader.preload(part)
    return reader
  }
  const closePiece = async (opening: Promise<BlobReader>) => {
    // One that could not be opened has nothing to close, and whoever reads it is told by the reading.
    const reader = open.delete(opening) ? await opening.catch(() => undefined) : undefined
    await reader?.close()
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

  let upcoming = openNext()
  try {
    await upcoming?.opening
  } catch (error) {
    await close()
    throw error
  }
  return {
    sizeBytes: range.end - range.start + 1,
    async copyTo(sink, signal) {
      if (upcoming === undefined || isClosed) throw new Error('a body can be read only once')
      let closing: Promise<void> | undefined
      while (upcoming !== undefined) {
        const { part, opening } = upcoming
        const reader = await opening
        upcoming = openNext()
        await reader.copyTo(sink, part, signal)
        // Awaited a piece later, so that sending does not wait for it.
        await closing
        closing = closePiece(opening)
        closing.catch(() => undefined)
      }
      await closing
    },
    close,
  }
}

function bytesReader(bytes: Uint8Array): Awaited<ReturnType<BlobStore['open']>> {
  return {
    sizeBytes: bytes.length,
    preload: () => undefined,
    copyTo: async (sink, { start, end }, signal) => {
      signal.throwIfAborted()
      await sink.write(bytes.subarray(start, end + 1))
    },
    close: () => Promise.resolve(),
  }
}
