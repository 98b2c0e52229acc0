import { z } from 'zod'
import { BucketAcl } from '../../storage-core/model/acl.ts'
import { checksumAlgorithms } from '../../storage-core/model/object-checksum.ts'
import { ObjectType } from '../../storage-core/model/object.ts'
import { DataRedundancyType, StorageClass } from '../../storage-core/model/storage-class.ts'
import { OssErrorWire } from './error-wire.ts'
import { LostAspect, ObjectEdit } from './object-jobs.ts'

/** Id of a connection. The local store is `local`. */
export const ProfileId = z.string().min(1).max(100)
export const BucketName = z.string().min(1).max(255)
/** Object keys are at most 1,023 bytes; the cap here only keeps absurd input out. */
export const ObjectKey = z.string().min(1).max(1023)
/** Empty for the root of a bucket. */
export const Prefix = z.string().max(1023)

/** Milliseconds since the epoch, of an earlier moment. */
export const MomentMs = z.number().int().min(0).max(8_640_000_000_000_000)
export const VersionId = z.string().min(1).max(200)

export const BucketAddress = z.strictObject({ profileId: ProfileId, bucket: BucketName })
export const ObjectAddress = BucketAddress.extend({ key: ObjectKey })
export const PrefixAddress = BucketAddress.extend({ prefix: Prefix })

// --- the local store --------------------------------------------------------------------------------------------------

export const StoreStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({
    state: z.literal('ready'),
    /** `http://127.0.0.1:PORT` */
    url: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    dataFolder: z.string(),
  }),
  z.object({ state: z.literal('failed'), error: OssErrorWire, dataFolder: z.string() }),
])
export type StoreStatus = z.infer<typeof StoreStatus>

// --- buckets -------------------------------------------------------------------------------------------------------------

export const BucketSummary = z.object({
  name: z.string(),
  region: z.string(),
  createdMs: z.number(),
  storageClass: z.string(),
})
export type BucketSummary = z.infer<typeof BucketSummary>

export const BucketInfo = BucketSummary.extend({
  acl: z.string(),
  ownerId: z.string(),
  dataRedundancyType: z.string(),
  extranetEndpoint: z.string(),
  /** `Unknown` where the key may not ask. */
  versioning: z.enum(['Enabled', 'Suspended', 'Unknown']).optional(),
})
export type BucketInfo = z.infer<typeof BucketInfo>

export const BucketStatView = z.object({ objectCount: z.number(), storageBytes: z.number(), multipartUploadCount: z.number() })
export type BucketStatView = z.infer<typeof BucketStatView>

export const PutBucketInput = BucketAddress.extend({
  acl: BucketAcl,
  storageClass: StorageClass,
  dataRedundancyType: DataRedundancyType,
})

// --- objects -------------------------------------------------------------------------------------------------------------

/** Encryption at the service; `keyId` where it is not the service's own key. */
export const Encryption = z.object({ algorithm: z.string(), keyId: z.string().optional() })
export type Encryption = z.infer<typeof Encryption>

/** Of all bytes, or of the checksums of the parts, with their number behind it. Base64. */
export const StoredChecksum = z.object({ algorithm: z.enum(checksumAlgorithms), type: z.enum(['FULL_OBJECT', 'COMPOSITE']), value: z.string() })
export type StoredChecksum = z.infer<typeof StoredChecksum>

export const ObjectHeadView = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  type: ObjectType,
  sizeBytes: z.number(),
  etag: z.string(),
  crc64: z.string().optional(),
  contentMd5: z.string().optional(),
  /** What S3 keeps beside the ETag. */
  checksum: StoredChecksum.optional(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  /** Standard headers kept with the object, by lower-case name. */
  headers: z.record(z.string(), z.string()),
  userMetadata: z.record(z.string(), z.string()),
  tagCount: z.number(),
  encryption: Encryption.optional(),
  requestId: z.string(),
})
export type ObjectHeadView = z.infer<typeof ObjectHeadView>

// --- listings ------------------------------------------------------------------------------------------------------------

/**
 * `name` is natural order, `rawName` the UTF-8 order in which OSS lists; `type` is the extension, `objectType` OSS's own
 * (Normal, Multipart, …).
 */
