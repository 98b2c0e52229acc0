import { z } from 'zod'
import { ObjectType } from '../../storage-core/model/object.ts'
import { OssErrorWire } from './error-wire.ts'
import { BucketAddress, ObjectAddress, ObjectKey, VersionId } from './addresses.ts'

/** A version or a delete marker of one object. */
export const ObjectVersion = z.object({
  versionId: z.string(),
  isLatest: z.boolean(),
  isDeleteMarker: z.boolean(),
  lastModifiedMs: z.number(),
  /** Of delete markers 0, and the texts empty. */
  sizeBytes: z.number(),
  etag: z.string(),
  storageClass: z.string(),
  type: z.string(),
  /** Whom the service says it belongs to. That is the bucket's owner, whoever wrote it, unless the service has objects of other accounts. */
  owner: z.object({ id: z.string(), displayName: z.string() }).optional(),
})
export type ObjectVersion = z.infer<typeof ObjectVersion>

export const VersionCount = z.object({
  versions: z.number(),
  deleteMarkers: z.number(),
  /** True when there are more than these. */
  more: z.boolean(),
})

/** What is known of an object's history so far; grows until `state` is `complete`. */
export const HistoryProgress = z.object({
  sessionId: z.string(),
  state: z.enum(['loading', 'complete', 'failed']),
  versions: z.number(),
  deleteMarkers: z.number(),
  bytes: z.number(),
  error: OssErrorWire.optional(),
})
export type HistoryProgress = z.infer<typeof HistoryProgress>

export const HistoryWindow = z.object({
  /** Newest first. */
  rows: z.array(ObjectVersion),
  progress: HistoryProgress,
})
export type HistoryWindow = z.infer<typeof HistoryWindow>

/** What a version has that the one before it had not, or otherwise. */
export const VersionChange = z.object({
  aspect: z.enum(['content', 'type', 'storageClass', 'encryption', 'header', 'metadata', 'tag', 'acl']),
  /** Of the header, the metadata or the tag. */
  name: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
})
export type VersionChange = z.infer<typeof VersionChange>

/** What there is to compare of a version. What may not be asked, or the service has not, is named in `unknown`. */
export const VersionFacts = z.object({
  sizeBytes: z.number(),
  etag: z.string(),
  crc64: z.string().optional(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  type: ObjectType,
  encryption: z.string().optional(),
  headers: z.record(z.string(), z.string()),
  userMetadata: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  acl: z.string(),
  unknown: z.array(z.enum(['acl', 'tags'])),
})
export type VersionFacts = z.infer<typeof VersionFacts>

const accessKeyId = z.string().optional()
/**
 * Who wrote a version or made a delete marker, as far as it is known. `accessKeyId` is absent for this app's own key. Names are
 * those of that time.
 */
export const VersionAuthor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({ kind: z.literal('account'), accountId: z.string(), accessKeyId }),
  z.object({ kind: z.literal('user'), accountId: z.string(), userId: z.string(), userName: z.string(), accessKeyId }),
  z.object({ kind: z.literal('role'), accountId: z.string(), roleId: z.string(), roleName: z.string(), sessionName: z.string(), accessKeyId }),
  z.object({ kind: z.literal('lifecycle'), ruleId: z.string() }),
  /** `notTold`: the service has no way to ask. `denied`: this key may not. `notKept`: written before the store kept authors. `failed`: asked in vain. */
  z.object({ kind: z.literal('unknown'), reason: z.enum(['notTold', 'denied', 'notKept', 'failed']) }),
])
export type VersionAuthor = z.infer<typeof VersionAuthor>

/** How a version differs from the one it took the place of, and who wrote it. */
export const VersionDifference = z.object({
  versionId: z.string(),
  /** The version before; absent for the first one, and for delete markers. Delete markers in between are passed over. */
  beforeId: z.string().optional(),
  changes: z.array(VersionChange),
  author: VersionAuthor,
  /** Aspects of either side that could not be asked. */
  unknown: z.array(z.enum(['acl', 'tags'])),
  /** Why nothing can be said. */
  error: OssErrorWire.optional(),
})
export type VersionDifference = z.infer<typeof VersionDifference>

const Session = z.strictObject({ sessionId: z.string().max(100) })

/** Versions of a key that are older than another: all after `versionId` in the list, or all written before a time. */
export const OlderThan = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('version'), versionId: VersionId }),
  z.strictObject({ kind: z.literal('time'), beforeMs: z.number() }),
])
export type OlderThan = z.infer<typeof OlderThan>

export const OpenHistory = ObjectAddress.extend({ limit: z.number().int().min(1).max(500) })
export const HistoryWindowInput = Session.extend({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) })
export const DescribeVersions = Session.extend({ versionIds: z.array(VersionId).min(1).max(50) })
export const CompareVersions = ObjectAddress.extend({ beforeId: VersionId, afterId: VersionId })
/** `index` is the place of the version in the history; null when it is not there any more. */
export const LocateVersion = Session.extend({ versionId: VersionId })
export const LocatedVersion = z.object({ index: z.number().nullable() })
export const CountOlder = Session.extend({ than: OlderThan })

/** What would be deleted. */
export const OlderVersions = z.object({
  versions: z.number(),
  deleteMarkers: z.number(),
  bytes: z.number(),
  /** The oldest one that stays: everything older than it goes. Null when nothing is older. */
  keptId: z.string().nullable(),
  /** False while the history is still being read: there may be more. */
  complete: z.boolean(),
})
export type OlderVersions = z.infer<typeof OlderVersions>

export const DeleteVersion = ObjectAddress.extend({ versionId: VersionId })
export const DeleteOlder = ObjectAddress.extend({ olderThan: VersionId })
export const RestoreVersions = BucketAddress.extend({
  /** Prefix that names start below. */
  basePrefix: z.string().max(1023),
  versions: z.array(z.strictObject({ key: ObjectKey, versionId: VersionId })).min(1).max(1000),
})
