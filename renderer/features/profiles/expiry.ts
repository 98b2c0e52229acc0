import { useEffect, useState } from 'react'
import type { Profile } from '../../../electron/contract/profiles.ts'

/** How long before its end a key is spoken of. */
export const expiresSoonMs = 15 * 60_000

export type Expiry = 'lasting' | 'running' | 'soon' | 'expired'

export function expiryOf({ expiresMs }: Pick<Profile, 'expiresMs'>, nowMs: number): Expiry {
  if (expiresMs === undefined) return 'lasting'
  if (expiresMs <= nowMs) return 'expired'
  return expiresMs - nowMs <= expiresSoonMs ? 'soon' : 'running'
}

/** When something about these keys changes next; undefined when nothing will. */
export function nextExpiryChangeMs(profiles: readonly Pick<Profile, 'expiresMs'>[], nowMs: number): number | undefined {
  const moments = profiles.flatMap(({ expiresMs }) => (expiresMs === undefined ? [] : [expiresMs - expiresSoonMs, expiresMs]))
  const later = moments.filter((moment) => moment > nowMs)
  return later.length === 0 ? undefined : Math.min(...later)
}

/** The time, told again every so often. */
export function useNow(everyMs = 15_000): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
