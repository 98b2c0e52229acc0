import { crc32 } from 'node:zlib'
import { asPassing, RemoteError } from '../errors.ts'
import type { ObjectProvider, MultipartProvider } from '../providers/object-provider.ts'

type Uploads = Pick<ObjectProvider, 'putObject' | 'takesCrc32'> & MultipartProvider

/** The bytes of a CRC32 in base64, the highest first. */
export function crc32Text(value: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes.toString('base64')
}

/**
 * Writes that say a CRC32, as long as the service does not refuse the words. Services know them all, in part or not at all: some
 * ignore them, some refuse what they do not know, and older ones keep none of a whole object. What one connection has learned
 * holds for its next requests.
 */
export function uploadsWithCrc32(alike: Uploads): Uploads {
  let takesCrc32 = true
  let keepsWhole = true

  return {
    get takesCrc32() {
      return takesCrc32
    },

    async putObject(input) {
      if (!takesCrc32) return alike.putObject({ ...input, crc32: undefined })
      const said = input.body instanceof Buffer ? crc32Text(crc32(input.body)) : input.crc32
      try {
        return await alike.putObject({ ...input, crc32: said })
      } catch (error) {
        if (said === undefined || !isRefusal(error)) throw error
        takesCrc32 = false
        // A stream was perhaps begun to be read: whoever opened it sends it again.
        if (typeof input.body === 'function') throw asPassing(error)
        return alike.putObject({ ...input, crc32: undefined })
      }
    },

    async initiateMultipartUpload(input) {
      const { wantsCrc32: _, ...plain } = input
      if (input.wantsCrc32 !== true || !takesCrc32 || !keepsWhole) return alike.initiateMultipartUpload(plain)
      try {
        const begun = await alike.initiateMultipartUpload(input)
        if (begun.keepsCrc32 !== false) return begun
        // It would want checksums of its own kind with each part.
        keepsWhole = false
        await alike.abortMultipartUpload({ bucket: input.bucket, key: input.key, uploadId: begun.uploadId, signal: input.signal })
      } catch (error) {
        if (!isRefusal(error)) throw error
        keepsWhole = false
      }
      return alike.initiateMultipartUpload(plain)
    },

    uploadPart: (input) => alike.uploadPart(input),
    completeMultipartUpload: (input) => alike.completeMultipartUpload(input),
    abortMultipartUpload: (input) => alike.abortMultipartUpload(input),
  }
}

/** What services answer to a header that they do not know. */
const refusals = new Set(['InvalidArgument', 'InvalidRequest', 'NotImplemented', 'UnsupportedHeader', 'UnsupportedArgument', 'MalformedSecurityHeader'])

function isRefusal(error: unknown): error is RemoteError {
  return error instanceof RemoteError && (error.status === 400 || error.status === 501) && refusals.has(error.code)
}
