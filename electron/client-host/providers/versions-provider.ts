import type { VersionAddress } from './addresses.ts'

/** A version or a delete marker, as a listing tells it. */
export interface ListedVersion {
  readonly key: string
  /** `null` for what was written without versioning. */
  readonly versionId: string
  readonly isLatest: boolean
  readonly isDeleteMarker: boolean
  readonly lastModifiedMs: number
  /** Of delete markers 0, and the texts empty. */
  readonly sizeBytes: number
  /** Without quotes. */
  readonly etag: string
  readonly storageClass: string
  readonly type: string
  /** Whoever the service says it belongs to, which is the writer or the owner of the bucket; absent when it does not tell. */
  readonly owner?: { readonly id: string; readonly displayName: string }
}

/** Where a listing goes on: after this version of this key, or after all versions of the key. */
export interface VersionMarker {
  readonly key: string
  readonly versionId?: string | undefined
}

/** One page: keys in UTF-8 order, the newest version of each key first. */
export interface VersionsPage {
  readonly versions: readonly ListedVersion[]
  /** Full prefixes, each with its delimiter. */
  readonly commonPrefixes: readonly string[]
  /** Absent on the last page. */
  readonly next?: VersionMarker
}

export interface VersionsQuery {
  readonly bucket: string
  readonly prefix: string
  /** `/` for one level, empty for everything below. */
  readonly delimiter: string
  readonly after?: VersionMarker | undefined
  /** Entries of the page at most, 1,000 when absent. */
  readonly maxKeys?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** OSS documentation, "Versioning". All calls may be repeated and are. */
export interface VersionsProvider {
  listVersionsPage(query: VersionsQuery): Promise<VersionsPage>
  /** Removes this very version or delete marker for good. Succeeds as well when it is not there any more. */
  deleteVersion(address: VersionAddress & { readonly versionId: string }): Promise<void>
  /** The same for many of one bucket. @returns those that are gone */
  deleteVersions<Version extends { readonly key: string; readonly versionId: string }>(input: {
    readonly bucket: string
    readonly versions: readonly Version[]
    readonly signal?: AbortSignal | undefined
  }): Promise<ReadonlySet<Version>>
}
