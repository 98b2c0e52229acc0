import type { RestoreStatus } from '../model/restore.ts'

/** `x-oss-restore` of an object and `RestoreInfo` of a listing. */
export function restoreText(status: RestoreStatus): string {
  if (status.isOngoing) return 'ongoing-request="true"'
  return `ongoing-request="false", expiry-date="${new Date(status.expiresMs).toUTCString()}"`
}
