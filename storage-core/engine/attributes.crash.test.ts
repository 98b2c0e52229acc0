import { describe, expect, it } from 'vitest'
import type { ObjectHead } from '../model/object.ts'
import type { attributeFailpoints } from './dependencies.ts'
import { type PlannedOperation, seedOf } from './test-support/crash-plan.ts'
import { crashCases, type CrashState, useCrashRig } from './test-support/crash-rig.ts'
import type { DiskEngine } from './test-support/disk-engine.ts'
import { readBody } from './test-support/engine-fixture.ts'

const rig = useCrashRig()
interface Shown extends Pick<ObjectHead, 'sizeBytes' | 'acl' | 'tags'> {
  readonly seed: number | undefined
}

const large = 200_000
const before: readonly PlannedOperation[] = [{ kind: 'put', key: 'k', seed: 1, sizeBytes: large }]
const old: Shown = { seed: 1, sizeBytes: large, acl: 'default', tags: {} }

async function shown({ engine }: DiskEngine): Promise<Shown> {
  const { head, body } = await engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' })
  const { acl, tags, sizeBytes } = head
  return { seed: seedOf(await readBody(body)), sizeBytes, acl, tags }
}

const failpoints: Record<(typeof attributeFailpoints)[number], CrashState> = { 'change.in-transaction': 'old', 'change.committed': 'new' }
const common = { before, old, failpoints }
const cases = crashCases([
  { ...common, name: 'PutObjectACL', operation: { kind: 'acl', key: 'k', acl: 'public-read' }, new: { ...old, acl: 'public-read' } },
  { ...common, name: 'PutObjectTagging', operation: { kind: 'tag', key: 'k', tags: { a: 'b' } }, new: { ...old, tags: { a: 'b' } } },
])

describe('a process killed while it changes attributes', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    expect(await rig.expectAfterCrash(each, shown)).toEqual({ orphans: 0, swept: 0 })
  })
})
