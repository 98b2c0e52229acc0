import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench, Comparison } from './bench.ts'
import { blobs } from './blobs.bench.ts'
import { httpObjects } from './http-objects.bench.ts'
import { millionObjects } from './million-objects.bench.ts'
import { multipart } from './multipart.bench.ts'
import { policy } from './policy.bench.ts'
import { runFloorServer } from './reference/floor-server.ts'
import { runMemoryServer } from './reference/memory-server.ts'
import { renderResults, renderRow, replaceSections } from './results.ts'
import { signature } from './signature.bench.ts'
import { versions } from './versions.bench.ts'
import { writers } from './writers.bench.ts'

const benches: readonly Bench[] = [httpObjects, writers, multipart, millionObjects, versions, blobs, signature, policy]

const usage = `Measures Ossia beside its references and prints the ratios.

  npm run bench                     everything; writes storage-core/bench/RESULTS.md, each bench its own section
  npm run bench -- NAME ...         only ${benches.map(({ name }) => name).join(', ')}
  --dry                             writes nothing
  --rounds N                        rounds of each measurement (default 3)
  --seconds N                       seconds of load in a round (default 2)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    'floor-server': { type: 'string' },
    'memory-server': { type: 'boolean', default: false },
  },
})

function findProjectRoot(): string {
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

async function runBenches(): Promise<void> {
  const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}\n${usage}`)
  const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const projectRoot = findProjectRoot()
  const record = path.join(projectRoot, 'storage-core/bench/RESULTS.md')
  for (const bench of chosen) {
    const comparisons: Comparison[] = []
    const skipped: { name: string; reason: string }[] = []
    const machine = describeMachine()
    const directory = await mkdtemp(path.join(os.tmpdir(), `ossia-bench-${bench.name}-`))
    await mkdir(directory, { recursive: true })
    console.log(`\n${bench.name}`)
    try {
      const reason = await bench.run({
        rounds: Number(values.rounds),
        secondsPerRound: Number(values.seconds),
        directory,
        projectRoot,
        program: fileURLToPath(import.meta.url),
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
    if (values.dry) continue
    // Written after each one, so that an interrupted run keeps what it measured.
    const before = existsSync(record) ? await readFile(record, 'utf8') : ''
    await writeFile(record, replaceSections(before, new Map([[bench.name, text]])))
  }
}

if (values.help) console.log(usage)
else if (values['memory-server']) runMemoryServer()
else if (values['floor-server'] === undefined) await runBenches()
else runFloorServer(values['floor-server'])
