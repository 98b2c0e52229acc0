/** A decoded query pair in the order it was sent. `?acl` and `?acl=` both carry an empty value. */
export type QueryPair = readonly [name: string, value: string]

/** Headers by lower-case name, as Node's HTTP parser gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * What a signature covers. Bucket and key are decoded text: OSS signs the decoded key in V1 and its own re-encoding of it
 * in V4, so how a client escaped the path never matters.
 */
export interface SignableRequest {
  readonly method: string
  /** Absent for requests on the service itself. */
  readonly bucket?: string | undefined
  /** Absent for requests on a bucket. */
  readonly key?: string | undefined
  readonly query: readonly QueryPair[]
  readonly headers: RequestHeaders
  /** The path exactly as it is on the wire, escapes and all. Only AWS signatures cover that; without it they do not verify. */
  readonly path?: string | undefined
  /** The bucket that the host names and the path therefore does not. AWS V2 signs it in front of the path. */
  readonly hostBucket?: string | undefined
}

/** Parameters of the query that belong to a signature, by name. */
export type UrlSignature = ReadonlyMap<string, string>

export function headerText(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'object' ? value.join(',') : value
}

export function queryValue(query: readonly QueryPair[], name: string): string | undefined {
  for (const pair of query) if (pair[0] === name) return pair[1]
  return undefined
}
