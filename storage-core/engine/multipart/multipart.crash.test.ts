import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FailpointName, multipartFailpoints } from '../dependencies.ts'
import { bundleChild } from '../test-support/bundle-child.ts'
import { bodyFor, type PlannedOperation } from '../test-support/crash-plan.ts'
import { uploadOf } from '../test-support/crash-multipart.ts'
import { type DiskEngine, openDiskEngine } from '../test-support/disk-engine.ts'
import { readBody } from '../test-support/engine-fixture.ts'
import { runCrashChild } from '../test-support/run-crash-child.ts'

let folder: string
let child: string
let nextFolder = 0

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-multipart-crash-'))
  child = await bundleChild(path.join(import.meta.dirname, '..', 'test-support', 'crash-child.ts'), path.join(folder, 'program'))
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

interface Scenario {
  readonly name: string
  readonly before: readonly PlannedOperation[]
  readonly operation: PlannedOperation
  readonly old: Shown
  readonly new: Shown
  readonly failpoints: Partial<Record<FailpointName, 'old' | 'new'>>
  /** True for a body that is a file before its commit. */
  readonly writesFile?: boolean
}

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

const cases = [...scenarios, ...others].flatMap((scenario) =>
  Object.entries(scenario.failpoints).map(([failpoint, state]) => ({ scenario, name: scenario.name, failpoint: failpoint as FailpointName, state })),
)

describe('a process killed in a multipart upload', () => {
  it('is tested at every failpoint there is', () => {
    expect(new Set(cases.map((each) => each.failpoint))).toEqual(new Set(multipartFailpoints))
  })

  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async ({ scenario, failpoint, state }) => {
    const dataFolder = await newDataFolder()
    const run = await runCrashChild(child, { dataFolder, before: scenario.before, operations: [scenario.operation], failpoint, workers: 1 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    expect([[...run.started], [...run.acknowledged]]).toEqual([[0], []])

    const store = await openDiskEngine(dataFolder)
    try {
      expect(await shown(store)).toEqual(scenario[state])
      const { orphans } = await store.tidyUp()
      const leavesFile = scenario.writesFile === true && (failpoint === 'part.published' || failpoint === 'part.in-transaction')
      expect(orphans).toBe(leavesFile ? 1 : 0)
      expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
      expect(await readdir(path.join(dataFolder, 'tmp'))).toEqual([])
      expect(await shown(store)).toEqual(scenario[state])
    } finally {
      await store.close()
    }
  })
})

describe('a process killed while many parts arrive', () => {
  it('lists every part it acknowledged, and completes what it lists', async () => {
    let acknowledgedInAll = 0
    let killed = 0
    for (let round = 0; round < 8; round++) {
      const dataFolder = await newDataFolder()
      const keys = ['a', 'b', 'c', 'd', 'e']
      const operations = Array.from({ length: 60 }, (_, i) => {
        const partNumber = 1 + Math.floor(i / keys.length)
        // The last part may be small, and only it.
        return { kind: 'part', key: keys[i % keys.length]!, partNumber, seed: 1 + i, sizeBytes: partNumber === 12 ? small : 150_000 } as const
      })
      const before = keys.map((key): PlannedOperation => ({ kind: 'initiate', key }))
      const run = await runCrashChild(child, { dataFolder, before, operations, workers: 6 }, { killAfterAcknowledged: 3 + ((round * 17) % 55) })
      expect(run.errorOutput).toBe('')
      if (run.signal === 'SIGKILL') killed += 1
      acknowledgedInAll += run.acknowledged.size

      const store = await openDiskEngine(dataFolder)
      try {
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
      } finally {
        await store.close()
      }
    }
    expect(acknowledgedInAll).toBeGreaterThan(100)
    expect(killed).toBeGreaterThan(5)
  })
})
