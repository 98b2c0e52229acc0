import { createHash } from 'node:crypto'
import type { LifecycleRule } from '../../../model/lifecycle.ts'
import { refuseValue } from './lifecycle-refusal.ts'

/**
 * Gives an id to each rule that has none. It follows from the rule, so that putting the same document again changes
 * nothing.
 * @throws OssError InvalidArgument for two rules with one id
 */
export function withIds(rules: readonly LifecycleRule[]): readonly LifecycleRule[] {
  const taken = new Set<string>()
  for (const { id } of rules) {
    if (id !== '' && taken.has(id)) throw refuseValue('ID', id, 'Each rule must have an ID of its own.', '0014-00000020')
    taken.add(id)
  }
  return rules.map((rule) => {
    if (rule.id !== '') return rule
    let id = ''
    for (let attempt = 0; id === '' || taken.has(id); attempt += 1) {
      id = createHash('sha256').update(`${attempt} ${JSON.stringify(rule)}`).digest('hex').slice(0, 32)
    }
    taken.add(id)
    return { ...rule, id }
  })
}
