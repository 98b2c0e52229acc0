import path from 'node:path'
import { z } from 'zod'
import { ObjectEdit } from '../../contract/object-jobs.ts'
import { ConflictChoices, ConflictPolicy } from '../../contract/conflict-policy.ts'
import { type TransferBatch } from '../../contract/transfer-batches.ts'
import { type TransferPriority } from '../../contract/transfer-rules.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createItemTable, type ItemTable } from './item-table.ts'
import type { SlowdownReason } from './limiter.ts'
import { createSpeedMeter, type SpeedMeter } from './speed-meter.ts'
import { createThrottle, type Throttle } from './throttle.ts'

const common = { profileId: z.string(), bucket: z.string(), prefix: z.string(), title: z.string() }

/** What the user asked for: enough to do it again after a restart. */
export const BatchSpec = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('upload'),
    ...common,
    conflict: ConflictPolicy,
    choices: ConflictChoices.optional(),
    /** Dropped files and folders, each under the name it gets below the prefix. */
    sources: z.array(z.object({ path: z.string(), name: z.string() })),
  }),
  /** With a moment, `prefixes` stand for what they held then. */
  z.object({ kind: z.literal('download'), ...common, conflict: ConflictPolicy, folderPath: z.string(), prefixes: z.array(z.string()), momentMs: z.number().optional() }),
  /** Everything in one ZIP file, which an earlier one of that name makes room for. */
  z.object({ kind: z.literal('zip'), ...common, filePath: z.string(), prefixes: z.array(z.string()), momentMs: z.number().optional() }),
  z.object({ kind: z.literal('delete'), ...common, prefixes: z.array(z.string()) }),
  z.object({
    kind: z.enum(['copy', 'move']),
    ...common,
    /** With a moment, which no move has, they stand for what they held then. */
    prefixes: z.array(z.string()),
    momentMs: z.number().optional(),
    target: z.object({ profileId: z.string(), bucket: z.string(), prefix: z.string() }),
    conflict: ConflictPolicy,
    choices: ConflictChoices.optional(),
    /** Chosen names, folders with their `/`, and what they are called at the target. */
    renames: z.array(z.object({ from: z.string(), to: z.string() })),
    relayed: z.boolean(),
  }),
  z.object({ kind: z.literal('edit'), ...common, prefixes: z.array(z.string()), edit: ObjectEdit }),
  /** Puts the version that each item names in place of what is current. */
  z.object({ kind: z.literal('restoreVersion'), ...common, prefixes: z.array(z.string()) }),
  /** Brings back what is deleted; everything deleted below the prefixes. */
  z.object({ kind: z.literal('recover'), ...common, prefixes: z.array(z.string()) }),
  /**
   * Brings each item back to what it was at a moment, as a plan worked out. `beforeMs` is when the newest version of the place was
   * written by then: what is younger nobody has seen, and restoring to it takes this back. With `takesBack` each item names the
   * version that an earlier restore wrote, and what was there before that is put in its place.
   */
  z.object({ kind: z.literal('revert'), ...common, prefixes: z.array(z.string()), place: z.string(), momentMs: z.number(), beforeMs: z.number(), takesBack: z.literal(true).optional() }),
  /** Removes for good what is older than this version of the key. Items are the versions, each named by its id. */
  z.object({ kind: z.literal('deleteVersions'), ...common, key: z.string(), olderThan: z.string() }),
])
export type BatchSpec = z.infer<typeof BatchSpec>
export type UploadSpec = Extract<BatchSpec, { kind: 'upload' }>
export type DownloadSpec = Extract<BatchSpec, { kind: 'download' }>
export type ZipSpec = Extract<BatchSpec, { kind: 'zip' }>
export type CopySpec = Extract<BatchSpec, { kind: 'copy' | 'move' }>
export type RestoreVersionSpec = Extract<BatchSpec, { kind: 'restoreVersion' }>
export type RecoverSpec = Extract<BatchSpec, { kind: 'recover' }>
export type DeleteVersionsSpec = Extract<BatchSpec, { kind: 'deleteVersions' }>
export type RevertSpec = Extract<BatchSpec, { kind: 'revert' }>
export type EditSpec = Extract<BatchSpec, { kind: 'edit' }>

export const isCopySpec = (spec: BatchSpec): spec is CopySpec => spec.kind === 'copy' || spec.kind === 'move'

/** Where a batch writes objects. */
export function writtenPlace(spec: BatchSpec): { readonly profileId: string; readonly bucket: string; readonly prefix: string } {
  return isCopySpec(spec) ? spec.target : spec
}

export interface Batch<S extends BatchSpec = BatchSpec> {
  readonly batchId: string
  readonly spec: S
  readonly items: ItemTable
  readonly createdMs: number
  readonly speed: SpeedMeter
  /** Of large items that are under way or were interrupted, by item. */
  readonly checkpoints: Map<number, Checkpoint>
  /** Bytes a second this batch may move; its rate is undefined for no limit of its own. */
  readonly throttle: Throttle
  priority: TransferPriority
  /** Above 0 for one that was moved before all others: the later, the higher. */
  front: number
  /** When it may begin, in milliseconds since the epoch; undefined for as soon as it can. */
  startsMs: number | undefined
  /** Set when the user wants a download although the disk seems too full. */
  ignoreSpace: boolean
  /** True for a batch of an earlier run, some of whose items may have been under way when that ended. */
  restored: boolean
  /** No item from this number on was begun so far. */
  startedTo: number
  /** Why the batch is being stopped; undefined while it is not. */
  stopping: 'pause' | 'hold' | 'cancel' | 'close' | undefined
  /** It was taken back. */
  undone: boolean
  /** Requests with bodies under way now. */
  streams: number
  state: TransferBatch['state']
  scanned: boolean
  finishedMs: number | undefined
  error: OssErrorWire | undefined
  /** Present while the batch runs. */
  running: { readonly controller: AbortController; readonly finished: Promise<void> } | undefined
}

