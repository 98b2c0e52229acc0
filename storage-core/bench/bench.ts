/** One measured quantity beside what it is compared with, in one run. */
export interface Comparison {
  readonly what: string
  readonly unit: string
  /** One value per round. */
  readonly ours: readonly number[]
  readonly reference?: { readonly name: string; readonly values: readonly number[] }
  readonly target: Target
  readonly note?: string
}

/** `ratioAtLeast` and `ratioAtMost` compare the medians of ours and the reference; the others are limits for our own median. */
export type Target =
  | { readonly kind: 'ratioAtLeast' | 'ratioAtMost' | 'atLeast' | 'atMost'; readonly value: number }
  | { readonly kind: 'none' }

export interface Bench {
  readonly name: string
  /** Takes its measurements; every comparison is reported as it comes. Answers why it could not run, or undefined. */
  run(context: BenchContext): Promise<string | undefined>
}

export interface BenchContext {
  /** Rounds of each measurement; medians are taken over them. */
  readonly rounds: number
  readonly secondsPerRound: number
  /** A folder for everything the bench writes; removed afterwards. */
  readonly directory: string
  readonly projectRoot: string
  /** The bundled bench program itself, for helpers that run in a process of their own. */
  readonly program: string
  readonly report: (comparison: Comparison) => void
  readonly say: (line: string) => void
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The value that so great a part of all are not above (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

export function ratioOf({ ours, reference }: Comparison): number | undefined {
  return reference === undefined ? undefined : median(ours) / median(reference.values)
}

/** Whether the floor for a finished capability is reached; undefined when none is set or nothing was measured. */
export function isMet(comparison: Comparison): boolean | undefined {
  const { target, ours } = comparison
  if (target.kind === 'none') return undefined
  const measured = target.kind === 'atMost' || target.kind === 'atLeast' ? median(ours) : ratioOf(comparison)
  if (measured === undefined || Number.isNaN(measured)) return undefined
  return target.kind === 'ratioAtLeast' || target.kind === 'atLeast' ? measured >= target.value : measured <= target.value
}

/**
 * Measures contenders in turn, round by round, so that a busy moment of the machine meets all of them. The first round warms
 * up and is dropped.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await contenders[name]()
      if (round > 0) results[name].push(value)
    }
  }
  return results
}
