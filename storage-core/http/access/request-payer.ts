import type { IncomingHttpHeaders } from 'node:http'
import { ossError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'

/** What a request that somebody else than the owner pays for carries, as a header or in the query. */
const name = 'x-oss-request-payer'

export interface PayingRequest {
  readonly isAnonymous: boolean
  /** By a URL. */
  readonly isPresigned: boolean
  readonly headers: IncomingHttpHeaders
  readonly query: readonly QueryPair[]
}

/**
 * Whoever is not of the bucket's account must be known, and must say that he pays (OSS documentation,
 * "PutBucketRequestPayment").
 * @throws OssError AccessDenied
 */
export function assertPays({ isAnonymous, isPresigned, headers, query }: PayingRequest): void {
  if (isAnonymous) {
    throw ossError('AccessDenied', { message: 'Anonymous access is forbidden for this pay-by-requester bucket.', ec: '0003-00000701' })
  }
  if (headers[name] === 'requester' || queryValue(query, name) === 'requester') return
  throw ossError('AccessDenied', {
    message: 'Access denied for requester pay bucket.',
    ec: isPresigned ? '0003-00000702' : '0003-00000703',
  })
}
