import { useCallback, useEffect, useRef, useState } from 'react'
import type { VersionUsageReport } from '../../../electron/contract/as-of.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'

export interface VersionCount {
  readonly state: 'idle' | 'counting' | 'stopped' | 'complete' | 'failed'
  /** What was counted so far. */
  readonly report: VersionUsageReport | undefined
  readonly error: OssErrorWire | undefined
}
const idle: VersionCount = { state: 'idle', report: undefined, error: undefined }

/** Counts versions when asked, and stops when asked or when nobody looks any more. */
export function useVersionCount(profileId: string, bucket: string, prefix: string): VersionCount & { readonly start: () => void; readonly stop: () => void } {
  const api = useApi()
  const [count, setCount] = useState(idle)
  const running = useRef<{ readonly countId: string; readonly controller: AbortController } | undefined>(undefined)
  useEffect(() => () => running.current?.controller.abort(), [])
  useWindowEvent('asOf.counted', ({ countId, report }) => {
    if (running.current?.countId === countId) setCount((known) => (known.state === 'counting' ? { ...known, report } : known))
  })
  const start = useCallback(() => {
    const countId = crypto.randomUUID()
    const controller = new AbortController()
    running.current?.controller.abort()
    running.current = { countId, controller }
    const settle = (next: (known: VersionCount) => VersionCount) => {
      if (running.current?.countId === countId) setCount(next)
    }
    setCount({ ...idle, state: 'counting' })
    api.asOf.countVersions({ profileId, bucket, prefix, countId }, { signal: controller.signal }).then(
      (report) => settle(() => ({ state: 'complete', report, error: undefined })),
      (thrown: unknown) => {
        if (isCancelled(thrown)) settle((known) => ({ ...known, state: 'stopped' }))
        else settle((known) => ({ ...known, state: 'failed', error: toCallError(thrown) }))
      },
    )
  }, [api, profileId, bucket, prefix])
  const stop = useCallback(() => running.current?.controller.abort(), [])
  return { ...count, start, stop }
}
