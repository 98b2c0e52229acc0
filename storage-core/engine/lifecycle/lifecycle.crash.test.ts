import { describe, expect, it } from 'vitest'
import type { LifecycleRule } from '../../model/lifecycle.ts'
import type { lifecycleFailpoints } from '../dependencies.ts'
import type { PlannedOperation } from '../test-support/crash-plan.ts'
import { crashCases, type CrashState, useCrashRig, withDiskEngine } from '../test-support/crash-rig.ts'
import type { DiskEngine } from '../test-support/disk-engine.ts'
import { runLifecycle } from './run-lifecycle.ts'

const rig = useCrashRig()
const large = 200_000
const bucket = 'bucket'
const put = (key: string): PlannedOperation => ({ kind: 'put', key, seed: 1, sizeBytes: large })
const rules = (changes: Partial<LifecycleRule>): PlannedOperation => ({ kind: 'put-lifecycle', rules: [{ id: 'r', prefix: '', status: 'Enabled', tags: {}, ...changes }] })
const days = { kind: 'days', days: 1 } as const
const operation: PlannedOperation = { kind: 'run-lifecycle', daysLater: 9 }
const failpoints: Record<(typeof lifecycleFailpoints)[number], CrashState> = { 'lifecycle.in-transaction': 'old', 'lifecycle.committed': 'new' }
const common = { operation, failpoints }
const versioned: PlannedOperation = { kind: 'versioning', status: 'Enabled' }

const cases = crashCases<{ name: string; before: readonly PlannedOperation[]; operation: PlannedOperation; old: readonly string[]; new: readonly string[]; failpoints: typeof failpoints }>([
  { ...common, name: 'an expiration', before: [put('a'), put('b'), rules({ expiration: days })], old: ['a Standard', 'b Standard'], new: [] },
  { ...common, name: 'an expiration with versioning', before: [versioned, put('a'), rules({ expiration: days })], old: ['a Standard'], new: ['a marker', 'a Standard'] },
  { ...common, name: 'an end of old versions', before: [versioned, put('a'), put('a'), rules({ noncurrentExpirationDays: 1 })], old: ['a Standard', 'a Standard'], new: ['a Standard'] },
  { ...common, name: 'a transition', before: [put('a'), rules({ transitions: [{ moment: days, storageClass: 'Archive' }] })], old: ['a Standard'], new: ['a Archive'] },
  {
    ...common,
    name: 'an end of uploads',
    before: [{ kind: 'initiate', key: 'u' }, { kind: 'part', key: 'u', partNumber: 1, seed: 1, sizeBytes: large }, rules({ abortMultipartUpload: days })],
    old: ['u upload'],
    new: [],
  },
])

async function shown({ engine }: DiskEngine): Promise<readonly string[]> {
  const versions = await engine.listObjectVersions({ bucket, prefix: '', delimiter: '', keyMarker: '', maxKeys: 1000 })
  const uploads = await engine.listMultipartUploads({ bucket, prefix: '', delimiter: '', keyMarker: '', uploadIdMarker: '', maxUploads: 1000 })
  return [
    ...versions.entries.flatMap((entry) =>
      entry.kind === 'version' ? [`${entry.version.key} ${entry.version.storageClass}`] : entry.kind === 'deleteMarker' ? [`${entry.marker.key} marker`] : [],
    ),
    ...uploads.entries.flatMap((entry) => (entry.kind === 'upload' ? [`${entry.upload.key} upload`] : [])),
  ]
}

describe('a process killed while it runs lifecycle rules', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    await rig.expectAfterCrash(each, shown)
  })

  it('between two commits has done a part, and the next run does the rest and nothing twice', async () => {
    const dataFolder = await rig.newDataFolder()
    const before = [...Array.from({ length: 80 }, (_, at): PlannedOperation => ({ kind: 'put', key: `k${at}`, seed: at, sizeBytes: 10 })), rules({ expiration: days })]
    const run = await rig.run({ dataFolder, before, operations: [operation], failpoint: 'lifecycle.committed', workers: 1 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    await withDiskEngine(dataFolder, async (store) => {
      expect(await shown(store)).toHaveLength(80 - 64)
      const asOfMs = Date.now() + 9 * 86_400_000
      expect(await runLifecycle(store.deps, { asOfMs })).toMatchObject({ expired: 16 })
      expect(await shown(store)).toEqual([])
      expect(await runLifecycle(store.deps, { asOfMs })).toMatchObject({ examined: 0, expired: 0 })
      expect(await store.check()).toMatchObject({ problems: [] })
    })
  })
})
