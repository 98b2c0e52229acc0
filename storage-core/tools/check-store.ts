import type { BlobStore } from '../blobs/blob-store.ts'
import type { BucketRow, MetadataReader } from '../metadata/metadata-store.ts'
import { StorageClass } from '../model/storage-class.ts'
import { checkObjectBody } from './check-body.ts'
import { type Check, type CheckOptions, report, type StoreProblem } from './check-context.ts'
import { checkIdentities } from './check-identities.ts'
import { checkDiscarded, checkUploads } from './check-uploads.ts'
import { createVersionCheck, subjectOf, type VersionTotals } from './check-versions.ts'

export interface StoreReport {
  readonly problems: readonly StoreProblem[]
  readonly bucketCount: number
  /** All versions, without delete markers. */
  readonly objectCount: number
  readonly deleteMarkerCount: number
  readonly uploadCount: number
  readonly storageBytes: number
  readonly inlineCount: number
  readonly blobCount: number
  /** Blobs, lists of pieces and aborted uploads waiting for the sweep: not a problem. */
  readonly garbageCount: number
}

/**
 * Compares the metadata with itself and with the files: every reference has its body of the right size, every body is
 * referenced as often as its count says, and the counters equal a recount. Changes nothing. The store must not be in use.
 */
export async function checkStore(reader: MetadataReader, blobs: BlobStore, options: CheckOptions): Promise<StoreReport> {
  const check: Check = {
    reader,
    blobs,
    options,
    problems: [],
    references: new Map(),
    inlineOwners: new Map(),
    pieceLists: new Map(),
    objectCount: 0,
    uploadCount: 0,
    storageBytes: 0,
  }
  const buckets = [...reader.buckets('')]
  const uploads = new Set<number>()
  const versions: VersionTotals = { shownCount: 0, historyCount: 0, deleteMarkerCount: 0, nullCount: 0 }
  for (const bucket of buckets) {
    await checkBucket(check, bucket, versions)
    for (const uploadNumber of await checkUploads(check, bucket)) uploads.add(uploadNumber)
  }
  const discardedCount = await checkDiscarded(check, uploads)
  checkTableSizes(check, versions)
  checkSettings(check, buckets)
  checkIdentities(check)
  checkInlineBodies(check)
  checkReferenceCounts(check)
  const garbage = checkGarbage(check)
  await checkFiles(check, garbage)
  return {
    problems: check.problems,
    bucketCount: buckets.length,
    objectCount: check.objectCount,
    deleteMarkerCount: versions.deleteMarkerCount,
    uploadCount: check.uploadCount,
    storageBytes: check.storageBytes,
    inlineCount: check.inlineOwners.size,
    blobCount: check.references.size,
    garbageCount: garbage.size + discardedCount,
  }
}

async function checkBucket(check: Check, bucket: BucketRow, totals: VersionTotals): Promise<void> {
  const recount = new Map<StorageClass, { objectCount: number; storageBytes: number }>()
  const markersBefore = totals.deleteMarkerCount
  const versions = createVersionCheck(check.reader, bucket, totals, (...problem) => {
    report(check, ...problem)
  })
  const cursor = check.reader.versions(bucket.bucketId)
  for (let summary = cursor.next(); summary !== undefined; summary = cursor.next()) {
    const row = versions.check(summary)
    if (row === undefined) continue
    check.objectCount += 1
    check.storageBytes += row.sizeBytes
    const counted = recount.get(row.storageClass) ?? { objectCount: 0, storageBytes: 0 }
    counted.objectCount += 1
    counted.storageBytes += row.sizeBytes
    recount.set(row.storageClass, counted)
    await checkObjectBody(check, subjectOf(bucket, summary), row)
  }
  cursor.close()
  const counters = check.reader.counters(bucket.bucketId)
  const markerCount = totals.deleteMarkerCount - markersBefore
  if (counters.deleteMarkerCount !== markerCount) {
    report(check, 'wrong-counter', `${bucket.name} delete markers`, `counter says ${counters.deleteMarkerCount}, there are ${markerCount}`)
  }
  for (const storageClass of StorageClass.options) {
    const stored = counters.byClass[storageClass]
    const counted = recount.get(storageClass) ?? { objectCount: 0, storageBytes: 0 }
    if (stored.objectCount === counted.objectCount && stored.storageBytes === counted.storageBytes) continue
    const text = (each: typeof counted) => `${each.objectCount} objects of ${each.storageBytes} bytes`
    report(check, 'wrong-counter', `${bucket.name} ${storageClass}`, `counter says ${text(stored)}, there are ${text(counted)}`)
  }
}

function checkTableSizes(check: Check, versions: VersionTotals): void {
  const sizes = check.reader.tableSizes()
  for (const [table, count] of [['current', versions.shownCount], ['history', versions.historyCount]] as const) {
    const lost = (sizes[table] ?? 0) - count
    if (lost !== 0) report(check, 'object-without-bucket', table, `${lost} rows belong to no bucket`)
  }
  const strayNulls = (sizes['nulls'] ?? 0) - versions.nullCount
  if (strayNulls !== 0) report(check, 'wrong-null-version', 'nulls', `${strayNulls} more entries than null versions`)
}

function checkSettings(check: Check, buckets: readonly BucketRow[]): void {
  const known = new Set(buckets.map(({ bucketId }) => bucketId))
  for (const bucketId of check.reader.settingOwners()) {
    if (!known.has(bucketId)) report(check, 'setting-without-bucket', `bucket id ${bucketId}`, 'a setting of no bucket')
  }
}

function checkInlineBodies(check: Check): void {
  for (const inlineNumber of check.reader.inlineNumbers()) {
    if (!check.inlineOwners.has(inlineNumber)) {
      report(check, 'unreferenced-inline-body', String(inlineNumber), 'no object refers to this inline body')
    }
  }
}

function checkReferenceCounts(check: Check): void {
  const counted = new Set<string>()
  for (const { blobId, references } of check.reader.blobs('')) {
    counted.add(blobId)
    const actual = check.references.get(blobId) ?? 0
    if (actual !== references) report(check, 'wrong-reference-count', blobId, `count is ${references}, objects refer ${actual} times`)
  }
  for (const [blobId, actual] of check.references) {
    if (!counted.has(blobId)) report(check, 'wrong-reference-count', blobId, `no count, objects refer ${actual} times`)
  }
}

function checkGarbage(check: Check): ReadonlySet<string> {
  const garbage = new Set<string>()
  for (const { blobId } of check.reader.garbage(Number.MAX_SAFE_INTEGER - 1)) {
    garbage.add(blobId)
    if (check.references.has(blobId)) report(check, 'garbage-in-use', blobId, 'marked for removal although an object refers to it')
  }
  return garbage
}

async function checkFiles(check: Check, garbage: ReadonlySet<string>): Promise<void> {
  for await (const blobId of check.blobs.blobIds()) {
    if (!check.references.has(blobId) && !garbage.has(blobId)) {
      report(check, 'unreferenced-blob', blobId, 'no object refers to this file')
    }
  }
}
