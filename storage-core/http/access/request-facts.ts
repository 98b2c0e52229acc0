import type { IncomingHttpHeaders } from 'node:http'
import type { OssAction } from '../../policy/actions.ts'
import type { RequestFacts } from '../../policy/request.ts'
import { headerText, queryValue, type QueryPair } from '../../signature/request.ts'
import { parseTags } from '../parse/tags.ts'

/** What permissions may depend on of a request. Headers and query as the operation reads them, whatever the dialect. */
export interface AskingRequest {
  readonly headers: IncomingHttpHeaders
  readonly query: readonly QueryPair[]
  readonly clientAddress: string
  /** Over TLS. */
  readonly isSecure: boolean
  /** Signed by its URL. */
  readonly isPresigned: boolean
}

/** What a request's body says, or what the operation found out. Wins over the headers. */
export type StatedFacts = Pick<RequestFacts, 'requestedObjectAcl' | 'requestObjectTags'>

/** For requests that no policy asks about. */
export const noFacts: RequestFacts = { timeMs: 0, secureTransport: false }

const listings: ReadonlySet<OssAction> = new Set(['oss:ListObjects', 'oss:ListObjectVersions'])

/** @throws OssError InvalidTag, RepeatedTags */
export function factsOf(
  request: AskingRequest,
  accessKeyId: string | undefined,
  action: OssAction,
  nowMs: number,
  stated?: StatedFacts,
): RequestFacts {
  const { headers, query, clientAddress } = request
  const userAgent = headers['user-agent']
  const bucketAcl = headerText(headers, 'x-oss-acl')
  const objectAcl = headerText(headers, 'x-oss-object-acl')
  const tagging = action === 'oss:PutObject' || action === 'oss:PutObjectTagging' ? headerText(headers, 'x-oss-tagging') : undefined
  return {
    timeMs: nowMs,
    secureTransport: request.isSecure,
    ...(clientAddress === '' ? {} : { sourceIp: clientAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(listings.has(action) ? { prefix: queryValue(query, 'prefix') ?? '', delimiter: queryValue(query, 'delimiter') ?? '' } : {}),
    ...(bucketAcl === undefined ? {} : { requestedBucketAcl: bucketAcl }),
    ...(objectAcl === undefined ? {} : { requestedObjectAcl: objectAcl }),
    ...(tagging === undefined ? {} : { requestObjectTags: parseTags(tagging) }),
    ...stated,
  }
}
