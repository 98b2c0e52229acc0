import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { bundleClientHost, startHostProcess, type HostProcess } from '../test-support/client-host-process.ts'
import { seededRandom } from '../test-support/fault-plan.ts'
import { startFaultyProxy, type FaultyProxy } from '../test-support/faulty-proxy.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { getBytes, keysOf, putText, treeOf } from '../test-support/transfer-bench.ts'

/** `npm run faults` kills 200 times, each time in a job of 2,000 files. */
const kills = Number(process.env['OSSIA_HOST_KILLS'] ?? 6)
const filesOfJob = Number(process.env['OSSIA_HOST_KILL_FILES'] ?? 160)
const seed = Number(process.env['OSSIA_FAULT_SEED'] ?? 1)
/** One job is killed so often before it may end. */
const killsPerJob = 3
/** An upload, a download, a copy, a move and a change of metadata, each of as many files. */
const kinds = 5
const bucket = 'kills'
const profileId = 'local'
/** Another connection, so that what goes there is relayed. */
const otherProfileId = 'other'

let store: RealStore
let proxy: FaultyProxy
let program = ''
let folder = ''
/** By path below the tree: three large ones, which travel in parts, among many small. */
const contents = new Map<string, Buffer>()
beforeAll(async () => {
  store = await startRealStore()
  proxy = await startFaultyProxy(store.connection.endpoint, { faultFor: () => undefined })
  folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-host-kill-'))
  program = await bundleClientHost(folder)
  const random = seededRandom('contents')
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  for (let number = 0; number < filesOfJob / kinds; number++) {
    const large = number % Math.ceil(filesOfJob / kinds / 3) === 5
    const content = Buffer.alloc(large ? 2_000_000 + number : Math.floor(random() * 5000), `${String(number)} `)
    contents.set(`${String(number % 7)}/${String(number)}`, content)
  }
  for (let number = 0; number < 7; number++) await mkdir(path.join(folder, 'tree', String(number)), { recursive: true })
  for (const [name, content] of contents) {
    await writeFile(path.join(folder, 'tree', name), content)
    await putText(store.provider, bucket, `down/${name}`, content)
  }
})
afterAll(async () => {
  await proxy.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const parts = (): number => [...contents.values()].reduce((sum, { length }) => sum + (length < smallSizes.partsFromBytes ? 0 : Math.ceil(length / smallSizes.partBytes)), 0)
const sleep = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

function start(stateFolder: string): HostProcess {
  const host = startHostProcess(program)
  host.send({ kind: 'configure', stateFolder })
  for (const one of [profileId, otherProfileId]) host.send({ kind: 'connect', connection: { ...store.connection, profileId: one, endpoint: proxy.url } })
  return host
}
async function whenIdle(host: HostProcess): Promise<TransferBatch[]> {
  for (;;) {
    const batches = await host.call<TransferBatch[]>('transfers.listBatches', {})
    if (batches.every(({ state }) => state === 'done' || state === 'failed' || state === 'cancelled')) return batches
    await sleep(50)
  }
}

/** A batch shows its end before the history has it on the disk. */
async function whenRecorded(host: HostProcess): Promise<{ readonly batches: readonly TransferBatch[] }> {
  for (;;) {
    const history = await host.call<{ total: number; batches: TransferBatch[] }>('transfers.listHistory', { search: '', offset: 0, limit: 100 })
    if (history.total >= kinds) return history
    await sleep(50)
  }
}

/** @returns how many of the kills struck while something was under way */
async function runJob(job: number, killsNow: number): Promise<number> {
  let struck = 0
  const random = seededRandom(`kills ${String(seed)} ${String(job)}`)
  const stateFolder = await store.folder('state')
  const target = await store.folder('target')
  const prefix = `up-${String(job)}/`
  const names = [...contents.keys()].toSorted()
  const put = (name: string): Promise<unknown> => Promise.all(['moving', 'editing'].map((kind) => store.provider.copyObject({ bucket, key: `${kind}-${String(job)}/${name}`, source: { bucket, key: `down/${name}` }, attributes: {}, forbidOverwrite: true })))
  await Promise.all(names.map(put))
  const requestsBefore = proxy.requests.length
  let host = start(stateFolder)
  // A name that exists gets a number here, so whatever is done twice shows.
  await host.call('transfers.enqueueUpload', { profileId, bucket, prefix, paths: [path.join(folder, 'tree')], conflict: 'keepBoth' })
  const selection = { kind: 'names', keys: [], prefixes: ['down/'] }
  await host.call('transfers.enqueueDownload', { profileId, bucket, selection, basePrefix: '', folderPath: target, conflict: 'keepBoth' })
  const of = (prefix: string): object => ({ profileId, bucket, basePrefix: '', selection: { kind: 'names', keys: [], prefixes: [prefix] } })
  const to = (prefix: string, target = profileId): object => ({ target: { profileId: target, bucket, prefix }, conflict: 'keepBoth' })
  await host.call('transfers.enqueueCopy', { ...of('down/'), ...to(`copied-${String(job)}/`), move: false })
  await host.call('transfers.enqueueCopy', { ...of(`moving-${String(job)}/`), ...to(`moved-${String(job)}/`, otherProfileId), move: true })
  await host.call('transfers.enqueueEdit', { ...of(`editing-${String(job)}/`), edit: { kind: 'metadata', headers: { 'content-language': 'zh-CN' }, userMetadata: { job: String(job) } } })
  for (let kill = 0; kill < killsNow; kill++) {
    await sleep(random() * 2 * filesOfJob)
    await host.kill()
    host = start(stateFolder)
    const left = await host.call<TransferBatch[]>('transfers.listBatches', {})
    if (left.length > 0) struck++
  }
  const batches = await whenIdle(host)
  // Those that had ended before a kill are not shown any more.
  expect(batches.filter(({ state }) => state !== 'done')).toEqual([])
  const history = await whenRecorded(host)
  expect(history.batches.map(({ kind, state, itemsDone }) => ({ kind, state, itemsDone })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
    { kind: 'copy', state: 'done', itemsDone: contents.size },
    { kind: 'download', state: 'done', itemsDone: contents.size },
    { kind: 'metadata', state: 'done', itemsDone: contents.size },
    { kind: 'move', state: 'done', itemsDone: contents.size },
    { kind: 'upload', state: 'done', itemsDone: contents.size },
  ])
  for (const { batchId } of history.batches) {
    const { total } = await host.call<{ total: number }>('transfers.listItems', { batchId, states: ['done'], offset: 0, limit: 1 })
    expect(total).toBe(contents.size)
  }
  expect(host.errors()).toBe('')
  await host.kill()

  expect((await keysOf(store.provider, bucket, prefix)).toSorted()).toEqual(names.map((name) => `${prefix}tree/${name}`).toSorted())
  for (const name of names) expect((await getBytes(store.provider, bucket, `${prefix}tree/${name}`)).equals(contents.get(name) ?? Buffer.alloc(1)), name).toBe(true)
  const files = [...(await treeOf(target)).keys()].filter((name) => !name.endsWith('/'))
  expect(files.toSorted()).toEqual(names.map((name) => `down/${name}`).toSorted())
  for (const name of names) expect((await readFile(path.join(target, 'down', name))).equals(contents.get(name) ?? Buffer.alloc(1)), name).toBe(true)
  const copied = `copied-${String(job)}/down/`
  const moved = `moved-${String(job)}/moving-${String(job)}/`
  const edited = `editing-${String(job)}/`
  for (const prefix of [copied, moved, edited]) {
    expect((await keysOf(store.provider, bucket, prefix)).toSorted()).toEqual(names.map((name) => prefix + name).toSorted())
    for (const name of names) expect((await getBytes(store.provider, bucket, prefix + name)).equals(contents.get(name) ?? Buffer.alloc(1)), prefix + name).toBe(true)
  }
  expect(await keysOf(store.provider, bucket, `moving-${String(job)}/`)).toEqual([])
  for (const name of names) expect(await store.provider.headObject({ bucket, key: edited + name })).toMatchObject({ headers: { 'content-language': 'zh-CN' }, userMetadata: { job: String(job) } })
  // At most one part of each stream was sent again after each kill, and one small object for each place in the queue.
  const puts = proxy.requests.slice(requestsBefore).filter(({ method }) => method === 'PUT')
  const inParts = puts.filter(({ url }) => url.includes('partNumber='))
  // Uploaded, copied and moved.
  expect(inParts.length).toBeLessThanOrEqual(3 * parts() + killsNow * 6 * smallSizes.streamsPerFile)
  const placesInQueue = 24
  for (const prefix of [copied, moved, edited]) expect(puts.filter(({ url }) => url.includes(prefix) && !url.includes('partNumber=')).length, prefix).toBeLessThanOrEqual(names.length + killsNow * placesInQueue)
  await rm(target, { recursive: true })
  return struck
}

it(`a client host killed ${String(kills)} times at random moments loses nothing and does nothing twice`, { timeout: 120_000 + kills * filesOfJob * 50 }, async () => {
  let struck = 0
  for (let done = 0, job = 1; done < kills; done += killsPerJob, job++) struck += await runJob(job, Math.min(killsPerJob, kills - done))
  if (process.env['OSSIA_HOST_KILLS'] !== undefined) process.stdout.write(`${String(struck)} of ${String(kills)} kills struck a running job\n`)
  expect(struck).toBeGreaterThanOrEqual(kills / 2)
})
