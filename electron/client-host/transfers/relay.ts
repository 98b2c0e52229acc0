import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { startCrc64 } from '../crc64.ts'
import { codeOf, localError } from '../errors.ts'
import type { ByteRange, OpenedObject } from '../providers/object-provider.ts'
import type { FinishedPart } from './checkpoint.ts'
import type { VerifiedObject } from './complete-parts.ts'
import { md5Etag } from './conflict.ts'
import type { CopyWrite } from './copy-request.ts'
import { networkChunks } from './network-chunks.ts'

/** Checksums of what went through, decimal and lower-case hex. */
interface PassedBytes {
  crc64: string
  md5: string
}

interface Passing {
  readonly input: CopyWrite
  readonly object: OpenedObject
  /** CRC64 that all bytes together must have. */
  readonly crc64: string | undefined
  readonly passed: PassedBytes
  readonly onProgress: (bytes: number) => void
}

/**
 * The bytes of an answer on their way into a request. The last of them are let go only when all have come and are right, so
 * that a request with anything else never completes. Holds one chunk.
 */
async function* passOn({ input, object, crc64, passed, onProgress }: Passing): AsyncGenerator<Buffer> {
  const { context, source } = input
  const crc = await startCrc64()
  const md5 = createHash('md5')
  let held: Buffer | undefined
  let received = 0
  for await (const chunk of networkChunks(object.body)) {
    await context.pace(chunk.length, context.signal)
    crc.update(chunk)
    md5.update(chunk)
    if (held !== undefined) yield held
    held = chunk
    received += chunk.length
    onProgress(received)
  }
  passed.crc64 = crc.finish()
  passed.md5 = md5.digest('hex')
  const { key } = source.head
  if (received !== object.sizeBytes) throw localError('ChecksumMismatch', { Key: key, ExpectedBytes: String(object.sizeBytes), ReceivedBytes: String(received) })
  if (crc64 !== undefined && crc64 !== passed.crc64) throw localError('ChecksumMismatch', { Key: key, Expected: crc64, Received: passed.crc64 })
  if (held !== undefined) yield held
}

async function openSource({ context, source }: CopyWrite, range?: ByteRange): Promise<OpenedObject> {
  const { bucket, head, versionId } = source
  try {
    return await context.provider.openObject({ bucket, key: head.key, ifMatch: head.etag, signal: context.signal, ...(versionId === undefined ? {} : { versionId }), ...(range === undefined ? {} : { range }) })
  } catch (error) {
    if (codeOf(error) === 'PreconditionFailed') throw localError('SourceObjectChanged', { Key: head.key }, error)
    throw error
  }
}

/** Whether the target holds what was sent: by CRC64, else by MD5; undefined when it does not tell. */
function isRight(answer: { readonly etag: string; readonly crc64: string | undefined }, passed: PassedBytes): boolean | undefined {
  if (answer.crc64 !== undefined) return answer.crc64 === passed.crc64
  // An ETag that is no MD5 of the bytes can look like one where the service encrypts.
  return md5Etag.test(answer.etag) && answer.etag.toLowerCase() === passed.md5 ? true : undefined
}

/** Such a body is at hand when it is sent: the target can be told its CRC32, which services want in front of a body. */
const wholeMostBytes = 1024 * 1024

async function inOnePiece(pieces: AsyncIterable<Buffer>, sizeBytes: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafe(sizeBytes)
  let at = 0
  for await (const piece of pieces) at += piece.copy(whole, at)
  return whole
}

/** CRC32 of all bytes that the source keeps, base64, for a target that takes one. */
function keptCrc32({ context, source }: CopyWrite): string | undefined {
  const { checksum } = source.head
  return context.target.takesCrc32 === true && checksum?.algorithm === 'crc32' && checksum.type === 'FULL_OBJECT' ? checksum.value : undefined
}

/** Copies an object through this computer in one request each way. @throws OssError ChecksumMismatch, SourceObjectChanged */
export async function relayObject(input: CopyWrite): Promise<VerifiedObject> {
  const { attributes, batch, context, forbidOverwrite, item, source, target } = input
  const object = await openSource(input)
  const passed: PassedBytes = { crc64: '', md5: '' }
  const onProgress = (bytes: number): void => {
    if (context.signal.aborted) return
    batch.items.setBytesDone(item, bytes)
    context.changed()
  }
  const pieces = (): AsyncGenerator<Buffer> => passOn({ input, object, crc64: object.crc64 ?? source.head.crc64, passed, onProgress })
  try {
    // Nothing is sent of an empty object, but what says that it is one counts.
    if (object.sizeBytes === 0) for await (const _ of pieces()) throw localError('SourceObjectChanged', { Key: source.head.key })
    const isWhole = object.sizeBytes > 0 && object.sizeBytes <= wholeMostBytes && context.target.takesCrc32 === true
    const crc32 = keptCrc32(input)
    const body = isWhole ? await inOnePiece(pieces(), object.sizeBytes) : (): Readable => Readable.from(pieces(), { objectMode: false })
    const answer = await context.target.putObject({ ...target, sizeBytes: object.sizeBytes, attributes, forbidOverwrite, crc32, body, signal: context.signal })
    const right = isRight(answer, passed)
    if (right === false) {
      input.onSpoiled?.(answer.etag)
      throw localError('ChecksumMismatch', { Key: target.key, Expected: passed.crc64, Received: answer.crc64 ?? '' })
    }
    return { ...answer, crc64: answer.crc64 ?? passed.crc64, verified: right === true }
  } finally {
    object.body.destroy()
  }
}

interface RelayPart extends CopyWrite {
  readonly uploadId: string
  readonly partNumber: number
  readonly range: ByteRange
  readonly onProgress: (bytes: number) => void
}

/** Copies a range of an object as a part. @throws OssError ChecksumMismatch, SourceObjectChanged */
export async function relayPart(input: RelayPart): Promise<FinishedPart> {
  const { context, target, uploadId, partNumber, range, onProgress } = input
  const object = await openSource(input, range)
  const passed: PassedBytes = { crc64: '', md5: '' }
  const sizeBytes = range.end - range.start + 1
  try {
    if (object.sizeBytes !== sizeBytes) throw localError('ChecksumMismatch', { Key: input.source.head.key, ExpectedBytes: String(sizeBytes), ReceivedBytes: String(object.sizeBytes) })
    const body = (): Readable => Readable.from(passOn({ input, object, crc64: undefined, passed, onProgress }), { objectMode: false })
    const answer = await context.target.uploadPart({ ...target, uploadId, partNumber, sizeBytes, body, signal: context.signal })
    if (isRight(answer, passed) === false) throw localError('ChecksumMismatch', { Key: target.key, PartNumber: String(partNumber), Expected: passed.crc64, Received: answer.crc64 ?? '' })
    return { etag: answer.etag, crc64: passed.crc64 }
  } finally {
    object.body.destroy()
  }
}
