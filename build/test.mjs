// npm test: sets up what is missing, runs every check, and ends with what failed, a table of the steps, and one line:
// `N passed, N failed`.
// --check: types, lint, layers and unit tests only. --only NAME: that step alone.
import { parseArgs } from 'node:util'
import { steps } from './checks/steps.mjs'
import { countStep, summarize } from './checks/count-results.mjs'
import { describeFailures, describeSecondTries } from './checks/failures.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { runScript, say, SetupError } from './setup/project.mjs'

/** @import { NamedCounts, Step } from './checks/reports.ts' */

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, only: { type: 'string' } } })

function chosenSteps() {
  if (values.only === undefined) return steps.filter((step) => !values.check || step.quick)
  const chosen = steps.filter((step) => step.name === values.only)
  if (chosen.length === 0) throw new SetupError(`There is no step ${values.only}; there are ${steps.map((step) => step.name).join(', ')}`)
  return chosen
}

/**
 * @param {Step} step
 * @returns {Promise<NamedCounts & { seconds: number }>}
 */
async function runStep(step) {
  const startedMs = performance.now()
  try {
    const result = await step.run()
    return { ...result, name: step.name, seconds: (performance.now() - startedMs) / 1000 }
  } catch (error) {
    const reason = error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error)
    say(reason)
    return { ...countStep(1, reason), name: step.name, seconds: (performance.now() - startedMs) / 1000 }
  }
}

/**
 * Steps side by side; resolves with their results in the same order.
 * @param {readonly Step[]} chosen
 */
function runTogether(chosen) {
  if (chosen.length > 0) process.stdout.write(`\n=== ${chosen.map((step) => step.name).join(', ')}\n`)
  return Promise.all(chosen.map(runStep))
}

await runScript(async () => {
  await ensureDependencies()
  const chosen = chosenSteps()
  const results = await runTogether(chosen.filter((step) => step.reads))
  for (const step of chosen.filter((step) => !step.reads)) results.push(...(await runTogether([step])))
  process.stdout.write('\n')
  for (const line of [...describeFailures(results), ...describeSecondTries(results)]) process.stdout.write(`${line}\n`)
  for (const { name, passed, failed, skipped, seconds } of results) {
    const figures = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    process.stdout.write(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${figures} (${seconds.toFixed(1)} s)\n`)
  }
  const { failed, line } = summarize(results)
  process.stdout.write(`${line}\n`)
  return failed === 0 ? 0 : 1
})
