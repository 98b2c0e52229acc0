import { createObjectEngine } from '../engine/create-object-engine.ts'
import { systemClock } from '../platform/node/node-platform.ts'
import { seedKey, seedObjects } from '../tools/seed-objects.ts'
import type { OpenDataFolder } from '../tools/open-data-folder.ts'
import { interleaved, median, type Bench, type BenchContext } from './bench.ts'
import { buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { rawClient, type RawClient } from './load/raw-client.ts'

const plain = { bucket: 'plain-keys', objects: 100_000, prefix: '', folders: 0, sizeBytes: 0 }
const layered = { ...plain, bucket: 'keys-with-history', versions: 5 }
const deep = { ...plain, bucket: 'one-deep-key', objects: 1, versions: 100_000 }
const deepKey = seedKey(deep, 0)
const requestsPerRound = 60

type Query = readonly (readonly [string, string])[]
const wholePage: Query = [['max-keys', '1000']]
const versionsPage: Query = [['versions', ''], ...wholePage]
/** A marker somewhere in the bucket; the same places in every round. */
const someKey = (page: number) => seedKey(plain, (page * 736_879) % 98_000)

async function medianMs(client: RawClient, targetOf: (n: number) => string, minBytes: number): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < requestsPerRound; n++) {
    const { status, ms, bytes } = await client.request('GET', targetOf(n))
    if (status !== 200 || bytes < minBytes) throw new Error(`${targetOf(n)} answered ${status} with ${bytes} bytes`)
    times.push(ms)
  }
  return median(times)
}

/** @returns ids of versions of the deep key, from all over its history, the newest first */
async function fill({ metadata, blobs }: OpenDataFolder): Promise<readonly string[]> {
  const engine = createObjectEngine({ metadata, blobs, clock: systemClock })
  for (const { bucket } of [layered, deep]) await engine.putBucketVersioning({ bucket, status: 'Enabled' })
  for (const options of [plain, layered, deep]) await seedObjects(metadata, systemClock, options)
  const ids: string[] = []
  let versionIdMarker: string | undefined
  do {
    const page = await engine.listObjectVersions({
      bucket: deep.bucket, prefix: '', delimiter: '', keyMarker: versionIdMarker === undefined ? '' : deepKey, maxKeys: 1000,
      ...(versionIdMarker === undefined ? {} : { versionIdMarker }),
    })
    versionIdMarker = page.nextVersionIdMarker
    const [first] = page.entries
    if (first?.kind === 'version') ids.push(first.version.versionId)
  } while (versionIdMarker !== undefined)
  return ids
}

async function compare({ rounds, report }: BenchContext, port: number, ids: readonly string[]): Promise<void> {
  const client = await rawClient(port)
  const idAt = (n: number) => ids[1 + (n % (ids.length - 1))] ?? ''
  const list = (bucket: string, queryOf: (n: number) => Query) => () =>
    medianMs(client, (n) => signedTarget('GET', bucket, undefined, queryOf(n)), 50_000)
  const get = (queryOf: (n: number) => Query) => () => medianMs(client, (n) => signedTarget('GET', deep.bucket, deepKey, queryOf(n)), 0)
  const results = await interleaved(rounds, {
    plainPage: list(plain.bucket, (n) => [...wholePage, ['marker', someKey(n)]]),
    layeredPage: list(layered.bucket, (n) => [...wholePage, ['marker', someKey(n)]]),
    layeredVersions: list(layered.bucket, (n) => [...versionsPage, ['key-marker', someKey(n)]]),
    deepVersions: list(deep.bucket, (n) => [...versionsPage, ['key-marker', deepKey], ['version-id-marker', idAt(n)]]),
    current: get(() => []),
    old: get((n) => [['versionId', idAt(n)]]),
  })
  client.close()
  const plainPage = { name: 'plain page', values: results.plainPage }
  report({ what: 'list 1,000 of 100,000 keys that have 4 old versions each', unit: 'ms', ours: results.layeredPage, reference: plainPage, target: { kind: 'ratioAtMost', value: 1.3 } })
  report({ what: 'list 1,000 of 500,000 versions of 100,000 keys', unit: 'ms', ours: results.layeredVersions, reference: plainPage, target: { kind: 'ratioAtMost', value: 1.6 } })
  report({ what: 'list 1,000 of 100,000 versions of one key', unit: 'ms', ours: results.deepVersions, reference: plainPage, target: { kind: 'ratioAtMost', value: 1.6 } })
  report({ what: 'get an old one of 100,000 versions', unit: 'ms', ours: results.old, reference: { name: 'the current one', values: results.current }, target: { kind: 'ratioAtMost', value: 1.3 } })
}

/** Listings and reads in buckets with versions. */
export const versions: Bench = {
  name: 'versions',
  run: async (context) => {
    let ids: readonly string[] = []
    await prepareStore(context.directory, [plain.bucket, layered.bucket, deep.bucket], async (stores) => {
      ids = await fill(stores)
    })
    await buildEndpoint(context.projectRoot, context.directory)
    const server = await startEndpoint(context.projectRoot, context.directory)
    try {
      await compare(context, server.port, ids)
    } finally {
      await server.stop()
    }
    return undefined
  },
}
