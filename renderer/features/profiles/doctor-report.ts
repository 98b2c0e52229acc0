import type { DoctorAdvice, DoctorCheck, DoctorCheckId, DoctorFactName, DoctorState } from '../../../electron/contract/doctor.ts'
import type { ProfileFields } from '../../../electron/contract/profiles.ts'

/** The checks as they are shown. */
export const doctorGroups = [
  { group: 'network', ids: ['proxy', 'dns', 'tcp', 'tls'] },
  { group: 'service', ids: ['service', 'clock', 'region'] },
  { group: 'key', ids: ['signature', 'credential', 'listBuckets', 'listObjects', 'readObject', 'writeObject'] },
] as const satisfies readonly { readonly group: string; readonly ids: readonly DoctorCheckId[] }[]

export interface DoctorTexts {
  readonly check: (id: DoctorCheckId) => string
  readonly state: (state: DoctorState | 'waiting') => string
  readonly advice: (advice: DoctorAdvice) => string
  readonly fact: (name: DoctorFactName) => string
  readonly duration: (ms: number) => string
  readonly setting: (name: 'endpoint' | 'region' | 'signatureVersion' | 'addressing' | 'presetPath' | 'proxy') => string
}

/** Everything that was found, as text for whoever can help. No key is part of it, not even its id. */
export function reportOf(fields: Pick<ProfileFields, 'endpoint' | 'region' | 'signatureVersion' | 'addressing' | 'presetPath' | 'proxy'>, checks: ReadonlyMap<DoctorCheckId, DoctorCheck>, texts: DoctorTexts): string {
  const { endpoint, region, signatureVersion, addressing, presetPath, proxy } = fields
  const settings = { endpoint, region, signatureVersion, addressing, presetPath, proxy: [proxy.mode, proxy.address].filter((part) => part !== '').join(' ') }
  const lines = Object.entries(settings).flatMap(([name, value]) => (value === '' ? [] : [`${texts.setting(name as keyof typeof settings)}: ${value}`]))
  for (const { ids } of doctorGroups) {
    for (const id of ids) {
      const check = checks.get(id)
      if (check === undefined) continue
      const { state, advice, facts, durationMs, error } = check
      lines.push('', `${texts.check(id)}: ${texts.state(state)}${durationMs === undefined ? '' : ` (${texts.duration(durationMs)})`}`)
      if (advice !== undefined) lines.push(`  ${texts.advice(advice)}`)
      for (const { name, value } of facts) lines.push(`  ${texts.fact(name)}: ${value}`)
      if (error !== undefined) lines.push(`  ${error.code}: ${error.message}`)
    }
  }
  return `${lines.join('\n')}\n`
}
