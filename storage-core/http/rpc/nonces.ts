import { ramError } from '../../model/ram-error.ts'

/** Both sides of the clock: whatever is older than this is refused for its time stamp. */
export const timeStampWindowMs = 15 * 60_000
const keepMs = 2 * timeStampWindowMs
const maxNonces = 500_000

export interface Nonces {
  /** @throws RamError SignatureNonceUsed, or Throttling when there are more than can be remembered */
  use(accessKeyId: string, nonce: string, nowMs: number): void
}

/**
 * Remembers which requests were answered, for as long as they could be sent again. In two halves, of which the older one is
 * forgotten as a whole. Only requests with a good signature get here.
 */
export function createNonces(): Nonces {
  let before = new Set<string>()
  let current = new Set<string>()
  let sinceMs = 0
  return {
    use(accessKeyId, nonce, nowMs) {
      if (nowMs - sinceMs >= keepMs) {
        before = nowMs - sinceMs >= 2 * keepMs ? new Set() : current
        current = new Set()
        sinceMs = nowMs
      }
      const name = `${accessKeyId}/${nonce}`
      if (current.has(name) || before.has(name)) throw ramError('SignatureNonceUsed')
      if (current.size >= maxNonces) throw ramError('Throttling')
      current.add(name)
    },
  }
}
