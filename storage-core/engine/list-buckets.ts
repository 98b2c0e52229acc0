import type { Bucket } from '../model/bucket.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { ListBucketsInput, ListBucketsOutput } from './object-engine.ts'
import { toBucket } from './rows.ts'

/** The buckets of an owner in byte order of their names (OSS documentation, "ListBuckets"). */
export function listBuckets(deps: EngineDependencies, input: ListBucketsInput): ListBucketsOutput {
  return readMetadata(deps.metadata, (reader) => {
    const buckets: Bucket[] = []
    for (const row of reader.buckets(input.marker)) {
      if (!row.name.startsWith(input.prefix) || row.owner.id !== input.ownerId || !hasTag(row, input.tag)) continue
      const last = buckets.at(-1)
      if (buckets.length >= input.maxKeys && last !== undefined) return { buckets, isTruncated: true, nextMarker: last.name }
      buckets.push(toBucket(row))
    }
    return { buckets, isTruncated: false }
  })
}

function hasTag(bucket: Bucket, tag: ListBucketsInput['tag']): boolean {
  if (tag === undefined) return true
  const value = Object.hasOwn(bucket.tags, tag.key) ? bucket.tags[tag.key] : undefined
  return value !== undefined && (tag.value === undefined || tag.value === value)
}
