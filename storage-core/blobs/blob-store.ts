export { combineCrc64 } from '../model/combine-crc64.ts'

/**
 * Bytes of objects, without their names. The metadata store decides which blobs are referenced; this one only writes,
 * reads and removes them.
 */
export interface StageOptions {
  /** Aborting stops the write and makes `stage` reject with the signal's reason. */
  readonly signal: AbortSignal
  /** Bytes the sender announced, when it did; lets the store choose inline or file before the body arrives. */
  readonly expectedSizeBytes?: number
  /** Stops with OssError EntityTooLarge past this many bytes. */
  readonly maxSizeBytes: number
}

/** Where the bytes of a staged blob are. Small bodies travel with the metadata commit; larger ones are files. */
export type StagedContent =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly blobId: string }

export interface StagedBlob {
  readonly content: StagedContent
  readonly sizeBytes: number
  readonly md5: Uint8Array
  readonly crc64: bigint
  /**
   * Makes a file blob durable under its final name (file synced, renamed, folder synced). Nothing to do for inline
   * content. The blob stays protected from the sweep until `release`.
   */
  publish(): Promise<void>
  /**
   * Ends the stage; call it in `finally`. With `committed` the blob now belongs to the metadata; without, whatever was
   * written is removed.
   */
  release(outcome: 'committed' | 'abandoned'): Promise<void>
}

/** Receives a blob's bytes in order. The chunk may be reused after the promise resolves. */
export interface ByteSink {
  write(chunk: Uint8Array): Promise<void>
}

export interface BlobReader {
  readonly sizeBytes: number
  /** Begins to read the first bytes of a range that `copyTo` is about to be asked for, so that they are at hand by then. */
  preload(range: { readonly start: number; readonly end: number }): void
  /** Sends bytes `start` to `end` inclusive; rejects with the signal's reason when aborted. Bounded memory, no copies kept. */
  copyTo(sink: ByteSink, range: { readonly start: number; readonly end: number }, signal: AbortSignal): Promise<void>
  /** Idempotent. The file stays readable until closed even when the object was deleted meanwhile. */
  close(): Promise<void>
}

export interface BlobStore {
  /**
   * Reads `body` once, computing MD5, CRC64 and size on the way.
   * @throws OssError EntityTooLarge, LocalDiskFull-class failures as OssError InternalError with the cause kept.
   */
  stage(body: AsyncIterable<Uint8Array>, options: StageOptions): Promise<StagedBlob>
  /** @throws OssError InternalError when the file is missing or shorter than the metadata says: never silent wrong bytes. */
  open(blobId: string, sizeBytes: number): Promise<BlobReader>
  /** Removes the file of a blob that nothing references any more; fine when it is gone already. */
  remove(blobId: string): Promise<void>
  /** Every blob id on disk, in no order, for `fsck` and the orphan scan after a crash. */
  blobIds(): AsyncIterable<string>
  /** Staged or published by this process and not yet released: never an orphan. */
  isInFlight(blobId: string): boolean
}
