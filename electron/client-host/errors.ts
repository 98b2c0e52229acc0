import type { OssErrorWire } from '../contract/error-wire.ts'
import { cancelledCode } from '../contract/envelope.ts'
import { errorTable, type OssErrorCode } from '../../storage-core/model/error-table.ts'
import { isOssError, ossError } from '../../storage-core/model/oss-error.ts'
import { redact } from '../contract/redact.ts'

/**
 * A failure that a remote service told, or that reaching it met. Unlike OssError its code may be one that Ossia's table
 * does not know: services add codes, and the text must reach the user as it came.
 */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly code: string
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly retryable: boolean
  readonly requestId: string | undefined
  readonly hostId: string | undefined
  readonly ec: string | undefined
  readonly details: Readonly<Record<string, string>>
  /** Pause the service asked for. */
  readonly retryAfterMs: number | undefined
  /** The service's clock, from its Date header or its error, in milliseconds since the epoch. */
  readonly serverTimeMs: number | undefined

  constructor(fields: RemoteErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.code = fields.code
    this.status = fields.status
    this.retryable = fields.retryable
    this.requestId = fields.requestId
    this.hostId = fields.hostId
    this.ec = fields.ec
    this.details = fields.details ?? {}
    this.retryAfterMs = fields.retryAfterMs
    this.serverTimeMs = fields.serverTimeMs
  }
}

export interface RemoteErrorFields {
  readonly code: string
  readonly message: string
  readonly status: number
  readonly retryable: boolean
  readonly requestId?: string | undefined
  readonly hostId?: string | undefined
  readonly ec?: string | undefined
  readonly details?: Readonly<Record<string, string>> | undefined
  readonly retryAfterMs?: number | undefined
  readonly serverTimeMs?: number | undefined
  readonly cause?: unknown
}

/** The same failure, to be met once more: what was wrong with the request has been learned from it. */
export function asPassing(error: RemoteError): RemoteError {
  return new RemoteError({ code: error.code, message: error.message, status: error.status, retryable: true, requestId: error.requestId, details: error.details, cause: error })
}

/** The code of an expected failure, or undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  return isOssError(error) || error instanceof RemoteError ? error.code : undefined
}

export function isRetryable(error: unknown): boolean {
  if (error instanceof RemoteError) return error.retryable
  return isOssError(error) && errorTable[error.code].retryable
}

/** True for what an aborted AbortSignal makes awaited calls throw. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'AbortSignalError')
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** An expected failure with its details, in fewer words at the call site. */
export function localError(code: OssErrorCode, details: Record<string, string>, cause?: unknown): Error {
  return ossError(code, cause === undefined ? { details } : { details, cause })
}

/**
 * A failure as main and the window receive it. Unexpected ones become InternalError without their text, which goes to
 * `logUnexpected` once.
 */
export function toWire(error: unknown, logUnexpected: (text: string) => void): OssErrorWire {
  if (isAbort(error)) return { code: cancelledCode, message: 'The call was cancelled', status: 0, retryable: false }
  if (isOssError(error) || error instanceof RemoteError) {
    return {
      code: error.code.slice(0, 200),
      message: redact(error.message).slice(0, 20_000),
      status: error.status,
      retryable: isRetryable(error),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId.slice(0, 200) }),
      ...(error instanceof RemoteError && error.hostId !== undefined ? { hostId: error.hostId.slice(0, 300) } : {}),
      ...(error.ec === undefined ? {} : { ec: error.ec.slice(0, 200) }),
      ...(Object.keys(error.details).length === 0
        ? {}
        : { details: Object.fromEntries(Object.entries(error.details).map(([name, value]) => [name, redact(value)])) }),
    }
  }
  logUnexpected(redact(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  return { code: 'InternalError', message: 'Something went wrong inside Ossia', status: 0, retryable: false }
}
