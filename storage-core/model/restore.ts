import { z } from 'zod'

/** How soon an object of a cold class becomes readable (OSS documentation, "RestoreObject"). */
export const RestoreTier = z.enum(['Expedited', 'Standard', 'Bulk'])
export type RestoreTier = z.infer<typeof RestoreTier>

/** A restore as it was asked for. Milliseconds since the epoch; the state follows from these and the present time. */
export interface ObjectRestore {
  /** Absent for Archive, which has one speed. */
  readonly tier?: RestoreTier
  readonly readyMs: number
  /** From then on the object has to be restored again. */
  readonly expiresMs: number
}

/** What OSS shows as `x-oss-restore` and `RestoreInfo`. */
export type RestoreStatus = { readonly isOngoing: true } | { readonly isOngoing: false; readonly expiresMs: number }

/** @returns undefined when nothing was restored, or when the restored copy has expired. */
export function restoreStatus(restore: ObjectRestore | undefined, nowMs: number): RestoreStatus | undefined {
  if (restore === undefined || nowMs >= restore.expiresMs) return undefined
  return nowMs < restore.readyMs ? { isOngoing: true } : { isOngoing: false, expiresMs: restore.expiresMs }
}
