import { describe, expect, it } from 'vitest'
import { writePathFailpoints } from './dependencies.ts'
import { type PlannedOperation, seedOf } from './test-support/crash-plan.ts'
import { crashCases, type CrashScenario, useCrashRig, withDiskEngine } from './test-support/crash-rig.ts'
import type { DiskEngine } from './test-support/disk-engine.ts'
import { readBody } from './test-support/engine-fixture.ts'

const rig = useCrashRig()
const small = 1000
const large = 200_000
const put = (key: string, seed: number, sizeBytes: number): PlannedOperation => ({ kind: 'put', key, seed, sizeBytes })

/** Which body each key shows: its bytes, as text that is short when the test fails. */
async function contents({ engine }: DiskEngine): Promise<Record<string, string>> {
  const page = await engine.listObjects({ bucket: 'bucket', prefix: '', delimiter: '', after: '', maxKeys: 1000 })
  const found: Record<string, string> = {}
  for (const entry of page.entries) {
    if (entry.kind !== 'object') continue
    const output = await engine.getObject({ bucket: 'bucket', key: entry.head.key, conditions: {}, rangeBehavior: 'standard' })
    found[entry.head.key] = fingerprint(await readBody(output.body))
  }
  return found
}
const fingerprint = (bytes: Buffer) => `${seedOf(bytes) ?? 'unknown bytes'} x ${bytes.length}`
const shows = (seed: number, sizeBytes: number) => `${seed} x ${sizeBytes}`

type Scenario = CrashScenario<Record<string, string>>

const putFailpoints: Scenario['failpoints'] = {
  'put.staged': 'old',
  'put.published': 'old',
  'put.in-transaction': 'old',
  'put.committed': 'new',
  'put.released': 'new',
}
const copyFailpoints: Scenario['failpoints'] = { 'copy.in-transaction': 'old', 'copy.committed': 'new' }
const deleteFailpoints: Scenario['failpoints'] = { 'delete.in-transaction': 'old', 'delete.committed': 'new' }

const scenarios: readonly Scenario[] = [small, large].flatMap((size) => {
  const one = shows(1, size)
  return [
    {
      name: `a new object of ${size} bytes`,
      before: [],
      operation: put('k', 1, size),
      old: {},
      new: { k: one },
      failpoints: putFailpoints,
      writesFile: size === large,
    },
    {
      name: `an overwrite by ${size} bytes`,
      before: [put('k', 2, large)],
      operation: put('k', 1, size),
      old: { k: shows(2, large) },
      new: { k: one },
      failpoints: putFailpoints,
      writesFile: size === large,
    },
    {
      name: `a copy of ${size} bytes over another object`,
      before: [put('source', 1, size), put('k', 2, large)],
      operation: { kind: 'copy', key: 'k', source: 'source' },
      old: { source: one, k: shows(2, large) },
      new: { source: one, k: one },
      failpoints: copyFailpoints,
    },
    {
      name: `a copy of ${size} bytes onto itself`,
      before: [put('k', 1, size)],
      operation: { kind: 'copy', key: 'k', source: 'k' },
      old: { k: one },
      new: { k: one },
      failpoints: copyFailpoints,
    },
    {
      name: `a delete of ${size} bytes`,
      before: [put('k', 1, size), put('other', 2, large)],
      operation: { kind: 'delete', key: 'k' },
      old: { k: one, other: shows(2, large) },
      new: { other: shows(2, large) },
      failpoints: deleteFailpoints,
    },
  ] satisfies Scenario[]
})

const sweepScenario: Scenario = {
  name: 'a sweep',
  before: [put('k', 1, large), put('k', 2, large), put('gone', 3, large), { kind: 'delete', key: 'gone' }],
  operation: { kind: 'sweep' },
  old: { k: shows(2, large) },
  new: { k: shows(2, large) },
  failpoints: { 'sweep.file-removed': 'old' },
}

const cases = crashCases([...scenarios, sweepScenario])

describe('a process killed on the write path', () => {
  it('is tested at every failpoint there is', () => {
    expect(new Set(cases.map((each) => each.failpoint))).toEqual(new Set(writePathFailpoints))
  })

  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    await rig.expectAfterCrash(each, contents)
  })
})

describe('a process killed at any moment', () => {
  it('keeps what it acknowledged, shows nothing half-done, and leaves a store in order', async () => {
    const dataFolder = await rig.newDataFolder()
    let state: Record<string, string> = {}
    let seed = 1
    let acknowledgedInAll = 0
    let killed = 0
    for (let round = 0; round < 20; round++) {
      const operations = Array.from({ length: 60 }, (_, i): PlannedOperation => {
        seed += 1
        // Keys differ within a round, so what each may show does not depend on the order of its neighbours.
        return seed % 5 === 0 ? { kind: 'delete', key: `k${i}` } : put(`k${i}`, seed, seed % 3 === 0 ? large : small)
      })
      const run = await rig.run(
        { dataFolder, before: [], operations, workers: 6 },
        { killAfterAcknowledged: 1 + ((round * 17) % 45) },
      )
      expect(run.errorOutput).toBe('')
      if (run.signal === 'SIGKILL') killed += 1
      acknowledgedInAll += run.acknowledged.size

      await withDiskEngine(dataFolder, async (store) => {
        const found = await contents(store)
        operations.forEach((operation, index) => {
          if (operation.kind !== 'put' && operation.kind !== 'delete') return
          const before = state[operation.key]
          const after = operation.kind === 'put' ? shows(operation.seed, operation.sizeBytes) : undefined
          const allowed = run.acknowledged.has(index) ? [after] : run.started.has(index) ? [before, after] : [before]
          expect(allowed, `${operation.key} in round ${round}`).toContain(found[operation.key])
        })
        state = found
        await store.tidyUp()
        expect((await store.check()).problems).toEqual([])
      })
    }
    expect(acknowledgedInAll).toBeGreaterThan(200)
    expect(killed).toBeGreaterThan(15)
  })
})
