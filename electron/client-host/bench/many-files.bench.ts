import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import path from 'node:path'
import { quantile, type Bench, type BenchContext } from '../../../storage-core/bench/bench.ts'
import { benchBucket, buildEndpoint, credential, prepareStore, region, startEndpoint } from '../../../storage-core/bench/endpoint.ts'
import type { Connection } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import type { HostProcess } from '../test-support/client-host-process.ts'
import { batchOf, bundleHost, memoryOf, pause, startHost } from './measured.ts'
import { turnsFileVariable } from './own-turns.ts'

const fileCount = 300_000
const filesInFolder = 1000
const pageRows = 100
const mebibyte = 1024 * 1024

/** A tree as people have them: long names, some folders deep. */
async function writeTree(root: string): Promise<void> {
  for (let folder = 0; folder < fileCount / filesInFolder; folder++) {
    const at = path.join(root, `2026-${String((folder % 12) + 1).padStart(2, '0')}`, `recordings of day ${String(folder)}`)
    await mkdir(at, { recursive: true })
    for (let start = 0; start < filesInFolder; start += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, number) => writeFile(path.join(at, `IMG_${String(folder * filesInFolder + start + number).padStart(8, '0')}.jpg`), '')))
    }
  }
}

/** Takes connections and never answers: whatever waits for it leaves the processor to the walk. */
async function startSilentEndpoint(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Asks for what an open window asks for, one call after the other, until told to stop; the time each took. */
function askAsWindow(host: HostProcess, batchId: string): { stop(): Promise<number[]> } {
  const times: number[] = []
  const controller = new AbortController()
  const run = async (): Promise<number[]> => {
    for (let turn = 0; !controller.signal.aborted; turn++) {
      const startedMs = performance.now()
      await host.call('transfers.listItems', { batchId, offset: (turn * 7919) % 200_000, limit: pageRows, ...(turn % 2 === 0 ? {} : { states: ['queued'] }) })
      times.push(performance.now() - startedMs)
      await pause(5)
    }
    return times
  }
  const running = run()
  return {
    stop: () => {
      controller.abort()
      return running
    },
  }
}

interface Enqueued {
  readonly batchId: string
  readonly filesPerSecond: number
  readonly growthMebibytes: number
  readonly answerMs: readonly number[]
  /** Processor time. */
  readonly longestTurnMs: number
}

async function whenScanned(host: HostProcess, batchId: string): Promise<TransferBatch> {
  for (;;) {
    const batch = await batchOf(host, batchId)
    if (batch.state === 'failed') throw new Error(`The batch failed: ${JSON.stringify(batch.error)} ${host.errors()}`)
    if (batch.scanned) return batch
    await pause(10)
  }
}

async function enqueue(host: HostProcess, source: string, turnsFile: string): Promise<Enqueued> {
  await host.call('transfers.listBatches', {})
  await pause(300)
  const before = await memoryOf(host.pid, 'VmRSS')
  const startedMs = performance.now()
  const { batchId } = await host.call<TransferBatch>('transfers.enqueueUpload', { profileId: 'bench', bucket: benchBucket, prefix: 'many/', paths: [source], conflict: 'overwrite' })
  const asking = askAsWindow(host, batchId)
  const batch = await whenScanned(host, batchId)
  const seconds = (performance.now() - startedMs) / 1000
  if (batch.itemsTotal !== fileCount) throw new Error(`${String(batch.itemsTotal)} of ${String(fileCount)} files were found`)
  // What the walk left for later (the journal, the collector) counts as well.
  await pause(1500)
  const answerMs = await asking.stop()
  return { batchId, filesPerSecond: fileCount / seconds, growthMebibytes: (await memoryOf(host.pid, 'VmHWM')) - before, answerMs, longestTurnMs: Number(await readFile(turnsFile, 'utf8')) }
}

function reportEnqueued({ report }: BenchContext, label: string, all: readonly Enqueued[], mustScan: boolean): void {
  report({ what: `${label}: found and queued`, unit: 'files/s', ours: all.map((one) => one.filesPerSecond), target: mustScan ? { kind: 'atLeast', value: 20_000 } : { kind: 'none' } })
  report({ what: `${label}: memory, growth to the peak`, unit: 'MiB', ours: all.map((one) => one.growthMebibytes), target: { kind: 'atMost', value: 190 }, note: '190 MiB are 200 MB' })
  report({ what: `${label}: a page of ${String(pageRows)} rows meanwhile, p99`, unit: 'ms', ours: all.map((one) => quantile(one.answerMs, 0.99)), target: { kind: 'atMost', value: 50 } })
  report({ what: `${label}: the slowest page`, unit: 'ms', ours: all.map((one) => quantile(one.answerMs, 1)), target: { kind: 'atMost', value: 50 }, note: 'of some thousand; grows with what else wants the processor' })
  report({ what: `${label}: processor time that the host went on for at most before it looked at messages again`, unit: 'ms', ours: all.map((one) => one.longestTurnMs), target: { kind: 'atMost', value: 50 } })
}

export const manyFiles: Bench = {
  name: 'many-files',
  async run(context) {
    const { directory, projectRoot, rounds, report, say } = context
    say(`writing ${fileCount.toLocaleString('en-US')} files`)
    const source = path.join(directory, 'source')
    await writeTree(source)
    const program = await bundleHost(context)
    const connectionTo = (endpoint: string): Connection => ({ profileId: 'bench', name: 'bench', kind: 'oss', endpoint, region, credential })

    const silent = await startSilentEndpoint()
    const alone: Enqueued[] = []
    const readyMs: number[] = []
    const restartMebibytes: number[] = []
    let journalMebibytes = 0
    try {
      for (let round = 0; round < rounds; round++) {
        const stateFolder = path.join(directory, `state-${String(round)}`)
        const connection = connectionTo(silent.origin)
        const turnsFile = path.join(directory, `turns-${String(round)}`)
        const host = startHost({ program, stateFolder, connection, environment: { [turnsFileVariable]: turnsFile } })
        alone.push(await enqueue(host, source, turnsFile))
        await host.kill()
        journalMebibytes = (await stat(path.join(stateFolder, 'transfers.jsonl'))).size / mebibyte

        const startedMs = performance.now()
        const again = startHost({ program, stateFolder, connection })
        const [batch] = await again.call<TransferBatch[]>('transfers.listBatches', {})
        readyMs.push(performance.now() - startedMs)
        if (batch?.itemsTotal !== fileCount) throw new Error(`After a restart ${String(batch?.itemsTotal)} files are known`)
        await pause(1000)
        restartMebibytes.push(await memoryOf(again.pid, 'VmHWM'))
        await again.kill()
      }
    } finally {
      await silent.close()
    }
    reportEnqueued(context, '300,000 files', alone, true)
    report({ what: '300,000 files: killed and started again, until the list is there', unit: 'ms', ours: readyMs, target: { kind: 'none' }, note: `from the start of the process; a journal of ${journalMebibytes.toFixed(0)} MiB` })
    report({ what: '300,000 files: peak memory after that start', unit: 'MiB', ours: restartMebibytes, target: { kind: 'none' }, note: 'all of the process' })

    await buildEndpoint(projectRoot, path.join(directory, 'built'))
    const dataFolder = path.join(directory, 'data')
    await prepareStore(dataFolder, [benchBucket])
    const server = await startEndpoint(projectRoot, dataFolder)
    try {
      const turnsFile = path.join(directory, 'turns-busy')
      const host = startHost({ program, stateFolder: path.join(directory, 'state-busy'), connection: connectionTo(server.origin), environment: { [turnsFileVariable]: turnsFile } })
      const busy = await enqueue(host, source, turnsFile)
      reportEnqueued(context, '300,000 files while they are sent', [busy], false)
      const turnMs: Record<string, number> = {}
      for (const [method, state] of [['pause', 'paused'], ['resume', 'running'], ['cancel', 'cancelled'], ['retry', 'running'], ['cancel', 'cancelled']] as const) {
        await writeFile(turnsFile, '')
        await host.call(`transfers.${method}`, { batchIds: [busy.batchId] })
        while ((await batchOf(host, busy.batchId)).state !== state) await pause(10)
        await pause(1000)
        turnMs[method] = Math.max(turnMs[method] ?? 0, Number(await readFile(turnsFile, 'utf8')))
      }
      await host.kill()
      for (const [method, ms] of Object.entries(turnMs)) {
        report({ what: `300,000 files: ${method}, processor time that the host went on for at most before it looked at messages again`, unit: 'ms', ours: [ms], target: { kind: 'atMost', value: 50 } })
      }
    } finally {
      await server.stop()
    }
    return undefined
  },
}
