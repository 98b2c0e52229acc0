import { ossError } from '../../model/oss-error.ts'
import { type ObjectRestore, restoreStatus, type RestoreTier } from '../../model/restore.ts'
import type { StorageClass } from '../../model/storage-class.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The longest time the documentation gives for each, so that an object is certainly readable when a client expects it. */
const archiveMs = minuteMs
const tieredMs: Partial<Record<StorageClass, Partial<Record<RestoreTier, number>>>> = {
  ColdArchive: { Expedited: hourMs, Standard: 5 * hourMs, Bulk: 12 * hourMs },
  DeepColdArchive: { Expedited: 12 * hourMs, Standard: 48 * hourMs },
}
/** Fastest last. */
const tiers: readonly RestoreTier[] = ['Bulk', 'Standard', 'Expedited']

export interface RestoreRequest {
  /** 1 to 365; 1 when absent. */
  readonly days?: number
  /** Standard when absent. Without meaning for Archive. */
  readonly tier?: RestoreTier
}

export interface StartedRestore {
  readonly restore: ObjectRestore
  /** Whether a readable copy existed already and only its life was prolonged. */
  readonly isExtension: boolean
}

/**
 * What a restore request makes of an object (OSS documentation, "RestoreObject"). A restore that is under way can be made
 * faster, not slower; a finished one is prolonged and never shortened. Pure.
 * @throws OssError OperationNotSupported for a class that needs no restore, MalformedXML for a tier the class does not have,
 * RestoreAlreadyInProgress
 */
export function requestRestore(
  object: { readonly storageClass: StorageClass; readonly restore?: ObjectRestore },
  request: RestoreRequest,
  nowMs: number,
): StartedRestore {
  const durations = tieredMs[object.storageClass]
  if (durations === undefined && object.storageClass !== 'Archive') throw ossError('OperationNotSupported', { ec: '0016-00000702' })
  const tier = request.tier ?? 'Standard'
  const durationMs = durations === undefined ? archiveMs : durations[tier]
  if (durationMs === undefined) throw ossError('MalformedXML', { ec: '0016-00000703', details: { Tier: tier } })
  const daysMs = (request.days ?? 1) * dayMs
  const status = restoreStatus(object.restore, nowMs)
  if (object.restore !== undefined && status?.isOngoing === false) {
    return { isExtension: true, restore: { ...object.restore, expiresMs: Math.max(object.restore.expiresMs, nowMs + daysMs) } }
  }
  let readyMs = nowMs + durationMs
  if (object.restore !== undefined && status?.isOngoing === true) {
    const before = object.restore.tier
    if (before === undefined || tier === before) throw ossError('RestoreAlreadyInProgress')
    if (tiers.indexOf(tier) < tiers.indexOf(before)) throw ossError('RestoreAlreadyInProgress', { ec: '0016-00000715' })
    readyMs = Math.min(readyMs, object.restore.readyMs)
  }
  return { isExtension: false, restore: { readyMs, expiresMs: readyMs + daysMs, ...(durations === undefined ? {} : { tier }) } }
}
