import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench } from '../../../storage-core/bench/bench.ts'
import { findProjectRoot, runBenches } from '../../../storage-core/bench/run-benches.ts'
import { asOf } from './as-of.bench.ts'
import { history } from './history.bench.ts'
import { manyFiles } from './many-files.bench.ts'
import { rclone } from './rclone.bench.ts'

const benches: readonly Bench[] = [manyFiles, rclone, asOf, history]

const usage = `Measures transfers and listings of the client host and prints the ratios.

  npm run bench -- NAME ...         only ${benches.map(({ name }) => name).join(', ')}
  --dry                             writes nothing
  --rounds N                        rounds of each measurement (default 3)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(`${usage}\n`)
else {
  await runBenches({
    benches,
    names: positionals,
    usage,
    rounds: Number(values.rounds),
    secondsPerRound: Number(values.seconds),
    program: fileURLToPath(import.meta.url),
    projectRoot: findProjectRoot(),
    record: values.dry ? undefined : 'electron/client-host/bench/RESULTS.md',
  })
}
