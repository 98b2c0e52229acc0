/** What a signature covers. Header names are lower case; the key is not encoded. */
export interface UnsignedRequest {
  readonly method: string
  readonly bucket?: string | undefined
  readonly key?: string | undefined
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** Where the bucket is, when that is not the connection's region. */
  readonly region?: string | undefined
}

/** Signs the requests of one connection and keeps its secret. */
export interface RequestSigner {
  /** All headers of the request, the signature's own included. */
  sign(request: UnsignedRequest): Readonly<Record<string, string>>
  /** Query parameters of a URL that needs no headers but `host`. Valid from now for the given time, at most seven days. */
  presign(request: UnsignedRequest, expiresSeconds: number): Readonly<Record<string, string>>
  /** From now on sign as if the clock showed the service's time. */
  correctClock(serverTimeMs: number): void
  /** The time requests are signed with now: the local clock, corrected. */
  clockMs(): number
}
