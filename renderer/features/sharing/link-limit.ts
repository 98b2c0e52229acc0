import { longestV1Seconds, longestV4Seconds } from '../../../electron/contract/sharing.ts'
import type { Profile } from '../../../electron/contract/profiles.ts'

/** How long a link can last, and what sets the end of it. */
export interface LinkLimit {
  readonly seconds: number
  readonly because: 'signature' | 'temporaryKey'
}

/** A link signed with a temporary key ends with the key, whatever it says. */
export function linkLimit({ signatureVersion, expiresMs }: Pick<Profile, 'signatureVersion' | 'expiresMs'>, nowMs: number): LinkLimit {
  const bySignature = signatureVersion === 'v4' ? longestV4Seconds : longestV1Seconds
  const byKey = expiresMs === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((expiresMs - nowMs) / 1000))
  return byKey < bySignature ? { seconds: byKey, because: 'temporaryKey' } : { seconds: bySignature, because: 'signature' }
}

export const presetSeconds = [900, 3600, 86_400, 604_800, 2_592_000] as const
