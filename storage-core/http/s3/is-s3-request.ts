import type { IncomingHttpHeaders } from 'node:http'
import type { QueryPair } from '../../signature/request.ts'
import type { HostReading } from '../host.ts'

/** Told by the first header alone, so that also a request that cannot be read further is answered in its own words. */
export function isSignedAsS3({ authorization }: IncomingHttpHeaders): boolean {
  return authorization?.startsWith('AWS') === true
}

/**
 * Whether a request speaks S3. A signature decides; of unsigned requests the host (`s3.…`) or a header that only S3 has. OSS
 * documentation, "Compatibility with Amazon S3". Every request comes through here: those of OSS are told by one comparison.
 */
export function isS3Request(headers: IncomingHttpHeaders, query: readonly QueryPair[], host: HostReading): boolean {
  if (headers.authorization !== undefined) return isSignedAsS3(headers)
  for (const [name] of query) {
    if (name === 'X-Amz-Algorithm' || name === 'AWSAccessKeyId') return true
    if (name === 'OSSAccessKeyId' || name === 'x-oss-signature-version') return false
  }
  if (host.isS3 === true) return true
  for (const name in headers) if (name.startsWith('x-amz-')) return true
  return false
}
