import type { IncomingHttpHeaders } from 'node:http'
import type { QueryPair } from '../../signature/request.ts'
import type { HostReading } from '../host.ts'

/**
 * Whether a request speaks S3. A signature decides; of unsigned requests the host (`s3.…`) or a header that only S3 has. OSS
 * documentation, "Compatibility with Amazon S3". Every request comes through here: those of OSS are told by one comparison.
 */
export function isS3Request(headers: IncomingHttpHeaders, query: readonly QueryPair[], host: HostReading): boolean {
  const { authorization } = headers
  if (authorization !== undefined) return authorization.startsWith('AWS')
  for (const [name] of query) {
    if (name === 'X-Amz-Algorithm' || name === 'AWSAccessKeyId') return true
    if (name === 'OSSAccessKeyId' || name === 'x-oss-signature-version') return false
  }
  if (host.isS3 === true) return true
  for (const name in headers) if (name.startsWith('x-amz-')) return true
  return false
}
