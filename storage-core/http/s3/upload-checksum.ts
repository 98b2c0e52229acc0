import type { UploadedPart } from '../../engine/multipart/multipart-engine.ts'
import { joinChecksums, type JoinableChecksum } from '../../model/combine-crc64.ts'
import type { ChecksumAlgorithm, ChecksummedPart, ObjectChecksum, PartChecksum, UploadChecksum } from '../../model/object-checksum.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { createChecksum, type Checksum } from '../../signature/checksums.ts'
import type { NamedPart } from '../parse/completed-parts.ts'
import type { RequestContext } from '../request-context.ts'
import { mismatchOf } from './checksums.ts'

/** What an upload was begun with, which never changes. @throws OssError NoSuchBucket, NoSuchUpload */
export async function checksumOfUpload({ engine, bucket, key }: RequestContext, uploadId: string): Promise<UploadChecksum | undefined> {
  const { checksum } = await engine.listParts({ bucket, key, uploadId, after: 0, maxParts: 1 })
  return checksum
}

export interface JoinInput {
  readonly wanted: UploadChecksum | undefined
  /** As the document names them, in its order. */
  readonly named: readonly NamedPart[]
  /** Of the whole object, when the request says one. */
  readonly claimed: PartChecksum | undefined
  readonly claimedSizeBytes: number | undefined
}

/**
 * Makes an object's checksum of its parts' (AWS documentation, "Checking object integrity"), holding what the request says of each
 * part and of the whole against what came with the parts. To be called inside the commit, so what takes time is done before.
 * @returns a function that throws InvalidPart, InvalidRequest, BadDigest
 */
export async function checksumJoiner({ wanted, named, claimed, claimedSizeBytes }: JoinInput): Promise<(parts: readonly UploadedPart[]) => ObjectChecksum | undefined> {
  const hash = wanted?.type === 'COMPOSITE' ? await createChecksum(wanted.algorithm) : undefined
  return (parts) => {
    assertSize(parts, claimedSizeBytes)
    for (const [index, { checksum }] of named.entries()) if (checksum !== undefined && !isSame(parts[index], checksum)) throw invalidPart(parts[index])
    if (wanted === undefined) {
      // Nothing was kept that it could be held against, and to ignore it would be to say that it is right.
      if (claimed !== undefined) throw mismatchOf(claimed.algorithm)
      return undefined
    }
    if (wanted.type === 'COMPOSITE') assertAllNamed(wanted.algorithm, named)
    const rows = parts.map((part) => rowOf(wanted.algorithm, part))
    const joined: ObjectChecksum =
      hash === undefined
        ? { ...wanted, value: joinChecksums(joinable(wanted.algorithm), rows) }
        : { ...wanted, value: `${hashOf(hash, rows)}-${String(rows.length)}`, parts: rows }
    if (claimed !== undefined && !isClaimed(joined, claimed)) throw mismatchOf(claimed.algorithm)
    return joined
  }
}

function isSame(part: UploadedPart | undefined, checksum: PartChecksum): boolean {
  return part?.checksum?.algorithm === checksum.algorithm && part.checksum.value === checksum.value
}

function assertAllNamed(algorithm: ChecksumAlgorithm, named: readonly NamedPart[]): void {
  const missing = named.find(({ checksum }) => checksum?.algorithm !== algorithm)
  if (missing === undefined) return
  throw ossError('InvalidRequest', {
    message:
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. ` +
      `It was missing for part ${String(missing.partNumber)} in the request.`,
  })
}

function assertSize(parts: readonly UploadedPart[], claimed: number | undefined): void {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0)
  if (claimed === undefined || claimed === sizeBytes) return
  throw ossError('InvalidRequest', {
    message: `The provided 'x-amz-mp-object-size' header value ${String(claimed)} does not match what was computed: ${String(sizeBytes)}.`,
  })
}

/** A part that OSS's own dialect sent has none. */
function rowOf(algorithm: ChecksumAlgorithm, { sizeBytes, partNumber, etag, checksum }: UploadedPart): ChecksummedPart {
  if (checksum?.algorithm === algorithm) return { sizeBytes, value: checksum.value }
  throw ossError('InvalidPart', { details: { PartNumber: String(partNumber), ETag: etag } })
}

function invalidPart(part: UploadedPart | undefined): OssError {
  return ossError('InvalidPart', part === undefined ? {} : { details: { PartNumber: String(part.partNumber), ETag: part.etag } })
}

function joinable(algorithm: ChecksumAlgorithm): JoinableChecksum {
  if (algorithm === 'sha1' || algorithm === 'sha256') throw new Error(`${algorithm} cannot be joined`)
  return algorithm
}

function hashOf(hash: Checksum, rows: readonly ChecksummedPart[]): string {
  for (const { value } of rows) hash.update(Buffer.from(value, 'base64'))
  return hash.digest()
}

/** A composite one is claimed with the number of parts behind it or without. */
function isClaimed({ algorithm, value }: ObjectChecksum, claimed: PartChecksum): boolean {
  return claimed.algorithm === algorithm && (claimed.value === value || claimed.value === value.replace(/-\d+$/, ''))
}
