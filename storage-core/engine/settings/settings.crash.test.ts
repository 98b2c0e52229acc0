import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingFailpoints } from '../dependencies.ts'
import { bundleChild } from '../test-support/bundle-child.ts'
import type { PlannedOperation } from '../test-support/crash-plan.ts'
import { openDiskEngine } from '../test-support/disk-engine.ts'
import { runCrashChild } from '../test-support/run-crash-child.ts'

let folder: string
let child: string
let nextFolder = 0
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-settings-crash-'))
  child = await bundleChild(path.join(import.meta.dirname, '..', 'test-support', 'crash-child.ts'), path.join(folder, 'program'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const put = (text: string): PlannedOperation => ({ kind: 'put-policy', text })
const scenarios: readonly { readonly name: string; readonly before: readonly PlannedOperation[]; readonly operation: PlannedOperation; readonly old: object; readonly new: object }[] = [
  { name: 'the first policy', before: [], operation: put('a'), old: {}, new: { policy: { text: 'a' } } },
  { name: 'another policy', before: [put('a')], operation: put('b'), old: { policy: { text: 'a' } }, new: { policy: { text: 'b' } } },
  { name: 'no policy', before: [put('a')], operation: { kind: 'delete-policy' }, old: { policy: { text: 'a' } }, new: {} },
]
const states: Record<(typeof settingFailpoints)[number], 'old' | 'new'> = { 'setting.in-transaction': 'old', 'setting.committed': 'new' }
const cases = scenarios.flatMap((scenario) => settingFailpoints.map((failpoint) => ({ ...scenario, failpoint, state: states[failpoint] })))

describe('a process killed while it changes a setting', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    nextFolder += 1
    const dataFolder = path.join(folder, `data-${nextFolder}`)
    await mkdir(dataFolder)
    const { before, failpoint } = each
    const run = await runCrashChild(child, { dataFolder, before, operations: [each.operation], failpoint, workers: 1 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    expect([[...run.started], [...run.acknowledged]]).toEqual([[0], []])
    const store = await openDiskEngine(dataFolder)
    try {
      expect((await store.engine.getBucketAccess({ bucket: 'bucket' })).settings).toEqual(each.state === 'old' ? each.old : each.new)
      expect(await store.tidyUp()).toEqual({ orphans: 0, swept: 0 })
      expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
    } finally {
      await store.close()
    }
  })
})
