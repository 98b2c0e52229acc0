import path from 'node:path'
import type { Bench } from '../../../storage-core/bench/bench.ts'
import { buildEndpoint, credential, prepareStore, region, startEndpoint } from '../../../storage-core/bench/endpoint.ts'
import { createObjectEngine } from '../../../storage-core/engine/create-object-engine.ts'
import { systemClock } from '../../../storage-core/platform/node/node-platform.ts'
import { seedObjects } from '../../../storage-core/tools/seed-objects.ts'
import type { Connection } from '../../contract/host-messages.ts'
import type { HistoryWindow } from '../../contract/versions.ts'
import { bundleHost, memoryOf, pause, startHost } from './measured.ts'

const versions = 100_000
const seeded = { bucket: 'history', objects: 1, prefix: '', folders: 0, sizeBytes: 0, versions, versionStepMs: 60_000 }
const rowsAtFirst = 100

/** The history of one object with a hundred thousand versions. */
export const history: Bench = {
  name: 'history',
  async run(context) {
    const { directory, projectRoot, rounds, report, say } = context
    say('writing 100,000 versions of one key')
    const dataFolder = path.join(directory, 'data')
    await prepareStore(dataFolder, [seeded.bucket], async ({ metadata, blobs }) => {
      const engine = createObjectEngine({ metadata, blobs, clock: systemClock })
      await engine.putBucketVersioning({ bucket: seeded.bucket, status: 'Enabled' })
      await seedObjects(metadata, systemClock, seeded)
    })
    await buildEndpoint(projectRoot, path.join(directory, 'built'))
    const program = await bundleHost(context)
    const server = await startEndpoint(projectRoot, dataFolder)
    const connection: Connection = { profileId: 'bench', name: 'bench', kind: 'oss', endpoint: server.origin, region, credential }
    const first: number[] = []
    const complete: number[] = []
    const memory: number[] = []
    try {
      for (let round = 0; round < rounds; round++) {
        const host = startHost({ program, stateFolder: path.join(directory, `state-${String(round)}`), connection })
        try {
          // Its code is loaded and its connection open, as in a window that shows the object already.
          const { keys } = await host.call<{ keys: readonly string[] }>('listing.completeKey', { profileId: 'bench', bucket: seeded.bucket, prefix: '', limit: 1 })
          await pause(500)
          const before = await memoryOf(host.pid, 'VmRSS')
          const startedMs = performance.now()
          const { progress } = await host.call<HistoryWindow>('versions.open', { profileId: 'bench', bucket: seeded.bucket, key: keys[0], limit: rowsAtFirst })
          first.push(performance.now() - startedMs)
          for (;;) {
            const { progress: now } = await host.call<HistoryWindow>('versions.getWindow', { sessionId: progress.sessionId, offset: 0, limit: 1 })
            if (now.state === 'failed') throw new Error(JSON.stringify(now.error))
            if (now.state === 'complete') {
              if (now.versions !== versions) throw new Error(`${String(now.versions)} of ${String(versions)} versions`)
              break
            }
            await pause(20)
          }
          complete.push((performance.now() - startedMs) / 1000)
          memory.push((await memoryOf(host.pid, 'VmHWM')) - before)
        } finally {
          await host.kill()
        }
      }
    } finally {
      await server.stop()
    }
    const label = '100,000 versions of one object'
    report({ what: `${label}: first ${String(rowsAtFirst)} rows`, unit: 'ms', ours: first, target: { kind: 'atMost', value: 300 } })
    report({ what: `${label}: complete`, unit: 's', ours: complete, target: { kind: 'none' }, note: '101 requests' })
    report({ what: `${label}: memory, growth to the peak`, unit: 'MiB', ours: memory, target: { kind: 'none' } })
    return undefined
  },
}
