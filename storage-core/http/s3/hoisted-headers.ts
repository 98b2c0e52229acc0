import type { IncomingHttpHeaders } from 'node:http'
import { textToWire } from '../../signature/header-text.ts'
import type { QueryPair } from '../../signature/request.ts'
import type { Verified } from '../../signature/verify.ts'
import { invalidArgument } from '../parse/arguments.ts'
import { isChecksumAlgorithm } from '../../model/object-checksum.ts'
import { checksumHeaderPrefix } from './checksums.ts'

// oxlint-disable-next-line no-control-regex -- RFC 9110 section 5.5: a field's value has none of these
const unsendable = /[\u0000-\u0008\u000a-\u001f\u007f]/

/** Of the signature itself, of the bytes on the wire, and of clients: they say nothing of what is asked for. */
const notOfTheRequest: ReadonlySet<string> = new Set(
  ['algorithm', 'content-sha256', 'credential', 'date', 'decoded-content-length', 'expires', 'sdk-checksum-algorithm', 'security-token']
    .concat(['signature', 'signedheaders', 'te', 'trailer', 'user-agent'])
    .map((name) => `x-amz-${name}`),
)

/** Others say how: which kind, and whether to answer it. */
function isChecksumValue(header: string): boolean {
  return header.startsWith(checksumHeaderPrefix) && isChecksumAlgorithm(header.slice(checksumHeaderPrefix.length))
}

/**
 * The headers of a request with those that its link carries in the query, where whoever signed it put them because a link
 * makes nobody send headers: an ACL, metadata, tags, a storage class (Amazon S3 API Reference, "Authenticating Requests:
 * Using Query Parameters"). They are signed there. A header of the request itself wins, which must be signed as well; of
 * several of one name the last counts, which is the one that version 2 signs.
 *
 * Checksums are the exception: S3 does not look at those of a link. AWS's client for JavaScript puts that of an empty body
 * into every link for an upload, and the uploads succeed.
 * @throws OssError InvalidArgument for what no header can hold
 */
export function withHoistedHeaders(headers: IncomingHttpHeaders, query: readonly QueryPair[], verified: Verified): IncomingHttpHeaders {
  if (verified.kind !== 'signed' || verified.placement !== 'url') return headers
  let all = headers
  for (const [name, value] of query) {
    const lower = name.toLowerCase()
    // Version 2 signs those in lower case only.
    if (!lower.startsWith('x-amz-') || (verified.version === 'v2' && lower !== name)) continue
    if (notOfTheRequest.has(lower) || isChecksumValue(lower) || headers[lower] !== undefined) continue
    if (all === headers) all = { ...headers }
    // Stored, it would be sent back as a header one day.
    if (unsendable.test(value)) throw invalidArgument(lower, '', 'The parameter holds a character that no header can have.')
    all[lower] = textToWire(value)
  }
  return all
}
