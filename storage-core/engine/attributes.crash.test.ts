import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attributeFailpoints, type FailpointName } from './dependencies.ts'
import { bundleChild } from './test-support/bundle-child.ts'
import { type PlannedOperation, seedOf } from './test-support/crash-plan.ts'
import { type DiskEngine, openDiskEngine } from './test-support/disk-engine.ts'
import { readBody } from './test-support/engine-fixture.ts'
import { runCrashChild } from './test-support/run-crash-child.ts'

let folder: string
let child: string
let nextFolder = 0
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-attributes-crash-'))
  child = await bundleChild(path.join(import.meta.dirname, 'test-support', 'crash-child.ts'), path.join(folder, 'program'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const large = 200_000
const before: readonly PlannedOperation[] = [{ kind: 'put', key: 'k', seed: 1, sizeBytes: large }]
const old = { seed: 1, sizeBytes: large, acl: 'default', tags: {} }

async function shown({ engine }: DiskEngine) {
  const { head, body } = await engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' })
  const { acl, tags, sizeBytes } = head
  return { seed: seedOf(await readBody(body)), sizeBytes, acl, tags }
}

const scenarios: readonly { readonly name: string; readonly operation: PlannedOperation; readonly new: object }[] = [
  { name: 'PutObjectACL', operation: { kind: 'acl', key: 'k', acl: 'public-read' }, new: { ...old, acl: 'public-read' } },
  { name: 'PutObjectTagging', operation: { kind: 'tag', key: 'k', tags: { a: 'b' } }, new: { ...old, tags: { a: 'b' } } },
]
const states: Record<(typeof attributeFailpoints)[number], 'old' | 'new'> = { 'change.in-transaction': 'old', 'change.committed': 'new' }
const cases = scenarios.flatMap((scenario) => attributeFailpoints.map((failpoint) => ({ ...scenario, failpoint, state: states[failpoint] })))

describe('a process killed while it changes attributes', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    nextFolder += 1
    const dataFolder = path.join(folder, `data-${nextFolder}`)
    await mkdir(dataFolder)
    const failpoint: FailpointName = each.failpoint
    const run = await runCrashChild(child, { dataFolder, before, operations: [each.operation], failpoint, workers: 1 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    expect([[...run.started], [...run.acknowledged]]).toEqual([[0], []])
    const store = await openDiskEngine(dataFolder)
    try {
      expect(await shown(store)).toEqual(each.state === 'old' ? old : each.new)
      expect(await store.tidyUp()).toEqual({ orphans: 0, swept: 0 })
      expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
    } finally {
      await store.close()
    }
  })
})
