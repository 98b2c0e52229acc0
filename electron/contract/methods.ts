import { z } from 'zod'
import { AclScanResult } from './acl-scan.ts'
import { EnqueueRevertInput, OpenPlanInput, PlanAddress, PlanRows, PlanRowsInput, RestorePlan, VersionUsageReport } from './as-of.ts'
import { DiagnoseInput, DoctorReport } from './doctor.ts'
import { DragId, PreparedDrag, PrepareDrag } from './drags.ts'
import { FoundImports, ImportPreview, ImportResult, OpenImport, RunImport } from './imports.ts'
import { ExternalEdit, SaveTarget, UnsavedWork } from './editing.ts'
import { AccessKeyView, AccountId, AssumeRoleInput, EffectivePolicies, Holder, HolderDetails, IdentityChange, IdentityChangeResult, IdentityOverview, ManagedPolicy, PolicyRef, TemporaryCredentials } from './identities.ts'
import { AbortedFragments, FragmentAddress, FragmentMarker, FragmentPage } from './fragments.ts'
import { MeasuredSelection, SizeReport } from './measuring.ts'
import { method, type ClientOf, type MethodMap } from './method.ts'
import { PolicyNotes, PolicyNotesChange } from './policy-notes.ts'
import { BucketSetting, BucketSettingState, bucketSettingNames } from './bucket-settings.ts'
import { EditPreview, LostAspect, ObjectEdit } from './object-jobs.ts'
import { PreviewGrantInput } from './preview-url.ts'
import { NewProfile, Profile, ProfileChange, ProfilesState, ProfileTrial, ProfileTrialResult } from './profiles.ts'
import { BucketAddress, MomentMs, ObjectAddress, ObjectKey, PrefixAddress, ProfileId, VersionId } from './addresses.ts'
import { AppInfo } from './app-info.ts'
import { BucketInfo, BucketStatView, BucketSummary, PutBucketInput } from './buckets.ts'
import { ConflictChoices, ConflictPolicy } from './conflict-policy.ts'
import { ListingView, ListingWindowInput, PackedListingWindow } from './listings.ts'
import { DownloadTarget, UploadSource } from './local-files.ts'
import { ObjectHeadView } from './objects.ts'
import { ObjectSelection, SelectionSummary } from './selections.ts'
import { ChosenDataFolder, Settings, SettingsChange, SettingsState } from './settings.ts'
import { StoreStatus } from './store-status.ts'
import { TransferBatch } from './transfer-batches.ts'
import { ManifestFormat, TransferItem, TransferItemState } from './transfer-items.ts'
import { CopyPreview, TransferPreview } from './transfer-previews.ts'
import { ConnectionLimits, SpeedLimit, TransferHours, TransferPriority, TransferRules } from './transfer-rules.ts'
import { Link, LinkFormat, LinkInput, LinkOptions, LinkTrial } from './sharing.ts'
import { CompareVersions, CountOlder, DeleteOlder, DeleteVersion, DescribeVersions, HistoryWindow, HistoryWindowInput, LocatedVersion, LocateVersion, OlderVersions, OpenHistory, RestoreVersions, VersionCount, VersionChange, VersionDifference, VersionFacts } from './versions.ts'
import { Workspace, WorkspaceChange } from './workspace.ts'

const nothing = z.strictObject({})
const done = z.void()
const Session = z.strictObject({ sessionId: z.string().max(100) })
const Batches = z.strictObject({ batchIds: z.array(z.string().max(100)).min(1).max(10_000) })
const SelectionRanges = z.array(z.tuple([z.number().int().min(0), z.number().int().min(1)])).max(100_000)
const SourceIds = z.array(z.string().max(100)).min(1).max(100_000)
const SelectionOfBucket = BucketAddress.extend({ selection: ObjectSelection })
/** A selection of what is below `basePrefix`, which names start after. */
const SelectionBelow = SelectionOfBucket.extend({ basePrefix: z.string().max(1023) })
const Copy = SelectionBelow.extend({
  target: PrefixAddress,
  /** Deletes each source after its copy was verified. */
  move: z.boolean(),
  /** Name without a slash for the one object or folder that was chosen; a rename is a move within one prefix. */
  newName: z.string().min(1).max(1023).optional(),
})

