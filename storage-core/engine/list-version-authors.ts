import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { ListVersionAuthorsInput, VersionAuthorEntry } from './object-engine.ts'
import { requireBucket } from './rows.ts'
import { resolveVersion } from './versions.ts'

/**
 * Who wrote each of these versions and delete markers. OSS keeps nothing of the kind, so no operation of OSS shows it. Costs
 * a few point lookups for each.
 * @throws OssError NoSuchBucket
 */
export function listVersionAuthors(deps: EngineDependencies, { bucket: name, key, versionIds }: ListVersionAuthorsInput): readonly VersionAuthorEntry[] {
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, name)
    return versionIds.map((versionId) => {
      const row = resolveVersion(reader, bucket, key, versionId)?.row
      return { versionId, isThere: row !== undefined, ...(row?.author === undefined ? {} : { author: row.author }) }
    })
  })
}
