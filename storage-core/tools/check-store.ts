import type { BlobStore } from '../blobs/blob-store.ts'
import { contentHasher } from '../blobs/content-hasher.ts'
import type { BucketRow, MetadataReader, ObjectRow } from '../metadata/metadata-store.ts'
import { StorageClass } from '../model/storage-class.ts'

export interface CheckOptions {
  /** Read every body again and compare size, MD5 and CRC-64. */
  readonly deep: boolean
}

export interface StoreProblem {
  readonly kind:
    | 'missing-blob'
    | 'damaged-body'
    | 'unreferenced-blob'
    | 'unreferenced-inline-body'
    | 'shared-inline-body'
    | 'wrong-reference-count'
    | 'wrong-counter'
    | 'object-without-bucket'
    | 'garbage-in-use'
  /** What it is about: `bucket/key`, a blob id, a bucket. */
  readonly subject: string
  readonly detail: string
}

export interface StoreReport {
  readonly problems: readonly StoreProblem[]
  readonly bucketCount: number
  readonly objectCount: number
  readonly storageBytes: number
  readonly inlineCount: number
  readonly blobCount: number
  /** Blobs waiting for the sweep: not a problem. */
  readonly garbageCount: number
}

interface Check {
  readonly reader: MetadataReader
  readonly blobs: BlobStore
  readonly options: CheckOptions
  readonly problems: StoreProblem[]
  /** References that the objects make, by blob id. */
  readonly references: Map<string, number>
  readonly inlineOwners: Map<number, string>
  objectCount: number
  storageBytes: number
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
    objectCount: 0,
    storageBytes: 0,
  }
  const buckets = [...reader.buckets('')]
  for (const bucket of buckets) await checkBucket(check, bucket)
  const rowCount = reader.tableSizes()['current'] ?? 0
  if (rowCount !== check.objectCount) {
    report(check, 'object-without-bucket', 'current', `${rowCount - check.objectCount} rows belong to no bucket`)
  }
  checkInlineBodies(check)
  checkReferenceCounts(check)
  const garbage = checkGarbage(check)
  await checkFiles(check, garbage)
  return {
    problems: check.problems,
    bucketCount: buckets.length,
    objectCount: check.objectCount,
    storageBytes: check.storageBytes,
    inlineCount: check.inlineOwners.size,
    blobCount: check.references.size,
    garbageCount: garbage.size,
  }
}

async function checkBucket(check: Check, bucket: BucketRow): Promise<void> {
  const recount = new Map<StorageClass, { objectCount: number; storageBytes: number }>()
  const cursor = check.reader.objects(bucket.bucketId)
  for (let summary = cursor.next(); summary !== undefined; summary = cursor.next()) {
    const row = check.reader.object(bucket.bucketId, summary.key)
    if (row === undefined) continue
    check.objectCount += 1
    check.storageBytes += row.sizeBytes
    const counted = recount.get(row.storageClass) ?? { objectCount: 0, storageBytes: 0 }
    counted.objectCount += 1
    counted.storageBytes += row.sizeBytes
    recount.set(row.storageClass, counted)
    await checkBody(check, `${bucket.name}/${summary.key}`, row)
  }
  cursor.close()
  const counters = check.reader.counters(bucket.bucketId)
  for (const storageClass of StorageClass.options) {
    const stored = counters.byClass[storageClass]
    const counted = recount.get(storageClass) ?? { objectCount: 0, storageBytes: 0 }
    if (stored.objectCount === counted.objectCount && stored.storageBytes === counted.storageBytes) continue
    const text = (each: typeof counted) => `${each.objectCount} objects of ${each.storageBytes} bytes`
    report(check, 'wrong-counter', `${bucket.name} ${storageClass}`, `counter says ${text(stored)}, there are ${text(counted)}`)
  }
}

async function checkBody(check: Check, subject: string, row: ObjectRow): Promise<void> {
  if (row.content.kind === 'empty') {
    if (row.sizeBytes !== 0) report(check, 'damaged-body', subject, `no body for ${row.sizeBytes} bytes`)
    return
  }
  if (row.content.kind === 'inline') {
    const { inlineNumber } = row.content
    const bytes = check.reader.inlineBody(inlineNumber)
    const other = check.inlineOwners.get(inlineNumber)
    if (other !== undefined) report(check, 'shared-inline-body', subject, `inline body ${inlineNumber} is also that of ${other}`)
    check.inlineOwners.set(inlineNumber, subject)
    if (bytes === undefined) report(check, 'missing-blob', subject, `inline body ${inlineNumber} is missing`)
    else if (bytes.length !== row.sizeBytes) {
      report(check, 'damaged-body', subject, `inline body has ${bytes.length} of ${row.sizeBytes} bytes`)
    } else if (check.options.deep) await compareDigest(check, subject, row, (update) => Promise.resolve(update(bytes)))
    return
  }
  const { blobId } = row.content
  check.references.set(blobId, (check.references.get(blobId) ?? 0) + 1)
  try {
    const blob = await check.blobs.open(blobId, row.sizeBytes)
    try {
      if (!check.options.deep) return
      const whole = { start: 0, end: row.sizeBytes - 1 }
      await compareDigest(check, subject, row, (update) =>
        blob.copyTo({ write: async (chunk) => { update(chunk) } }, whole, new AbortController().signal),
      )
    } finally {
      await blob.close()
    }
  } catch (error) {
    report(check, 'missing-blob', subject, `blob ${blobId}: ${describe(error)}`)
  }
}

async function compareDigest(
  check: Check,
  subject: string,
  row: ObjectRow,
  read: (update: (bytes: Uint8Array) => void) => Promise<void>,
): Promise<void> {
  const hasher = await contentHasher()
  await read((bytes) => {
    hasher.update(bytes)
  })
  const digest = hasher.digest()
  const md5 = Buffer.from(digest.md5).toString('hex').toUpperCase()
  if (digest.crc64 !== row.crc64) report(check, 'damaged-body', subject, `CRC-64 is ${digest.crc64}, stored is ${row.crc64}`)
  else if (row.type === 'Normal' && row.etag.length === 32 && md5 !== row.etag) {
    report(check, 'damaged-body', subject, `MD5 is ${md5}, stored is ${row.etag}`)
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

function report(check: Check, kind: StoreProblem['kind'], subject: string, detail: string): void {
  check.problems.push({ kind, subject, detail })
}

function describe(error: unknown): string {
  const parts: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) parts.push(each.message)
  return parts.join(': ')
}
