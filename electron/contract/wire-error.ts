import { errorTable, type OssErrorCode } from '../../storage-core/model/error-table.ts'
import { cancelledCode } from './envelope.ts'
import type { OssErrorWire } from './error-wire.ts'

interface WireErrorOptions {
  /** Replaces the table's sentence. */
  readonly message?: string
  readonly details?: Readonly<Record<string, string>>
}

/** A failure of the table, as it crosses a process border. */
export function wireError(code: OssErrorCode, options: WireErrorOptions = {}): OssErrorWire {
  const row = errorTable[code]
  return {
    code,
    message: options.message ?? row.message,
    status: row.status,
    retryable: row.retryable,
    ...(options.details === undefined ? {} : { details: { ...options.details } }),
  }
}

/** What a cancelled call answers. */
export const cancelledError: OssErrorWire = { code: cancelledCode, message: 'The call was cancelled', status: 0, retryable: false }

/** Carries a wire failure through code that throws. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly wire: OssErrorWire

  constructor(wire: OssErrorWire) {
    super(wire.message)
    this.wire = wire
  }
}

/** Throwable form of `wireError`. */
export const wireFailure = (code: OssErrorCode, options?: WireErrorOptions): WireFailure => new WireFailure(wireError(code, options))
