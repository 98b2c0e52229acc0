import type { Fragment } from '../../../electron/contract/fragments.ts'

export const ages = ['any', 'day', 'week', 'month'] as const
export type Age = (typeof ages)[number]

const dayMs = 86_400_000
const days: Readonly<Record<Age, number>> = { any: 0, day: 1, week: 7, month: 30 }

/** Those begun at least so long ago. */
export function olderThan(fragments: readonly Fragment[], age: Age, nowMs: number): readonly Fragment[] {
  return age === 'any' ? fragments : fragments.filter(({ initiatedMs }) => initiatedMs <= nowMs - days[age] * dayMs)
}

/** What an abort of the chosen ones is about. What a transfer goes on with is never among all of them, only when it is chosen itself. */
export function sumOf(fragments: readonly Fragment[]): { readonly count: number; readonly bytes: number; readonly inUse: number } {
  return { count: fragments.length, bytes: fragments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), inUse: fragments.filter(({ inUse }) => inUse).length }
}
