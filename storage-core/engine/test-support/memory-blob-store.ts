import { createHash } from 'node:crypto'
import { createCRC64 } from 'hash-wasm'
import type { BlobStore, StagedBlob } from '../../blobs/blob-store.ts'
import { ossError } from '../../model/oss-error.ts'

export interface MemoryBlobStore extends BlobStore {
  /** The files, by blob id. */
  readonly files: Map<string, Buffer>
}

/** A BlobStore without a disk, for engine tests: bodies above `inlineLimitBytes` become entries of a map. */
export async function createMemoryBlobStore(options: { readonly inlineLimitBytes: number }): Promise<MemoryBlobStore> {
  const files = new Map<string, Buffer>()
  const inFlight = new Set<string>()
  const crc = await createCRC64()
  let nextId = 0
  return {
    files,
    async stage(body, { signal, maxSizeBytes }): Promise<StagedBlob> {
      const chunks: Uint8Array[] = []
      let sizeBytes = 0
      for await (const chunk of body) {
        signal.throwIfAborted()
        sizeBytes += chunk.length
        if (sizeBytes > maxSizeBytes) throw ossError('EntityTooLarge')
        chunks.push(Uint8Array.from(chunk))
      }
      const bytes = Buffer.concat(chunks)
      const digests = {
        sizeBytes,
        md5: createHash('md5').update(bytes).digest(),
        crc64: BigInt(`0x${crc.init().update(bytes).digest('hex')}`),
      }
      if (sizeBytes <= options.inlineLimitBytes) {
        return { ...digests, content: { kind: 'inline', bytes }, publish: () => Promise.resolve(), release: () => Promise.resolve() }
      }
      nextId += 1
      const blobId = nextId.toString(16).padStart(8, '0')
      inFlight.add(blobId)
      return {
        ...digests,
        content: { kind: 'file', blobId },
        async publish() {
          files.set(blobId, bytes)
        },
        async release(outcome) {
          inFlight.delete(blobId)
          if (outcome === 'abandoned') files.delete(blobId)
        },
      }
    },
    async open(blobId, sizeBytes) {
      const bytes = files.get(blobId)
      if (bytes?.length !== sizeBytes) throw ossError('InternalError', { cause: new Error(`blob ${blobId} is damaged`) })
      return {
        sizeBytes,
        preload: () => undefined,
        copyTo: (sink, { start, end }, signal) => {
          signal.throwIfAborted()
          return sink.write(bytes.subarray(start, end + 1))
        },
        close: () => Promise.resolve(),
      }
    },
    async remove(blobId) {
      files.delete(blobId)
    },
    async *blobIds() {
      yield* files.keys()
    },
    isInFlight: (blobId) => inFlight.has(blobId),
  }
}
