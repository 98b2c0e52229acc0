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
  readonly bucket?: string
  /** Absent for requests on a bucket. */
  readonly key?: string
  readonly query: readonly QueryPair[]
  readonly headers: RequestHeaders
}

export function headerText(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'object' ? value.join(',') : value
}

export function queryValue(query: readonly QueryPair[], name: string): string | undefined {
  for (const pair of query) if (pair[0] === name) return pair[1]
  return undefined
}
