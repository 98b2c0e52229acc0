import type { MetadataLookups, ObjectRow } from '../../metadata/metadata-store.ts'
import type { ObjectHead } from '../../model/object.ts'
import { ossError } from '../../model/oss-error.ts'
import type { FoundObject } from '../versions.ts'

/**
 * The row whose bytes a read of `found` answers: its own, or for a link those of the target's latest version (OSS
 * documentation, "PutSymlink").
 * @throws OssError SymlinkTargetNotExist, InvalidTargetType for a link to a link
 */
export function rowWithBytes(lookups: MetadataLookups, { bucket, row }: FoundObject): ObjectRow {
  const { symlinkTarget } = row
  if (symlinkTarget === undefined) return row
  const target = lookups.object(bucket.bucketId, symlinkTarget)
  if (target === undefined) throw ossError('SymlinkTargetNotExist', { details: { SymlinkTarget: symlinkTarget } })
  if (target.symlinkTarget !== undefined) throw ossError('InvalidTargetType', { details: { SymlinkTarget: symlinkTarget } })
  return target
}

/** The answer's headers: what describes the bytes comes from the target, the time is the later one, all else is the link's. */
export function headThroughLink(link: ObjectHead, target: ObjectRow): ObjectHead {
  const { sizeBytes, etag, crc64 } = target
  return { ...link, sizeBytes, etag, crc64, lastModifiedMs: Math.max(link.lastModifiedMs, target.lastModifiedMs) }
}
