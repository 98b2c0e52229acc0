import type { IncomingHttpHeaders } from 'node:http'
import type { ChecksummedBody } from '../../engine/multipart/multipart-engine.ts'
import type { ObjectHead } from '../../model/object.ts'
import { checksumAlgorithms, checksumElement, type ChecksumType, type ObjectChecksum, type PartChecksum, type UploadChecksum } from '../../model/object-checksum.ts'
import { ossError } from '../../model/oss-error.ts'
import { createChecksum, isChecksumAlgorithm, isChecksumOf, type Checksum, type ChecksumAlgorithm } from '../../signature/checksums.ts'
import { invalidArgument } from '../parse/arguments.ts'
import { element } from '../xml/write-xml.ts'
import { S3Error } from './s3-error.ts'

export const checksumHeaderPrefix = 'x-amz-checksum-'

export interface ClaimedChecksum {
  /** `x-amz-checksum-…` */
  readonly header: string
  readonly algorithm: ChecksumAlgorithm
  /** Base64. */
  readonly value: string
}

/**
 * The checksum that a request's headers claim of its body.
 * @throws OssError InvalidArgument for one that no body could have, InvalidRequest for more than one
 */
export function claimedChecksum(headers: IncomingHttpHeaders): ClaimedChecksum | undefined {
  let found: ClaimedChecksum | undefined
  for (const header in headers) {
    if (!header.startsWith(checksumHeaderPrefix)) continue
    const algorithm = header.slice(checksumHeaderPrefix.length)
    // `-mode`, `-type` and `-algorithm` say how, not what.
    if (!isChecksumAlgorithm(algorithm)) continue
    const value = String(headers[header])
    if (!isChecksumOf(algorithm, value)) throw invalidArgument(header, value, `Value for ${header} header is invalid.`)
    if (found !== undefined) {
      throw ossError('InvalidRequest', { message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.' })
    }
    found = { header, algorithm, value }
  }
  return found
}

/** The kind of checksum that comes in front of the body or behind it. @throws OssError InvalidArgument, InvalidRequest */
export function announcedAlgorithm(headers: IncomingHttpHeaders): ChecksumAlgorithm | undefined {
  const claimed = claimedChecksum(headers)?.algorithm
  if (claimed !== undefined) return claimed
  const trailers = String(headers['x-amz-trailer'] ?? '').split(',')
  return trailers.map((name) => name.trim().toLowerCase().slice(checksumHeaderPrefix.length)).find(isChecksumAlgorithm)
}

/**
 * SDKs say which checksum they send. @throws OssError InvalidRequest for one that is not sent
 */
export function assertAnnounced(headers: IncomingHttpHeaders): void {
  if (headers['x-amz-sdk-checksum-algorithm'] === undefined || hasChecksum(headers)) return
  throw ossError('InvalidRequest', {
    message: 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  })
}

/** What a header names. @throws OssError InvalidRequest for a kind there is none of */
export function wantedAlgorithm(headers: IncomingHttpHeaders): ChecksumAlgorithm | undefined {
  const text = headers[`${checksumHeaderPrefix}algorithm`]
  if (text === undefined) return undefined
  const algorithm = String(text).toLowerCase()
  if (isChecksumAlgorithm(algorithm)) return algorithm
  throw ossError('InvalidRequest', {
    message: 'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  })
}

/**
 * What a multipart upload is to have (AWS documentation, "Checking object integrity"): hashes can be made of the parts'
 * hashes only, CRC64NVME of all bytes only, and the other two of either.
 * @throws OssError InvalidRequest
 */
export function wantedOfUpload(headers: IncomingHttpHeaders): UploadChecksum | undefined {
  const algorithm = wantedAlgorithm(headers)
  const type = wantedType(headers)
  if (algorithm === undefined) {
    if (type === undefined) return undefined
    throw ossError('InvalidRequest', { message: 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.' })
  }
  const usual = algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE'
  if (type === undefined || type === usual || algorithm === 'crc32' || algorithm === 'crc32c') return { algorithm, type: type ?? usual }
  throw ossError('InvalidRequest', {
    message: `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  })
}

/** @throws OssError InvalidRequest */
export function wantedType(headers: IncomingHttpHeaders): ChecksumType | undefined {
  const type = headers[`${checksumHeaderPrefix}type`]
  if (type === undefined || type === 'FULL_OBJECT' || type === 'COMPOSITE') return type
  throw ossError('InvalidRequest', { message: 'Value for x-amz-checksum-type header is invalid.' })
}

/** Whether the headers, or what they announce to come behind the body, vouch for it. @throws OssError InvalidArgument */
export function hasChecksum(headers: IncomingHttpHeaders): boolean {
  return claimedChecksum(headers) !== undefined || String(headers['x-amz-trailer'] ?? '').includes(checksumHeaderPrefix)
}

/** Hands a body on and ends it with BadDigest when its bytes do not have the checksum. */
export async function* withChecksum(
  body: AsyncIterable<Uint8Array>,
  { algorithm, value }: ClaimedChecksum,
): AsyncGenerator<Uint8Array, void, undefined> {
  const checksum = await createChecksum(algorithm)
  for await (const chunk of body) {
    checksum.update(chunk)
    yield chunk
  }
  if (checksum.digest() === value) return
  throw mismatchOf(algorithm)
}

export function mismatchOf(algorithm: ChecksumAlgorithm): S3Error {
  return new S3Error('BadDigest', { message: `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.` })
}

/**
 * What the headers of CompleteMultipartUpload claim: not of the document that is their body, but of the object. A composite
 * one may have the number of parts behind it.
 * @throws OssError InvalidArgument
 */
export function claimedOfObject(headers: IncomingHttpHeaders): PartChecksum | undefined {
  for (const algorithm of checksumAlgorithms) {
    const header = checksumHeaderPrefix + algorithm
    if (headers[header] === undefined) continue
    const value = String(headers[header])
    if (!isChecksumOf(algorithm, value.replace(/-\d{1,5}$/, ''))) throw invalidArgument(header, value, `Value for ${header} header is invalid.`)
    return { algorithm, value }
  }
  return undefined
}

/** Hands a body on and knows its checksum when all of it was read. */
export async function checksummed(body: AsyncIterable<Uint8Array>, algorithm: ChecksumAlgorithm): Promise<ChecksummedBody> {
  const checksum = await createChecksum(algorithm)
  return summed(body, algorithm, checksum)
}

/** The same with a checksum that was started before. */
export function summed(body: AsyncIterable<Uint8Array>, algorithm: ChecksumAlgorithm, checksum: Checksum): ChecksummedBody {
  let value: string | undefined
  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of body) {
      checksum.update(chunk)
      yield chunk
    }
    value = checksum.digest()
  }
  return {
    body: read(),
    checksum() {
      if (value === undefined) throw new Error('the body was not read to its end')
      return { algorithm, value }
    },
  }
}

/** Header and value of a stored checksum, with how it was made. */
export function storedHeaders({ algorithm, type, value }: ObjectChecksum): readonly string[] {
  return [`${checksumHeaderPrefix}${algorithm}`, value, `${checksumHeaderPrefix}type`, type]
}

/** Elements of a stored checksum in a document. */
export function storedElements({ algorithm, type, value }: ObjectChecksum): string {
  return element(checksumElement(algorithm), value) + element('ChecksumType', type)
}

/** Elements of what an upload was begun with. */
export function uploadChecksumXml(checksum: UploadChecksum | undefined): string {
  return checksum === undefined ? '' : element('ChecksumAlgorithm', checksum.algorithm.toUpperCase()) + element('ChecksumType', checksum.type)
}

/** What was kept of an object, for those who ask for it. Of a range it would be that of other bytes. */
export function askedHeaders(headers: IncomingHttpHeaders, { head, range, notModified }: AskedObject): readonly string[] {
  if (!isModeEnabled(headers) || head.checksum === undefined || range !== undefined || notModified) return []
  return storedHeaders(head.checksum)
}

/** The same of one part, whose checksum is kept where the object's is made of it; of the only part it is the object's. */
export function askedPartHeaders(headers: IncomingHttpHeaders, { head, notModified, partsCount = 1 }: AskedObject, partNumber: number): readonly string[] {
  const { checksum } = head
  if (!isModeEnabled(headers) || checksum === undefined || notModified) return []
  if (checksum.type === 'COMPOSITE') {
    const value = checksum.parts?.[partNumber - 1]?.value
    return value === undefined ? [] : [`${checksumHeaderPrefix}${checksum.algorithm}`, value, `${checksumHeaderPrefix}type`, checksum.type]
  }
  return partsCount > 1 ? [] : storedHeaders(checksum)
}

function isModeEnabled(headers: IncomingHttpHeaders): boolean {
  return String(headers[`${checksumHeaderPrefix}mode`] ?? '').toUpperCase() === 'ENABLED'
}

export interface AskedObject {
  readonly head: ObjectHead
  readonly range?: object
  readonly notModified: boolean
  /** Of a read of one part. */
  readonly partsCount?: number
}

/** The checksum a body was held against, to be said again in the answer. */
export function checksumHeaders(headers: IncomingHttpHeaders, type?: ChecksumType): readonly string[] {
  const claimed = claimedChecksum(headers)
  if (claimed === undefined) return []
  return [claimed.header, claimed.value, ...(type === undefined ? [] : [`${checksumHeaderPrefix}type`, type])]
}
