import type { BucketAcl } from './acl.ts'
import type { BucketWorm } from './bucket-worm.ts'
import type { DataRedundancyType, StorageClass } from './storage-class.ts'

export interface Owner {
  /** Account UID, digits. */
  readonly id: string
  readonly displayName: string
}

export interface Bucket {
  readonly name: string
  readonly owner: Owner
  /** Short region id, such as `cn-hangzhou`. OSS's Location is the same with `oss-` before it. */
  readonly region: string
  readonly createdMs: number
  readonly acl: BucketAcl
  readonly storageClass: StorageClass
  readonly dataRedundancyType: DataRedundancyType
  /** Absent while versioning was never set. */
  readonly versioning?: 'Enabled' | 'Suspended'
  readonly tags: Readonly<Record<string, string>>
  /** Absent while no retention policy was set; one that was never locked may have lapsed: see `activeWorm`. */
  readonly worm?: BucketWorm
}

/** What a bucket holds, kept as counters in the same transaction as every change. */
export interface BucketStat {
  /** All versions, without delete markers. */
  readonly objectCount: number
  readonly storageBytes: number
  readonly byClass: Readonly<Partial<Record<StorageClass, { readonly objectCount: number; readonly storageBytes: number }>>>
  readonly deleteMarkerCount: number
  readonly multipartUploadCount: number
  /** Parts of the unfinished uploads. */
  readonly multipartPartCount: number
  /** When any object of the bucket last changed; the creation time of the bucket before that. */
  readonly lastModifiedMs: number
}
