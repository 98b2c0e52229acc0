import { describe, expect, it } from 'vitest'
import type { settingFailpoints } from '../dependencies.ts'
import type { PlannedOperation } from '../test-support/crash-plan.ts'
import { crashCases, type CrashState, useCrashRig } from '../test-support/crash-rig.ts'

const rig = useCrashRig()
const put = (text: string): PlannedOperation => ({ kind: 'put-policy', text })
const shows = (text: string): Readonly<Record<string, object>> => ({ policy: { text } })
const failpoints: Record<(typeof settingFailpoints)[number], CrashState> = { 'setting.in-transaction': 'old', 'setting.committed': 'new' }
const cases = crashCases([
  { name: 'the first policy', before: [], operation: put('a'), old: {}, new: shows('a'), failpoints },
  { name: 'another policy', before: [put('a')], operation: put('b'), old: shows('a'), new: shows('b'), failpoints },
  { name: 'no policy', before: [put('a')], operation: { kind: 'delete-policy' }, old: shows('a'), new: {}, failpoints },
])

describe('a process killed while it changes a setting', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    const tidied = rig.expectAfterCrash(each, async ({ engine }) => (await engine.getBucketAccess({ bucket: 'bucket' })).settings)
    expect(await tidied).toEqual({ orphans: 0, swept: 0 })
  })
})
