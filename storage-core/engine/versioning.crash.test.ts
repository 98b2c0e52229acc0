import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { copier, type PlannedOperation, putterOf, remover, seedOf } from './test-support/crash-plan.ts'
import { crashCases, type CrashScenario, useCrashRig, withDiskEngine } from './test-support/crash-rig.ts'
import type { DiskEngine } from './test-support/disk-engine.ts'
import { readBody } from './test-support/engine-fixture.ts'

const rig = useCrashRig()
const large = 200_000
const small = 1000
const put = (seed: number, sizeBytes = large): PlannedOperation => ({ kind: 'put', key: 'k', seed, sizeBytes })
const enable: PlannedOperation = { kind: 'versioning', status: 'Enabled' }
const suspend: PlannedOperation = { kind: 'versioning', status: 'Suspended' }
const remove: PlannedOperation = { kind: 'delete', key: 'k' }

/** All versions, newest first within a key: what each is, who wrote it where it was no plain put, whether its id is `null`, and whether it is the latest. */
async function versions({ engine }: DiskEngine): Promise<readonly string[]> {
  const page = await engine.listObjectVersions({ bucket: 'bucket', prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  const lines: string[] = []
  for (const entry of page.entries) {
    if (entry.kind === 'prefix') continue
    const { key, versionId, isLatest } = entry.kind === 'version' ? entry.version : entry.marker
    const [entryOfAuthor] = await engine.listVersionAuthors({ bucket: 'bucket', key, versionIds: [versionId] })
    const author = entryOfAuthor?.author
    const suffix = `${versionId === 'null' ? ' null' : ''}${isLatest ? ' latest' : ''}`
    if (entry.kind === 'deleteMarker') {
      lines.push(`${key} marker${isDeepStrictEqual(author, remover) ? '' : ' of somebody else'}${suffix}`)
      continue
    }
    const { head, body } = await engine.getObject({ bucket: 'bucket', key, versionId, conditions: {}, rangeBehavior: 'standard' })
    const bytes = await readBody(body)
    const tags = Object.keys(head.tags).map((tag) => ` tagged ${tag}`).join('')
    const seed = seedOf(bytes)
    const by = seed !== undefined && isDeepStrictEqual(author, putterOf(seed)) ? '' : isDeepStrictEqual(author, copier) ? ' copied' : ' of somebody else'
    lines.push(`${key} ${seed ?? 'unknown bytes'} x ${bytes.length}${by}${tags}${suffix}`)
  }
  return lines
}
const shows = (seed: number, suffix = '', key = 'k', sizeBytes = large) => `${key} ${seed} x ${sizeBytes}${suffix}`

type Scenario = CrashScenario<readonly string[]>
const scenarios: readonly Omit<Scenario, 'failpoints'>[] = [
  {
    name: 'a put over a version',
    before: [enable, put(1)],
    operation: put(2),
    old: [shows(1, ' latest')],
    new: [shows(2, ' latest'), shows(1)],
  },
  {
    name: 'a small put over what was there before versioning',
    before: [put(1), enable],
    operation: put(2, small),
    old: [shows(1, ' null latest')],
    new: [shows(2, ' latest', 'k', small), shows(1, ' null')],
  },
  {
    name: 'a put in place of the null version, while suspended',
    before: [put(1), enable, put(2), suspend],
    operation: put(3),
    old: [shows(2, ' latest'), shows(1, ' null')],
    new: [shows(3, ' null latest'), shows(2)],
  },
  {
    name: 'a delete that makes a marker',
    before: [enable, put(1)],
    operation: remove,
    old: [shows(1, ' latest')],
    new: ['k marker latest', shows(1)],
  },
  {
    name: 'a delete of the null version, while suspended',
    before: [enable, put(1), suspend, put(2)],
    operation: remove,
    old: [shows(2, ' null latest'), shows(1)],
    new: ['k marker null latest', shows(1)],
  },
  {
    name: 'a delete of the latest version for good',
    before: [enable, put(1), put(2)],
    operation: { ...remove, nth: 0 },
    old: [shows(2, ' latest'), shows(1)],
    new: [shows(1, ' latest')],
  },
  {
    name: 'a delete of an old version for good',
    before: [enable, put(1), put(2), put(3)],
    operation: { ...remove, nth: 1 },
    old: [shows(3, ' latest'), shows(2), shows(1)],
    new: [shows(3, ' latest'), shows(1)],
  },
  {
    name: 'a delete of the marker that hides a version',
    before: [enable, put(1), remove],
    operation: { ...remove, nth: 0 },
    old: ['k marker latest', shows(1)],
    new: [shows(1, ' latest')],
  },
  {
    name: 'a copy that restores an old version',
    before: [enable, put(1), put(2)],
    operation: { kind: 'copy', key: 'k', source: 'k', nth: 1 },
    old: [shows(2, ' latest'), shows(1)],
    new: [shows(1, ' copied latest'), shows(2), shows(1)],
  },
  {
    name: 'a copy of an old version to another key',
    before: [enable, put(1, small), put(2)],
    operation: { kind: 'copy', key: 'copy', source: 'k', nth: 1 },
    old: [shows(2, ' latest'), shows(1, '', 'k', small)],
    new: [shows(1, ' copied latest', 'copy', small), shows(2, ' latest'), shows(1, '', 'k', small)],
  },
  {
    name: 'tags of an old version',
    before: [enable, put(1), put(2)],
    operation: { kind: 'tag', key: 'k', tags: { a: 'b' }, nth: 1 },
    old: [shows(2, ' latest'), shows(1)],
    new: [shows(2, ' latest'), shows(1, ' tagged a')],
  },
]

const failpoints: Partial<Record<PlannedOperation['kind'], Scenario['failpoints']>> = {
  put: { 'put.staged': 'old', 'put.published': 'old', 'put.in-transaction': 'old', 'put.committed': 'new', 'put.released': 'new' },
  copy: { 'copy.in-transaction': 'old', 'copy.committed': 'new' },
  delete: { 'delete.in-transaction': 'old', 'delete.committed': 'new' },
  tag: { 'change.in-transaction': 'old', 'change.committed': 'new' },
}
const cases = crashCases(
  scenarios.map((scenario): Scenario => {
    const { operation } = scenario
    return { ...scenario, failpoints: failpoints[operation.kind] ?? {}, writesFile: operation.kind === 'put' && operation.sizeBytes === large }
  }),
)

describe('a process killed while it changes versions', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    await rig.expectAfterCrash(each, versions)
  })
})

