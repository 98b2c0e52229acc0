import { describe, expect, it } from 'vitest'
import { isOssError } from '../../model/oss-error.ts'
import { type ObjectRestore, restoreStatus, type RestoreTier } from '../../model/restore.ts'
import type { StorageClass } from '../../model/storage-class.ts'
import { requestRestore } from './restore-rules.ts'

const now = 1_700_000_000_000
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const failure = (work: () => unknown) => {
  try {
    work()
    return 'no error'
  } catch (error) {
    return isOssError(error) ? `${error.code} ${error.ec ?? ''}`.trim() : String(error)
  }
}

describe('requestRestore', () => {
  it.each<[StorageClass, RestoreTier | undefined, number]>([
    ['Archive', undefined, minute],
    ['Archive', 'Bulk', minute],
    ['ColdArchive', undefined, 5 * hour],
    ['ColdArchive', 'Expedited', hour],
    ['ColdArchive', 'Standard', 5 * hour],
    ['ColdArchive', 'Bulk', 12 * hour],
    ['DeepColdArchive', undefined, 48 * hour],
    ['DeepColdArchive', 'Expedited', 12 * hour],
    ['DeepColdArchive', 'Standard', 48 * hour],
  ])('makes an object of %s with tier %s readable in time, for the days asked for', (storageClass, tier, durationMs) => {
    const { restore, isExtension } = requestRestore({ storageClass }, { days: 3, ...(tier === undefined ? {} : { tier }) }, now)
    expect(isExtension).toBe(false)
    expect(restore).toMatchObject({ readyMs: now + durationMs, expiresMs: now + durationMs + 3 * day })
    const at = (ms: number) => restoreStatus(restore, ms)
    expect(at(now + durationMs - 1)).toEqual({ isOngoing: true })
    expect(at(now + durationMs)).toEqual({ isOngoing: false, expiresMs: restore.expiresMs })
    expect(at(restore.expiresMs - 1)).toEqual({ isOngoing: false, expiresMs: restore.expiresMs })
    expect(at(restore.expiresMs)).toBeUndefined()
  })

  it('keeps a copy for one day when no days are given', () => {
    const { restore } = requestRestore({ storageClass: 'Archive' }, {}, now)
    expect(restore.expiresMs - restore.readyMs).toBe(day)
  })

  it.each<StorageClass>(['Standard', 'IA'])('refuses %s, which needs no restore', (storageClass) => {
    expect(failure(() => requestRestore({ storageClass }, {}, now))).toBe('OperationNotSupported 0016-00000702')
  })

  it('refuses the tier that Deep Cold Archive does not have', () => {
    expect(failure(() => requestRestore({ storageClass: 'DeepColdArchive' }, { tier: 'Bulk' }, now))).toBe('MalformedXML 0016-00000703')
  })

  it('refuses a second restore while the first is under way, and a slower one', () => {
    const object = (storageClass: StorageClass, tier?: RestoreTier) => ({
      storageClass,
      restore: requestRestore({ storageClass }, tier === undefined ? {} : { tier }, now).restore,
    })
    const again = (storageClass: StorageClass, first: RestoreTier | undefined, second: RestoreTier | undefined) =>
      failure(() => requestRestore(object(storageClass, first), second === undefined ? {} : { tier: second }, now + 1))
    expect(again('Archive', undefined, 'Expedited')).toBe('RestoreAlreadyInProgress 0026-00000011')
    expect(again('ColdArchive', 'Standard', undefined)).toBe('RestoreAlreadyInProgress 0026-00000011')
    expect(again('ColdArchive', 'Standard', 'Bulk')).toBe('RestoreAlreadyInProgress 0016-00000715')
    expect(again('ColdArchive', 'Bulk', 'Standard')).toBe('no error')
  })

  it('makes a restore that is under way faster, never later than it was', () => {
    const first = requestRestore({ storageClass: 'ColdArchive' }, { tier: 'Standard' }, now).restore
    const raise = (atMs: number) => requestRestore({ storageClass: 'ColdArchive', restore: first }, { tier: 'Expedited' }, atMs).restore
    expect(raise(now + hour)).toMatchObject({ tier: 'Expedited', readyMs: now + 2 * hour })
    expect(raise(now + 5 * hour - 1)).toMatchObject({ readyMs: now + 5 * hour })
  })

  it('prolongs a finished restore and never shortens it', () => {
    const restore: ObjectRestore = { readyMs: now, expiresMs: now + 5 * day }
    const extend = (days: number) => requestRestore({ storageClass: 'Archive', restore }, { days }, now + day)
    expect(extend(7)).toEqual({ isExtension: true, restore: { readyMs: now, expiresMs: now + 8 * day } })
    expect(extend(1)).toEqual({ isExtension: true, restore })
  })

  it('starts anew once the copy has expired', () => {
    const restore: ObjectRestore = { readyMs: now, expiresMs: now + day }
    expect(requestRestore({ storageClass: 'Archive', restore }, {}, now + day)).toMatchObject({
      isExtension: false,
      restore: { readyMs: now + day + minute },
    })
  })
})
