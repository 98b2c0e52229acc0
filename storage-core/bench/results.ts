import { isMet, median, ratioOf, type Comparison, type Target } from './bench.ts'

export interface Results {
  /** Year, month, day. */
  readonly date: string
  readonly machine: string
  readonly comparisons: readonly Comparison[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'not measured'
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

const targetText = (target: Target): string => {
  switch (target.kind) {
    case 'none':
      return ''
    case 'atMost':
      return `at most ${number(target.value)}`
    case 'atLeast':
      return `at least ${number(target.value)}`
    case 'ratioAtLeast':
      return `at least ${target.value} x`
    case 'ratioAtMost':
      return `at most ${target.value} x`
  }
}

export function renderRow(comparison: Comparison): string {
  const { what, unit, ours, reference, target, note } = comparison
  const ratio = ratioOf(comparison)
  const met = isMet(comparison)
  const verdict = met === undefined ? '' : met ? 'met' : '**not met**'
  const cells = [
    what,
    `${number(median(ours))} ${unit}`,
    reference === undefined ? '' : `${reference.name}: ${number(median(reference.values))} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    targetText(target),
    verdict,
    note ?? '',
  ]
  return `| ${cells.join(' | ')} |`
}

const preface = `# Benchmark results

Written by \`npm run bench\`, one section for each bench; a run replaces the sections of the benches it ran. Medians; ours and
the reference measured in turn in one run. Only the ratios carry over to other machines.
`

/** Puts new sections into the record in place of the old ones of the same names. Sections of others stay as they are. */
export function replaceSections(record: string, sections: ReadonlyMap<string, string>): string {
  const [, ...old] = record.split(/^(?=## )/m)
  const kept = old.map((text): [string, string] => [/^## (.*)/.exec(text)?.[1] ?? '', text])
  const all = new Map([...kept, ...[...sections].map(([name, text]): [string, string] => [name, `## ${name}\n\n${text}`])])
  return [preface, ...[...all.values()].map((text) => `${text.trimEnd()}\n`)].join('\n')
}

/** The committed record of one bench, as Markdown. */
export function renderResults({ date, machine, comparisons, skipped }: Results): string {
  const lines = [
    `${date}. ${machine}`,
    '',
    '| what | Ossia | reference | ratio | must | verdict | note |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...comparisons.map(renderRow),
  ]
  if (skipped.length > 0) lines.push('', 'Not run:', '', ...skipped.map(({ name, reason }) => `- \`${name}\`: ${reason}`))
  return `${lines.join('\n')}\n`
}
