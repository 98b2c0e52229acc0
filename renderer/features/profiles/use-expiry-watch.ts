import { useEffect, useRef, useState } from 'react'
import { useNotices } from '../notices/index.ts'
import { useProfileDialogs } from './dialogs.ts'
import { expiryOf, nextExpiryChangeMs } from './expiry.ts'
import { useProfiles } from './queries.ts'

/** Timers cannot be set further ahead. */
const longestTimerMs = 2_000_000_000

/** Says once that a key is about to end, and once that it has; each with the way to a new one. */
export function useExpiryWatch(): void {
  const profiles = useProfiles()
  const tell = useNotices((state) => state.tell)
  const startRenew = useProfileDialogs((state) => state.startRenew)
  const [round, setRound] = useState(0)
  const told = useRef(new Set<string>())
  useEffect(() => {
    const nowMs = Date.now()
    for (const profile of profiles) {
      const expiry = expiryOf(profile, nowMs)
      const { profileId, name, expiresMs } = profile
      const key = `${profileId} ${String(expiresMs)} ${expiry}`
      if ((expiry !== 'soon' && expiry !== 'expired') || told.current.has(key)) continue
      told.current.add(key)
      tell(expiry === 'soon' ? 'profiles.expiresSoon' : 'profiles.expired', name, { label: 'profiles.renew', run: () => startRenew(profileId) })
    }
    const next = nextExpiryChangeMs(profiles, nowMs)
    if (next === undefined) return undefined
    const timer = setTimeout(() => setRound(round + 1), Math.min(next - nowMs + 500, longestTimerMs))
    return () => clearTimeout(timer)
  }, [profiles, round, tell, startRenew])
}
