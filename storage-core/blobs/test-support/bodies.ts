import type { BlobReader, BlobStore, StagedBlob } from '../blob-store.ts'

/** Bytes that differ everywhere and between seeds, so that no swapped or torn piece goes unnoticed. */
export function patternBytes(sizeBytes: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(sizeBytes)
  let state = Math.imul(seed, 0x9e3779b1) | 1
  for (let i = 0; i < sizeBytes; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state & 255
  }
  return bytes
}

export async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

export const neverAborted = new AbortController().signal

export function stageBytes(store: BlobStore, bytes: Uint8Array, chunkBytes = 64 * 1024): Promise<StagedBlob> {
  return store.stage(chunksOf(bytes, chunkBytes), { signal: neverAborted, maxSizeBytes: Number.MAX_SAFE_INTEGER })
}

/** Stages, publishes and keeps a body that is too long to travel inline; answers its blob id. */
export async function storeBytes(store: BlobStore, bytes: Uint8Array): Promise<string> {
  const staged = await stageBytes(store, bytes)
  await staged.publish()
  await staged.release('committed')
  if (staged.content.kind !== 'file') throw new Error('the body was short enough to travel inline')
  return staged.content.blobId
}

export async function readAll(reader: BlobReader, start = 0, end = reader.sizeBytes - 1): Promise<Buffer> {
  const chunks: Buffer[] = []
  // Copies, because the reader may use the chunk again.
  const write = (chunk: Uint8Array) => Promise.resolve(void chunks.push(Buffer.from(chunk)))
  await reader.copyTo({ write }, { start, end }, neverAborted)
  return Buffer.concat(chunks)
}

/** Opens, reads whole and closes. */
export async function readBlob(store: BlobStore, blobId: string, sizeBytes: number): Promise<Buffer> {
  const reader = await store.open(blobId, sizeBytes)
  try {
    return await readAll(reader)
  } finally {
    await reader.close()
  }
}

export async function allBlobIds(store: BlobStore): Promise<string[]> {
  const ids: string[] = []
  for await (const id of store.blobIds()) ids.push(id)
  return ids
}
