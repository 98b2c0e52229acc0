import type { MetadataLookups, ObjectRow } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import { isArchived } from '../model/storage-class.ts'
import { evaluateConditions } from './conditions.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { emptyBody, inlineBody, openFileBody } from './object-body.ts'
import type { GetObjectInput, GetObjectOutput } from './object-engine.ts'
import { resolveRange } from './ranges.ts'
import { toObjectHead } from './rows.ts'
import { requireObject, shownVersion } from './versions.ts'

/**
 * An object and its bytes (OSS documentation, "GetObject"). The bytes are those of the row that was read, however the key
 * changes afterwards.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, InvalidObjectState, PreconditionFailed, InvalidRange, InternalError
 */
export async function getObject(deps: EngineDependencies, input: GetObjectInput): Promise<GetObjectOutput> {
  const { bucket, row, inline } = readMetadata(deps.metadata, (reader) => {
    const found = requireObject(reader, input)
    return { bucket: found.bucket, row: found.row, inline: readInline(reader, found.row) }
  })
  if (isArchived(row.storageClass)) throw ossError('InvalidObjectState', { details: { Key: input.key } })
  const found = { head: toObjectHead(input.key, row), ...shownVersion(bucket, row.versionId) }
  if (evaluateConditions(input.conditions, row) === 'notModified') return { ...found, notModified: true, body: emptyBody }
  const range = input.range === undefined ? undefined : resolveRange(input.range, row.sizeBytes, input.rangeBehavior)
  const body =
    row.content.kind === 'file'
      ? await openFileBody(deps.blobs, row, row.content.blobId, range)
      : inlineBody(inline, range)
  return { ...found, notModified: false, body, ...(range === undefined ? {} : { range }) }
}

function readInline(lookups: MetadataLookups, row: ObjectRow): Uint8Array {
  if (row.content.kind !== 'inline') return new Uint8Array(0)
  const bytes = lookups.inlineBody(row.content.inlineNumber)
  // A short or missing body is damage: say so instead of answering other bytes than were stored.
  if (bytes?.length !== row.sizeBytes) {
    throw ossError('InternalError', { cause: new Error(`inline body ${String(row.content.inlineNumber)} is damaged`) })
  }
  return bytes
}
