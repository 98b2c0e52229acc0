import { mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { interleaved, median, type Bench, type BenchContext } from './bench.ts'
import { benchBucket, buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { rawClient } from './load/raw-client.ts'
import { runWrk } from './load/wrk.ts'
import { findProgram, startReadyServer, type Server } from './processes.ts'
import { startReference, type ReferenceServer } from './reference/nginx.ts'

const kibibyte = 1024
const mebibyte = 1024 ** 2
const small = Array.from({ length: 1000 }, (_, i) => `small-${i}`)
const medium = Array.from({ length: 16 }, (_, i) => `medium-${i}`)
const large = 'large'
const fresh = (label: string, count: number) => Array.from({ length: count }, (_, i) => `${label}-${i}`)

interface Rig extends BenchContext {
  readonly wrk: string
  readonly ours: Server
  readonly reference: ReferenceServer
  /** Bare node:http, from memory. */
  readonly floor: Server
}

async function putAll(server: Server, targets: readonly string[], bytes: Uint8Array): Promise<void> {
  const client = await rawClient(server.port)
  for (const target of targets) {
    const { status } = await client.request('PUT', target, bytes)
    if (status !== 200) throw new Error(`the endpoint answered ${status} to a PUT`)
  }
  client.close()
}

async function fillBoth({ ours, reference }: Rig): Promise<void> {
  const folder = path.join(reference.root, benchBucket)
  await mkdir(folder, { recursive: true })
  for (const [keys, sizeBytes] of [[small, kibibyte], [medium, mebibyte], [[large], 100 * mebibyte]] as const) {
    const bytes = Buffer.alloc(sizeBytes, 'ossia')
    for (const key of keys) await writeFile(path.join(folder, key), bytes)
    await putAll(ours, keys.map((key) => signedTarget('PUT', benchBucket, key)), bytes)
  }
}

interface LoadInput {
  readonly what: string
  readonly method: 'GET' | 'PUT'
  readonly keys: readonly string[]
  readonly bodyBytes: number
  readonly connections: number
  readonly must: number
  /**
   * Processor time of a request, as a multiple of what bare node:http needs: 40 us for a GET and 110 us for a PUT where that
   * takes 16.1 and 16.9 us.
   */
  readonly cpuRatioMust?: number
}

/** Requests per second under wrk, and what one costs the server's processor. */
async function compareLoad(rig: Rig, input: LoadInput): Promise<void> {
  const { method, keys, bodyBytes, connections, what, must, cpuRatioMust } = input
  const cpu: Record<string, number[]> = {}
  const load = (server: Server, paths: readonly string[]) => async () => {
    const { wrk, directory, secondsPerRound: seconds } = rig
    const body = method === 'PUT' ? { bodyBytes } : {}
    const result = await runWrk({ wrk, server, directory, method, paths, connections, seconds, ...body })
    if (result.cpuMicrosPerRequest !== undefined) (cpu[server.name] ??= []).push(result.cpuMicrosPerRequest)
    return result.requestsPerSecond
  }
  const results = await interleaved(rig.rounds, {
    ours: load(rig.ours, keys.map((key) => signedTarget(method, benchBucket, key))),
    reference: load(rig.reference, keys.map((key) => `/${benchBucket}/${key}`)),
    // Only where it is the measure: its answers are as small as the small objects.
    floor: cpuRatioMust === undefined ? () => Promise.resolve(Number.NaN) : load(rig.floor, ['/']),
  })
  const { name } = rig.reference
  const base = cpuRatioMust === undefined ? name : rig.floor.name
  rig.report({
    what,
    unit: '/s',
    ours: results.ours,
    reference: { name, values: results.reference },
    target: { kind: 'ratioAtLeast', value: must },
    note: method === 'PUT' ? `${name} hashes and syncs nothing` : 'signatures checked; the reference checks nothing',
  })
  rig.report({
    what: `${what}: processor time of the server`,
    unit: 'us',
    ours: cpu[rig.ours.name] ?? [],
    reference: { name: base, values: cpu[base] ?? [] },
    target: cpuRatioMust === undefined ? { kind: 'none' } : { kind: 'ratioAtMost', value: cpuRatioMust },
    ...(cpuRatioMust === undefined ? {} : { note: `${method === 'GET' ? 40 : 110} us on a machine whose floor is ${method === 'GET' ? 16.1 : 16.9} us` }),
  })
}

/** One 100 MiB body at a time, in MB/s. */
async function compareLarge(rig: Rig, method: 'GET' | 'PUT', must: number): Promise<void> {
  const body = method === 'PUT' ? Buffer.alloc(100 * mebibyte, 'ossia') : undefined
  const transfer = async (server: Server, target: string) => {
    const client = await rawClient(server.port)
    const times: number[] = []
    for (let i = 0; i < 3; i++) {
      const { status, ms, bytes } = await client.request(method, target, body)
      if (status >= 300 || (method === 'GET' && bytes !== 100 * mebibyte)) throw new Error(`${server.name} answered ${status}, ${bytes} bytes`)
      times.push((100 * mebibyte) / 1000 / ms)
    }
    client.close()
    return median(times)
  }
  const results = await interleaved(rig.rounds, {
    ours: () => transfer(rig.ours, signedTarget(method, benchBucket, large)),
    reference: () => transfer(rig.reference, `/${benchBucket}/${large}`),
  })
  const { name } = rig.reference
  rig.report({
    what: `${method} 100 MiB, one connection`,
    unit: 'MB/s',
    ours: results.ours,
    reference: { name, values: results.reference },
    target: { kind: 'ratioAtLeast', value: must },
    note: method === 'PUT' ? `MD5, CRC-64 and fsync; ${name} does none of them` : 'client: plain sockets in the bench process',
  })
}

/** A lone client waits for the disk each time; the disk's own speed is the reference. */
async function compareLoneWriter(rig: Rig): Promise<void> {
  const block = Buffer.alloc(kibibyte, 'ossia')
  const file = await open(path.join(rig.directory, 'append'), 'a')
  const appendForAWhile = async () => {
    const untilMs = performance.now() + rig.secondsPerRound * 1000
    let count = 0
    for (; performance.now() < untilMs; count++) {
      await file.write(block)
      await file.datasync()
    }
    return count / rig.secondsPerRound
  }
  const { wrk, directory, secondsPerRound: seconds, ours } = rig
  const paths = fresh('lone', 5000).map((key) => signedTarget('PUT', benchBucket, key))
  const results = await interleaved(rig.rounds, {
    ours: async () => (await runWrk({ wrk, server: ours, directory, method: 'PUT', paths, bodyBytes: kibibyte, connections: 1, seconds })).requestsPerSecond,
    reference: appendForAWhile,
  })
  await file.close()
  rig.report({
    what: 'durable PUT 1 KiB, one client',
    unit: '/s',
    ours: results.ours,
    reference: { name: 'append + fdatasync', values: results.reference },
    target: { kind: 'ratioAtLeast', value: 0.2 },
  })
}

async function measure(rig: Rig): Promise<void> {
  await fillBoth(rig)
  const tiny = { bodyBytes: kibibyte, connections: 64 }
  await compareLoad(rig, { ...tiny, what: 'signed GET 1 KiB, 64 connections', method: 'GET', keys: small, must: 0.3, cpuRatioMust: 2.48 })
  const manyKeys = fresh('written', 20_000)
  await compareLoad(rig, { ...tiny, what: 'signed durable PUT 1 KiB, 64 connections', method: 'PUT', keys: manyKeys, must: 2, cpuRatioMust: 6.51 })
  await compareLoneWriter(rig)
  const big = { bodyBytes: mebibyte, connections: 16 }
  await compareLoad(rig, { ...big, what: 'signed GET 1 MiB, 16 connections', method: 'GET', keys: medium, must: 0.7 })
  await compareLoad(rig, { ...big, what: 'signed durable PUT 1 MiB, 16 connections', method: 'PUT', keys: fresh('filed', 64), must: 0.3 })
  await compareLarge(rig, 'GET', 0.7)
  await compareLarge(rig, 'PUT', 0.3)
}

/** Objects over HTTP against plain files over HTTP. */
export const httpObjects: Bench = {
  name: 'http-objects',
  run: async (context) => {
    const wrk = await findProgram('wrk')
    if (wrk === undefined) return 'wrk, the load generator, is not installed'
    const dataFolder = path.join(context.directory, 'store')
    await mkdir(dataFolder, { recursive: true })
    await prepareStore(dataFolder, [benchBucket])
    await buildEndpoint(context.projectRoot, dataFolder)
    const ours = await startEndpoint(context.projectRoot, dataFolder)
    try {
      const reference = await startReference(context.directory, context.program, context.projectRoot)
      try {
        context.say(`reference: ${reference.name}; load: wrk with one thread, requests signed beforehand (V1, in the URL)`)
        const floor = await startReadyServer('bare node:http', process.execPath, [context.program, '--memory-server'], context.projectRoot)
        try {
          await measure({ ...context, wrk, ours, reference, floor })
        } finally {
          await floor.stop()
        }
      } finally {
        await reference.stop()
      }
    } finally {
      await ours.stop()
    }
    return undefined
  },
}
