import type { BlobStore } from '../blobs/blob-store.ts'
import type { ObjectBody } from './object-engine.ts'
import type { ResolvedRange } from './ranges.ts'

export const emptyBody: ObjectBody = {
  sizeBytes: 0,
  inline: new Uint8Array(0),
  copyTo: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

/** A body whose bytes are at hand, or the part of it that `range` names. */
export function inlineBody(bytes: Uint8Array, range: ResolvedRange | undefined): ObjectBody {
  const part = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1)
  return {
    sizeBytes: part.length,
    inline: part,
    async copyTo(sink, signal) {
      signal.throwIfAborted()
      await sink.write(part)
    },
    close: () => Promise.resolve(),
  }
}

/** Opens the blob at once, so that the object can be replaced or deleted while its old bytes are being read. */
export async function openFileBody(
  blobs: BlobStore,
  sizeBytes: number,
  blobId: string,
  range: ResolvedRange | undefined,
): Promise<ObjectBody> {
  const reader = await blobs.open(blobId, sizeBytes)
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 }
  return {
    sizeBytes: end - start + 1,
    copyTo: (sink, signal) => reader.copyTo(sink, { start, end }, signal),
    close: () => reader.close(),
  }
}