export const SortColumn = z.enum(['name', 'rawName', 'sizeBytes', 'type', 'storageClass', 'lastModifiedMs', 'objectType', 'etag'])
export type SortColumn = z.infer<typeof SortColumn>
/** What objects must be to be shown; every condition that is there counts. */
export const ListingWhere = z.strictObject({
  /** Lower case and without a dot; an empty text stands for names without one. None at all shows no object. */
  extensions: z.array(z.string().max(64)).max(1000).optional(),
  exceptExtensions: z.array(z.string().max(64)).max(1000).optional(),
  minBytes: z.number().int().min(0).optional(),
  maxBytes: z.number().int().min(0).optional(),
  /** Modified at or after, and before. */
  fromMs: z.number().optional(),
  beforeMs: z.number().optional(),
  storageClasses: z.array(z.string().max(64)).max(20).optional(),
  /** Folders have none of this; they are left out unless this is true. */
  folders: z.boolean().optional(),
})
export type ListingWhere = z.infer<typeof ListingWhere>
/** How rows are ordered and which are shown. Folders come first in every order. */
export const ListingView = z.strictObject({
  column: SortColumn,
  direction: z.enum(['ascending', 'descending']),
  /** Case-insensitive text that names must contain; empty for all. With a `*` in it, a pattern for the whole name. */
  filter: z.string().max(1023),
  where: ListingWhere.optional(),
})
export type ListingView = z.infer<typeof ListingView>

export const ListingRow = z.object({
  /** Full key of the object, or full prefix of the folder with its `/`. */
  key: z.string(),
  kind: z.enum(['object', 'folder']),
  /** For folders 0. */
  sizeBytes: z.number(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  type: z.string(),
  etag: z.string(),
  /** True for an object that is deleted and can be recovered, and for a folder that holds nothing else. Its time is that of the deletion. */
  deleted: z.boolean().optional(),
  /** The version shown, where the listing is of an earlier moment. */
  versionId: z.string().optional(),
})
export type ListingRow = z.infer<typeof ListingRow>

/** What is known of a prefix so far; grows until `state` is `complete`. */
export const ListingProgress = z.object({
  sessionId: z.string(),
  state: z.enum(['loading', 'complete', 'failed']),
  folders: z.number(),
  objects: z.number(),
  bytes: z.number(),
  /** Changes whenever rows were added, so that cached windows are asked again. */
  revision: z.number(),
  /** Deleted objects found so far, of a listing that shows them; the other counts are without them. */
  deleted: z.number().optional(),
  /**
   * Of a listing of an earlier moment: entries of the version listing read so far, and keys that were written without
   * versioning since, of which nobody can tell what they were.
   */
  asOf: z.object({ momentMs: z.number(), versions: z.number(), uncertain: z.number() }).optional(),
  error: OssErrorWire.optional(),
})
export type ListingProgress = z.infer<typeof ListingProgress>

export const ListingWindowInput = z.strictObject({
  sessionId: z.string().max(100),
  view: ListingView,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
})
export const PackedListingWindow = z.object({
  /** The rows as `packRows` writes them. */
  rows: z.string(),
  /** Rows of the whole view (after the filter), of what is loaded. */
  total: z.number(),
  /** Identifies this order of rows: a selection made under it can be used in a job while it lasts. */
  orderId: z.string(),
  progress: ListingProgress,
})
/** Rows on their way to the window, which is given a `ListingWindow`. */
export type PackedListingWindow = z.infer<typeof PackedListingWindow>
export type ListingWindow = Omit<PackedListingWindow, 'rows'> & { readonly rows: ListingRow[] }

/** Chosen rows of a view as index ranges, `end` exclusive, ascending and apart. */
export const ListingSelection = z.strictObject({
  sessionId: z.string().max(100),
  view: ListingView,
  orderId: z.string().max(100),
  ranges: z
    .array(z.tuple([z.number().int().min(0), z.number().int().min(1)]))
    .min(1)
    .max(100_000),
})
export type ListingSelection = z.infer<typeof ListingSelection>

/** What a job works on: named keys and folders, or a selection of an open listing. */
export const ObjectSelection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('names'),
    keys: z.array(ObjectKey).max(1000),
    prefixes: z.array(ObjectKey).max(1000),
    /** Version of each key, in the order of `keys`, or empty for the current one; current ones when absent. */
    versionIds: z.array(z.string().max(200)).max(1000).optional(),
    /** The prefixes stand for what they held then. A selection of an earlier moment can be read and copied, and not changed. */
    momentMs: MomentMs.optional(),
  }),
  z.strictObject({ kind: z.literal('listing'), selection: ListingSelection }),
])
export type ObjectSelection = z.infer<typeof ObjectSelection>

