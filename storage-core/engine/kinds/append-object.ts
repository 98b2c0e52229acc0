import { combineCrc64, type StagedBlob } from '../../blobs/blob-store.ts'
import type { ContentRow, MetadataLookups, MetadataWriter, ObjectRow, PieceRow } from '../../metadata/metadata-store.ts'
import { limits } from '../../model/limits.ts'
import { assertObjectKey } from '../../model/names.ts'
import { isOssError, ossError, type OssError } from '../../model/oss-error.ts'
import { isArchived, type StorageClass } from '../../model/storage-class.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { assertNotRetained } from '../retention.ts'
import { requireBucket } from '../rows.ts'
import { referToContent, writeStaged } from '../staged-write.ts'
import { shownVersion, writeVersion } from '../versions.ts'
import type { AppendObjectInput, AppendObjectOutput } from './kinds-engine.ts'

/**
 * Adds bytes to the end of an object, or creates it (OSS documentation, "AppendObject"). What is there already is not read
 * or written again: the new bytes become a piece of their own, and the CRC of the whole is combined from the two. Attributes
 * count when the object is created and are ignored afterwards. The version that grows keeps its id.
 * @throws OssError NoSuchBucket, InvalidObjectName, PositionNotEqualToLength, ObjectNotAppendable, FileImmutable, MethodNotAllowed for
 * archived classes, InvalidArgument past 5 GB, InvalidDigest, InvalidCRC64, IncompleteBody, InternalError
 */
export async function appendObject(deps: EngineDependencies, input: AppendObjectInput): Promise<AppendObjectOutput> {
  assertObjectKey(input.key)
  // Refused here so that the body need not be received; what holds is the check inside the transaction.
  readMetadata(deps.metadata, (reader) => assertMayAppend(reader, input, deps.clock.now()))
  const roomBytes = limits.putObjectMaxBytes - input.position
  if ((input.claims.sizeBytes ?? 0) > roomBytes) throw tooLarge(input.position)
  try {
    return await writeStaged(deps, {
      body: input.body,
      claims: input.claims,
      maxSizeBytes: roomBytes,
      signal: input.signal,
      failpoints: { staged: 'append.staged', published: 'append.published', committed: 'append.committed', released: 'append.released' },
      commit: (staged) => commit(deps, input, staged),
    })
  } catch (error) {
    throw isOssError(error, 'EntityTooLarge') ? tooLarge(input.position) : error
  }
}

function commit(deps: EngineDependencies, input: AppendObjectInput, staged: StagedBlob): Promise<AppendObjectOutput> {
  return deps.metadata.write((tx) => {
    const lastModifiedMs = deps.clock.now()
    const { bucket, before, storageClass } = assertMayAppend(tx, input, lastModifiedMs)
    const sequence = tx.nextSequence()
    const sizeBytes = input.position + staged.sizeBytes
    const crc64 = before === undefined ? staged.crc64 : combineCrc64(before.crc64, staged.crc64, staged.sizeBytes)
    const state = { sizeBytes, crc64, etag: stateETag(crc64, sizeBytes), lastModifiedMs }
    const added = referToContent(tx, staged, sequence, lastModifiedMs)
    const by = input.author === undefined ? {} : { author: input.author }
    const answer = { nextPosition: sizeBytes, etag: state.etag, crc64 }
    if (before === undefined) {
      const { headers, userMetadata, tags, acl } = input
      const created = { ...state, type: 'Appendable' as const, sequence, storageClass, acl, headers, userMetadata, tags, content: added, ...by }
      const shown = writeVersion(tx, bucket, input.key, created)
      deps.failpoint?.('append.in-transaction')
      return { ...answer, ...shown }
    }
    // The row keeps what it refers to and refers to more, so this is no replacement that would give the old content up.
    const content = added.kind === 'empty' ? before.content : grow(tx, before, { start: before.sizeBytes, sizeBytes: staged.sizeBytes, content: added })
    // Its time is that of the last bytes, and so is its author.
    const { checksum: _, author: __, ...kept } = before
    tx.putObject(bucket.bucketId, input.key, { ...kept, ...state, content, ...by })
    tx.addToCounters(bucket.bucketId, { storageClass, objectCount: 0, storageBytes: staged.sizeBytes, nowMs: lastModifiedMs })
    deps.failpoint?.('append.in-transaction')
    return { ...answer, ...shownVersion(bucket, before.versionId) }
  })
}

/** A single content becomes the first piece of a list, which takes over the row's reference to it. */
function grow(tx: MetadataWriter, before: ObjectRow, piece: PieceRow): ContentRow {
  const { content, sizeBytes } = before
  if (content.kind === 'empty') return piece.content
  if (content.kind === 'pieces') {
    tx.appendPiece(content.pieceList, piece)
    return content
  }
  const pieceList = tx.nextSequence()
  tx.putPieceList(pieceList, [{ start: 0, sizeBytes, content }, piece])
  return { kind: 'pieces', pieceList }
}

function assertMayAppend(lookups: MetadataLookups, { bucket: name, key, position, storageClass }: AppendObjectInput, nowMs: number) {
  const bucket = requireBucket(lookups, name)
  const before = lookups.object(bucket.bucketId, key)
  if (before !== undefined && (before.type !== 'Appendable' || before.sealedMs !== undefined)) {
    throw ossError('ObjectNotAppendable', { details: { Key: key } })
  }
  if (before !== undefined) assertNotRetained(bucket, key, before, nowMs)
  const effective: StorageClass = before?.storageClass ?? storageClass ?? bucket.storageClass
  if (isArchived(effective)) {
    throw ossError('MethodNotAllowed', { details: { Method: 'POST', ResourceType: 'ArchiveObject' }, headers: { Allow: 'GET, HEAD, PUT, DELETE' } })
  }
  const length = before?.sizeBytes ?? 0
  if (position !== length) throw positionNotEqualToLength(length)
  return { bucket, before, storageClass: effective }
}

export function positionNotEqualToLength(length: number): OssError {
  return ossError('PositionNotEqualToLength', { headers: { 'x-oss-next-append-position': String(length) } })
}

function tooLarge(position: number): OssError {
  return ossError('InvalidArgument', {
    message: `The object would be larger than ${limits.putObjectMaxBytes} bytes.`,
    details: { ArgumentName: 'position', ArgumentValue: String(position) },
  })
}

/**
 * OSS says only that this ETag is no MD5. CRC and length identify a state of the object; the length of the text, 26 digits,
 * keeps it from being taken for an MD5 anywhere.
 */
function stateETag(crc64: bigint, sizeBytes: number): string {
  return (crc64.toString(16).padStart(16, '0') + sizeBytes.toString(16).padStart(10, '0')).toUpperCase()
}
