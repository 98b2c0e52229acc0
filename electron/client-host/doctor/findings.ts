import type { DoctorAdvice, DoctorCheck, DoctorCheckId, DoctorFact, DoctorFactName } from '../../contract/doctor.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { isAbort } from '../errors.ts'

/** What one check found. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly advice?: DoctorAdvice
  readonly facts?: readonly DoctorFact[]
  readonly error?: unknown
}

/** Facts that are there, in the order given. */
export function factsOf(values: Partial<Readonly<Record<DoctorFactName, string | number | undefined>>>): DoctorFact[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name: name as DoctorFactName, value: String(value).slice(0, 2000) }]))
}

export const ok = (values: Parameters<typeof factsOf>[0] = {}): Finding => ({ state: 'ok', facts: factsOf(values) })
export const skipped = (advice: DoctorAdvice, values: Parameters<typeof factsOf>[0] = {}): Finding => ({ state: 'skipped', advice, facts: factsOf(values) })
export const warning = (advice: DoctorAdvice, values: Parameters<typeof factsOf>[0] = {}): Finding => ({ state: 'warning', advice, facts: factsOf(values) })
export const failed = (advice: DoctorAdvice, error: unknown, values: Parameters<typeof factsOf>[0] = {}): Finding => ({ state: 'failed', advice, error, facts: factsOf(values) })

export interface Recorder {
  readonly checks: DoctorCheck[]
  /** Runs a check and tells of its begin and its end. Only a cancelled one rejects. */
  readonly run: (id: DoctorCheckId, check: () => Promise<Finding>) => Promise<Finding>
  /** Tells a finding that came with another check. */
  readonly note: (id: DoctorCheckId, finding: Finding) => Finding
}

interface Listener {
  readonly onCheck: (check: DoctorCheck) => void
  readonly toWire: (error: unknown) => OssErrorWire
  readonly signal: AbortSignal
}

export function createRecorder({ onCheck, toWire, signal }: Listener): Recorder {
  const checks: DoctorCheck[] = []
  const tell = (id: DoctorCheckId, { state, advice, facts = [], error }: Finding, durationMs?: number): void => {
    const check: DoctorCheck = {
      id,
      state,
      facts: [...facts],
      ...(advice === undefined ? {} : { advice }),
      ...(durationMs === undefined ? {} : { durationMs: Math.round(durationMs * 10) / 10 }),
      ...(error === undefined ? {} : { error: toWire(error) }),
    }
    checks.push(check)
    onCheck(check)
  }
  return {
    checks,
    note: (id, finding) => {
      tell(id, finding)
      return finding
    },
    run: async (id, check) => {
      signal.throwIfAborted()
      onCheck({ id, state: 'running', facts: [] })
      const startedMs = performance.now()
      let finding: Finding
      try {
        finding = await check()
      } catch (error) {
        if (isAbort(error) || signal.aborted) throw error
        finding = failed('unexpected', error)
      }
      signal.throwIfAborted()
      tell(id, finding, finding.state === 'skipped' ? undefined : performance.now() - startedMs)
      return finding
    },
  }
}
