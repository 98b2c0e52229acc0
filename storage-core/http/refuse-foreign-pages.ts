import type { IncomingMessage } from 'node:http'
import { ossError } from '../model/oss-error.ts'

/**
 * A page of any site can make a browser send requests to a loopback port, though not sign them. Unsigned ones are refused
 * when the browser says they come from elsewhere.
 * @throws OssError AccessDenied
 */
export function refuseForeignPages({ headers, method }: Pick<IncomingMessage, 'headers' | 'method'>): void {
  const reads = method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
  const isForeign = headers['sec-fetch-site'] === 'cross-site' || (headers.origin !== undefined && !reads)
  if (isForeign) throw ossError('AccessDenied', { message: 'Unsigned requests from web pages are not allowed.' })
}
