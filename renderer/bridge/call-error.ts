import { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { cancelledCode } from '../../electron/contract/envelope.ts'

/**
 * What a failed call says, in the contract's shape. Anything else that was thrown is a fault of the window itself and
 * becomes `InternalError` with its own words.
 */
export function toCallError(thrown: unknown): OssErrorWire {
  const parsed = OssErrorWire.safeParse(thrown)
  if (parsed.success) return parsed.data
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'InternalError', message, status: 0, retryable: false }
}

/** True for a call that was cancelled on purpose; the window shows nothing for it. */
export function isCancelled(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false
  return ('code' in thrown && thrown.code === cancelledCode) || ('name' in thrown && thrown.name === 'AbortError')
}
