import type { Assignable } from '../model/assignable.ts'
import type { MetadataLookups, ObjectRow } from '../metadata/metadata-store.ts'
import { evaluateConditions } from './conditions.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { headThroughLink, rowWithBytes } from './kinds/follow-symlink.ts'
import type { HeadObjectInput, HeadObjectOutput, VersionAddress } from './object-engine.ts'
import { locatePart } from './part-range.ts'
import { toObjectHead } from './rows.ts'
import { requireObject, shownVersion } from './versions.ts'

/**
 * Everything about an object but its bytes (OSS documentation, "HeadObject"). Archived objects answer too.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, SymlinkTargetNotExist, InvalidTargetType,
 * PreconditionFailed, InvalidRange
 */
export function headObject(deps: EngineDependencies, input: HeadObjectInput): HeadObjectOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { row, shown } = readHead(reader, input, deps.clock.now())
    const notModified = evaluateConditions(input.conditions, shown.head) === 'notModified'
    if (input.partNumber === undefined || notModified) return { ...shown, notModified }
    return { ...shown, notModified, ...locatePart(reader, row, input.partNumber) }
  })
}

type Shown = Omit<HeadObjectOutput, 'notModified'>

/** What a read shows of an object, and the row that has its bytes: for a link, the target's. */
export function readHead(
  lookups: MetadataLookups,
  address: VersionAddress,
  nowMs: number,
): { readonly row: ObjectRow; readonly shown: Shown } {
  const found = requireObject(lookups, address)
  const shown: Assignable<Shown> = { head: toObjectHead(address.key, found.row, nowMs) }
  const { versionId } = shownVersion(found.bucket, found.row.versionId)
  if (versionId !== undefined) shown.versionId = versionId
  const linkTarget = found.row.symlinkTarget
  if (linkTarget === undefined) return { row: found.row, shown }
  const row = rowWithBytes(lookups, found)
  shown.head = headThroughLink(shown.head, row)
  shown.linkTarget = linkTarget
  return { row, shown }
}
