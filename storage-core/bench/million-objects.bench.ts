import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../platform/node/node-platform.ts'
import { seedKey, seedObjects } from '../tools/seed-objects.ts'
import { deleteKeys } from './bulk-delete.ts'
import { interleaved, median, type Bench, type BenchContext } from './bench.ts'
import { buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { rawClient, type RawClient } from './load/raw-client.ts'
import type { Server } from './processes.ts'

const million = { bucket: 'million-keys', objects: 1_000_000, prefix: '', folders: 1000, sizeBytes: 0 }
const thousand = { bucket: 'thousand-keys', objects: 1000, prefix: '', folders: 1, sizeBytes: 0 }
const pagesPerRound = 60

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
    await prepareStore(full, [million.bucket, thousand.bucket], async ({ metadata }) => {
      for (const options of [million, thousand]) await seedObjects(metadata, systemClock, options)
    })
    context.say(`1,001,000 objects seeded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
    await buildEndpoint(context.projectRoot, empty)
    await compareStarts(context, full, empty)
    const server = await startEndpoint(context.projectRoot, full)
    try {
      await compareLists(context, server)
      await measureDeletes(context, server)
    } finally {
      await server.stop()
    }
    return undefined
  },
}
