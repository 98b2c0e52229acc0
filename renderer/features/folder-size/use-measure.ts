import { useCallback, useEffect, useRef, useState } from 'react'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { MeasuredSelection, SizeReport } from '../../../electron/contract/measuring.ts'
import { useApi } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'

export interface MeasureTarget {
  readonly profileId: string
  readonly bucket: string
  readonly selection: MeasuredSelection
}

export interface Measuring {
  readonly state: 'idle' | 'counting' | 'done' | 'stopped' | 'failed'
  /** What was counted so far. */
  readonly report?: SizeReport
  readonly error?: OssErrorWire
}

let serial = 0

/** Counts what is below a folder or in a selection, on request. It ends with the component, at the latest. */
export function useMeasure(target: MeasureTarget): Measuring & { readonly start: () => void; readonly stop: () => void } {
  const api = useApi()
  const [measuring, setMeasuring] = useState<Measuring>({ state: 'idle' })
  const running = useRef<{ readonly measureId: string; readonly controller: AbortController } | undefined>(undefined)
  useWindowEvent('listing.measured', ({ measureId, report }) => {
    if (running.current?.measureId === measureId) setMeasuring({ state: 'counting', report })
  })
  const stop = useCallback(() => {
    running.current?.controller.abort()
    running.current = undefined
    setMeasuring((former) => (former.state === 'counting' ? { ...former, state: 'stopped' } : former))
  }, [])
  useEffect(
    () => () => {
      running.current?.controller.abort()
    },
    [],
  )
  const start = () => {
    stop()
    const run = { measureId: `measure-${String(++serial)}`, controller: new AbortController() }
    running.current = run
    setMeasuring({ state: 'counting' })
    const isCurrent = () => running.current === run
    api.listing.measureSelection({ ...target, measureId: run.measureId }, { signal: run.controller.signal }).then(
      (report) => {
        if (!isCurrent()) return
        running.current = undefined
        setMeasuring({ state: 'done', report })
      },
      (thrown: unknown) => {
        if (!isCurrent()) return
        running.current = undefined
        setMeasuring((former) => ({ ...former, state: 'failed', error: toCallError(thrown) }))
      },
    )
  }
  return { ...measuring, start, stop }
}
