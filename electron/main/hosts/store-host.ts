import type { OssErrorWire } from '../../contract/error-wire.ts'
import { StoreHostEvent, type Credential } from '../../contract/host-messages.ts'
import type { StoreStatus } from '../../contract/store-status.ts'
import { wireError } from '../../contract/wire-error.ts'
import type { Log } from '../log.ts'
import { createBackoff } from './backoff.ts'
import type { HostProcess, StartHostProcess, Timers } from './host-process.ts'

/**
 * After `kill -9` of main the former store host lives on for a moment and holds the data folder's lock, and perhaps the
 * port. Within this time "in use" means "not yet free".
 */
const takeoverMs = 5000
const takeoverRetryMs = 250
/** How long a store may take to close its files before it is ended. */
const stopLimitMs = 10_000

export interface StoreSettings {
  readonly dataFolder: string
  /** 0 for any free port. */
  readonly port: number
  readonly region: string
}

/** What main passes on to the client host, and to the user who asks for it. */
export interface StoreAccess {
  readonly url: string
  readonly region: string
  readonly user: Credential
  readonly internal: Credential
}

export interface StoreHostOptions {
  readonly startProcess: StartHostProcess
  readonly settings: StoreSettings
  readonly timers: Timers
  readonly log: Log
  /** Whether the disk of a folder has no room for a store's first pages. */
  readonly isDiskFull: (folder: string) => boolean
  /** Every change, `starting` first. */
  readonly onStatus: (status: StoreStatus, access: StoreAccess | undefined) => void
}

/** Keeps the local store running: starts its process, starts it again after a crash, and says where it stands. */
export interface StoreHost {
  readonly start: () => void
  readonly status: () => StoreStatus
  /** Key pairs and address while the store is ready; they live in main's memory for that long and nowhere else. */
  readonly access: () => StoreAccess | undefined
  /** Stops the store cleanly and starts it with other settings. Resolves with ready or failed. */
  readonly restart: (change: Partial<StoreSettings>) => Promise<StoreStatus>
  /** Resolves when the store has closed its files and its process is gone. */
  readonly stop: () => Promise<void>
}

export function createStoreHost(options: StoreHostOptions): StoreHost {
  const { startProcess, timers, log, isDiskFull, onStatus } = options
  const backoff = createBackoff(timers)
  let settings = options.settings
  let status: StoreStatus = { state: 'starting' }
  let access: StoreAccess | undefined
  let running: HostProcess | undefined
  let takeoverEndsMs = 0
  /** True once there are signs of a former store host; a taken port may then be its port. */
  let predecessorSeen = false
  let cancelTimer: () => void = () => undefined
  let settled: ((status: StoreStatus) => void)[] = []

  function setStatus(next: StoreStatus, nextAccess?: StoreAccess): void {
    status = next
    access = nextAccess
    onStatus(next, nextAccess)
    if (next.state === 'starting') return
    const waiting = settled
    settled = []
    for (const resolve of waiting) resolve(next)
  }
  const fail = (error: OssErrorWire): void => setStatus({ state: 'failed', error, dataFolder: settings.dataFolder })

  function launch(): void {
    const process = startProcess()
    running = process
    backoff.started()
    let reported = false
    process.onMessage((message) => {
      if (running !== process) return
      const event = StoreHostEvent.safeParse(message)
      if (!event.success) {
        log('The store host sent a message that is none')
        return
      }
      switch (event.data.kind) {
        case 'ready': {
          reported = true
          const { url, region, dataFolder, user, internal } = event.data
          // The port is kept for the next start of this session: clients were told it.
          settings = { ...settings, port: Number(new URL(url).port) }
          setStatus({ state: 'ready', url, region, accessKeyId: user.accessKeyId, dataFolder }, { url, region, user, internal })
          return
        }
        case 'failed':
          reported = true
          running = undefined
          process.kill()
          onFailed(event.data.error)
          return
        case 'stopped':
          return
      }
    })
    process.onExit((code) => {
      if (running !== process) return
      running = undefined
      onCrash(code, reported)
    })
    process.post({ kind: 'start', ...settings })
  }

  function onFailed(error: OssErrorWire): void {
    predecessorSeen ||= error.code === 'StoreDataFolderInUse'
    const mayFreeUp = error.code === 'StoreDataFolderInUse' || (error.code === 'StorePortTaken' && predecessorSeen)
    if (mayFreeUp && timers.now() + takeoverRetryMs <= takeoverEndsMs) cancelTimer = timers.after(takeoverRetryMs, launch)
    else fail(error)
  }

  function onCrash(code: number, wasReady: boolean): void {
    log(`The store host ended unexpectedly with code ${code}${wasReady ? '' : ' before it was ready'}`)
    // The database maps its files into memory, and the system ends a process whose mapped page finds no room: no error
    // reaches anyone, and no further start would fare better.
    if (!wasReady && isDiskFull(settings.dataFolder)) {
      fail(wireError('LocalDiskFull', { details: { Folder: settings.dataFolder } }))
      return
    }
    const delayMs = backoff.nextDelayMs()
    if (delayMs === undefined) {
      fail(wireError('StoreKeepsStopping', { details: { exitCode: String(code) } }))
      return
    }
    if (status.state !== 'starting') setStatus({ state: 'starting' })
    takeoverEndsMs = timers.now() + delayMs + takeoverMs
    predecessorSeen = true
    cancelTimer = timers.after(delayMs, launch)
  }

  function start(): void {
    backoff.reset()
    takeoverEndsMs = timers.now() + takeoverMs
    predecessorSeen = false
    setStatus({ state: 'starting' })
    launch()
  }

  function stopProcess(): Promise<void> {
    cancelTimer()
    const process = running
    running = undefined
    access = undefined
    if (process === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      const cancelKill = timers.after(stopLimitMs, process.kill)
      process.onExit(() => {
        cancelKill()
        resolve()
      })
      process.post({ kind: 'stop' })
    })
  }

  return {
    start,
    status: () => status,
    access: () => access,
    restart: async (change) => {
      await stopProcess()
      settings = { ...settings, ...change }
      const result = new Promise<StoreStatus>((resolve) => {
        settled.push(resolve)
      })
      start()
      return result
    },
    stop: stopProcess,
  }
}
