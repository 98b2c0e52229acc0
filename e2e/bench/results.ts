import { readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export interface Row {
  readonly what: string
  readonly ours: string
  readonly reference: string
  readonly ratio: string
  readonly must: string
  readonly met: boolean
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => percentile(values, 0.5)
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const tableRow = (row: Row): string => `| ${row.what} | ${row.ours} | ${row.reference} | ${row.ratio} | ${row.must} | ${row.met ? 'met' : '**not met**'} |`

/** Shows what was measured and records nothing. */
export function printResults(rows: readonly Row[]): void {
  process.stdout.write(`\n${rows.map(tableRow).join('\n')}\n`)
}

/** Puts what was measured into RESULTS.md; a run of some of the measurements leaves the others as they were. */
export async function recordResults(rows: readonly Row[]): Promise<void> {
  const load = os.loadavg()[0] ?? 0
  const file = path.join(import.meta.dirname, 'RESULTS.md')
  const measured = new Set(rows.map((row) => row.what))
  const kept = (await readFile(file, 'utf8')).split('\n').filter((line) => /^\| (?!what |---)/.test(line) && !measured.has(line.split(' | ')[0]?.slice(2) ?? ''))
  const table = [...kept, ...rows.map(tableRow)]
  const text = `# Window benchmark results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Machine: ${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 1024 ** 3)} GiB, ${os.type()} ${os.arch()}, software drawing on a virtual display; load at the end: ${load.toFixed(1)}.

Medians of 5 starts, 15 clicks (10 for the million) and 20 quick looks, ours and the reference in turn.

| what | Ossia | reference | ratio | must | verdict |
| --- | --- | --- | --- | --- | --- |
${table.join('\n')}
`
  process.stdout.write(`\n${text}`)
  await writeFile(file, text)
}
