import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BenchContext } from '../../../storage-core/bench/bench.ts'
import type { Connection } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { bundleClientHost, startHostProcess, type HostProcess } from '../test-support/client-host-process.ts'

/** What a process used from its start to its end. */
export interface Used {
  readonly seconds: number
  /** Processor time of the process alone. */
  readonly cpuSeconds: number
  /** The most it had resident at any moment. */
  readonly peakMebibytes: number
}

const mebibyte = 1024 * 1024
const lookEveryMs = 20
export const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

/** The kernel's own peak, so that nothing between two looks is missed. Linux only; NaN elsewhere and for a process that has gone. */
export async function memoryOf(pid: number, which: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '')
  return (Number(new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024) / mebibyte
}

/** In hundredths of a second, as Linux counts. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return stat === '' ? Number.NaN : (Number(fields[11]) + Number(fields[12])) / 100
}

/** Runs a program to its end. @throws Error with what it said when it fails */
export async function measureProgram(command: string, parameters: readonly string[], environment: Readonly<Record<string, string>>): Promise<Used> {
  const startedMs = performance.now()
  const child = spawn(command, parameters, { env: { PATH: process.env['PATH'] ?? '', HOME: environment['HOME'] ?? '/nonexistent', ...environment }, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const running = new AbortController()
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => {
      running.abort()
      resolve(exitCode)
    })
  })
  let [peakMebibytes, cpuSeconds] = [0, 0]
  while (!running.signal.aborted) {
    const [peak, cpu] = await Promise.all([memoryOf(child.pid ?? 0, 'VmHWM'), cpuSecondsOf(child.pid ?? 0)])
    if (peak > peakMebibytes) peakMebibytes = peak
    if (cpu > cpuSeconds) cpuSeconds = cpu
    await Promise.race([code, pause(lookEveryMs)])
  }
  if ((await code) !== 0) throw new Error(`${command} ${parameters.join(' ')}: ${errors.slice(-600)}`)
  return { seconds: (performance.now() - startedMs) / 1000, cpuSeconds, peakMebibytes }
}

/** Bundles the client host once for a bench. */
export async function bundleHost({ directory, projectRoot }: BenchContext): Promise<string> {
  return bundleClientHost(directory, path.join(projectRoot, 'electron/client-host/bench/host-child.ts'))
}

export interface HostInput {
  readonly program: string
  readonly stateFolder: string
  readonly connection: Connection
  readonly environment?: Readonly<Record<string, string>>
}

export function startHost({ program, stateFolder, connection, environment }: HostInput): HostProcess {
  const host = startHostProcess(program, environment)
  host.send({ kind: 'configure', stateFolder })
  host.send({ kind: 'connect', connection })
  return host
}

export async function batchOf(host: HostProcess, batchId: string): Promise<TransferBatch> {
  const batches = await host.call<TransferBatch[]>('transfers.listBatches', {})
  const found = batches.find((batch) => batch.batchId === batchId)
  if (found === undefined) throw new Error(`The batch is gone. ${host.errors()}`)
  return found
}

/** Starts a client host, has it carry out one batch and ends it. @throws Error when anything failed */
export async function measureBatch(input: HostInput, method: string, call: unknown): Promise<Used> {
  const startedMs = performance.now()
  const host = startHost(input)
  try {
    const { batchId } = await host.call<TransferBatch>(method, call)
    for (;;) {
      const batch = await batchOf(host, batchId)
      if (batch.state === 'done') break
      if (batch.state !== 'queued' && batch.state !== 'scanning' && batch.state !== 'running') throw new Error(`${method} ended ${batch.state}: ${JSON.stringify(batch)} ${host.errors()}`)
      await pause(lookEveryMs)
    }
    const seconds = (performance.now() - startedMs) / 1000
    return { seconds, cpuSeconds: await cpuSecondsOf(host.pid), peakMebibytes: await memoryOf(host.pid, 'VmHWM') }
  } finally {
    await host.kill()
  }
}
