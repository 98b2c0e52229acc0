import { ossError } from '../model/oss-error.ts'
import type { StorageClass } from '../model/storage-class.ts'
import type { AccessKeyRow, BucketCounters, BucketRow, CounterChange, IdentityRow, SessionRow } from './metadata-store.ts'
import { storageClasses } from './object-record.ts'

/** Records that are read or written rarely are one version byte and JSON. */
const jsonVersion = 1

export function encodeBucketRow(row: BucketRow): Buffer {
  return encodeJson(row)
}
export function decodeBucketRow(record: Buffer): BucketRow {
  return decodeJson(record) as BucketRow
}
export function encodeAccessKeyRow(row: AccessKeyRow): Buffer {
  return encodeJson(row)
}
export function decodeAccessKeyRow(record: Buffer): AccessKeyRow {
  return decodeJson(record) as AccessKeyRow
}

const identityKinds: Readonly<Record<IdentityRow['kind'], true>> = { account: true, user: true, group: true, role: true, policy: true }

/**
 * A kind of a newer Ossia is not left out: what it denies would be allowed.
 * @throws OssError StoreFormatUnsupported
 */
export function decodeIdentityRow(record: Buffer): IdentityRow {
  const row = decodeJson(record) as IdentityRow
  if (!Object.hasOwn(identityKinds, row.kind)) throw ossError('StoreFormatUnsupported', { details: { IdentityKind: row.kind } })
  return row
}
export function decodeSessionRow(record: Buffer): SessionRow {
  return decodeJson(record) as SessionRow
}

export function encodeJson(value: object): Buffer {
  return Buffer.concat([Buffer.from([jsonVersion]), Buffer.from(JSON.stringify(value), 'utf8')])
}

export function decodeJson(record: Buffer): unknown {
  if (record[0] !== jsonVersion) throw new Error(`record version ${String(record[0])} is not known`)
  return JSON.parse(record.toString('utf8', 1, record.length)) as unknown
}

/**
 * Counters of a bucket change with every object, so they are packed: u8 version (1), f64 last change, f64 uploads, then
 * f64 objects and f64 bytes for each storage class in `storageClasses` order, then f64 delete markers, then f64 parts of
 * uploads. What comes last may be missing in records written before it existed, and then is 0.
 */
const counterVersion = 1
const counterHeadBytes = 17
const deleteMarkersAt = counterHeadBytes + storageClasses.length * 16
const partsAt = deleteMarkersAt + 8
const counterBytes = partsAt + 8

export function encodeCounters(counters: BucketCounters): Buffer {
  const record = Buffer.allocUnsafe(counterBytes)
  record[0] = counterVersion
  record.writeDoubleBE(counters.lastModifiedMs, 1)
  record.writeDoubleBE(counters.multipartUploadCount, 9)
  let at = counterHeadBytes
  for (const storageClass of storageClasses) {
    at = record.writeDoubleBE(counters.byClass[storageClass].objectCount, at)
    at = record.writeDoubleBE(counters.byClass[storageClass].storageBytes, at)
  }
  record.writeDoubleBE(counters.deleteMarkerCount, deleteMarkersAt)
  record.writeDoubleBE(counters.multipartPartCount, partsAt)
  return record
}

/** Without a record: zeros. */
export function decodeCounters(record: Buffer | undefined): Tally {
  const byClass = {} as Tally['byClass']
  if (record !== undefined && record[0] !== counterVersion) {
    throw new Error(`counter record version ${String(record[0])} is not known`)
  }
  storageClasses.forEach((storageClass, index) => {
    const at = counterHeadBytes + index * 16
    byClass[storageClass] = {
      objectCount: record?.readDoubleBE(at) ?? 0,
      storageBytes: record?.readDoubleBE(at + 8) ?? 0,
    }
  })
  return {
    byClass,
    deleteMarkerCount: record !== undefined && record.length >= partsAt ? record.readDoubleBE(deleteMarkersAt) : 0,
    multipartUploadCount: record?.readDoubleBE(9) ?? 0,
    multipartPartCount: record !== undefined && record.length >= counterBytes ? record.readDoubleBE(partsAt) : 0,
    lastModifiedMs: record?.readDoubleBE(1) ?? 0,
  }
}

/** Counters of one's own, fit for being changed. */
export interface Tally extends BucketCounters {
  byClass: Record<StorageClass, { objectCount: number; storageBytes: number }>
  deleteMarkerCount: number
  multipartUploadCount: number
  multipartPartCount: number
  lastModifiedMs: number
}

/** Changes in place: every PUT changes counters twice, and copying them costs as much as looking an object up. */
export function changeTally(tally: Tally, change: CounterChange): void {
  if ('multipartUploadCount' in change) {
    tally.multipartUploadCount += change.multipartUploadCount
    tally.multipartPartCount += change.multipartPartCount
    return
  }
  tally.lastModifiedMs = Math.max(tally.lastModifiedMs, change.nowMs)
  if ('deleteMarkerCount' in change) {
    tally.deleteMarkerCount += change.deleteMarkerCount
    return
  }
  const ofClass = tally.byClass[change.storageClass]
  ofClass.objectCount += change.objectCount
  ofClass.storageBytes += change.storageBytes
}

export function encodeCount(count: number): Buffer {
  const record = Buffer.allocUnsafe(8)
  record.writeDoubleBE(count, 0)
  return record
}

export function decodeCount(record: Buffer | undefined): number {
  return record?.readDoubleBE(0) ?? 0
}
