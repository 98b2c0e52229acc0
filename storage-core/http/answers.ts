import type { OssError } from '../model/oss-error.ts'
import type { ErrorAddress } from './error-reply.ts'
import type { FlatHeaders } from './reply.ts'

/** How a dialect other than OSS's own words what all its answers have in common. */
export interface Answers {
  commonHeaders(requestId: string): string[]
  error(error: OssError, facts: ErrorFacts): ErrorAnswer
}

export interface ErrorFacts {
  readonly requestId: string
  /** What the client called the endpoint. */
  readonly hostId: string
  readonly address: ErrorAddress
}

export interface ErrorAnswer {
  readonly status: number
  readonly headers: FlatHeaders
  /** The document; HEAD requests get none. */
  readonly xml: string
}
