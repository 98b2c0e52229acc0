import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSerialOrder, plans, runClients } from './test-support/concurrent-clients.ts'
import { type DiskEngine, openDiskEngine } from './test-support/disk-engine.ts'

let directory = ''
let disk: DiskEngine
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'ossia-serial-order-'))
  disk = await openDiskEngine(directory)
})
afterAll(async () => {
  await disk.close()
  await rm(directory, { recursive: true, force: true })
})

describe('clients who write the same keys at the same time, over the stores on disk', () => {
  let runs = 0

  it.each([
    [undefined, false],
    ['Enabled', true],
    ['Suspended', true],
  ] as const)('see what they would see one after the other (versioning %s, switched meanwhile: %s)', async (versioning, changesVersioning) => {
    const property = fc.asyncProperty(plans({ changesVersioning }), fc.scheduler(), async (plan, scheduler) => {
      runs += 1
      expectSerialOrder(await runClients(plan, { deps: disk.deps, bucket: `clients-${runs}`, versioning, scheduler }), versioning)
    })
    await fc.assert(property, { numRuns: 15 })
  }, 60_000)

  it('leave nothing behind and nothing damaged', async () => {
    await disk.tidyUp()
    expect(await disk.check()).toMatchObject({ problems: [], garbageCount: 0 })
  })
})
