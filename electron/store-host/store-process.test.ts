import { describe, expect, it } from 'vitest'
import { ossError } from '../../storage-core/model/oss-error.ts'
import type { StoreHostEvent } from '../contract/host-messages.ts'
import { createStoreProcess, type RunningStore } from './store-process.ts'

const start = { kind: 'start', dataFolder: '/data', port: 0, region: 'cn-hangzhou' }
const key = { accessKeyId: 'id', accessKeySecret: 'secret' }
const ready = { url: 'http://127.0.0.1:1', region: 'cn-hangzhou', dataFolder: '/data', user: key, internal: key }

function setUp(open: () => Promise<RunningStore>) {
  const events: StoreHostEvent[] = []
  const logged: string[] = []
  let exited: (code: number) => void = () => undefined
  const exit = new Promise<number>((resolve) => (exited = resolve))
  let reported: () => void = () => undefined
  const firstReport = new Promise<void>((resolve) => (reported = resolve))
  const process = createStoreProcess({
    open,
    report: (event) => {
      events.push(event)
      reported()
    },
    exit: exited,
    log: (message) => logged.push(message),
  })
  return { process, events, logged, exit, firstReport }
}

describe('the process of the local store', () => {
  it('opens the store, closes it when told, and ends', async () => {
    const steps: string[] = []
    const { process, events, exit, firstReport } = setUp(() => Promise.resolve({ ready, close: () => Promise.resolve(void steps.push('closed')) }))
    process.onCommand(start)
    await firstReport
    process.onCommand({ kind: 'stop' })
    expect(await exit).toBe(0)
    expect(steps).toEqual(['closed'])
    expect(events).toEqual([{ kind: 'ready', ...ready }, { kind: 'stopped' }])
  })

  it('reports an expected failure with its code, and stays to be told what next', async () => {
    const { process, events, logged, exit, firstReport } = setUp(() => Promise.reject(ossError('StorePortTaken', { details: { Port: '9000' } })))
    process.onCommand(start)
    await firstReport
    process.onCommand({ kind: 'stop' })
    await exit
    expect(events[0]).toMatchObject({ kind: 'failed', error: { code: 'StorePortTaken', details: { Port: '9000' } } })
    expect(logged).toEqual([])
  })

  it('reports a bug as InternalError and logs it', async () => {
    const { process, events, logged, exit, firstReport } = setUp(() => Promise.reject(new TypeError('bug')))
    process.onCommand(start)
    await firstReport
    process.stop()
    await exit
    expect(events[0]).toMatchObject({ kind: 'failed', error: { code: 'InternalError' } })
    expect(logged).toHaveLength(1)
  })

  it('tells by its exit code that the store did not close', async () => {
    const { process, exit, firstReport } = setUp(() => Promise.resolve({ ready, close: () => Promise.reject(new Error('disk gone')) }))
    process.onCommand(start)
    await firstReport
    process.stop()
    expect(await exit).toBe(1)
  })

  it('closes what it was still opening when told to stop, and opens nothing after that', async () => {
    let opened: (store: RunningStore) => void = () => undefined
    const steps: string[] = []
    const { process, exit } = setUp(() => {
      steps.push('opening')
      return new Promise((resolve) => (opened = resolve))
    })
    process.onCommand(start)
    await Promise.resolve()
    process.stop()
    process.onCommand(start)
    opened({ ready, close: () => Promise.resolve(void steps.push('closed')) })
    await exit
    expect(steps).toEqual(['opening', 'closed'])
  })

  it('ignores commands that are none', async () => {
    const { process, events, exit } = setUp(() => Promise.reject(new Error('must not be opened')))
    process.onCommand({ kind: 'start', port: 'x' })
    process.stop()
    await exit
    expect(events).toEqual([{ kind: 'stopped' }])
  })
})
