import type { StorageClass } from './storage-class.ts'

/** What a bucket does with its objects as they get older (OSS documentation, "PutBucketLifecycle"). */
export interface LifecycleConfiguration {
  /** 1 to 1,000; ids are unique. */
  readonly rules: readonly LifecycleRule[]
}

export interface LifecycleRule {
  /** 1 to 255 bytes. */
  readonly id: string
  /** Empty for the whole bucket. */
  readonly prefix: string
  readonly status: LifecycleStatus
  /** An object must have all of them. */
  readonly tags: Readonly<Record<string, string>>
  readonly filter?: LifecycleFilter
  /** Of what a key shows. */
  readonly expiration?: LifecycleExpiration
  readonly transitions?: readonly LifecycleTransition[]
  readonly abortMultipartUpload?: LifecycleMoment
  /** Days after a version stopped being what its key shows. */
  readonly noncurrentExpirationDays?: number
  readonly noncurrentTransitions?: readonly NoncurrentTransition[]
}

export const lifecycleStatuses = ['Enabled', 'Disabled'] as const
export type LifecycleStatus = (typeof lifecycleStatuses)[number]

export interface LifecycleFilter {
  /** Bytes; only larger objects. */
  readonly objectSizeGreaterThan?: number
  /** Bytes; only smaller objects. */
  readonly objectSizeLessThan?: number
  /** What is left alone in spite of everything else. */
  readonly not?: readonly LifecycleExclusion[]
}

/** Objects that begin with the prefix and have the tag, if there is one. */
export interface LifecycleExclusion {
  readonly prefix: string
  readonly tag?: { readonly key: string; readonly value: string }
}

/** When something is to be done. Times are midnights in UTC. */
export type LifecycleMoment =
  /** So many days after the last modification, or the start of an upload. */
  | { readonly kind: 'days'; readonly days: number }
  /** From that date on, with what was modified before it. */
  | { readonly kind: 'createdBefore'; readonly dateMs: number }
  /** From that date on, with everything. */
  | { readonly kind: 'date'; readonly dateMs: number }

export type LifecycleExpiration =
  | LifecycleMoment
  /** Removes a delete marker that is all there is of its key. */
  | { readonly kind: 'expiredObjectDeleteMarker' }

interface TransitionTarget {
  readonly storageClass: StorageClass
  /** False: objects under 64 KiB stay where they are. */
  readonly allowSmallFile?: boolean
}

export interface LifecycleTransition extends TransitionTarget {
  readonly moment: LifecycleMoment
}

export interface NoncurrentTransition extends TransitionTarget {
  readonly noncurrentDays: number
}

/** Objects below this size may be left out of transitions (OSS documentation, "PutBucketLifecycle", AllowSmallFile). */
export const smallFileBytes = 64 * 1024

/** Whether `a` is a colder class than `b`: objects only ever get colder by rules. */
export function isColder(a: StorageClass, b: StorageClass): boolean {
  return coldness[a] > coldness[b]
}

const coldness: Readonly<Record<StorageClass, number>> = { Standard: 0, IA: 1, Archive: 2, ColdArchive: 3, DeepColdArchive: 4 }
