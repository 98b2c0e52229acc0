import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { multipartFailpoints } from '../dependencies.ts'
import { bodyFor, type PlannedOperation } from '../test-support/crash-plan.ts'
import { uploadOf } from '../test-support/crash-multipart.ts'
import { crashCases, type CrashScenario, useCrashRig, withDiskEngine } from '../test-support/crash-rig.ts'
import type { DiskEngine } from '../test-support/disk-engine.ts'
import { readBody } from '../test-support/engine-fixture.ts'

const rig = useCrashRig()
const small = 1000
const large = 200_000
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex').toUpperCase()
const digest = (...bodies: readonly (readonly [seed: number, sizeBytes: number])[]) =>
  md5(Buffer.concat(bodies.map(([seed, sizeBytes]) => bodyFor(seed, sizeBytes))))
const part = (key: string, partNumber: number, seed: number, sizeBytes: number): PlannedOperation => ({ kind: 'part', key, partNumber, seed, sizeBytes })

interface Shown {
  /** MD5 of the bytes, by key. */
  readonly objects: Readonly<Record<string, string>>
  /** ETags of the parts by number, by key of the upload. */
  readonly uploads: Readonly<Record<string, Readonly<Record<number, string>>>>
}

async function shown({ engine }: DiskEngine): Promise<Shown> {
  const objects: Record<string, string> = {}
  const page = await engine.listObjects({ bucket: 'bucket', prefix: '', delimiter: '', after: '', maxKeys: 1000 })
  for (const entry of page.entries) {
    if (entry.kind !== 'object') continue
    const { key } = entry.head
    const { body } = await engine.getObject({ bucket: 'bucket', key, conditions: {}, rangeBehavior: 'standard' })
    objects[key] = md5(await readBody(body))
  }
  const uploads: Record<string, Record<number, string>> = {}
  const listed = await engine.listMultipartUploads({ bucket: 'bucket', prefix: '', delimiter: '', keyMarker: '', uploadIdMarker: '', maxUploads: 1000 })
  for (const entry of listed.entries) {
    if (entry.kind !== 'upload') continue
    const { parts } = await engine.listParts({ bucket: 'bucket', ...entry.upload, after: 0, maxParts: 1000 })
    uploads[entry.upload.key] = Object.fromEntries(parts.map((each) => [each.partNumber, each.etag]))
  }
  return { objects, uploads }
}

type Scenario = CrashScenario<Shown>

const partFailpoints: Scenario['failpoints'] = {
  'part.staged': 'old',
  'part.published': 'old',
  'part.in-transaction': 'old',
  'part.committed': 'new',
  'part.released': 'new',
}
const nothing: Shown = { objects: {}, uploads: {} }
const withParts = (parts: Readonly<Record<number, string>>, objects: Shown['objects'] = {}): Shown => ({ objects, uploads: { k: parts } })

const scenarios: readonly Scenario[] = [small, large].flatMap((size) => {
  const one = digest([1, size])
  const writesFile = size === large
  return [
    {
      name: `a new part of ${size} bytes`,
      before: [{ kind: 'initiate', key: 'k' }],
      operation: part('k', 1, 1, size),
      old: withParts({}),
      new: withParts({ 1: one }),
      failpoints: partFailpoints,
      writesFile,
    },
    {
      name: `a part replaced by ${size} bytes`,
      before: [{ kind: 'initiate', key: 'k' }, part('k', 1, 2, large), part('k', 2, 3, small)],
      operation: part('k', 1, 1, size),
      old: withParts({ 1: digest([2, large]), 2: digest([3, small]) }),
      new: withParts({ 1: one, 2: digest([3, small]) }),
      failpoints: partFailpoints,
      writesFile,
    },
    {
      name: `a part copied from an object of ${size} bytes`,
      before: [{ kind: 'put', key: 'source', seed: 1, sizeBytes: size }, { kind: 'initiate', key: 'k' }],
      operation: { kind: 'part-copy', key: 'k', partNumber: 1, source: 'source' },
      old: withParts({}, { source: one }),
      new: withParts({ 1: one }, { source: one }),
      failpoints: { 'part.in-transaction': 'old', 'part.committed': 'new' },
    },
    {
      name: `a part copied from the first ${size - 100} bytes of an object`,
      before: [{ kind: 'put', key: 'source', seed: 1, sizeBytes: size }, { kind: 'initiate', key: 'k' }],
      operation: { kind: 'part-copy', key: 'k', partNumber: 1, source: 'source', end: size - 101 },
      old: withParts({}, { source: one }),
      new: withParts({ 1: digest([1, size - 100]) }, { source: one }),
      failpoints: partFailpoints,
      writesFile,
    },
    {
      name: `a completion over another object, the last part of ${size} bytes`,
      before: [
        { kind: 'put', key: 'k', seed: 9, sizeBytes: large },
        { kind: 'initiate', key: 'k' },
        part('k', 1, 1, large),
        part('k', 4, 4, size),
        part('k', 2, 2, size),
      ],
      operation: { kind: 'complete', key: 'k', partNumbers: [1, 2] },
      old: withParts({ 1: digest([1, large]), 2: digest([2, size]), 4: digest([4, size]) }, { k: digest([9, large]) }),
      new: { objects: { k: digest([1, large], [2, size]) }, uploads: {} },
      failpoints: { 'complete.in-transaction': 'old', 'complete.committed': 'new' },
    },
    {
      name: `an abort of parts of ${size} bytes`,
      before: [{ kind: 'initiate', key: 'k' }, part('k', 1, 1, size), part('k', 2, 2, size)],
      operation: { kind: 'abort', key: 'k' },
      old: withParts({ 1: one, 2: digest([2, size]) }),
      new: nothing,
      failpoints: { 'abort.in-transaction': 'old', 'abort.committed': 'new' },
    },
  ] satisfies Scenario[]
})

