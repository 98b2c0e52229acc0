import { useEffect, useRef, useState } from 'react'
import type { AclScanReport, AclScanRow } from '../../../electron/contract/acl-scan.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'

export interface AclScanState {
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'failed'
  readonly report: AclScanReport | undefined
  readonly rows: readonly AclScanRow[]
  readonly error: unknown
}

export interface AclScanControl extends AclScanState {
  readonly start: (prefix: string) => void
  readonly stop: () => void
}

const idle: AclScanState = { state: 'idle', report: undefined, rows: [], error: undefined }

/** Reads the ACLs of a bucket's objects when told to. Leaving ends it. */
export function useAclScan(profileId: string, bucket: string): AclScanControl {
  const api = useApi()
  const [scan, setScan] = useState<AclScanState>(idle)
  const current = useRef<{ readonly scanId: string; readonly controller: AbortController } | undefined>(undefined)

  useWindowEvent('objects.aclsScanned', ({ scanId, report, rows }) => {
    if (current.current?.scanId !== scanId) return
    // What comes after the answer, which takes another way, is in it already.
    setScan((before) => (before.state === 'running' ? { ...before, report, rows: rows.length === 0 ? before.rows : [...before.rows, ...rows] } : before))
  })
  useEffect(() => () => current.current?.controller.abort(), [])

  const start = (prefix: string): void => {
    current.current?.controller.abort()
    const mine = { scanId: crypto.randomUUID(), controller: new AbortController() }
    current.current = mine
    setScan({ ...idle, state: 'running' })
    const isMine = (): boolean => current.current === mine
    void api.objects.scanAcls({ profileId, bucket, prefix, scanId: mine.scanId }, { signal: mine.controller.signal }).then(
      ({ report, rows }) => {
        // The answer holds everything, in order: an event may have been lost.
        if (isMine()) setScan({ state: 'done', report, rows, error: undefined })
      },
      (error: unknown) => {
        if (isMine()) setScan((before) => (isCancelled(error) ? { ...before, state: 'stopped' } : { ...before, state: 'failed', error }))
      },
    )
  }
  return { ...scan, start, stop: () => current.current?.controller.abort() }
}