/**
 * Everything the window can ask, as one map. Main answers the nouns `app`, `settings`, `store` and `files`; the rest goes on
 * to the client host. Bytes of objects never travel this way.
 */
export const methods = {
  'app.getInfo': method({ input: nothing, output: AppInfo }),
  /** Whether the system shows tray icons, so that transfers can go on there without a window. */
  'app.getTraySupport': method({ input: nothing, output: z.object({ available: z.boolean() }) }),
  /** Puts text on the clipboard; the window itself has no clipboard permission. */
  'app.copyText': method({ input: z.strictObject({ text: z.string().max(1_000_000) }), output: done }),

  'settings.getSettings': method({ input: nothing, output: SettingsState }),
  'settings.updateSettings': method({ input: SettingsChange, output: Settings }),
  /** Where downloads go: a folder that the user chooses in the system's dialog, or asked each time. Unchanged when that is cancelled. */
  'settings.setDownloadFolder': method({ input: z.strictObject({ to: z.enum(['chosen', 'asked']) }), output: Settings }),

  /** Tabs, favourites, recent places and list layouts, as they were left. What of it cannot be read is empty. */
  'workspace.getWorkspace': method({ input: nothing, output: Workspace }),
  'workspace.saveWorkspace': method({ input: WorkspaceChange, output: done }),

  'store.getStatus': method({ input: nothing, output: StoreStatus }),
  /** The secret of the local store's own key, for the "show" button. Remote secrets have no such method. */
  'store.revealAccessKeySecret': method({ input: nothing, output: z.object({ accessKeySecret: z.string() }) }),
  /** Starts the local store again, on another port (0: any free one) or under another region when given, and remembers them. */
  'store.restart': method({ input: z.strictObject({ port: z.number().int().min(0).max(65_535).optional(), region: z.string().min(1).max(64).optional() }), output: StoreStatus }),
  /** A folder for the store's data, from the system's dialog; null when that is cancelled. Nothing changes yet. */
  'store.chooseDataFolder': method({ input: nothing, output: ChosenDataFolder.nullable() }),
  /**
   * Starts the store again with the data of that folder, or of the usual one (null), and remembers it. The former folder stays as
   * it is. When it does not start there, it starts with the former again and this rejects with the reason.
   */
  'store.setDataFolder': method({ input: z.strictObject({ folderId: z.string().max(100).nullable() }), output: StoreStatus }),
  'store.openDataFolder': method({ input: nothing, output: done }),

  /** Open dialogs answer an empty list or null when the user cancels. */
  'files.chooseUploadSources': method({
    input: z.strictObject({ kind: z.enum(['files', 'folder']) }),
    output: z.array(UploadSource),
  }),
  /** The folder that the settings name, without a dialog, unless `ask` or there is none (any more). */
  'files.chooseDownloadFolder': method({ input: z.strictObject({ ask: z.boolean().optional() }), output: DownloadTarget.nullable() }),

  'profiles.listProfiles': method({ input: nothing, output: ProfilesState }),
  'profiles.createProfile': method({ input: NewProfile, output: Profile }),
  'profiles.updateProfile': method({ input: ProfileChange, output: Profile }),
  /** A second connection with the same settings and key. */
  'profiles.duplicateProfile': method({ input: z.strictObject({ profileId: ProfileId, name: z.string().trim().min(1).max(100) }), output: Profile }),
  /** Forgets the connection and its secret. Nothing at its endpoint changes. */
  'profiles.deleteProfile': method({ input: z.strictObject({ profileId: ProfileId }), output: done }),
  /** Reads once what the connection is for; rejects with what stood in the way. */
  'profiles.testProfile': method({ input: ProfileTrial, output: ProfileTrialResult }),
  /** Looks at a connection layer by layer; what is found arrives as `doctor.progress` events as well, with the same `runId`. */
  'profiles.diagnose': method({ input: DiagnoseInput, output: DoctorReport }),

  /** Lets the viewer read one object; the answer is part of a URL and stands for nothing else. */
  'previews.open': method({ input: PreviewGrantInput, output: z.object({ grant: z.string() }) }),
  /** Takes it back. Those of a window end with it. */
  'previews.close': method({ input: z.strictObject({ grant: z.string().max(100) }), output: done }),
  /** Ends the viewer of this window, which no longer answers, with its process. */
  'previews.stop': method({ input: nothing, output: done }),
  /** Ends it likewise if it takes more memory than a look at an object may; tells whether it did. */
  'previews.weigh': method({ input: nothing, output: z.object({ isEnded: z.boolean() }) }),

  /** Files of other tools that are there. */
  'imports.findImports': method({ input: nothing, output: FoundImports }),
  /** Reads such a file; null when the user chose none. Secrets stay in main. */
  'imports.openImport': method({ input: OpenImport, output: ImportPreview.nullable() }),
  /** Makes connections of what was read last. */
  'imports.runImport': method({ input: RunImport, output: ImportResult }),
  /** A ticket for one save, whose bytes then go to `saveUrl(ticket)`. */
  'editing.openSave': method({ input: SaveTarget, output: z.object({ ticket: z.string() }) }),
  /** Opens the object in the program that the system has for files of its name, and writes it back whenever that saves. */
  'editing.openExternal': method({ input: ObjectAddress, output: ExternalEdit }),
  /** What is being edited in the window and not saved, so that closing it can ask. */
  'editing.setUnsaved': method({ input: z.strictObject({ works: z.array(UnsavedWork).max(100) }), output: done }),
  'editing.listExternal': method({ input: nothing, output: z.array(ExternalEdit) }),
  /** Writes it again after a failure; with `overwrite`, whatever is there by now. */
  'editing.saveExternal': method({ input: z.strictObject({ editId: z.string().max(100), overwrite: z.boolean() }), output: done }),
  /** Removes the local copy, and what of it was not written. */
  'editing.closeExternal': method({ input: z.strictObject({ editId: z.string().max(100) }), output: done }),

  /**
   * Brings what is chosen into a folder of its own on the disk, from where it can be dragged to another program. How far that is
   * arrives as `drags.progress` events. Cancelling the call removes what is there.
   */
  'drags.prepare': method({ input: PrepareDrag, output: PreparedDrag }),
  /**
   * Begins the system's own drag of what was prepared. To be called while the mouse button is down. Resolves when the drag is over;
   * `leftWindow` tells whether that was outside of the window.
   */
  'drags.start': method({ input: z.strictObject({ dragId: DragId }), output: z.object({ leftWindow: z.boolean() }) }),
  /** What was prepared is not needed any more. Files that another program may still read stay for a while. */
  'drags.discard': method({ input: z.strictObject({ dragId: DragId }), output: done }),

  'links.createLink': method({ input: LinkInput, output: Link }),
  /** Opens the link as somebody else would, without a key. */
  'links.tryLink': method({ input: LinkInput, output: LinkTrial }),
  /** Writes a link for every chosen object where the user says; null when the dialog was cancelled. Tells how far it is by `links.progress`. */
  'linkExports.saveLinks': method({
    input: BucketAddress.extend({ selection: ObjectSelection, options: LinkOptions, format: LinkFormat, exportId: z.string().max(100) }),
    output: z.object({ count: z.number() }).nullable(),
  }),

  /** Unfinished multipart uploads below a prefix, in the order of their keys, with the sizes of their parts. */
  'fragments.listFragments': method({ input: PrefixAddress.extend({ marker: FragmentMarker.optional() }), output: FragmentPage }),
  /** Gives back what these take. Those of transfers that go on here are left alone unless `evenInUse`. */
  'fragments.abortFragments': method({ input: BucketAddress.extend({ fragments: z.array(FragmentAddress).min(1).max(1000), evenInUse: z.boolean() }), output: AbortedFragments }),

  'buckets.listBuckets': method({ input: z.strictObject({ profileId: ProfileId }), output: z.array(BucketSummary) }),
  'buckets.putBucket': method({ input: PutBucketInput, output: done }),
  'buckets.deleteBucket': method({ input: BucketAddress, output: done }),
  'buckets.getBucketInfo': method({ input: BucketAddress, output: BucketInfo }),
  'buckets.getBucketStat': method({ input: BucketAddress, output: BucketStatView }),
  /** NotImplemented where the service has no such setting. */
  /** Whether the account of the key blocks public access to all its buckets ("GetPublicAccessBlock"). */
  'buckets.getPublicAccessBlock': method({ input: z.strictObject({ profileId: ProfileId }), output: z.object({ blockPublicAccess: z.boolean() }) }),
  'buckets.getBucketSetting': method({ input: BucketAddress.extend({ name: z.enum(bucketSettingNames) }), output: BucketSettingState }),
  /** Replaces a setting as a whole; one that is empty is taken away. */
  'buckets.putBucketSetting': method({ input: BucketAddress.extend({ setting: BucketSetting }), output: done }),

  /** Of the current version, or of the named one. */
  /** Checks, statements that are switched off and former policies of a bucket, as they are kept on this machine. */
  'policies.getNotes': method({ input: BucketAddress, output: PolicyNotes }),
  'policies.changeNotes': method({ input: BucketAddress.extend({ change: PolicyNotesChange }), output: PolicyNotes }),

  /** Of the local store; NotImplemented elsewhere. */
  'identities.getOverview': method({ input: z.strictObject({ profileId: ProfileId }), output: IdentityOverview }),
  'identities.getHolder': method({ input: z.strictObject({ profileId: ProfileId, holder: Holder }), output: HolderDetails }),
  /** Keys of a further account of the store. */
  'identities.getAccountKeys': method({ input: z.strictObject({ profileId: ProfileId, accountId: AccountId }), output: z.array(AccessKeyView) }),
  'identities.getPolicy': method({ input: z.strictObject({ profileId: ProfileId, policy: PolicyRef }), output: ManagedPolicy }),
  'identities.getEffectivePolicies': method({ input: z.strictObject({ profileId: ProfileId, holders: z.array(Holder).max(200) }), output: z.array(EffectivePolicies) }),
  'identities.change': method({ input: z.strictObject({ profileId: ProfileId, change: IdentityChange }), output: IdentityChangeResult }),
  'identities.assumeRole': method({ input: AssumeRoleInput, output: TemporaryCredentials }),

  /**
   * Reads the ACL of every object below a prefix, one request each, until it is cancelled. What is found arrives as
   * `objects.aclsScanned` events of this id as well.
   */
  'objects.scanAcls': method({ input: PrefixAddress.extend({ scanId: z.string().max(100) }), output: AclScanResult }),
  /** What of an object would not be kept if an edited text was written over it. Nothing is asked of a service that keeps all of it. */
  'objects.previewSave': method({ input: ObjectAddress, output: z.object({ lost: z.array(LostAspect) }) }),
  'objects.headObject': method({ input: ObjectAddress.extend({ versionId: VersionId.optional() }), output: ObjectHeadView }),
  /** Creates a symbolic link to an object of the same bucket, where nothing is yet. NotImplemented where the service has none. */
  'objects.putSymlink': method({ input: ObjectAddress.extend({ target: ObjectKey }), output: done }),
  /** What a symbolic link points to, whether that is there or not. */
  'objects.getSymlink': method({ input: ObjectAddress.extend({ versionId: VersionId.optional() }), output: z.object({ target: z.string(), exists: z.boolean() }) }),
  /** Creates the empty object whose key ends in `/`, OSS's folder marker. */
  'objects.putFolder': method({ input: PrefixAddress, output: done }),

  /**
   * Starts reading a prefix and answers the first rows of a view of it, so that a list takes one call to appear. Further rows
   * arrive in the background and are announced as `listing.progress` events. With a moment, the prefix as it was then.
   * `showDeleted` adds, after everything that is there, what is deleted and can be recovered; not together with a moment.
   */
  'listing.open': method({ input: PrefixAddress.extend({ view: ListingView, limit: z.number().int().min(1).max(500), momentMs: MomentMs.optional(), showDeleted: z.boolean().optional() }), output: PackedListingWindow }),
  'listing.getWindow': method({ input: ListingWindowInput, output: PackedListingWindow }),
  /** Position of a key in the view, or null; to keep the focus on the same row after a refresh. */
  'listing.findKey': method({
    input: ListingWindowInput.omit({ offset: true, limit: true }).extend({ key: z.string().max(1023) }),
    output: z.object({ index: z.number().int().nullable(), orderId: z.string() }),
  }),
  /** First row at or after `from` whose name starts with the text, wrapping round; for type-ahead. */
  'listing.findName': method({
    input: ListingWindowInput.omit({ offset: true, limit: true }).extend({
      startsWith: z.string().min(1).max(200),
      from: z.number().int().min(0),
    }),
    output: z.object({ index: z.number().int().nullable() }),
  }),
  /**
   * The same rows under another order, or after the place was read again, as ranges of that order. `ranges` is null when they
   * cannot be told any more.
   */
  'listing.rebindSelection': method({
    input: ListingWindowInput.omit({ offset: true, limit: true }).extend({
      from: z.strictObject({ sessionId: z.string().max(100), orderId: z.string().max(100) }),
      ranges: SelectionRanges,
      /** Row with the keyboard, in the former order; -1 for none. */
      focus: z.number().int().min(-1),
    }),
    output: z.object({ orderId: z.string(), ranges: SelectionRanges.nullable(), focus: z.number().int().nullable() }),
  }),
  /** Folders and objects whose keys begin like this, one request long; for completing an address. */
  'listing.completeKey': method({
    input: PrefixAddress.extend({ limit: z.number().int().min(1).max(100) }),
    output: z.object({ folders: z.array(z.string()), keys: z.array(z.string()) }),
  }),
  /** One page of the keys below a prefix, in their order. */
  'listing.getKeys': method({ input: PrefixAddress.extend({ token: z.string().max(4096).optional() }), output: z.object({ keys: z.array(z.string()), nextToken: z.string().optional() }) }),
  'listing.summarizeSelection': method({ input: SelectionOfBucket, output: SelectionSummary }),
  /**
   * Counts the chosen objects and everything below the chosen folders, by storage class. Tells how far it is by
   * `listing.measured`; cancelling the call ends it.
   */
  'listing.measureSelection': method({ input: BucketAddress.extend({ selection: MeasuredSelection, measureId: z.string().max(100) }), output: SizeReport }),
  'listing.close': method({ input: Session, output: done }),

  /** How many versions an object has, as far as one short request tells; 0 for a key that never was. */
  'versions.count': method({ input: ObjectAddress, output: VersionCount }),
  /**
   * Starts reading the versions of one key and answers the newest. Further ones arrive in the background and are announced as
   * `versions.progress` events. @throws NoSuchKey when no version of it is left
   */
  'versions.open': method({ input: OpenHistory, output: HistoryWindow }),
  'versions.getWindow': method({ input: HistoryWindowInput, output: HistoryWindow }),
  /** Where a version is in the history; answers once the reading has come to it. */
  'versions.locate': method({ input: LocateVersion, output: LocatedVersion }),
  /** What each of these changed of the version before it. Asks the service, so only for rows that are in sight. */
  'versions.describe': method({ input: DescribeVersions, output: z.array(VersionDifference) }),
  /** Everything two versions have besides their bytes, and how it differs. */
  'versions.compare': method({ input: CompareVersions, output: z.object({ before: VersionFacts, after: VersionFacts, changes: z.array(VersionChange) }) }),
  /** What deleting everything older would delete, of what was read so far. */
  'versions.countOlder': method({ input: CountOlder, output: OlderVersions }),
  'versions.close': method({ input: Session, output: done }),
  /** Removes one version or delete marker for good. Removing the delete marker of a deleted object brings it back. */
  'versions.deleteVersion': method({ input: DeleteVersion, output: done }),
  /** Removes for good every version and delete marker older than this one. */
  'versions.deleteOlder': method({ input: DeleteOlder, output: TransferBatch }),
  /** Makes new current versions of earlier ones by copies inside the service, with all they have. */
  'versions.restore': method({ input: RestoreVersions, output: TransferBatch }),
  /** Brings back the deleted ones of the chosen objects, and everything deleted under the chosen folders. */
  'versions.recover': method({ input: SelectionBelow, output: TransferBatch }),

  /**
   * Begins to work out what restoring a bucket or folder to a moment would change. Reads only; grows in the background and is
   * announced as `asOf.planned` events.
   */
  'asOf.openPlan': method({ input: OpenPlanInput, output: RestorePlan }),
  'asOf.getPlanRows': method({ input: PlanRowsInput, output: PlanRows }),
  'asOf.closePlan': method({ input: PlanAddress, output: done }),
  /** Reads every version below a prefix, until it is cancelled; tells how far it is by `asOf.counted` events of this id. */
  'asOf.countVersions': method({ input: PrefixAddress.extend({ countId: z.string().max(100) }), output: VersionUsageReport }),

  /** Looks for keys that an upload would replace. Reads only. */
  'transfers.previewUpload': method({ input: PrefixAddress.extend({ sourceIds: SourceIds }), output: TransferPreview }),
  'transfers.enqueueUpload': method({
    input: PrefixAddress.extend({ sourceIds: SourceIds, conflict: ConflictPolicy, choices: ConflictChoices.optional() }),
    output: TransferBatch,
  }),
  'transfers.enqueueDownload': method({
    input: SelectionOfBucket.extend({
      /** Prefix being looked at: local names start below it. */
      basePrefix: z.string().max(1023),
      folderId: z.string().max(100),
      conflict: ConflictPolicy,
    }),
    output: TransferBatch,
  }),
  /**
   * Packs the chosen objects, and everything under the chosen folders, into one ZIP file where the user says; null when the dialog
   * was cancelled. `name`, without an extension, is what the dialog proposes.
   */
  'transfers.enqueueZip': method({ input: SelectionBelow.extend({ name: z.string().min(1).max(200) }), output: TransferBatch.nullable() }),
  /** Deletes the chosen objects and everything under the chosen folders. */
  'transfers.enqueueDelete': method({
    input: SelectionOfBucket.extend({ basePrefix: z.string().max(1023) }),
    output: TransferBatch,
  }),
  /** Looks for keys that a copy or move would replace. Reads only. @throws CopyOntoItself, CopyIntoItself */
  'transfers.previewCopy': method({ input: Copy, output: CopyPreview }),
  /**
   * Copies or moves the chosen objects and everything under the chosen folders to another prefix, bucket or connection.
   * Copies into the prefix they are in get new names. @throws CopyOntoItself, CopyIntoItself
   */
  'transfers.enqueueCopy': method({ input: Copy.extend({ conflict: ConflictPolicy, choices: ConflictChoices.optional() }), output: TransferBatch }),
  /** Moves back what a move brought, without replacing anything. */
  'transfers.undo': method({ input: z.strictObject({ batchId: z.string().max(100) }), output: TransferBatch }),
  /** What a change would do to the first of the chosen objects. Reads only. */
  'transfers.previewEdit': method({ input: SelectionBelow.extend({ edit: ObjectEdit }), output: EditPreview }),
  /** Changes the chosen objects and everything under the chosen folders where they are. */
  'transfers.enqueueEdit': method({ input: SelectionBelow.extend({ edit: ObjectEdit }), output: TransferBatch }),
  /**
   * Restores what a plan that was read to its end says, by new versions only.
   * @throws VersioningNotEnabled, VersionsUncertain, ListingGone
   */
  'transfers.enqueueRevert': method({ input: EnqueueRevertInput, output: TransferBatch }),
  'transfers.listBatches': method({ input: nothing, output: z.array(TransferBatch) }),
  'transfers.listItems': method({
    input: z.strictObject({
      batchId: z.string().max(100),
      states: z.array(TransferItemState).max(10).optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ total: z.number(), items: z.array(TransferItem) }),
  }),
  /** Holds these up until they are resumed; large files go on from their last part then. Also across a restart. */
  'transfers.pause': method({ input: Batches, output: done }),
  'transfers.resume': method({ input: Batches, output: done }),
  /** What all transfers together may move. Kept across a restart. */
  'transfers.getSpeedLimit': method({ input: nothing, output: z.object({ bytesPerSecond: SpeedLimit }) }),
  'transfers.setSpeedLimit': method({ input: z.strictObject({ bytesPerSecond: SpeedLimit }), output: done }),
  /** What these may move each, within the limit of all. */
  'transfers.setBatchSpeedLimit': method({ input: Batches.extend({ bytesPerSecond: SpeedLimit }), output: done }),
  /** Scarce streams of a connection go to high before normal before low. Ends being first. */
  'transfers.setPriority': method({ input: Batches.extend({ priority: TransferPriority }), output: done }),
  /** Puts these before all others, in this order. */
  'transfers.moveToFront': method({ input: Batches, output: done }),
  /** Holds these back until then, also when they run already; null: as soon as they can. Kept across a restart. */
  'transfers.setStart': method({ input: Batches.extend({ startMs: z.number().int().min(0).nullable() }), output: done }),
  'transfers.pauseAll': method({ input: nothing, output: done }),
  /** Those whose connection cannot be used stay paused. */
  'transfers.resumeAll': method({ input: nothing, output: done }),
  'transfers.getRules': method({ input: nothing, output: TransferRules }),
  /** When transfers may run; outside of it what runs waits, and goes on by itself. Kept across a restart. */
  'transfers.setHours': method({ input: z.strictObject({ hours: TransferHours.nullable() }), output: done }),
  /** Kept across a restart. */
  'transfers.setConnectionLimits': method({ input: ConnectionLimits, output: done }),
  'transfers.cancel': method({ input: Batches, output: done }),
  /** Runs the failed and cancelled items again. */
  'transfers.retry': method({
    input: Batches.extend({
      /** Downloads even where the disk seems to have no room for all of it. */
      ignoreSpace: z.boolean().optional(),
    }),
    output: done,
  }),
  /** Removes finished batches from the list. They stay in the history. */
  'transfers.clear': method({ input: Batches, output: done }),
  /**
   * Batches that ended in the last 30 days, newest first, also those of earlier runs and those removed from the list. Their
   * items, reports and downloads are asked for as those of any batch. `search` is looked for in names and places.
   */
  'transfers.listHistory': method({
    input: z.strictObject({ search: z.string().max(200), offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
    output: z.object({ total: z.number(), batches: z.array(TransferBatch) }),
  }),
  /** Forgets these, or everything without `batchIds`. */
  'transfers.clearHistory': method({ input: Batches.partial(), output: done }),
  /**
   * Writes a report of every item (name, size, result, checksums, ETag, version, failure) where the user says; false when the
   * dialog was cancelled.
   */
  'transfers.saveManifest': method({
    input: z.strictObject({ batchId: z.string().max(100), format: ManifestFormat }),
    output: z.object({ saved: z.boolean() }),
  }),
  /** Opens the file manager at what a download wrote. */
  'transfers.revealDownload': method({ input: z.strictObject({ batchId: z.string().max(100) }), output: done }),
} as const satisfies MethodMap

export type Methods = typeof methods
export type MethodName = keyof Methods
export type OssiaApi = ClientOf<Methods>
