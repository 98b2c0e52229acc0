import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attributeFailpoints, failpointNames, kindFailpoints, multipartFailpoints, type FailpointName } from './dependencies.ts'
import { bundleChild } from './test-support/bundle-child.ts'
import { type PlannedOperation, seedOf } from './test-support/crash-plan.ts'
import { type DiskEngine, openDiskEngine } from './test-support/disk-engine.ts'
import { readBody } from './test-support/engine-fixture.ts'
import { runCrashChild } from './test-support/run-crash-child.ts'

let folder: string
let child: string
let nextFolder = 0

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-crash-'))
  child = await bundleChild(path.join(import.meta.dirname, 'test-support', 'crash-child.ts'), path.join(folder, 'program'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const newDataFolder = async () => {
  nextFolder += 1
  const dataFolder = path.join(folder, `data-${nextFolder}`)
  await mkdir(dataFolder)
  return dataFolder
}

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

const isLargePut = ({ operation }: Scenario) => operation.kind === 'put' && operation.sizeBytes === large

interface Scenario {
  readonly name: string
  readonly before: readonly PlannedOperation[]
  readonly operation: PlannedOperation
  readonly old: Record<string, string>
  readonly new: Record<string, string>
  /** Each failpoint on the way, and which state a restart shows after it. */
  readonly failpoints: Partial<Record<FailpointName, 'old' | 'new'>>
}

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
    },
    {
      name: `an overwrite by ${size} bytes`,
      before: [put('k', 2, large)],
      operation: put('k', 1, size),
      old: { k: shows(2, large) },
      new: { k: one },
      failpoints: putFailpoints,
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

const cases = [...scenarios, sweepScenario].flatMap((scenario) =>
  Object.entries(scenario.failpoints).map(([failpoint, state]) => ({ scenario, name: scenario.name, failpoint, state })),
)

describe('a process killed on the write path', () => {
  it('is tested at every failpoint there is', () => {
    // Those of attributes have a file of their own.
    const elsewhere: ReadonlySet<string> = new Set([...attributeFailpoints, ...multipartFailpoints, ...kindFailpoints])
    expect(new Set(cases.map((each) => each.failpoint))).toEqual(new Set(failpointNames.filter((name) => !elsewhere.has(name))))
  })

  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async ({ scenario, failpoint, state }) => {
    const dataFolder = await newDataFolder()
    const run = await runCrashChild(child, {
      dataFolder,
      before: scenario.before,
      operations: [scenario.operation],
      failpoint: failpoint as FailpointName,
      workers: 1,
    })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    expect([...run.started]).toEqual([0])
    expect([...run.acknowledged]).toEqual([])

    const store = await openDiskEngine(dataFolder)
    try {
      expect(store.metadata.closedCleanly).toBe(false)
      expect(await contents(store)).toEqual(scenario[state])
      const { orphans } = await store.tidyUp()
      // Published and never committed is the one way to leave a file without a row.
      const leavesFile = isLargePut(scenario) && (failpoint === 'put.published' || failpoint === 'put.in-transaction')
      expect(orphans).toBe(leavesFile ? 1 : 0)
      expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
      expect(await readdir(path.join(dataFolder, 'tmp'))).toEqual([])
      expect(await contents(store)).toEqual(scenario[state])
    } finally {
      await store.close()
    }
  })
})

describe('a process killed at any moment', () => {
  it('keeps what it acknowledged, shows nothing half-done, and leaves a store in order', async () => {
    const dataFolder = await newDataFolder()
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
      const run = await runCrashChild(
        child,
        { dataFolder, before: [], operations, workers: 6 },
        { killAfterAcknowledged: 1 + ((round * 17) % 45) },
      )
      expect(run.errorOutput).toBe('')
      if (run.signal === 'SIGKILL') killed += 1
      acknowledgedInAll += run.acknowledged.size

      const store = await openDiskEngine(dataFolder)
      try {
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
      } finally {
        await store.close()
      }
    }
    expect(acknowledgedInAll).toBeGreaterThan(200)
    expect(killed).toBeGreaterThan(15)
  })
})