describe('a process killed at any moment with versioning', () => {
  it('keeps every version it acknowledged, loses none it was not asked to, and leaves a store in order', async () => {
    const dataFolder = await rig.newDataFolder()
    let seed = 0
    let killed = 0
    const mustExist = new Set<number>()
    for (let round = 0; round < 8; round++) {
      const operations = Array.from({ length: 40 }, (_, i): PlannedOperation => {
        seed += 1
        // Many versions of few keys: what is written on top never touches what lies below.
        return i % 7 === 3 ? { kind: 'delete', key: `k${i % 3}` } : { kind: 'put', key: `k${i % 3}`, seed, sizeBytes: seed % 4 === 0 ? large : small }
      })
      const run = await rig.run({ dataFolder, before: [enable], operations, workers: 4 }, { killAfterAcknowledged: 3 + ((round * 11) % 30) })
      expect(run.errorOutput).toBe('')
      if (run.signal === 'SIGKILL') killed += 1
      operations.forEach((operation, index) => {
        if (operation.kind === 'put' && run.acknowledged.has(index)) mustExist.add(operation.seed)
      })
      await withDiskEngine(dataFolder, async (store) => {
        const found = new Set((await versions(store)).map((line) => Number(line.split(' ')[1])))
        expect([...mustExist].filter((each) => !found.has(each)), `round ${round}`).toEqual([])
        await store.tidyUp()
        expect((await store.check()).problems).toEqual([])
      })
    }
    expect(killed).toBeGreaterThan(4)
    expect(mustExist.size).toBeGreaterThan(50)
  })
})
