import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PlanRows, RestorePlan } from '../../contract/as-of.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { z } from 'zod'
import { bundleClientHost, startHostProcess, type HostProcess } from '../test-support/client-host-process.ts'
import { startFaultyProxy, type FaultyProxy } from '../test-support/faulty-proxy.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { getBytes, keysOf, putText } from '../test-support/transfer-bench.ts'
import { walkVersions } from '../versions/walk-versions.ts'

const bucket = 'killed-restore'
const profileId = 'local'
const objects = 120

let store: RealStore
let proxy: FaultyProxy
let folder = ''
let program = ''
/** Told every request that changes something. */
let onWrite: () => void = () => undefined
beforeAll(async () => {
  store = await startRealStore()
  proxy = await startFaultyProxy(store.connection.endpoint, {
    faultFor: ({ method }) => {
      if (method === 'PUT' || method === 'DELETE') onWrite()
      return undefined
    },
  })
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-restore-kill-'))
  program = await bundleClientHost(folder)
})
afterAll(async () => {
  await proxy.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const keyOf = (number: number): string => `dir/${String(number).padStart(3, '0')}`
const sleep = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

function start(stateFolder: string): HostProcess {
  const host = startHostProcess(program)
  host.send({ kind: 'configure', stateFolder })
  host.send({ kind: 'connect', connection: { ...store.connection, endpoint: proxy.url } })
  return host
}
async function whenRead(host: HostProcess, planId: string): Promise<RestorePlan> {
  for (;;) {
    const { plan } = await host.call<z.infer<typeof PlanRows>>('asOf.getPlanRows', { planId, offset: 0, limit: 1 })
    if (plan.state !== 'loading') return plan
    await sleep(20)
  }
}
/** The batch that ended after so many others. */
async function whenEnded(host: HostProcess, others = 0): Promise<TransferBatch> {
  for (;;) {
    const { batches } = await host.call<{ batches: TransferBatch[] }>('transfers.listHistory', { search: '', offset: 0, limit: 10 })
    const [batch] = batches
    if (batch !== undefined && batches.length > others) return batch
    await sleep(20)
  }
}

it('a restore to a moment, and taking it back, complete after being killed in the middle, and write nothing twice', { timeout: 120_000 }, async () => {
  const { provider } = store
  await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
  // A third each was changed, deleted and created since.
  const numbers = Array.from({ length: objects }, (_, number) => number)
  await Promise.all(numbers.filter((number) => number % 3 !== 2).map((number) => putText(provider, bucket, keyOf(number), `then ${String(number)}`)))
  const momentMs = store.now()
  store.passTime(2000)
  await Promise.all(numbers.filter((number) => number % 3 !== 1).map((number) => putText(provider, bucket, keyOf(number), 'now')))
  await Promise.all(numbers.filter((number) => number % 3 === 1).map((number) => provider.deleteObject({ bucket, key: keyOf(number) })))
  store.passTime(2000)

  const stateFolder = await store.folder('state')
  let host = start(stateFolder)
  const { planId } = await host.call<RestorePlan>('asOf.openPlan', { profileId, bucket, prefix: 'dir/', momentMs })
  expect((await whenRead(host, planId)).totals).toMatchObject({ created: { objects: 40 }, changed: { objects: 40 }, deleted: { objects: 40 } })
  for (const killAfter of [20, 45]) {
    let writes = 0
    const struck = new Promise<void>((resolve) => {
      onWrite = () => {
        if (++writes === killAfter) resolve()
      }
    })
    if (killAfter === 20) await host.call('transfers.enqueueRevert', { planId, includeSame: false, leaveUncertain: false })
    await struck
    await host.kill()
    host = start(stateFolder)
    expect(await host.call<TransferBatch[]>('transfers.listBatches', {})).toMatchObject([{ kind: 'revert', momentMs }])
  }
  const { batchId, ...restored } = await whenEnded(host)
  expect(restored).toMatchObject({ kind: 'revert', state: 'done', itemsDone: objects, itemsFailed: 0 })
  expect(host.errors()).toBe('')

  expect(await keysOf(provider, bucket)).toEqual(numbers.filter((number) => number % 3 !== 2).map(keyOf))
  for (const number of numbers.filter((one) => one % 3 !== 2)) expect(String(await getBytes(provider, bucket, keyOf(number)))).toBe(`then ${String(number)}`)
  const writtenOften = async (): Promise<[number, number | undefined][]> => {
    const written = new Map<string, number>()
    for await (const { versions } of walkVersions(provider, { bucket, prefix: '' })) for (const { key } of versions) written.set(key, (written.get(key) ?? 0) + 1)
    return numbers.map((number) => [number, written.get(keyOf(number))])
  }
  // What was there, what came since, and one more.
  expect(await writtenOften()).toEqual(numbers.map((number) => [number, number % 3 === 2 ? 2 : 3]))

  let writes = 0
  const struck = new Promise<void>((resolve) => {
    onWrite = () => {
      if (++writes === 50) resolve()
    }
  })
  await host.call('transfers.undo', { batchId })
  await struck
  await host.kill()
  host = start(stateFolder)
  expect(await whenEnded(host, 1)).toMatchObject({ kind: 'revert', takesBack: true, state: 'done', itemsDone: objects, itemsFailed: 0 })
  expect(host.errors()).toBe('')
  await host.kill()
  expect(await keysOf(provider, bucket)).toEqual(numbers.filter((number) => number % 3 !== 1).map(keyOf))
  for (const number of numbers.filter((one) => one % 3 !== 1)) expect(String(await getBytes(provider, bucket, keyOf(number)))).toBe('now')
  expect(await writtenOften()).toEqual(numbers.map((number) => [number, number % 3 === 2 ? 3 : 4]))
})
