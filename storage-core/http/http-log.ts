/** What the endpoint reports to its host. Never holds a secret or a signature: URLs and texts are redacted before. */
export type HttpLogEvent =
  | {
      readonly kind: 'internal-error'
      readonly requestId: string
      readonly method: string
      readonly url: string
      /** The stack with its causes. */
      readonly error: string
    }
  | { readonly kind: 'not-implemented'; readonly method: string; readonly url: string }

export type HttpLog = (event: HttpLogEvent) => void
