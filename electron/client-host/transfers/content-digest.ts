import { createHash } from 'node:crypto'
import { createChecksum } from '../../../storage-core/signature/checksums.ts'
import type { StoredChecksum } from '../../contract/objects.ts'
import type { VerifiedBy } from '../../contract/transfer-items.ts'
import { startCrc64 } from '../crc64.ts'

/** Checksums of bytes on their way. */
export interface ContentDigest {
  update(bytes: Uint8Array): void
  /** Once. */
  finish(): ContentSums
}

/** What a service says of an object it took or gives. */
export interface SaidOfObject {
  readonly crc64: string | undefined
  readonly etag: string
  readonly checksum?: StoredChecksum | undefined
}

export interface ContentSums {
  /** Decimal. */
  readonly crc64: string
  /** Lower-case hexadecimal; only where the service could be compared by it. */
  readonly md5: string | undefined
  /** Of the kind that was asked for, base64. */
  readonly checksum: string | undefined
}

/**
 * @param service OSS tells a CRC64 of everything; S3 tells none, but the ETag of what was put in one piece is its MD5
 * @param wanted what S3 keeps of all the bytes, in place of the MD5
 */
export async function startDigest(service: 'oss' | 's3', wanted?: StoredChecksum): Promise<ContentDigest> {
  const crc = await startCrc64()
  const checksum = wanted?.type === 'FULL_OBJECT' ? await createChecksum(wanted.algorithm) : undefined
  const md5 = service === 's3' && checksum === undefined ? createHash('md5') : undefined
  return {
    update: (bytes) => {
      crc.update(bytes)
      md5?.update(bytes)
      checksum?.update(bytes)
    },
    finish: () => ({ crc64: crc.finish(), md5: md5?.digest('hex'), checksum: checksum?.digest() }),
  }
}

/**
 * What proves that the service has these very bytes. An ETag that differs proves nothing: it is no MD5 where the service
 * encrypts with a key of the user's own, and on some services never (Amazon S3 API Reference, "Object").
 */
export function compareSums(sums: ContentSums, answer: SaidOfObject): VerifiedBy | 'differs' | undefined {
  if (answer.crc64 !== undefined) return answer.crc64 === sums.crc64 ? 'crc64' : 'differs'
  const { checksum } = answer
  if (sums.checksum !== undefined && checksum?.type === 'FULL_OBJECT') return sums.checksum === checksum.value ? checksum.algorithm : 'differs'
  return sums.md5 !== undefined && answer.etag.toLowerCase() === sums.md5 ? 'md5' : undefined
}