export const SelectionSummary = z.object({
  objects: z.number(),
  folders: z.number(),
  /** Bytes of the chosen objects, without what is inside folders. */
  bytes: z.number(),
})
export type SelectionSummary = z.infer<typeof SelectionSummary>

// --- local files ---------------------------------------------------------------------------------------------------------

/** A local file or folder the user handed over. The window never learns its path. */
export const UploadSource = z.object({
  sourceId: z.string(),
  name: z.string(),
  isDirectory: z.boolean(),
  sizeBytes: z.number(),
})
export type UploadSource = z.infer<typeof UploadSource>

/** A folder the user chose to download into. */
export const DownloadTarget = z.object({ folderId: z.string(), displayName: z.string() })
export type DownloadTarget = z.infer<typeof DownloadTarget>

// --- transfers -----------------------------------------------------------------------------------------------------------

/** From `restore` on: changes of objects where they are, with the parameters in `edit`. */
export const TransferKind = z.enum(['upload', 'download', 'zip', 'delete', 'copy', 'move', 'restore', 'storageClass', 'acl', 'metadata', 'tags', 'restoreVersion', 'recover', 'deleteVersions', 'revert'])
export type TransferKind = z.infer<typeof TransferKind>

export const TransferState = z.enum(['queued', 'scanning', 'running', 'paused', 'done', 'failed', 'cancelled'])
export type TransferState = z.infer<typeof TransferState>

/**
 * What to do when the target exists already. `skipIdentical` compares size and checksum and replaces what differs; `newer`
 * replaces what is older than the source.
 */
export const ConflictPolicy = z.enum(['overwrite', 'skip', 'skipIdentical', 'keepBoth', 'newer'])
export type ConflictPolicy = z.infer<typeof ConflictPolicy>
/** Another choice for single items, by their path below the batch's prefix. */
export const ConflictChoices = z.array(z.strictObject({ name: z.string().max(4096), conflict: ConflictPolicy })).max(10_000)
export type ConflictChoices = z.infer<typeof ConflictChoices>

/** One user action: everything dropped, downloaded, deleted, copied or changed at once. */
/** Who goes first when streams of a connection are scarce. */
export const TransferPriority = z.enum(['high', 'normal', 'low'])
export type TransferPriority = z.infer<typeof TransferPriority>

/** A time of day, in minutes since midnight by this computer's clock. */
const MinuteOfDay = z.number().int().min(0).max(1439)
/** When transfers may run; over midnight when it ends before it begins. */
export const TransferHours = z.strictObject({ fromMinute: MinuteOfDay, toMinute: MinuteOfDay })
export type TransferHours = z.infer<typeof TransferHours>

/** What may move over one connection; null for what is not limited. */
export const ConnectionLimits = z.strictObject({
  profileId: ProfileId,
  bytesPerSecond: z.number().int().min(1024).max(100_000_000_000).nullable(),
  /** Requests with bodies at once. */
  streams: z.number().int().min(1).max(64).nullable(),
})
export type ConnectionLimits = z.infer<typeof ConnectionLimits>

/** What holds for transfers as long as nobody changes it. */
export const TransferRules = z.object({
  /** Null for at any time. */
  hours: TransferHours.nullable(),
  /** Only connections with a limit. */
  connections: z.array(ConnectionLimits),
})
export type TransferRules = z.infer<typeof TransferRules>

