import { useEffect, useEffectEvent } from 'react'
import type { PortLabel, WindowEvent } from '../../electron/contract/events.ts'
import { useBridge } from './api.tsx'

/** Calls the listener for each event of a kind while the component is mounted. */
export function useWindowEvent<K extends WindowEvent['kind']>(kind: K, listener: (event: Extract<WindowEvent, { kind: K }>) => void): void {
  const { events } = useBridge()
  const latest = useEffectEvent(listener)
  useEffect(() => events.on(kind, (event) => latest(event)), [events, kind])
}

export function useEventGap(listener: (label: PortLabel) => void): void {
  const { events } = useBridge()
  const latest = useEffectEvent(listener)
  useEffect(() => events.onGap((label) => latest(label)), [events])
}
