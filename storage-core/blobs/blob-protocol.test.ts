import { describe, expect, it } from 'vitest'
import { crashRun, type Mutant } from './test-support/blob-protocol.ts'

const futuresPerSeed = 4
/** More by `OSSIA_SIM_STATES=1000000`; the default keeps the suite short. */
const states = Number(process.env['OSSIA_SIM_STATES'] ?? 6000)

async function campaign(mutant: Mutant, seeds: number) {
  let committed = 0
  const problems: string[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const report = await crashRun(seed, mutant, futuresPerSeed)
    committed += report.committed
    problems.push(...report.problems)
  }
  return { committed, problems }
}

describe('the blob protocol under simulated power cuts', { timeout: 20_000 }, () => {
  it(`loses no committed blob and leaves nothing behind in ${states} crash states`, async () => {
    const { committed, problems } = await campaign('none', Math.ceil(states / futuresPerSeed))
    expect(problems.slice(0, 5)).toEqual([])
    // Otherwise the cuts came before anything was at stake.
    expect(committed).toBeGreaterThan(states)
  }, Math.max(20_000, states))

  it.each([
    ['no file sync', /committed blob/],
    ['no folder sync', /committed blob/],
    ['rename before file sync', /unreferenced blob/],
    ['acknowledge before publish', /committed blob/],
  ] satisfies [Mutant, RegExp][])('catches a store with this mistake: %s', async (mutant, expected) => {
    const { problems } = await campaign(mutant, 400)
    expect(problems.filter((problem) => expected.test(problem))).not.toEqual([])
  })
})
