// npm run faults [-- --plans N --kills N --files N --seed N]: transfers through many random fault plans, and client hosts killed at
// many random moments; npm test runs a few of each.
import { parseArgs } from 'node:util'
import { ensureDependencies } from './setup/dependencies.mjs'
import { inProject, runScript } from './setup/project.mjs'
import { runNode } from './setup/run-command.mjs'

const { values } = parseArgs({
  options: {
    plans: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '200' },
    files: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
})

await runScript(async () => {
  await ensureDependencies()
  const env = {
    ...process.env,
    OSSIA_FAULT_PLANS: values.plans,
    OSSIA_FAULT_SEED: values.seed,
    OSSIA_HOST_KILLS: values.kills,
    OSSIA_HOST_KILL_FILES: values.files,
  }
  const vitest = [inProject('node_modules/vitest/vitest.mjs'), 'run', '--config', 'build/vitest.config.ts']
  const plans = values.plans === '0' ? 0 : await runNode([...vitest, '--project', 'integration', 'fault-plans'], { env })
  const kills = values.kills === '0' ? 0 : await runNode([...vitest, '--project', 'crash', 'host-kill'], { env })
  return Math.max(plans, kills)
})
