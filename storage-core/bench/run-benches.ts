import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Bench, Comparison } from './bench.ts'
import { renderResults, renderRow, replaceSections } from './results.ts'

export interface RunBenches {
  readonly benches: readonly Bench[]
  /** Of those to run; empty for all. */
  readonly names: readonly string[]
  readonly usage: string
  readonly rounds: number
  readonly secondsPerRound: number
  /** The bundled program itself. */
  readonly program: string
  readonly projectRoot: string
  /** File below the project that keeps the figures; undefined to write nothing. */
  readonly record: string | undefined
}

export function findProjectRoot(): string {
  let directory = import.meta.dirname
  while (!existsSync(path.join(directory, 'package.json'))) directory = path.dirname(directory)
  return directory
}

function describeMachine(): string {
  const memoryGiB = Math.round(os.totalmem() / 1024 ** 3)
  // A machine that was busy with other things when the run began says so itself.
  const load = os.loadavg()[0] ?? 0
  const cores = os.availableParallelism()
  const busy = load > cores / 2 ? ' The machine was busy with other work: whoever needs more processor time looks worse than it is.' : ''
  return `Machine: ${cores} cores, ${memoryGiB} GiB, ${os.type()} ${os.arch()}, Node ${process.versions.node}; load when it began: ${load.toFixed(1)}.${busy}`
}

/** Runs benches one after the other and keeps what they measured, each in a section of its own. @throws Error for a name that is none */
export async function runBenches(input: RunBenches): Promise<void> {
  const { benches, names, usage, projectRoot } = input
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name))
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}\n${usage}`)
  const chosen = benches.filter(({ name }) => names.length === 0 || names.includes(name))
  for (const bench of chosen) {
    const comparisons: Comparison[] = []
    const skipped: { name: string; reason: string }[] = []
    const machine = describeMachine()
    const directory = await mkdtemp(path.join(os.tmpdir(), `ossia-bench-${bench.name}-`))
    await mkdir(directory, { recursive: true })
    console.log(`\n${bench.name}`)
    try {
      const reason = await bench.run({
        rounds: input.rounds,
        secondsPerRound: input.secondsPerRound,
        directory,
        projectRoot,
        program: input.program,
        report: (comparison) => {
          comparisons.push(comparison)
          console.log(renderRow(comparison))
        },
        say: (line) => console.log(line),
      })
      if (reason !== undefined) skipped.push({ name: bench.name, reason })
    } catch (error) {
      // One bench that cannot run must not hide what the others found; its failure is part of the record.
      console.error(error)
      skipped.push({ name: bench.name, reason: `failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}` })
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
    const text = renderResults({ date: new Date().toISOString().slice(0, 10), machine, comparisons, skipped })
    console.log(`\n${text}`)
    if (input.record === undefined) continue
    const record = path.join(projectRoot, input.record)
    // Written after each one, so that an interrupted run keeps what it measured.
    const before = existsSync(record) ? await readFile(record, 'utf8') : ''
    await writeFile(record, replaceSections(before, new Map([[bench.name, text]])))
  }
}