const others: readonly Scenario[] = [
  {
    name: 'an initiation',
    before: [],
    operation: { kind: 'initiate', key: 'k' },
    old: nothing,
    new: withParts({}),
    failpoints: { 'initiate.in-transaction': 'old', 'initiate.committed': 'new' },
  },
  {
    name: 'the removal of a deleted object in pieces and of an aborted upload',
    before: [
      { kind: 'initiate', key: 'gone' },
      part('gone', 1, 1, large),
      part('gone', 2, 2, small),
      { kind: 'complete', key: 'gone', partNumbers: [1, 2] },
      { kind: 'delete', key: 'gone' },
      { kind: 'initiate', key: 'k' },
      part('k', 1, 1, large),
      { kind: 'abort', key: 'k' },
    ],
    operation: { kind: 'sweep' },
    old: nothing,
    new: nothing,
    failpoints: { 'sweep.discarded-released': 'old' },
  },
]

const cases = crashCases([...scenarios, ...others])

describe('a process killed in a multipart upload', () => {
  it('is tested at every failpoint there is', () => {
    expect(new Set(cases.map((each) => each.failpoint))).toEqual(new Set(multipartFailpoints))
  })

  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    await rig.expectAfterCrash(each, shown)
  })
})

describe('a process killed while many parts arrive', () => {
  it('lists every part it acknowledged, and completes what it lists', async () => {
    let acknowledgedInAll = 0
    let killed = 0
    for (let round = 0; round < 8; round++) {
      const dataFolder = await rig.newDataFolder()
      const keys = ['a', 'b', 'c', 'd', 'e']
      const operations = Array.from({ length: 60 }, (_, i) => {
        const partNumber = 1 + Math.floor(i / keys.length)
        // The last part may be small, and only it.
        return { kind: 'part', key: keys[i % keys.length]!, partNumber, seed: 1 + i, sizeBytes: partNumber === 12 ? small : 150_000 } as const
      })
      const before = keys.map((key): PlannedOperation => ({ kind: 'initiate', key }))
      const run = await rig.run({ dataFolder, before, operations, workers: 6 }, { killAfterAcknowledged: 3 + ((round * 17) % 55) })
      expect(run.errorOutput).toBe('')
      if (run.signal === 'SIGKILL') killed += 1
      acknowledgedInAll += run.acknowledged.size

      await withDiskEngine(dataFolder, async (store) => {
        const { uploads } = await shown(store)
        for (const [index, { key, partNumber, seed, sizeBytes }] of operations.entries()) {
          const whole = digest([seed, sizeBytes])
          const allowed = run.acknowledged.has(index) ? [whole] : run.started.has(index) ? [whole, undefined] : [undefined]
          expect(allowed, `${key} ${partNumber} in round ${round}`).toContain(uploads[key]![partNumber])
        }
        for (const key of keys) {
          const listed = operations.filter((each) => each.key === key && uploads[key]![each.partNumber] !== undefined)
          if (listed.length === 0) continue
          await store.engine.completeMultipartUpload({ ...(await uploadOf(store.engine, key)), parts: 'all', forbidOverwrite: false })
          expect((await shown(store)).objects[key]).toBe(digest(...listed.map(({ seed, sizeBytes }) => [seed, sizeBytes] as const)))
        }
        await store.tidyUp()
        expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
      })
    }
    expect(acknowledgedInAll).toBeGreaterThan(100)
    expect(killed).toBeGreaterThan(5)
  })
})
