import { z } from 'zod'
import { PrefixAddress, ProfileId } from './addresses.ts'
import { OssErrorWire } from './error-wire.ts'
import { ObjectEdit } from './object-jobs.ts'
import { TransferPriority } from './transfer-rules.ts'

/** From `restore` on: changes of objects where they are, with the parameters in `edit`. */
export const TransferKind = z.enum(['upload', 'download', 'zip', 'delete', 'copy', 'move', 'restore', 'storageClass', 'acl', 'metadata', 'tags', 'restoreVersion', 'recover', 'deleteVersions', 'revert'])
export type TransferKind = z.infer<typeof TransferKind>

export const TransferState = z.enum(['queued', 'scanning', 'running', 'paused', 'done', 'failed', 'cancelled'])
export type TransferState = z.infer<typeof TransferState>

/** One user action: everything dropped, downloaded, deleted, copied or changed at once. */
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
