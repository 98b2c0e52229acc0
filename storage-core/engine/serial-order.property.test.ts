import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkStore } from '../tools/check-store.ts'
import type { Engine } from './engine.ts'
import { sweepOnce } from './sweep.ts'
import { expectSerialOrder, plans, runClients } from './test-support/concurrent-clients.ts'
import { createEngineFixture, type EngineFixture } from './test-support/engine-fixture.ts'
import type { HistoryState } from './test-support/object-history.ts'
import { hasSerialOrder, type SerialModel } from './test-support/serial-order.ts'

async function expectInOrder({ deps }: EngineFixture): Promise<void> {
  await sweepOnce(deps, { graceMs: -1000, batchSize: 1_000_000 })
  const reader = deps.metadata.snapshot()
  try {
    expect((await checkStore(reader, deps.blobs, { deep: true })).problems).toEqual([])
  } finally {
    reader.close()
  }
}

function property(versioning: HistoryState['versioning'], options: { changesVersioning: boolean; sabotage?: (engine: Engine) => Partial<Engine> }) {
  return fc.asyncProperty(plans(options), fc.scheduler(), async (plan, scheduler) => {
    const fixture = await createEngineFixture()
    const { sabotage } = options
    const run = { deps: fixture.deps, bucket: 'clients', versioning, scheduler, ...(sabotage === undefined ? {} : { sabotage }) }
    expectSerialOrder(await runClients(plan, run), versioning)
    await expectInOrder(fixture)
  })
}

describe('clients who write the same keys at the same time', () => {
  it.each([
    [undefined, false],
    ['Enabled', false],
    ['Suspended', false],
    [undefined, true],
    ['Enabled', true],
  ] as const)('see what they would see one after the other (versioning %s, switched meanwhile: %s)', async (versioning, changesVersioning) => {
    await fc.assert(property(versioning, { changesVersioning }), { numRuns: 40 })
  }, 60_000)
})

/** Each does a check of the engine's too early: before its commit instead of inside it. */
const sabotages: readonly (readonly [string, (engine: Engine) => Partial<Engine>])[] = [
  ['forbids overwriting by a look beforehand', (engine) => ({
    putObject: async (input) => {
      const exists = await engine.headObject({ bucket: input.bucket, key: input.key, conditions: {} }).then(() => true, () => false)
      return engine.putObject({ ...input, forbidOverwrite: input.forbidOverwrite && exists })
    },
  })],
  ['compares the source of a copy beforehand', (engine) => ({
    copyObject: async (input) => {
      if (input.sourceConditions.ifMatch !== undefined) await engine.headObject({ ...input.source, conditions: input.sourceConditions })
      return engine.copyObject({ ...input, sourceConditions: {} })
    },
  })],
  ['reads an object in two halves', (engine) => ({
    getObject: async (input) => {
      const first = await engine.getObject(input)
      const { body } = first
      if (first.head.sizeBytes < 2) return first
      const middle = first.head.sizeBytes >> 1
      const copyTo: typeof body.copyTo = async (sink, signal) => {
        const half = await engine.getObject({ ...input, range: { kind: 'from', start: 0, end: middle - 1 } })
        await half.body.copyTo(sink, signal)
        const rest = await engine.getObject({ ...input, range: { kind: 'from', start: middle } })
        await rest.body.copyTo(sink, signal)
      }
      return { ...first, body: { ...body, copyTo } }
    },
  })],
]

describe('the search for a serial order', () => {
  it.each(sabotages)('notices an engine that %s', async (_, sabotage) => {
    const found = await fc.check(property(undefined, { changesVersioning: false, sabotage }), { numRuns: 500, seed: 1, endOnFailure: true })
    expect(found.failed).toBe(true)
  }, 60_000)

  it('takes operations only in an order that their times allow', () => {
    const register: SerialModel<number, { readonly write?: number }, number> = {
      identify: String,
      apply: (state, { write }, answer) => (write === undefined ? (answer === state ? state : undefined) : write),
    }
    const operation = (write: number | undefined, answer: number, calledAt: number, answeredAt: number) => ({
      call: write === undefined ? {} : { write }, answer, calledAt, answeredAt,
    })
    const write = operation(7, 0, 1, 4)
    const read = (answer: number, calledAt: number, answeredAt: number) => operation(undefined, answer, calledAt, answeredAt)
    expect(hasSerialOrder(register, 0, [write, read(0, 2, 3)])).toBe(true)
    expect(hasSerialOrder(register, 0, [write, read(7, 2, 3)])).toBe(true)
    expect(hasSerialOrder(register, 0, [write, read(0, 5, 6)])).toBe(false)
    expect(hasSerialOrder(register, 0, [read(7, 2, 3), write, read(0, 3.5, 3.6)])).toBe(false)
    expect(hasSerialOrder(register, 0, [read(0, 2, 3), write, read(7, 3.5, 3.6), read(7, 8, 9)])).toBe(true)
  })
})