export const TransferBatch = z.object({
  batchId: z.string(),
  kind: TransferKind,
  state: TransferState,
  /** First item's name, for the row's title. */
  title: z.string(),
  profileId: ProfileId,
  bucket: z.string(),
  /** Prefix uploaded to, or downloaded, deleted, copied or moved from, or worked in. */
  prefix: z.string(),
  /** Display name of the local folder of a download. */
  localFolder: z.string().optional(),
  /** Name of the file that a `zip` writes. */
  archiveName: z.string().optional(),
  /** The earlier moment that a download is of, or that a `revert` restores. */
  momentMs: z.number().optional(),
  /** The bucket (empty) or folder that a `revert` restores, and the moment to restore it to so that this is taken back. */
  revert: z.object({ prefix: z.string(), beforeMs: z.number() }).optional(),
  /** Where a copy or move goes to; `bucket` and `prefix` are where it comes from. */
  target: PrefixAddress.optional(),
  /** New name of the one object or folder that a copy or move is about, when it gets another. */
  newName: z.string().optional(),
  /** True when the bytes pass through this computer, because the two places cannot copy between each other. */
  relayed: z.boolean().optional(),
  /** What a batch of one of the editing kinds changes. */
  edit: ObjectEdit.optional(),
  /** True for a `revert` that takes an earlier restore back, object by object. */
  takesBack: z.boolean().optional(),
  /** True for a move or a restore that can be taken back with `transfers.undo`. */
  undoable: z.boolean().optional(),
  createdMs: z.number(),
  finishedMs: z.number().optional(),
  itemsTotal: z.number(),
  itemsDone: z.number(),
  itemsSkipped: z.number(),
  itemsFailed: z.number(),
  bytesTotal: z.number(),
  bytesDone: z.number(),
  /** Over the last seconds; 0 when not running. */
  bytesPerSecond: z.number(),
  itemsPerSecond: z.number(),
  /** Requests that carry it now. */
  streams: z.number(),
  /** Why there are fewer than usual: what the service answered last, or the network did (status 0). */
  slowedBy: z.object({ code: z.string(), status: z.number() }).optional(),
  /** `normal` when absent. */
  priority: TransferPriority.optional(),
  /** True when it was moved before all others. */
  first: z.boolean().optional(),
  /** When it may begin. Absent: as soon as it can. */
  startsMs: z.number().optional(),
  /** Why it waits although its connection is there: for its start, or for the hours transfers may run in. */
  waitsFor: z.enum(['start', 'hours']).optional(),
  /** Limit of its own, bytes a second; absent for none. */
  limitBytesPerSecond: z.number().optional(),
  /** False while folders are still being walked, when totals may grow. */
  scanned: z.boolean(),
  /** False in the history where the results of single items were dropped to make room. */
  itemsKept: z.boolean().optional(),
  /** Why the batch as a whole stopped, when no single item tells. */
  error: OssErrorWire.optional(),
})
export type TransferBatch = z.infer<typeof TransferBatch>

export const TransferItemState = z.enum(['queued', 'running', 'verifying', 'done', 'skipped', 'failed', 'cancelled'])
export type TransferItemState = z.infer<typeof TransferItemState>

/** Checksum that proved that the bytes are the same at both ends. */
export const VerifiedBy = z.enum(['crc64', 'md5', ...checksumAlgorithms])
export type VerifiedBy = z.infer<typeof VerifiedBy>

/** One object of a batch. */
export const TransferItem = z.object({
  itemId: z.string(),
  /** Path below the batch's prefix, or the local relative name where that is what failed. */
  name: z.string(),
  /** Of a copy or move the key at the target. */
  key: z.string(),
  state: TransferItemState,
  bytesTotal: z.number(),
  bytesDone: z.number(),
  attempts: z.number(),
  /** True when the bytes were checked end to end. */
  verified: z.boolean(),
  /** Absent when they were not. */
  verifiedBy: VerifiedBy.optional(),
  /** Set when a download had to use another local name than the key's own. */
  savedAs: z.string().optional(),
  /** What of the object the target did not keep. */
  lost: z.array(LostAspect).optional(),
  /** What the service holds, as far as it said: CRC64 in decimal. */
  crc64: z.string().optional(),
  etag: z.string().optional(),
  versionId: z.string().optional(),
  error: OssErrorWire.optional(),
})
export type TransferItem = z.infer<typeof TransferItem>

/** Bytes a second that may move; null for no limit. */
export const SpeedLimit = z.number().int().min(1024).max(100_000_000_000).nullable()

export const ManifestFormat = z.enum(['csv', 'json'])
export type ManifestFormat = z.infer<typeof ManifestFormat>

/** A key of the target that exists already. */
export const TransferConflict = z.object({
  name: z.string(),
  key: z.string(),
  sourceSizeBytes: z.number(),
  sourceModifiedMs: z.number(),
  targetSizeBytes: z.number(),
  targetModifiedMs: z.number(),
})
export type TransferConflict = z.infer<typeof TransferConflict>

export const TransferPreview = z.object({
  /** Files that would be uploaded, or objects copied, as far as counted. */
  files: z.number(),
  bytes: z.number(),
  /** Total of keys that exist already. */
  conflictCount: z.number(),
  /** The first of them, at most 200. */
  conflicts: z.array(TransferConflict),
  /** Whether replacing keeps the earlier object as a version; absent when that cannot be told. */
  versioning: z.boolean().optional(),
  /** False when there was more than could be looked at in a short time: counts are then lower bounds. */
  complete: z.boolean(),
})
export type TransferPreview = z.infer<typeof TransferPreview>

