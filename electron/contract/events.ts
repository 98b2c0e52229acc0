import { z } from 'zod'
import { AclScanReport, AclScanRow } from './acl-scan.ts'
import { RestorePlan, VersionUsageReport } from './as-of.ts'
import { DoctorCheck } from './doctor.ts'
import { DragProgress } from './drags.ts'
import { ExternalEdit } from './editing.ts'
import { SizeReport } from './measuring.ts'
import { ListingProgress } from './listings.ts'
import { StoreStatus } from './store-status.ts'
import { TransferBatch } from './transfer-batches.ts'
import { HistoryProgress } from './versions.ts'

/**
 * What reaches the window over its two message ports, one from the client host and one from main. `sequence` counts per
 * port from 1; a gap means that a message was lost, and the window asks for everything again. No event is load-bearing:
 * whatever it says can also be asked.
 */
export const WindowEvent = z.discriminatedUnion('kind', [
  /** All batches as they stand; the first message of a client-host port. */
  z.object({ kind: z.literal('transfers.snapshot'), sequence: z.number(), batches: z.array(TransferBatch) }),
  /** Batches that changed since the last message, at most about ten messages a second. */
  z.object({
    kind: z.literal('transfers.changed'),
    sequence: z.number(),
    batches: z.array(TransferBatch),
    removed: z.array(z.string()),
  }),
  /** The history of transfers is longer, or shorter, than it was. */
  z.object({ kind: z.literal('transfers.historyChanged'), sequence: z.number() }),
  z.object({ kind: z.literal('versions.progress'), sequence: z.number(), progress: HistoryProgress }),
  z.object({ kind: z.literal('listing.progress'), sequence: z.number(), progress: ListingProgress }),
  /** How far the counting of a selection is. */
  z.object({ kind: z.literal('listing.measured'), sequence: z.number(), measureId: z.string(), report: SizeReport }),
  /** Objects under these prefixes changed by what this app did; open listings of them are stale. */
  z.object({
    kind: z.literal('objects.changed'),
    sequence: z.number(),
    profileId: z.string(),
    bucket: z.string(),
    prefixes: z.array(z.string()),
  }),
  /** More is known of what a restore would change. */
  z.object({ kind: z.literal('asOf.planned'), sequence: z.number(), plan: RestorePlan }),
  /** How many versions a count has met so far. */
  z.object({ kind: z.literal('asOf.counted'), sequence: z.number(), countId: z.string(), report: VersionUsageReport }),
  /** How far a reading of ACLs is, and the rows found since the last event of it. */
  z.object({ kind: z.literal('objects.aclsScanned'), sequence: z.number(), scanId: z.string(), report: AclScanReport, rows: z.array(AclScanRow) }),
  /** How far the files of a drag to another program are. */
  z.object({ kind: z.literal('drags.progress'), sequence: z.number(), dragId: z.string(), progress: DragProgress }),
  /** How many links an export has written so far. */
  z.object({ kind: z.literal('links.progress'), sequence: z.number(), exportId: z.string(), written: z.number() }),
  /** What is open in programs outside, all of it. */
  z.object({ kind: z.literal('editing.changed'), sequence: z.number(), edits: z.array(ExternalEdit) }),
  z.object({ kind: z.literal('buckets.changed'), sequence: z.number(), profileId: z.string() }),
  /** A connection was made, changed or forgotten. */
  z.object({ kind: z.literal('profiles.changed'), sequence: z.number() }),
  /** What the connection doctor has begun or found. */
  z.object({ kind: z.literal('doctor.progress'), sequence: z.number(), runId: z.string(), check: DoctorCheck }),
  z.object({ kind: z.literal('store.status'), sequence: z.number(), status: StoreStatus }),
  /** A menu entry that the window carries out. */
  z.object({
    kind: z.literal('menu.command'),
    sequence: z.number(),
    command: z.enum(['newBucket', 'uploadFiles', 'uploadFolder', 'newFolder', 'refresh', 'toggleSidebar', 'toggleInspector', 'toggleTransfers', 'showTransfers', 'keysAndUsers', 'settings', 'help', 'tour', 'about']),
  }),
])
export type WindowEvent = z.infer<typeof WindowEvent>

/** The two senders; the label a port arrives under in the window. */
export const portLabels = ['client-host', 'main'] as const
export type PortLabel = (typeof portLabels)[number]

/** Shape of the `window.postMessage` that hands a port from the preload to the page. */
export const PortMessage = z.object({ ossiaPort: z.enum(portLabels) })
