import { z } from 'zod'
import type { OssErrorWire } from './error-wire.ts'

export { callChannel, cancelChannel, portChannel } from './channels.ts'

/** A call, numbered per call so that cancelling one never touches another. */
export const CallEnvelope = z.strictObject({
  callId: z.string().min(1).max(64),
  method: z.string().min(1).max(100),
  input: z.unknown(),
})
export type CallEnvelope = z.infer<typeof CallEnvelope>

/** Never a throw across `invoke`: Electron keeps nothing of an error but its message. */
export type CallReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: OssErrorWire }

/** Answer to a cancelled call: not an OSS code, and the window shows nothing for it. */
export const cancelledCode = 'Cancelled'