export function newBatch(batchId: string, spec: BatchSpec, createdMs: number): Batch {
  return {
    batchId,
    spec,
    items: createItemTable(),
    createdMs,
    speed: createSpeedMeter(),
    checkpoints: new Map(),
    throttle: createThrottle(),
    priority: 'normal',
    front: 0,
    startsMs: undefined,
    ignoreSpace: false,
    restored: false,
    startedTo: 0,
    stopping: undefined,
    undone: false,
    streams: 0,
    state: 'queued',
    scanned: false,
    finishedMs: undefined,
    error: undefined,
    running: undefined,
  }
}

export function isFinished(batch: Batch): boolean {
  return batch.state === 'done' || batch.state === 'failed' || batch.state === 'cancelled'
}

const ranks: Readonly<Record<TransferPriority, number>> = { high: 0, normal: 1, low: 2 }

/** Place in the line for streams, the lowest first. */
export function rankOf(batch: Batch): number {
  return batch.front > 0 ? -batch.front : ranks[batch.priority]
}

/** The batch as the window sees it. */
export function batchView(batch: Batch, nowMs: number, slowedBy?: SlowdownReason, waitsFor?: TransferBatch['waitsFor']): TransferBatch {
  const { items, spec } = batch
  const itemsDone = items.count('done')
  const itemsSkipped = items.count('skipped')
  const itemsFailed = items.count('failed')
  batch.speed.note(nowMs, items.bytesDone, itemsDone)
  const rates = batch.running === undefined ? { bytesPerSecond: 0, itemsPerSecond: 0 } : batch.speed.rates(nowMs)
  return {
    batchId: batch.batchId,
    kind: spec.kind === 'edit' ? spec.edit.kind : spec.kind,
    state: batch.state,
    title: spec.title,
    profileId: spec.profileId,
    bucket: spec.bucket,
    prefix: spec.prefix,
    ...(spec.kind === 'download' ? { localFolder: spec.folderPath.split(/[/\\]/).findLast((part) => part !== '') ?? spec.folderPath } : {}),
    ...(spec.kind === 'zip' ? { archiveName: path.basename(spec.filePath) } : {}),
    ...((spec.kind === 'download' || spec.kind === 'zip' || spec.kind === 'copy') && spec.momentMs !== undefined ? { momentMs: spec.momentMs } : {}),
    ...(isCopySpec(spec) ? copyView(spec) : {}),
    ...(spec.kind === 'edit' ? { edit: spec.edit } : {}),
    ...(spec.kind === 'revert' ? (spec.takesBack === true ? { takesBack: true } : { momentMs: spec.momentMs, revert: { prefix: spec.place, beforeMs: spec.beforeMs } }) : {}),
    ...(isUndoable(batch) ? { undoable: true } : {}),
    createdMs: batch.createdMs,
    ...(batch.finishedMs === undefined ? {} : { finishedMs: batch.finishedMs }),
    itemsTotal: items.length,
    itemsDone,
    itemsSkipped,
    itemsFailed,
    bytesTotal: items.bytesTotal,
    bytesDone: items.bytesDone,
    ...rates,
    streams: batch.running === undefined ? 0 : batch.streams,
    ...(slowedBy === undefined || batch.running === undefined ? {} : { slowedBy: { code: slowedBy.code, status: slowedBy.status } }),
    ...(batch.priority === 'normal' ? {} : { priority: batch.priority }),
    ...(batch.front === 0 ? {} : { first: true }),
    ...(batch.startsMs === undefined || isFinished(batch) ? {} : { startsMs: batch.startsMs }),
    ...(waitsFor === undefined || batch.state !== 'queued' ? {} : { waitsFor }),
    ...(batch.throttle.rate === undefined ? {} : { limitBytesPerSecond: batch.throttle.rate }),
    scanned: batch.scanned,
    ...(batch.error === undefined ? {} : { error: batch.error }),
  }
}

/** Whether what was done can be taken back: moves, and restores, whose result is a version of its own. */
export function isUndoable(batch: Batch): boolean {
  const { kind } = batch.spec
  return (kind === 'move' || kind === 'revert' || kind === 'restoreVersion') && !batch.undone && isFinished(batch) && batch.items.count('done') > 0
}

function copyView({ renames, relayed, target, title }: CopySpec): Partial<TransferBatch> {
  const newName = renames.find(({ from }) => renames.length === 1 && from === title)?.to.replace(/(.)\/$/u, '$1')
  return {
    target,
    ...(relayed ? { relayed } : {}),
    ...(newName === undefined ? {} : { newName }),
  }
}
