import type { BucketRow, MetadataLookups, ObjectRow, PartRow, SingleContentRow } from '../../metadata/metadata-store.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { streamBody } from '../body-stream.ts'
import { evaluateConditions } from '../conditions.ts'
import { locateContent, openContent, shareSingleContent } from '../content.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { type ResolvedRange, resolveRange } from '../ranges.ts'
import { requireObject, resolveVersion, shownVersion } from '../versions.ts'
import { assertReadable, requireBucket } from '../rows.ts'
import type { UploadPartCopyInput, UploadPartCopyOutput } from './multipart-engine.ts'
import { assertPartNumber, putPart, writePart } from './upload-part.ts'
import { requireUpload } from './uploads.ts'

interface CopySource {
  readonly row: ObjectRow
  readonly notModified: boolean
  /** Undefined for the whole object. */
  readonly range: ResolvedRange | undefined
  readonly shown: Pick<UploadPartCopyOutput, 'sourceVersionId' | 'sourceSizeBytes' | 'range'>
}

/**
 * Makes a part of an existing object or a range of it (OSS documentation, "UploadPartCopy"). A range that the object does not
 * have is no range: the whole object is copied, as OSS documents it. A whole object whose MD5 is known shares its file with
 * the part; everything else is read and hashed again.
 * @throws OssError NoSuchBucket, NoSuchUpload, NoSuchKey, NoSuchVersion, PreconditionFailed, AccessDenied across regions,
 * InvalidObjectState, InvalidArgument, EntityTooLarge, InternalError
 */
export async function uploadPartCopy(deps: EngineDependencies, input: UploadPartCopyInput): Promise<UploadPartCopyOutput> {
  assertPartNumber(input.partNumber)
  const found = readMetadata(deps.metadata, (reader) => {
    const source = findSource(reader, input, deps.clock.now())
    if (source.notModified || (input.withChecksum === undefined && sharedContent(source) !== undefined)) return { source, located: undefined }
    return { source, located: locateContent(reader, source.row, source.range) }
  })
  if (found.source.notModified) return answer(found.source)
  if (found.located === undefined) return (await sharePart(deps, input)) ?? uploadPartCopy(deps, input)
  const body = await openContent(deps, found.located)
  try {
    const bytes = body.inline === undefined ? streamBody(body, input.signal) : chunksOf(body.inline)
    const read = input.withChecksum?.(bytes) ?? { body: bytes, checksum: undefined }
    const part = await writePart(deps, input, { body: read.body, claims: { sizeBytes: body.sizeBytes }, signal: input.signal }, read.checksum)
    return answer(found.source, part)
  } finally {
    await body.close()
  }
}

/** @returns undefined when the source has become one whose file cannot be shared */
async function sharePart(deps: EngineDependencies, input: UploadPartCopyInput): Promise<UploadPartCopyOutput | undefined> {
  const output = await deps.metadata.write((tx) => {
    const source = findSource(tx, input, deps.clock.now())
    if (source.notModified) return answer(source)
    const content = sharedContent(source)
    if (content === undefined) return undefined
    const found = requireUpload(tx, input)
    const { sizeBytes, etag, crc64 } = source.row
    const lastModifiedMs = deps.clock.now()
    const part = putPart(tx, found, {
      partNumber: input.partNumber,
      sizeBytes,
      etag,
      crc64,
      lastModifiedMs,
      content: shareSingleContent(tx, content, sizeBytes, tx.nextSequence(), lastModifiedMs),
    })
    deps.failpoint?.('part.in-transaction')
    return answer(source, part)
  })
  if (output?.notModified === false) deps.failpoint?.('part.committed')
  return output
}

function findSource(lookups: MetadataLookups, input: UploadPartCopyInput, nowMs: number): CopySource {
  const { bucket } = requireUpload(lookups, input)
  refuseMarker(lookups, requireBucket(lookups, input.source.bucket), input)
  const { bucket: sourceBucket, row } = requireObject(lookups, input.source, 'NoSuchKey')
  if (sourceBucket.region !== bucket.region) throw ossError('AccessDenied', { details: { BucketName: bucket.name } })
  const { versionId } = shownVersion(sourceBucket, row.versionId)
  const shown = { ...(versionId === undefined ? {} : { sourceVersionId: versionId }), sourceSizeBytes: row.sizeBytes }
  if (evaluateConditions(input.sourceConditions, row) === 'notModified') return { row, notModified: true, range: undefined, shown }
  // A link has no bytes, and what it points to was not named by the request.
  if (row.type === 'Symlink') throw ossError('OperationNotSupported', { details: { Key: input.source.key, ObjectType: row.type } })
  assertReadable(input.source.key, row, nowMs)
  const range =
    input.sourceRange === undefined ? undefined : resolveRange(input.sourceRange, row.sizeBytes, 'legacy')
  const sizeBytes = range === undefined ? row.sizeBytes : range.end - range.start + 1
  if (sizeBytes > limits.partMaxBytes) throw ossError('EntityTooLarge')
  return { row, notModified: false, range, shown: { ...shown, ...(range === undefined ? {} : { range }) } }
}

/** A delete marker that is named by its id is a mistake of the request, not a missing object. */
function refuseMarker(lookups: MetadataLookups, sourceBucket: BucketRow, { source }: UploadPartCopyInput): void {
  if (source.versionId === undefined) return
  if (resolveVersion(lookups, sourceBucket, source.key, source.versionId)?.row.type !== 'DeleteMarker') return
  throw ossError('InvalidArgument', {
    message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    details: { ArgumentName: 'x-oss-copy-source' },
  })
}

/** Content that a part may take as it is: in one place, wanted whole, and with its MD5 for an ETag. */
function sharedContent({ row, range }: CopySource): SingleContentRow | undefined {
  if (range !== undefined && (range.start > 0 || range.end < row.sizeBytes - 1)) return undefined
  return row.type === 'Normal' && row.etag.length === 32 && row.content.kind !== 'pieces' ? row.content : undefined
}

function answer({ row, notModified, shown }: CopySource, part?: PartRow): UploadPartCopyOutput {
  const { etag, crc64, lastModifiedMs } = part ?? row
  return { etag, crc64, lastModifiedMs, notModified, ...shown, ...(part?.checksum === undefined ? {} : { checksum: part.checksum }) }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes
}
