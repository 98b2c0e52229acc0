import { describe, expect, it } from 'vitest'
import type { identityFailpoints } from '../dependencies.ts'
import { openIdentities, performIdentity, shownIdentities } from '../test-support/crash-identities.ts'
import type { IdentityChange, PlannedOperation } from '../test-support/crash-plan.ts'
import { crashCases, type CrashState, useCrashRig } from '../test-support/crash-rig.ts'
import type { DiskEngine } from '../test-support/disk-engine.ts'
import { createIdentityFixture } from '../test-support/identity-fixture.ts'

const rig = useCrashRig()
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
const failpoints: Record<(typeof identityFailpoints)[number], CrashState> = { 'identity.in-transaction': 'old', 'identity.committed': 'new' }

/** What the same changes show in memory. */
async function expected(changes: readonly IdentityChange[]) {
  const { engine, metadata } = await createIdentityFixture()
  for (const change of changes) await performIdentity(engine, { kind: 'identity', change })
  return { shown: shownIdentities(engine), sessions: metadata.read((reader) => [...reader.sessions()].length) }
}

async function shown({ deps, metadata }: DiskEngine) {
  return { shown: shownIdentities(await openIdentities(deps)), sessions: metadata.read((reader) => [...reader.sessions()].length) }
}

const planned = (change: IdentityChange): PlannedOperation => ({ kind: 'identity', change })
const cases = crashCases(
  await Promise.all(
    scenarios.map(async ({ change, before }) => ({
      name: change,
      before: before.map(planned),
      operation: planned(change),
      old: await expected(before),
      new: await expected([...before, change]),
      failpoints,
    })),
  ),
)

describe('a process killed while it changes identities', () => {
  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    expect(await rig.expectAfterCrash(each, shown)).toEqual({ orphans: 0, swept: 0 })
  })
})