/** The same for a copy or move, with what else is worth knowing before it starts. */
export const CopyPreview = TransferPreview.extend({
  relayed: z.boolean(),
  /** Whether the source keeps what a move takes away as a version; absent when that cannot be told. */
  sourceVersioning: z.boolean().optional(),
})
export type CopyPreview = z.infer<typeof CopyPreview>

// --- settings ------------------------------------------------------------------------------------------------------------

const settingFields = {
  /** Opens the tabs of the last time; else one empty tab. */
  restoreTabs: z.boolean(),
  /** Asks before deleting what the bucket keeps as a version. What cannot be recovered is always asked about. */
  confirmRecoverable: z.boolean(),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  language: z.enum(['system', 'en', 'zh-CN']),
  density: z.enum(['compact', 'normal', 'comfortable']),
  sidebarWidth: z.number().int().min(160).max(480),
  sidebarOpen: z.boolean(),
  inspectorWidth: z.number().int().min(280).max(640),
  inspectorOpen: z.boolean(),
  dockHeight: z.number().int().min(120).max(800),
  /** Says when a batch has ended while nobody looks. */
  notifyTransfers: z.boolean(),
  /** Where the system shows such icons. */
  trayIcon: z.boolean(),
  /** What closing the last window means while transfers run. */
  closeWithTransfers: z.enum(['ask', 'tray', 'pause']),
  /** What a download does with files that are there. */
  downloadConflict: ConflictPolicy,
  /** False after the first-run screen was closed. */
  firstRun: z.boolean(),
  storePort: z.number().int().min(0).max(65_535),
  storeRegion: z.string().max(64),
  /** Keys that the user gave to commands, by the command's name; the others are as they are at first. */
  shortcuts: z.record(z.string().max(40), z.string().max(40)),
}
/** Folders, which only the system's dialog names: a page that is not itself any more must not choose where files are written. */
const folderSettings = {
  /** Where downloads go; null asks each time. */
  downloadFolder: z.string().max(32_768).nullable().default(null),
  /** Data of the local store; null for the usual folder. */
  storeFolder: z.string().max(32_768).nullable().default(null),
}
export const Settings = z.strictObject({
  ...folderSettings,
  restoreTabs: settingFields.restoreTabs.default(true),
  confirmRecoverable: settingFields.confirmRecoverable.default(true),
  theme: settingFields.theme.default('system'),
  language: settingFields.language.default('system'),
  density: settingFields.density.default('normal'),
  sidebarWidth: settingFields.sidebarWidth.default(240),
  sidebarOpen: settingFields.sidebarOpen.default(true),
  inspectorWidth: settingFields.inspectorWidth.default(340),
  inspectorOpen: settingFields.inspectorOpen.default(true),
  dockHeight: settingFields.dockHeight.default(240),
  notifyTransfers: settingFields.notifyTransfers.default(true),
  trayIcon: settingFields.trayIcon.default(true),
  closeWithTransfers: settingFields.closeWithTransfers.default('ask'),
  downloadConflict: settingFields.downloadConflict.default('keepBoth'),
  firstRun: settingFields.firstRun.default(true),
  storePort: settingFields.storePort.default(9000),
  storeRegion: settingFields.storeRegion.default('cn-hangzhou'),
  shortcuts: settingFields.shortcuts.default({}),
})
export type Settings = z.infer<typeof Settings>
/** Settings that the window may change, some of them. Without defaults: what is left out must stay as it is. */
export const SettingsChange = z.strictObject(settingFields).partial()
export type SettingsChange = z.infer<typeof SettingsChange>

/** A folder that could hold the local store's data. */
export const ChosenDataFolder = z.object({
  folderId: z.string(),
  folder: z.string(),
  /** A store's data, nothing at all, or something else, which a store does not start in. */
  holds: z.enum(['store', 'nothing', 'other']),
})
export type ChosenDataFolder = z.infer<typeof ChosenDataFolder>

export const SettingsState = z.object({
  settings: Settings,
  /** Set once when the file could not be read and was put aside under this name. */
  recoveredFrom: z.string().optional(),
})
export type SettingsState = z.infer<typeof SettingsState>

export const AppInfo = z.object({
  version: z.string(),
  electronVersion: z.string(),
  platform: z.string(),
  /** BCP 47 tag of the system. */
  locale: z.string(),
  /** True when the command line says where the local store's data is, which then cannot be set. */
  storeFolderFixed: z.boolean(),
})
export type AppInfo = z.infer<typeof AppInfo>
