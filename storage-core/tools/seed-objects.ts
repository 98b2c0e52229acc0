import { contentHasher } from '../blobs/content-hasher.ts'
import { makeVersionId, nullVersionId } from '../engine/version-id.ts'
import { resolveVersion } from '../engine/versions.ts'
import type { BucketRow, MetadataStore, ObjectRow } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import type { Clock } from '../platform/platform.ts'

export interface SeedOptions {
  readonly bucket: string
  readonly objects: number
  readonly prefix: string
  /** 0 keeps all keys flat; otherwise they spread evenly over this many folders. */
  readonly folders: number
  /** Size of each body; kept inline, so at most 16 KiB. */
  readonly sizeBytes: number
  /** How many versions each object gets, all alike; more than one needs a bucket with versioning. 1 when absent. */
  readonly versions?: number
  /** How much older each version is than the next one; 0 when absent. */
  readonly versionStepMs?: number
  /** Told the number of objects written so far. */
  readonly onProgress?: (objects: number) => void
}

const maxInlineBytes = 16 * 1024
const rowsPerCommit = 5000

/**
 * Fills a bucket with objects through the metadata store, in key order and thousands to a commit: made for trying out large
 * buckets. The bucket must exist and none of the keys may, not even below a delete marker.
 * @throws OssError NoSuchBucket, InvalidArgument, FileAlreadyExists
 */
export async function seedObjects(metadata: MetadataStore, clock: Clock, options: SeedOptions): Promise<void> {
  if (options.sizeBytes < 0 || options.sizeBytes > maxInlineBytes) {
    throw ossError('InvalidArgument', { message: `The size must be between 0 and ${maxInlineBytes} bytes.` })
  }
  const body = Buffer.alloc(options.sizeBytes, 'ossia ')
  const hasher = await contentHasher()
  hasher.update(body)
  const { md5, crc64 } = hasher.digest()
  const etag = Buffer.from(md5).toString('hex').toUpperCase()

  const versions = options.versions ?? 1
  const objectsPerCommit = Math.max(1, Math.floor(rowsPerCommit / versions))
  for (let first = 0; first < options.objects; first += objectsPerCommit) {
    const end = Math.min(options.objects, first + objectsPerCommit)
    await metadata.write((tx) => {
      const bucket = requireBucket(tx.bucket(options.bucket), options.bucket)
      if (versions > 1 && bucket.versioning !== 'Enabled') {
        throw ossError('InvalidArgument', { message: 'Only a bucket with versioning enabled can hold several versions of an object.' })
      }
      const nowMs = clock.now()
      for (let i = first; i < end; i++) {
        const key = seedKey(options, i)
        if (resolveVersion(tx, bucket, key) !== undefined) throw ossError('FileAlreadyExists', { details: { Key: key } })
        for (let version = 1; version <= versions; version++) {
          const sequence = tx.nextSequence()
          const lastModifiedMs = nowMs - (versions - version) * (options.versionStepMs ?? 0)
          if (options.sizeBytes > 0) tx.putInlineBody(sequence, body)
          const row: ObjectRow = {
            versionId: bucket.versioning === 'Enabled' ? makeVersionId(sequence, lastModifiedMs) : nullVersionId,
            sequence,
            type: 'Normal',
            sizeBytes: options.sizeBytes,
            etag,
            crc64,
            lastModifiedMs,
            storageClass: bucket.storageClass,
            acl: 'default',
            content: options.sizeBytes > 0 ? { kind: 'inline', inlineNumber: sequence } : { kind: 'empty' },
            headers: { 'content-type': 'application/octet-stream' },
            userMetadata: {},
            tags: {},
          }
          if (version < versions) tx.putHistoryRow(bucket.bucketId, key, row)
          else tx.putObject(bucket.bucketId, key, row)
        }
      }
      tx.addToCounters(bucket.bucketId, {
        storageClass: bucket.storageClass,
        objectCount: (end - first) * versions,
        storageBytes: (end - first) * versions * options.sizeBytes,
        nowMs,
      })
    })
    options.onProgress?.(end)
  }
}

/** The key of the object with this number; ascending numbers give ascending keys. */
export function seedKey(options: Pick<SeedOptions, 'folders' | 'objects' | 'prefix'>, index: number): string {
  const name = `object-${String(index).padStart(8, '0')}`
  if (options.folders === 0) return `${options.prefix}${name}`
  const folder = Math.floor(index / Math.ceil(options.objects / options.folders))
  return `${options.prefix}folder-${String(folder).padStart(6, '0')}/${name}`
}

function requireBucket(row: BucketRow | undefined, name: string): BucketRow {
  if (row === undefined) throw ossError('NoSuchBucket', { details: { BucketName: name } })
  return row
}
