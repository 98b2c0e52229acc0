import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createObjectEngine } from '../engine/create-object-engine.ts'
import { systemClock } from '../platform/node/node-platform.ts'
import { interleaved, type Bench, type BenchContext } from './bench.ts'
import { benchBucket, buildEndpoint, prepareStore, signedTarget, startEndpoint } from './endpoint.ts'
import { runWrk } from './load/wrk.ts'
import { findProgram, type Server } from './processes.ts'
import { type ReferenceServer, startReference } from './reference/nginx.ts'

const versionedBucket = 'bench-versions'
const connections = 64
const bodyBytes = 1024
const manyKeys = Array.from({ length: 20_000 }, (_, i) => `written-${i}`)
const oneKey = ['contended']

interface Rig extends BenchContext {
  readonly wrk: string
  readonly ours: Server
  readonly reference: ReferenceServer
}

async function compareWriters(rig: Rig): Promise<void> {
  const { wrk, directory, secondsPerRound: seconds, ours, reference } = rig
  const write = (server: Server, paths: readonly string[]) => async () =>
    (await runWrk({ wrk, server, directory, method: 'PUT', paths, bodyBytes, connections, seconds })).requestsPerSecond
  const signed = (bucket: string, keys: readonly string[]) => keys.map((key) => signedTarget('PUT', bucket, key))
  const plain = (keys: readonly string[]) => keys.map((key) => `/${benchBucket}/${key}`)
  const results = await interleaved(rig.rounds, {
    many: write(ours, signed(benchBucket, manyKeys)),
    manyOfReference: write(reference, plain(manyKeys)),
    one: write(ours, signed(benchBucket, oneKey)),
    oneOfReference: write(reference, plain(oneKey)),
    versions: write(ours, signed(versionedBucket, oneKey)),
  })
  const { name } = reference
  const note = `${name} hashes and syncs nothing`
  const target = { kind: 'ratioAtLeast', value: 2 } as const
  const many = { name: '20,000 keys', values: results.many }
  const what = `${connections} writers of 1 KiB, durable`
  rig.report({ what: `${what}: 20,000 keys`, unit: '/s', ours: results.many, reference: { name, values: results.manyOfReference }, target, note })
  rig.report({ what: `${what}: one key`, unit: '/s', ours: results.one, reference: { name, values: results.oneOfReference }, target, note })
  rig.report({ what: `${what}: one key`, unit: '/s', ours: results.one, reference: many, target: { kind: 'none' }, note: 'nobody waits for a lock on the key' })
  rig.report({ what: `${what}: one key, each a version`, unit: '/s', ours: results.versions, reference: many, target: { kind: 'none' } })
}

/** Many clients writing at once, over HTTP: beside each other, and all of them the same object. */
export const writers: Bench = {
  name: 'writers',
  run: async (context) => {
    const wrk = await findProgram('wrk')
    if (wrk === undefined) return 'wrk, the load generator, is not installed'
    const dataFolder = path.join(context.directory, 'store')
    await mkdir(dataFolder, { recursive: true })
    await prepareStore(dataFolder, [benchBucket, versionedBucket], async ({ metadata, blobs }) => {
      await createObjectEngine({ metadata, blobs, clock: systemClock }).putBucketVersioning({ bucket: versionedBucket, status: 'Enabled' })
    })
    await buildEndpoint(context.projectRoot, dataFolder)
    const ours = await startEndpoint(context.projectRoot, dataFolder)
    try {
      const reference = await startReference(context.directory, context.program, context.projectRoot)
      try {
        await compareWriters({ ...context, wrk, ours, reference })
      } finally {
        await reference.stop()
      }
    } finally {
      await ours.stop()
    }
    return undefined
  },
}
