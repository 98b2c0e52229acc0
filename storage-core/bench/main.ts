import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { blobs } from './blobs.bench.ts'
import { httpObjects } from './http-objects.bench.ts'
import { millionObjects } from './million-objects.bench.ts'
import { multipart } from './multipart.bench.ts'
import { policy } from './policy.bench.ts'
import { runFloorServer } from './reference/floor-server.ts'
import { runMemoryServer } from './reference/memory-server.ts'
import { findProjectRoot, runBenches } from './run-benches.ts'
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

if (values.help) console.log(usage)
else if (values['memory-server']) runMemoryServer()
else if (values['floor-server'] !== undefined) runFloorServer(values['floor-server'])
else {
  await runBenches({
    benches,
    names: positionals,
    usage,
    rounds: Number(values.rounds),
    secondsPerRound: Number(values.seconds),
    program: fileURLToPath(import.meta.url),
    projectRoot: findProjectRoot(),
    record: values.dry ? undefined : 'storage-core/bench/RESULTS.md',
  })
}
