import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityFailpoints } from '../dependencies.ts'
import { bundleChild } from '../test-support/bundle-child.ts'
import { openIdentities, performIdentity, shownIdentities } from '../test-support/crash-identities.ts'
import type { IdentityChange, PlannedOperation } from '../test-support/crash-plan.ts'
import { openDiskEngine } from '../test-support/disk-engine.ts'
import { createIdentityFixture } from '../test-support/identity-fixture.ts'
import { runCrashChild } from '../test-support/run-crash-child.ts'

let folder: string
let child: string
let nextFolder = 0
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-identities-crash-'))
  child = await bundleChild(path.join(import.meta.dirname, '..', 'test-support', 'crash-child.ts'), path.join(folder, 'program'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const scenarios: readonly { readonly change: IdentityChange; readonly before: readonly IdentityChange[] }[] = [
  { change: 'create-account', before: [] },
  { change: 'remove-account', before: ['create-account'] },
  { change: 'create-user', before: [] },
  { change: 'remove-user', before: ['create-user'] },
  { change: 'create-key', before: ['create-user'] },
  { change: 'disable-key', before: ['create-user', 'create-key'] },
  { change: 'remove-key', before: ['create-user', 'create-key'] },
  { change: 'create-policy', before: [] },
  { change: 'change-policy', before: ['create-policy'] },
  { change: 'remove-policy', before: ['create-policy'] },
  { change: 'attach', before: ['create-user', 'create-policy'] },
  { change: 'detach', before: ['create-user', 'create-policy', 'attach'] },
  { change: 'create-role', before: [] },
  { change: 'remove-role', before: ['create-role', 'assume'] },
  { change: 'assume', before: ['create-role'] },
]
const states: Record<(typeof identityFailpoints)[number], 'old' | 'new'> = { 'identity.in-transaction': 'old', 'identity.committed': 'new' }
const cases = scenarios.flatMap((scenario) => identityFailpoints.map((failpoint) => ({ ...scenario, failpoint, state: states[failpoint] })))

/** What the same changes show in memory. */
async function expected(changes: readonly IdentityChange[]) {
  const { engine, metadata } = await createIdentityFixture()
  for (const change of changes) await performIdentity(engine, { kind: 'identity', change })
  return { shown: shownIdentities(engine), sessions: metadata.read((reader) => [...reader.sessions()].length) }
}

describe('a process killed while it changes identities', () => {
  it.each(cases)('at $failpoint of $change shows the $state state after a restart', async ({ change, before, failpoint, state }) => {
    nextFolder += 1
    const dataFolder = path.join(folder, `data-${nextFolder}`)
    await mkdir(dataFolder)
    const planned = (changes: readonly IdentityChange[]): readonly PlannedOperation[] => changes.map((each) => ({ kind: 'identity', change: each }))
    const run = await runCrashChild(child, { dataFolder, before: planned(before), operations: planned([change]), failpoint, workers: 1 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    expect([[...run.started], [...run.acknowledged]]).toEqual([[0], []])
    const store = await openDiskEngine(dataFolder)
    try {
      expect((await store.check()).problems).toEqual([])
      const shown = shownIdentities(await openIdentities(store.deps))
      const sessions = store.metadata.read((reader) => [...reader.sessions()].length)
      expect({ shown, sessions }).toEqual(await expected(state === 'old' ? before : [...before, change]))
    } finally {
      await store.close()
    }
  })
})
