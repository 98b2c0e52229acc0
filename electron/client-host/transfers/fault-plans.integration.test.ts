import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { TransferItem } from '../../contract/transfer-items.ts'
import { createListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { faultPlan, seededRandom } from '../test-support/fault-plan.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { smallSizes } from '../test-support/small-sizes.ts'
import { faultyProvider, getBytes, keysOf, openBench, putText, treeOf, type TransferBench } from '../test-support/transfer-bench.ts'

/** `npm run faults` runs a thousand of them. */
const plans = Number(process.env['OSSIA_FAULT_PLANS'] ?? 36)
const firstSeed = Number(process.env['OSSIA_FAULT_SEED'] ?? 1)
const plansAtOnce = 6
/** Empty, small, one just below and one above the size from which files travel in parts. */
const sizes = [0, 1, 3000, 65_536, 249_999, 250_000, 410_000]
const policies: readonly ConflictPolicy[] = ['overwrite', 'skip', 'skipIdentical', 'keepBoth', 'newer']

const contentOf = (name: string, sizeBytes: number): Buffer => {
  const random = seededRandom(name)
  return Buffer.from(Uint8Array.from({ length: sizeBytes }, () => random() * 256))
}
const contents = new Map(sizes.map((sizeBytes) => [`f${String(sizeBytes)}`, contentOf(`f${String(sizeBytes)}`, sizeBytes)]))

let store: RealStore
let source: string
beforeAll(async () => {
  store = await startRealStore()
  source = path.join(await store.folder('source'), 'tree')
  await mkdir(source)
  for (const bucket of ['fault-source', 'fault-target']) await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  for (const [name, content] of contents) {
    await writeFile(path.join(source, name), content)
    await putText(store.provider, 'fault-source', `tree/${name}`, content)
  }
})
afterAll(() => store.close())

/** Every row is done or has failed for a stated reason, and so has the batch. */
function expectEnded(batch: TransferBatch, rows: readonly TransferItem[]): void {
  if (batch.state !== 'done') {
    expect(batch.state).toBe('failed')
    expect(batch.error?.code ?? rows.find((row) => row.state === 'failed')?.error?.code).toMatch(/^[A-Z]/)
  }
  for (const row of rows) {
    if (row.state === 'done') continue
    // After a failure of the whole batch, such as of its listing, the rest is cancelled.
    expect(row.state).toBe(batch.error === undefined ? 'failed' : expect.stringMatching(/failed|cancelled/))
    if (row.state === 'failed') expect(row.error?.code).toMatch(/^[A-Z]/)
  }
}

async function expectUpload(bench: TransferBench, prefix: string, conflict: ConflictPolicy): Promise<number> {
  const batch = await bench.finish(await bench.service.enqueueUpload({ profileId: 'local', bucket: 'fault-target', prefix, paths: [source], conflict }))
  const rows = bench.itemsOf(batch)
  expect(rows).toHaveLength(sizes.length)
  expectEnded(batch, rows)
  const keys = await keysOf(store.provider, 'fault-target', prefix)
  for (const row of rows) if (row.state === 'done') expect(keys).toContain(row.key)
  // Also what failed is stored whole or not at all, and nothing is stored twice.
  for (const key of keys) expect((await getBytes(store.provider, 'fault-target', key)).equals(contents.get(path.basename(key)) ?? Buffer.from('unknown'))).toBe(true)
  return rows.filter((row) => row.state === 'done').length
}

async function expectDownload(bench: TransferBench, conflict: ConflictPolicy): Promise<number> {
  const folder = await store.folder('target')
  const selection = resolveSelection(createListingRegistry(), { profileId: 'local', bucket: 'fault-source' }, { kind: 'names', keys: [], prefixes: ['tree/'] })
  const batch = await bench.finish(await bench.service.enqueueDownload({ profileId: 'local', bucket: 'fault-source', prefix: '', selection, folderPath: folder, conflict }))
  const rows = bench.itemsOf(batch)
  expectEnded(batch, rows)
  const done = rows.filter((row) => row.state === 'done')
  for (const row of done) expect((await readFile(path.join(folder, row.savedAs ?? row.name))).equals(contents.get(path.basename(row.name)) ?? Buffer.from('unknown'))).toBe(true)
  // Nothing half-done under a real name.
  const files = [...(await treeOf(folder)).keys()].filter((name) => !name.endsWith('/') && !name.endsWith('.ossia-part'))
  expect(files.toSorted()).toEqual(done.map((row) => row.savedAs ?? row.name).toSorted())
  await rm(folder, { recursive: true })
  return done.length
}

/** Copies inside the service, through this computer, a move and a change of metadata take turns. */
async function expectCopy(bench: TransferBench, seed: number, conflict: ConflictPolicy): Promise<number> {
  const kind = (['copy', 'relay', 'move', 'edit'] as const)[seed % 4] ?? 'copy'
  const own = `${String(seed)}/${kind}/`
  const inPlace = kind === 'move' || kind === 'edit'
  const bucket = inPlace ? 'fault-target' : 'fault-source'
  if (inPlace) for (const [name, content] of contents) await putText(store.provider, bucket, `${own}tree/${name}`, content)
  const prefix = inPlace ? own : ''
  const selection = resolveSelection(createListingRegistry(), { profileId: 'local', bucket }, { kind: 'names', keys: [], prefixes: [`${prefix}tree/`] })
  const from = { profileId: 'local', bucket, prefix, selection }
  const target = { profileId: kind === 'copy' ? 'local' : 'other', bucket: 'fault-target', prefix: `${own}to/` }
  const enqueue = () =>
    kind === 'edit'
      ? bench.service.enqueueEdit({ ...from, edit: { kind: 'metadata', headers: {}, userMetadata: { plan: String(seed) } } })
      : bench.service.enqueueCopy({ ...from, target, move: kind === 'move', conflict })
  const batch = await bench.finish(await enqueue())
  const rows = bench.itemsOf(batch)
  expectEnded(batch, rows)
  const keys = await keysOf(store.provider, 'fault-target', own)
  for (const key of keys) expect((await getBytes(store.provider, 'fault-target', key)).equals(contents.get(path.basename(key)) ?? Buffer.from('unknown')), key).toBe(true)
  for (const row of rows.filter(({ state }) => state === 'done')) {
    expect(keys).toContain(row.key)
    if (kind === 'move') expect(keys).not.toContain(`${own}${row.name}`)
    if (kind === 'edit') expect((await store.provider.headObject({ bucket, key: row.key })).userMetadata).toEqual({ plan: String(seed) })
  }
  // Whatever failed of a move is at least where it was.
  if (inPlace) for (const name of contents.keys()) expect(keys.some((key) => key.endsWith(`tree/${name}`)), name).toBe(true)
  return rows.filter((row) => row.state === 'done').length
}

async function runPlan(seed: number): Promise<number> {
  const random = seededRandom(`policies ${String(seed)}`)
  const policy = (): ConflictPolicy => policies[Math.floor(random() * policies.length)] ?? 'skip'
  const prefix = `${String(seed)}/`
  const faulty = await faultyProvider(store, faultPlan(seed), { givesUpStandstills: true })
  const stateFolder = await store.folder('state')
  const bench = await openBench(faulty.provider, stateFolder, undefined, smallSizes)
  try {
    const done = (await expectUpload(bench, prefix, policy())) + (await expectDownload(bench, policy())) + (await expectCopy(bench, seed, policy()))
    expect(bench.logged).toEqual([])
    return done
  } catch (error) {
    throw new Error(`Fault plan ${String(seed)}`, { cause: error })
  } finally {
    await bench.service.close()
    await faulty.close()
    const keys = await keysOf(store.provider, 'fault-target', prefix)
    if (keys.length > 0) await store.provider.deleteMultipleObjects({ bucket: 'fault-target', keys })
    await rm(stateFolder, { recursive: true })
  }
}

describe('transfers through random faults', () => {
  it(`end done or with a cause, and what is done is identical (${String(plans)} plans from ${String(firstSeed)})`, { timeout: 60_000 + plans * 5000 }, async () => {
    let next = firstSeed
    let done = 0
    const worker = async (): Promise<void> => {
      while (next < firstSeed + plans) {
        const more = await runPlan(next++)
        done += more
      }
    }
    await Promise.all(Array.from({ length: plansAtOnce }, worker))
    // A plan is no proof when nothing gets through it: most of the files must.
    if (process.env['OSSIA_FAULT_PLANS'] !== undefined) process.stdout.write(`${String(done)} of ${String(plans * sizes.length * 3)} files arrived\n`)
    expect(done).toBeGreaterThan((plans * sizes.length * 3) / 2)
  })
})
