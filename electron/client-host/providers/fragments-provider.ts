import type { UploadAddress } from './addresses.ts'

export interface ListedUpload {
  readonly key: string
  readonly uploadId: string
  readonly initiatedMs: number
  readonly storageClass: string
}

/** Where a page begins: behind this upload of this key. */
export interface UploadMarker {
  readonly key: string
  readonly uploadId: string
}

/** What a service keeps of unfinished multipart uploads. All calls may be repeated, and are. */
export interface FragmentsProvider {
  /** One page, in the order of keys and then of ids. OSS documentation, "ListMultipartUploads". */
  listMultipartUploads(input: {
    readonly bucket: string
    readonly prefix: string
    readonly marker?: UploadMarker | undefined
    /** Uploads of the page at most. */
    readonly maxUploads: number
    readonly signal?: AbortSignal | undefined
  }): Promise<{ readonly uploads: readonly ListedUpload[]; readonly next: UploadMarker | undefined }>
  /** @returns number and bytes of all parts. OSS documentation, "ListParts". @throws RemoteError NoSuchUpload */
  sumParts(input: UploadAddress): Promise<{ readonly parts: number; readonly sizeBytes: number }>
}
