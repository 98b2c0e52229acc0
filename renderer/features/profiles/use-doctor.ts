import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { DoctorCheck, DoctorCheckId } from '../../../electron/contract/doctor.ts'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import { fieldsOfProfile, type trialOf } from './draft.ts'

/** What is examined: a form's content, or a kept connection. */
export type Trial = ReturnType<typeof trialOf>

export const trialOfProfile = (profile: Profile): Trial => ({ fields: fieldsOfProfile(profile), profileId: profile.profileId })

interface Doctor {
  readonly checks: ReadonlyMap<DoctorCheckId, DoctorCheck>
  readonly isRunning: boolean
  readonly error: unknown
  readonly run: (mayWrite: boolean) => void
  readonly cancel: () => void
}

/** Examines a connection at once, and again when told. Leaving cancels it. */
export function useDoctor(trial: Trial): Doctor {
  const api = useApi()
  const [checks, setChecks] = useState<ReadonlyMap<DoctorCheckId, DoctorCheck>>(new Map())
  const [isRunning, setRunning] = useState(true)
  const [error, setError] = useState<unknown>(undefined)
  const current = useRef<{ readonly runId: string; readonly controller: AbortController } | undefined>(undefined)

  useWindowEvent('doctor.progress', ({ runId, check }) => {
    if (current.current?.runId === runId) setChecks((former) => new Map(former).set(check.id, check))
  })

  function examine(mayWrite: boolean): void {
    current.current?.controller.abort()
    const mine = { runId: crypto.randomUUID(), controller: new AbortController() }
    current.current = mine
    const isMine = (): boolean => current.current === mine
    void api.profiles.diagnose({ ...trial, runId: mine.runId, mayWrite }, { signal: mine.controller.signal }).then(
      ({ checks: found }) => {
        if (!isMine()) return
        // The answer holds everything: an event may have been lost.
        setChecks(new Map(found.map((check) => [check.id, check])))
        setRunning(false)
      },
      (thrown: unknown) => {
        if (!isMine()) return
        if (!isCancelled(thrown)) setError(thrown)
        setChecks((former) => new Map([...former].filter(([, { state }]) => state !== 'running')))
        setRunning(false)
      },
    )
  }

  const begin = useEffectEvent(() => examine(false))
  useEffect(() => {
    begin()
    return () => current.current?.controller.abort()
  }, [])

  const run = (mayWrite: boolean): void => {
    setChecks(new Map())
    setError(undefined)
    setRunning(true)
    examine(mayWrite)
  }
  return { checks, isRunning, error, run, cancel: () => current.current?.controller.abort() }
}
