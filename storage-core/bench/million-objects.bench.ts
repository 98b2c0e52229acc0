import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../platform/node/node-platform.ts'
import { seedKey, seedObjects } from '../tools/seed-objects.ts'
import { deleteKeys } from './bulk-delete.ts'
import { interleaved, median, quantile, type Bench, type BenchContext } from './bench.ts'
import { buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { rawClient, type RawClient } from './load/raw-client.ts'
import { runWrk } from './load/wrk.ts'
import { findProgram, type Server } from './processes.ts'

const million = { bucket: 'million-keys', objects: 1_000_000, prefix: '', folders: 1000, sizeBytes: 0 }
const thousand = { bucket: 'thousand-keys', objects: 1000, prefix: '', folders: 1, sizeBytes: 0 }
const pagesPerRound = 60
const writtenBucket = 'written-keys'
const writerCount = 64
/** Enough pages for a 99th percentile, also when each takes long. */
const secondsOfWriting = 5

type Query = readonly (readonly [string, string])[]

async function pageMs(client: RawClient, bucket: string, query: Query): Promise<number> {
  const { status, ms, bytes } = await client.request('GET', signedTarget('GET', bucket, undefined, query))
  if (status !== 200 || bytes < 50_000) throw new Error(`a listing answered ${status} with ${bytes} bytes`)
  return ms
}

async function medianPageMs(client: RawClient, bucket: string, queryOf: (page: number) => Query): Promise<number> {
  const times: number[] = []
  for (let page = 0; page < pagesPerRound; page++) times.push(await pageMs(client, bucket, queryOf(page)))
  return median(times)
}

const wholePage: Query = [['max-keys', '1000']]
/** A page from anywhere in the bucket; the same places in every round. */
const somePage = (page: number): Query => [...wholePage, ['marker', seedKey(million, (page * 7_368_787) % 990_000)]]

async function compareLists({ rounds, report }: BenchContext, server: Server): Promise<void> {
  const client = await rawClient(server.port)
  let cpuMicros = 0
  const results = await interleaved(rounds, {
    ofMillion: async () => {
      const before = await server.cpuMicros()
      const ms = await medianPageMs(client, million.bucket, somePage)
      cpuMicros += ((await server.cpuMicros()) ?? Number.NaN) - (before ?? Number.NaN)
      return ms
    },
    ofThousand: () => medianPageMs(client, thousand.bucket, () => wholePage),
    folded: () => medianPageMs(client, million.bucket, () => [...wholePage, ['delimiter', '/']]),
  })
  client.close()
  report({ what: 'list 1,000 of 1,000,000 keys over HTTP, one client, p50', unit: 'ms', ours: results.ofMillion, target: { kind: 'atMost', value: 5 } })
  report({ what: 'the same: processor time of the server', unit: 'ms', ours: [cpuMicros / 1000 / pagesPerRound / (rounds + 1)], target: { kind: 'none' } })
  report({
    what: 'a page of 1,000 keys out of 1,000,000',
    unit: 'ms',
    ours: results.ofMillion,
    reference: { name: 'out of 1,000', values: results.ofThousand },
    target: { kind: 'ratioAtMost', value: 1.3 },
  })
  report({
    what: 'delimiter over 1,000 folders of 1,000 keys, over HTTP',
    unit: 'ms',
    ours: results.folded,
    reference: { name: 'plain page', values: results.ofMillion },
    target: { kind: 'atMost', value: 12 },
  })
}

/** How long a page takes while 64 clients write as fast as they can, and how much memory all of it takes. */
async function compareBesideWriters(context: BenchContext, server: Server): Promise<void> {
  const wrk = await findProgram('wrk')
  if (wrk === undefined) {
    context.say('no listing beside writers: wrk, the load generator, is not installed')
    return
  }
  const { directory } = context
  const paths = Array.from({ length: 20_000 }, (_, i) => signedTarget('PUT', writtenBucket, `written-${i}`))
  const client = await rawClient(server.port)
  const slow: number[] = []
  const memory: number[] = []
  const written: number[] = []
  let page = 0
  const results = await interleaved(context.rounds, {
    alone: () => medianPageMs(client, million.bucket, somePage),
    beside: async () => {
      const state = { isWriting: true }
      const writing = runWrk({ wrk, server, directory, method: 'PUT', paths, bodyBytes: 1024, connections: writerCount, seconds: secondsOfWriting }).finally(() => {
        state.isWriting = false
      })
      const times: number[] = []
      while (state.isWriting) times.push(await pageMs(client, million.bucket, somePage((page += 1))))
      written.push((await writing).requestsPerSecond)
      memory.push(((await server.memoryBytes()) ?? Number.NaN) / 1024 ** 2)
      slow.push(quantile(times, 0.99))
      return median(times)
    },
  })
  client.close()
  // As the median of rounds is, these are without the round that warms up.
  const counted = (values: readonly number[]) => values.slice(1)
  const note = `beside ${Math.round(median(counted(written))).toLocaleString('en-US')} durable writes a second`
  const what = `list 1,000 of 1,000,000 keys beside ${writerCount} writers`
  context.report({ what: `${what}, p50`, unit: 'ms', ours: results.beside, reference: { name: 'nobody writes', values: results.alone }, target: { kind: 'none' }, note })
  context.report({ what: `${what}, p99`, unit: 'ms', ours: counted(slow), target: { kind: 'atMost', value: 20 }, note })
  context.report({
    what: `memory of the endpoint, 1,000,000 objects, ${writerCount + 1} connections`,
    unit: 'MiB',
    ours: counted(memory),
    target: { kind: 'atMost', value: 190 },
    note: "resident, besides the pages of LMDB's file; 190 MiB are 200 MB",
  })
}

/** From starting the process to the first request it accepts; the reference is the same start of an empty store. */
async function compareStarts(context: BenchContext, full: string, empty: string): Promise<void> {
  const start = async (dataFolder: string) => {
    const startedMs = performance.now()
    const server = await startEndpoint(context.projectRoot, dataFolder)
    const ms = performance.now() - startedMs
    await server.stop()
    return ms
  }
  const results = await interleaved(context.rounds, { full: () => start(full), empty: () => start(empty) })
  context.report({
    what: 'start of the endpoint with 1,000,000 objects',
    unit: 'ms',
    ours: results.full,
    reference: { name: 'empty store', values: results.empty },
    target: { kind: 'atMost', value: 1000 },
  })
}

/** Each round takes 100,000 other objects away, in the order of their keys, as emptying a folder does. */
async function measureDeletes({ rounds, report }: BenchContext, server: Server): Promise<void> {
  const perRound = 100_000
  let first = 0
  const results = await interleaved(rounds, {
    ours: () => {
      const keys = Array.from({ length: perRound }, (_, i) => seedKey(million, first + i))
      first += perRound
      return deleteKeys(server.port, million.bucket, keys)
    },
  })
  report({
    what: 'delete 100,000 of 1,000,000 objects, 1,000 in a request, 3 at a time',
    unit: '/s',
    ours: results.ours,
    target: { kind: 'atLeast', value: 20_000 },
    note: 'durable; objects without bodies',
  })
}

/** Listings, deletions and start-up of a store that holds a million objects. */
export const millionObjects: Bench = {
  name: 'million-objects',
  run: async (context) => {
    const full = path.join(context.directory, 'million')
    const empty = path.join(context.directory, 'empty')
    for (const folder of [full, empty]) await mkdir(folder, { recursive: true })
    await prepareStore(empty, [])
    const startedMs = performance.now()
    await prepareStore(full, [million.bucket, thousand.bucket, writtenBucket], async ({ metadata }) => {
      for (const options of [million, thousand]) await seedObjects(metadata, systemClock, options)
    })
    context.say(`1,001,000 objects seeded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
    await buildEndpoint(context.projectRoot, empty)
    await compareStarts(context, full, empty)
    const server = await startEndpoint(context.projectRoot, full)
    try {
      await compareLists(context, server)
      await compareBesideWriters(context, server)
      await measureDeletes(context, server)
    } finally {
      await server.stop()
    }
    return undefined
  },
}
