import type { IncomingHttpHeaders } from 'node:http'
import type { CorsConfiguration } from '../../model/bucket-settings.ts'
import { ossError } from '../../model/oss-error.ts'
import { corsHeaders, matchCorsRule, parseHeaderNames } from '../../policy/cors.ts'
import { emptyHeaders, type FlatHeaders } from '../reply.ts'

/** What the answer to a request of a web page says, and whether the bucket's rules let the page see it. */
export interface CorsAnswer {
  readonly isAllowed: boolean
  readonly headers: FlatHeaders
}

const nothing: CorsAnswer = { isAllowed: false, headers: emptyHeaders }
const nothingButVary: CorsAnswer = { isAllowed: false, headers: ['Vary', 'Origin'] }

/**
 * What goes with the answer to a request, whatever else it says. When no rule has the origin and the method, the request is
 * answered without a word about origins, and the browser keeps the answer from the page (OSS documentation, "PutBucketCors").
 */
export function corsAnswer(cors: CorsConfiguration | undefined, method: string, origin: string | undefined): CorsAnswer {
  if (cors === undefined) return nothing
  const request = origin === undefined ? undefined : { origin, method }
  const match = request === undefined ? undefined : matchCorsRule(cors, request)
  if (request === undefined || match === undefined) return cors.responseVary ? nothingButVary : nothing
  return { isAllowed: true, headers: Object.entries(corsHeaders(cors, match, request)).flat() }
}

/**
 * The answer to a preflight request (OSS documentation, "OptionObject").
 * @throws OssError BadRequest without an origin or a method, AccessForbidden when no rule fits
 */
export function preflightHeaders(cors: CorsConfiguration | undefined, headers: IncomingHttpHeaders): FlatHeaders {
  const { origin } = headers
  const method = headers['access-control-request-method']
  if (origin === undefined || origin === '') {
    throw ossError('BadRequest', { message: 'Insufficient information. Origin request header needed.', details: { Header: 'Origin' } })
  }
  if (method === undefined || method === '') {
    throw ossError('BadRequest', {
      message: 'Insufficient information. Access-Control-Request-Method request header needed.',
      details: { Header: 'Access-Control-Request-Method' },
    })
  }
  if (cors === undefined) throw ossError('AccessForbidden')
  const request = { origin, method, headers: parseHeaderNames(headers['access-control-request-headers']) }
  const match = matchCorsRule(cors, request)
  if (match !== undefined) return Object.entries(corsHeaders(cors, match, request)).flat()
  throw ossError('AccessForbidden', {
    message:
      'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / ' +
      "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
  })
}
