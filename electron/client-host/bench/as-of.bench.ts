import path from 'node:path'
import type { Bench } from '../../../storage-core/bench/bench.ts'
import { buildEndpoint, credential, prepareStore, region, startEndpoint } from '../../../storage-core/bench/endpoint.ts'
import { createObjectEngine } from '../../../storage-core/engine/create-object-engine.ts'
import { systemClock } from '../../../storage-core/platform/node/node-platform.ts'
import { seedObjects } from '../../../storage-core/tools/seed-objects.ts'
import type { RestorePlan } from '../../contract/as-of.ts'
import type { Connection } from '../../contract/host-messages.ts'
import type { ListingProgress, ListingView } from '../../contract/listings.ts'
import type { HostProcess } from '../test-support/client-host-process.ts'
import { bundleHost, memoryOf, pause, startHost } from './measured.ts'

const hourMs = 3_600_000
const versionsEach = 10
const flat = { bucket: 'flat-history', objects: 100_000, prefix: '', folders: 0, sizeBytes: 0, versions: versionsEach, versionStepMs: hourMs }
const layered = { ...flat, bucket: 'layered-history', objects: 20_000, folders: 200 }
const byName: ListingView = { column: 'name', direction: 'ascending', filter: '' }
const rowsOnScreen = 200

interface Measured {
  readonly firstMs: number
  readonly completeSeconds: number
  readonly growthMebibytes: number
}

/** Runs in a client host of its own, so that the peak of its memory is that of this alone. */
async function measure(start: () => HostProcess, open: (host: HostProcess) => Promise<() => Promise<boolean>>): Promise<Measured> {
  const host = start()
  try {
    // Its code is loaded and its connection open, as in a window that shows something already.
    await host.call('listing.completeKey', { profileId: 'bench', bucket: flat.bucket, prefix: 'object-0000000', limit: 10 })
    await pause(500)
    const before = await memoryOf(host.pid, 'VmRSS')
    const startedMs = performance.now()
    const isComplete = await open(host)
    const firstMs = performance.now() - startedMs
    while (!(await isComplete())) await pause(20)
    const completeSeconds = (performance.now() - startedMs) / 1000
    return { firstMs, completeSeconds, growthMebibytes: (await memoryOf(host.pid, 'VmHWM')) - before }
  } finally {
    await host.kill()
  }
}

const openListing =
  (bucket: string, expected: number, momentMs?: number) =>
  async (host: HostProcess): Promise<() => Promise<boolean>> => {
    const { progress } = await host.call<{ progress: ListingProgress }>('listing.open', { profileId: 'bench', bucket, prefix: '', view: byName, limit: rowsOnScreen, ...(momentMs === undefined ? {} : { momentMs }) })
    const { sessionId } = progress
    return async () => {
      const { progress: now, total } = await host.call<{ progress: ListingProgress; total: number }>('listing.getWindow', { sessionId, view: byName, offset: 0, limit: 1 })
      if (now.state === 'failed') throw new Error(JSON.stringify(now.error))
      // A window may have been put together just before the last rows came; the next one has them.
      if (now.state === 'complete' && now.folders + now.objects !== expected) throw new Error(`${String(now.folders + now.objects)} of ${String(expected)} rows`)
      return now.state === 'complete' && total === expected
    }
  }

const openPlan =
  (momentMs: number) =>
  async (host: HostProcess): Promise<() => Promise<boolean>> => {
    const { planId } = await host.call<RestorePlan>('asOf.openPlan', { profileId: 'bench', bucket: flat.bucket, prefix: '', momentMs })
    const look = async (limit: number): Promise<RestorePlan> => (await host.call<{ plan: RestorePlan }>('asOf.getPlanRows', { planId, offset: 0, limit })).plan
    // The first of what changed is there to be seen.
    while ((await look(rowsOnScreen)).versions === 0) await pause(5)
    return async () => {
      // A screenful of rows each time would be measured as well.
      const { error, state, totals } = await look(1)
      if (state === 'failed') throw new Error(JSON.stringify(error))
      if (state === 'complete' && totals.same.objects !== flat.objects) throw new Error(JSON.stringify(totals))
      return state === 'complete'
    }
  }

/** Earlier moments of buckets with a long history. */
export const asOf: Bench = {
  name: 'as-of',
  async run(context) {
    const { directory, projectRoot, rounds, report, say } = context
    say('writing 1,200,000 versions')
    const dataFolder = path.join(directory, 'data')
    await prepareStore(dataFolder, [flat.bucket, layered.bucket], async ({ metadata, blobs }) => {
      const engine = createObjectEngine({ metadata, blobs, clock: systemClock })
      for (const options of [flat, layered]) {
        await engine.putBucketVersioning({ bucket: options.bucket, status: 'Enabled' })
        await seedObjects(metadata, systemClock, options)
      }
    })
    // Between the fifth and the sixth of ten versions.
    const momentMs = Date.now() - 4.5 * hourMs
    await buildEndpoint(projectRoot, path.join(directory, 'built'))
    const program = await bundleHost(context)
    const server = await startEndpoint(projectRoot, dataFolder)
    const connection: Connection = { profileId: 'bench', name: 'bench', kind: 'oss', endpoint: server.origin, region, credential }
    let serial = 0
    const start = (): HostProcess => startHost({ program, stateFolder: path.join(directory, `state-${String(++serial)}`), connection })
    const now: Measured[] = []
    const then: Measured[] = []
    const level: Measured[] = []
    const plan: Measured[] = []
    try {
      for (let round = 0; round < rounds; round++) {
        now.push(await measure(start, openListing(flat.bucket, flat.objects)))
        then.push(await measure(start, openListing(flat.bucket, flat.objects, momentMs)))
        level.push(await measure(start, openListing(layered.bucket, layered.folders, momentMs)))
        plan.push(await measure(start, openPlan(momentMs)))
      }
    } finally {
      await server.stop()
    }
    const label = '100,000 objects of 10 versions each'
    const present = { name: 'as it is now', values: now.map(({ firstMs }) => firstMs) }
    report({ what: `${label}: as it was, first rows`, unit: 'ms', ours: then.map(({ firstMs }) => firstMs), reference: present, target: { kind: 'atMost', value: 300 } })
    report({ what: `${label}: as it was, complete`, unit: 's', ours: then.map(({ completeSeconds }) => completeSeconds), reference: { name: 'as it is now', values: now.map(({ completeSeconds }) => completeSeconds) }, target: { kind: 'none' }, note: '1,000 requests against 100' })
    report({ what: `${label}: as it was, memory, growth to the peak`, unit: 'MiB', ours: then.map(({ growthMebibytes }) => growthMebibytes), reference: { name: 'as it is now', values: now.map(({ growthMebibytes }) => growthMebibytes) }, target: { kind: 'atMost', value: 190 } })
    report({ what: '200 folders of 100 objects of 10 versions: the folders as they were, complete', unit: 'ms', ours: level.map(({ completeSeconds }) => completeSeconds * 1000), target: { kind: 'none' }, note: 'each folder is looked into' })
    report({ what: `${label}: preview of a restore, first rows`, unit: 'ms', ours: plan.map(({ firstMs }) => firstMs), target: { kind: 'atMost', value: 300 } })
    report({ what: `${label}: preview of a restore, complete`, unit: 's', ours: plan.map(({ completeSeconds }) => completeSeconds), target: { kind: 'none' } })
    report({ what: `${label}: preview of a restore, memory, growth to the peak`, unit: 'MiB', ours: plan.map(({ growthMebibytes }) => growthMebibytes), target: { kind: 'atMost', value: 190 } })
    return undefined
  },
}
