import { createHash } from 'node:crypto'
import type { StoredChecksum } from '../../contract/objects.ts'
import { codeOf, localError } from '../errors.ts'
import type { Provider, WrittenObject } from '../providers/object-provider.ts'
import type { Batch } from './batch.ts'
import type { FinishedPart } from './checkpoint.ts'
import { retrying, type JobContext } from './job-context.ts'

export interface CompleteParts {
  readonly context: JobContext
  readonly provider: Provider
  readonly batch: Batch
  readonly item: number
  readonly bucket: string
  readonly key: string
  readonly uploadId: string
  readonly sizeBytes: number
  readonly parts: ReadonlyMap<number, FinishedPart>
  /** CRC64 the whole object must have, decimal; undefined when nobody knows. */
  readonly crc64: string | undefined
  /** CRC32 of the whole, base64, where the upload was begun with one. */
  readonly crc32?: string | undefined
  readonly acl?: string | undefined
  readonly forbidOverwrite: boolean
  /** The object may have been made already, by a try whose answer was lost. */
  readonly uncertain: boolean
}

/** What was written, and whether its bytes are known to be those that were meant. */
export type VerifiedObject = WrittenObject & { readonly verified: boolean; /** Which checksum said so, when it is neither CRC64 nor MD5. */ readonly verifiedBy?: 'crc32' }

/** Makes one object of its parts. @throws OssError ChecksumMismatch, after which the parts are forgotten */
export async function completeParts(input: CompleteParts): Promise<VerifiedObject> {
  const { context, provider, batch, item, crc32, crc64, sizeBytes, uploadId } = input
  const address = { bucket: input.bucket, key: input.key, signal: context.signal }
  const sorted = [...input.parts].toSorted(([a], [b]) => a - b)
  const list = sorted.map(([partNumber, { etag, crc32: said }]) => ({ partNumber, etag, ...(crc32 === undefined ? {} : { crc32: said }) }))
  const joinedEtag = etagOfParts(list.map(({ etag }) => etag))
  const hasCrc32 = ({ checksum }: Pick<WrittenObject, 'checksum'>): boolean => crc32 !== undefined && checksum?.type === 'FULL_OBJECT' && checksum.value === crc32
  const isOurs = (found: { readonly crc64?: string | undefined; readonly etag: string; readonly checksum?: StoredChecksum | undefined }): boolean =>
    hasCrc32(found) ? true : crc64 !== undefined && found.crc64 !== undefined ? found.crc64 === crc64 : found.etag.toLowerCase() === joinedEtag
  let mayExist = input.uncertain
  return retrying(context, batch, item, async () => {
    try {
      const answer = await provider.completeMultipartUpload({ ...address, uploadId, parts: list, acl: input.acl, crc32, forbidOverwrite: input.forbidOverwrite })
      if (crc64 !== undefined && answer.crc64 !== undefined && answer.crc64 !== crc64) {
        // What is stored there now decides; the next try of the file starts over.
        const head = await provider.headObject(address)
        if (head.sizeBytes !== sizeBytes || head.crc64 !== crc64) {
          context.checkpoint(item, undefined)
          throw localError('ChecksumMismatch', { Key: address.key, Expected: crc64, Received: answer.crc64 })
        }
      }
      const known = { ...answer, crc64: answer.crc64 === undefined ? undefined : (crc64 ?? answer.crc64) }
      if (hasCrc32(answer)) return { ...known, verified: true, verifiedBy: 'crc32' }
      return { ...known, verified: isOurs({ etag: answer.etag, crc64: answer.crc64 === undefined ? undefined : crc64 }) }
    } catch (error) {
      const code = codeOf(error)
      if (code === 'BadDigest' && crc32 !== undefined) {
        // Which part is wrong cannot be told, so all of them are of no use.
        context.checkpoint(item, undefined)
        throw localError('ChecksumMismatch', { Key: address.key, Expected: crc32 }, error)
      }
      if ((code === 'NoSuchUpload' || code === 'FileAlreadyExists') && mayExist) {
        const head = await provider.headObject(address)
        if (head.sizeBytes === sizeBytes && isOurs(head)) return { etag: head.etag, crc64: head.crc64, versionId: head.versionId, verified: true, ...(hasCrc32(head) ? { verifiedBy: 'crc32' as const } : {}) }
      }
      mayExist = true
      throw error
    }
  })
}

/** What S3 calls an object of these parts: the MD5 of their MD5s and their number. Undefined when a part's ETag is no MD5. */
function etagOfParts(etags: readonly string[]): string | undefined {
  if (!etags.every((etag) => /^[0-9a-f]{32}$/i.test(etag))) return undefined
  const joined = Buffer.concat(etags.map((etag) => Buffer.from(etag, 'hex')))
  return `${createHash('md5').update(joined).digest('hex')}-${String(etags.length)}`
}
