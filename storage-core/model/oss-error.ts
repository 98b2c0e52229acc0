import { errorTable, type OssErrorCode } from './error-table.ts'

export interface OssErrorOptions {
  /** Replaces the table's text where OSS words one case of the code differently. */
  readonly message?: string
  /** Extra elements of the error XML, in order: BucketName, Key, ArgumentName, StringToSign, … */
  readonly details?: Readonly<Record<string, string>>
  readonly ec?: string
  readonly requestId?: string
  /** Headers that belong to the answer beside the body, such as `x-oss-delete-marker` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** An expected failure, identified by `code` alone: message text and `instanceof` do not survive a process boundary. */
export class OssError extends Error {
  override readonly name = 'OssError'
  readonly code: OssErrorCode
  readonly status: number
  readonly requestId: string | undefined
  readonly ec: string | undefined
  readonly details: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: OssErrorCode, options: OssErrorOptions = {}) {
    const row = errorTable[code]
    super(options.message ?? row.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = row.status
    this.requestId = options.requestId
    this.ec = options.ec ?? ('ec' in row ? row.ec : undefined)
    this.details = options.details ?? {}
    this.headers = options.headers ?? {}
  }
}

export function ossError(code: OssErrorCode, options?: OssErrorOptions): OssError {
  return new OssError(code, options)
}

/** Narrows an unknown value to an OssError, and to one code when given. */
export function isOssError(value: unknown, code?: OssErrorCode): value is OssError {
  return value instanceof OssError && (code === undefined || value.code === code)
}
