import { describe, expect, it } from 'vitest'
import { createEngineFixture, type EngineFixture, putInput } from '../test-support/engine-fixture.ts'
import { type LifecycleWorker, type LifecycleWorkerOptions, startLifecycle } from './lifecycle-worker.ts'

const bucket = 'bucket'
const dayMs = 86_400_000
const hourMs = 3_600_000

async function start(fixture: EngineFixture, more: Partial<LifecycleWorkerOptions> = {}): Promise<{ readonly worker: LifecycleWorker; readonly errors: readonly unknown[] }> {
  const errors: unknown[] = []
  // The clock is looked at when a test says so, not by a timer.
  const worker = startLifecycle(fixture.deps, { checkEveryMs: 2 ** 31 - 1, onError: (error) => errors.push(error), ...more })
  await worker.check()
  return { worker, errors }
}

async function fixtureWithRule(): Promise<EngineFixture> {
  const fixture = await createEngineFixture()
  fixture.clock.nowMs = Date.UTC(2024, 0, 10, 12)
  const rule = { id: 'r', prefix: '', status: 'Enabled', tags: {}, expiration: { kind: 'days', days: 1 } } as const
  await fixture.engine.putBucketSetting({ bucket, name: 'lifecycle', value: { rules: [rule] } })
  return fixture
}
const put = ({ engine }: EngineFixture, key: string) => engine.putObject(putInput(key, 'body'))
const count = async ({ engine }: EngineFixture) => (await engine.getBucketStat({ bucket })).objectCount

describe('the lifecycle worker', () => {
  it('runs once a day, from midnight in UTC on', async () => {
    const fixture = await fixtureWithRule()
    const { clock } = fixture
    await put(fixture, 'a')
    const { worker, errors } = await start(fixture)
    clock.nowMs = Date.UTC(2024, 0, 11, 23, 59, 59, 999)
    await worker.check()
    expect(await count(fixture)).toBe(1)
    clock.nowMs += 1
    await worker.check()
    expect(await count(fixture)).toBe(0)
    // Due by the rules, but this day's run is over.
    await put(fixture, 'b')
    await fixture.engine.putBucketSetting({ bucket, name: 'lifecycle', value: { rules: [{ id: 'd', prefix: '', status: 'Enabled', tags: {}, expiration: { kind: 'date', dateMs: clock.nowMs } }] } })
    clock.nowMs += 20 * hourMs
    await worker.check()
    expect(await count(fixture)).toBe(1)
    clock.nowMs += 4 * hourMs
    await worker.check()
    expect(await count(fixture)).toBe(0)
    await worker.stop()
    expect(errors).toEqual([])
  })

  it('makes up for the midnights at which nothing ran, when it is started again', async () => {
    const fixture = await fixtureWithRule()
    await put(fixture, 'a')
    await (await start(fixture)).worker.stop()
    fixture.clock.nowMs += 5 * dayMs
    const { worker } = await start(fixture)
    expect(await count(fixture)).toBe(0)
    await worker.stop()
  })

  it('does not run again on the same day after a restart, and does when the clock was set back', async () => {
    const fixture = await fixtureWithRule()
    await (await start(fixture)).worker.stop()
    const ranMs = fixture.deps.metadata.read((reader) => reader.lifecycleRunMs())
    expect(ranMs).toBe(fixture.clock.nowMs)
    fixture.clock.nowMs += hourMs
    await (await start(fixture)).worker.stop()
    expect(fixture.deps.metadata.read((reader) => reader.lifecycleRunMs())).toBe(ranMs)
    fixture.clock.nowMs -= 3 * dayMs
    await (await start(fixture)).worker.stop()
    expect(fixture.deps.metadata.read((reader) => reader.lifecycleRunMs())).toBe(fixture.clock.nowMs)
  })

  it('tells of a failed run, waits, and tries again on the same day', async () => {
    const fixture = await fixtureWithRule()
    const { deps, clock } = fixture
    await put(fixture, 'a')
    clock.nowMs += 3 * dayMs
    let failures = 2
    const metadata = Object.create(deps.metadata, {
      write: {
        value: async (work: Parameters<typeof deps.metadata.write>[0]) => {
          failures -= 1
          if (failures >= 0) throw new Error('disk')
          return deps.metadata.write(work)
        },
      },
    }) as typeof deps.metadata
    const failing = { ...fixture, deps: { ...deps, metadata } }
    const { worker, errors } = await start(failing, { retryAfterMs: 1000 })
    expect(errors).toHaveLength(1)
    clock.nowMs += 999
    await worker.check()
    expect(errors).toHaveLength(1)
    clock.nowMs += 1
    await worker.check()
    expect(errors).toHaveLength(2)
    clock.nowMs += 1000
    await worker.check()
    expect([errors.length, await count(fixture)]).toEqual([2, 0])
    await worker.stop()
  })

  it('runs when asked, one run after the other, and tells whoever asked of a failure', async () => {
    const fixture = await fixtureWithRule()
    await put(fixture, 'a')
    const { worker, errors } = await start(fixture)
    const asOfMs = fixture.clock.nowMs + 3 * dayMs
    const [dry, wet, again] = await Promise.all([worker.run({ asOfMs, isDryRun: true }), worker.run({ asOfMs }), worker.run({ asOfMs })])
    expect([dry.expired, wet.expired, again.expired]).toEqual([1, 1, 0])
    await expect(worker.run({ bucket: 'none' })).rejects.toMatchObject({ code: 'NoSuchBucket' })
    expect((await worker.run({})).buckets).toBe(1)
    expect(errors).toEqual([])
    await worker.stop()
  })

  it('stops in the middle of a run, and does the rest when it is started again', async () => {
    const fixture = await fixtureWithRule()
    const { engine, clock, deps } = fixture
    for (let at = 0; at < 700; at += 1) await engine.putObject(putInput(`k${at}`, ''))
    clock.nowMs += 3 * dayMs
    const { metadata } = deps
    let stop: Promise<void> | undefined
    const holder: { worker?: LifecycleWorker } = {}
    const watched = Object.create(metadata, {
      write: {
        value: (work: Parameters<typeof metadata.write>[0]) => {
          stop ??= holder.worker?.stop()
          return metadata.write(work)
        },
      },
    }) as typeof metadata
    holder.worker = startLifecycle({ ...deps, metadata: watched }, { checkEveryMs: 2 ** 31 - 1, onError: () => undefined })
    await holder.worker.check()
    await stop
    const left = await count(fixture)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(700)
    expect(metadata.read((reader) => reader.lifecycleRunMs())).toBeUndefined()
    const { worker } = await start(fixture)
    expect(await count(fixture)).toBe(0)
    await worker.stop()
  })
})
