import type { AclScanReport, AclScanRow } from '../../contract/acl-scan.ts'
import type { RestorePlan, VersionUsageReport } from '../../contract/as-of.ts'
import type { DragProgress } from '../../contract/drags.ts'
import type { DoctorCheck } from '../../contract/doctor.ts'
import type { SizeReport } from '../../contract/measuring.ts'
import type { ListingProgress } from '../../contract/listings.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { HistoryProgress } from '../../contract/versions.ts'
import type { WindowEvent } from '../../contract/events.ts'

/** The end of a MessagePort that leads to one window. */
export interface WindowPort {
  postMessage(message: unknown): void
  start(): void
  close(): void
}

type WithoutSequence<E> = E extends unknown ? Omit<E, 'sequence'> : never
type Message = WithoutSequence<WindowEvent>

/** Sends events to all windows, numbered for each from 1. */
export interface WindowChannels {
  /** The first message is a snapshot of all batches. Replaces the window's earlier port. */
  open(windowId: number, port: WindowPort, batches: readonly TransferBatch[]): void
  close(windowId: number): void
  transfersChanged(batches: readonly TransferBatch[], removed: readonly string[]): void
  historyChanged(): void
  listingProgress(progress: ListingProgress): void
  historyProgress(progress: HistoryProgress): void
  objectsChanged(changed: { readonly profileId: string; readonly bucket: string; readonly prefixes: string[] }): void
  bucketsChanged(profileId: string): void
  doctorProgress(runId: string, check: DoctorCheck): void
  aclsScanned(scanId: string, report: AclScanReport, rows: readonly AclScanRow[]): void
  linksProgress(exportId: string, written: number): void
  planned(plan: RestorePlan): void
  versionsCounted(countId: string, report: VersionUsageReport): void
  measured(measureId: string, report: SizeReport): void
  dragProgress(dragId: string, progress: DragProgress): void
  closeAll(): void
}

export function createWindowChannels(): WindowChannels {
  const windows = new Map<number, { readonly port: WindowPort; sequence: number }>()
  const post = (windowId: number, message: Message): void => {
    const window = windows.get(windowId)
    if (window === undefined) return
    window.sequence++
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    window.port.postMessage({ ...message, sequence: window.sequence })
  }
  const toAll = (message: Message): void => {
    for (const windowId of windows.keys()) post(windowId, message)
  }
  const close = (windowId: number): void => {
    windows.get(windowId)?.port.close()
    windows.delete(windowId)
  }
  return {
    open: (windowId, port, batches) => {
      close(windowId)
      windows.set(windowId, { port, sequence: 0 })
      port.start()
      post(windowId, { kind: 'transfers.snapshot', batches: [...batches] })
    },
    close,
    transfersChanged: (batches, removed) => {
      toAll({ kind: 'transfers.changed', batches: [...batches], removed: [...removed] })
    },
    historyChanged: () => {
      toAll({ kind: 'transfers.historyChanged' })
    },
    historyProgress: (progress) => {
      toAll({ kind: 'versions.progress', progress })
    },
    listingProgress: (progress) => {
      toAll({ kind: 'listing.progress', progress })
    },
    objectsChanged: (changed) => {
      toAll({ kind: 'objects.changed', ...changed })
    },
    aclsScanned: (scanId, report, rows) => {
      toAll({ kind: 'objects.aclsScanned', scanId, report, rows: [...rows] })
    },
    linksProgress: (exportId, written) => {
      toAll({ kind: 'links.progress', exportId, written })
    },
    planned: (plan) => {
      toAll({ kind: 'asOf.planned', plan })
    },
    versionsCounted: (countId, report) => {
      toAll({ kind: 'asOf.counted', countId, report })
    },
    bucketsChanged: (profileId) => {
      toAll({ kind: 'buckets.changed', profileId })
    },
    doctorProgress: (runId, check) => {
      toAll({ kind: 'doctor.progress', runId, check })
    },
    measured: (measureId, report) => {
      toAll({ kind: 'listing.measured', measureId, report })
    },
    dragProgress: (dragId, progress) => {
      toAll({ kind: 'drags.progress', dragId, progress })
    },
    closeAll: () => {
      for (const windowId of windows.keys()) close(windowId)
    },
  }
}
