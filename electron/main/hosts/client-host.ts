import type { MessagePortMain } from 'electron'
import type { ClientHostMethodName, ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import { ClientHostEvent, noTransfers, type ClientHostCommand, type Connection, type TransferSummary } from '../../contract/host-messages.ts'
import type { ObjectStreamRequest } from '../../contract/object-stream.ts'
import type { OutputOf, ParsedInputOf } from '../../contract/method.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { WireFailure, wireError, wireFailure } from '../../contract/wire-error.ts'
import type { Log } from '../log.ts'
import type { ResolveProxy } from '../proxies/proxy-resolver.ts'
import { createBackoff } from './backoff.ts'
import type { HostProcess, StartHostProcess, Timers } from './host-process.ts'

const stopLimitMs = 5000

export interface ClientHostOptions {
  readonly startProcess: StartHostProcess
  /** Folder for checkpoints and the transfer journal. */
  readonly stateFolder: string
  readonly timers: Timers
  readonly log: Log
  /** The process is new and knows no windows: time to give it their ports. */
  readonly onStarted: () => void
  readonly onTransfers: (summary: TransferSummary) => void
  readonly onBatchEnded: (batch: TransferBatch) => void
  readonly resolveProxy: ResolveProxy
}

/** Keeps the client host running and carries calls to it. */
export interface ClientHost {
  readonly start: () => void
  /**
   * Starts it after a while, or when it is first asked for something: processes that load their code at the same time as the
   * window keep each other waiting on a small machine.
   */
  readonly startSoon: (delayMs: number) => void
  /** Rejects with a WireFailure for an expected failure, with an AbortError when the signal aborts. */
  readonly call: <K extends ClientHostMethodName>(
    method: K,
    input: ParsedInputOf<ClientHostMethods[K]>,
    signal?: AbortSignal,
  ) => Promise<OutputOf<ClientHostMethods[K]>>
  readonly connect: (connection: Connection) => void
  readonly disconnect: (profileId: string, error: OssErrorWire) => void
  readonly addWindow: (windowId: number, port: MessagePortMain) => void
  readonly removeWindow: (windowId: number) => void
  /** Reads an object over the port. False when nobody is there to do it. */
  readonly streamObject: (request: ObjectStreamRequest, port: MessagePortMain) => boolean
  readonly stop: () => Promise<void>
}

interface WaitingCall {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export function createClientHost(options: ClientHostOptions): ClientHost {
  const { startProcess, stateFolder, timers, log, onBatchEnded, onStarted, onTransfers, resolveProxy } = options
  const backoff = createBackoff(timers)
  const waiting = new Map<string, WaitingCall>()
  /** What a new process must be told: the last word on every connection. */
  const connections = new Map<string, ClientHostCommand>()
  let running: HostProcess | undefined
  let stopped = false
  let nextCall = 1
  let cancelTimer: () => void = () => undefined
  /** To be started, and not started yet. */
  let isDue = false

  const send = (command: ClientHostCommand, ports?: readonly MessagePortMain[]): void => running?.post(command, ports)

  function onMessage(message: unknown): void {
    const event = ClientHostEvent.safeParse(message)
    if (!event.success) {
      log('The client host sent a message that is none')
      return
    }
    if (event.data.kind === 'ready') return
    if (event.data.kind === 'transfers') {
      onTransfers(event.data.summary)
      return
    }
    if (event.data.kind === 'batchEnded') {
      onBatchEnded(event.data.batch)
      return
    }
    if (event.data.kind === 'resolveProxy') {
      void answerProxy(event.data)
      return
    }
    const call = waiting.get(event.data.callId)
    waiting.delete(event.data.callId)
    // A call that was cancelled meanwhile has nobody waiting.
    if (event.data.kind === 'reply') call?.resolve(event.data.value)
    else call?.reject(new WireFailure(event.data.error))
  }

  async function answerProxy({ askId, ...question }: Extract<ClientHostEvent, { kind: 'resolveProxy' }>): Promise<void> {
    try {
      send({ kind: 'proxyResolved', askId, list: await resolveProxy(question) })
    } catch (error) {
      if (!(error instanceof WireFailure)) log('The way through the network could not be asked for', error)
      send({ kind: 'proxyResolved', askId, error: error instanceof WireFailure ? error.wire : wireError('ProxyScriptUnusable') })
    }
  }

  function failWaiting(): void {
    const calls = [...waiting.values()]
    waiting.clear()
    for (const call of calls) call.reject(wireFailure('ClientHostUnavailable'))
  }

  function launch(): void {
    isDue = false
    const process = startProcess()
    running = process
    backoff.started()
    process.onMessage((message) => {
      if (running === process) onMessage(message)
    })
    process.onExit((code) => {
      if (running !== process) return
      running = undefined
      failWaiting()
      onTransfers(noTransfers)
      if (stopped) return
      log(`The client host ended unexpectedly with code ${code}`)
      // Without it the app can do nothing, so it is tried for ever, at the longest pause.
      cancelTimer = timers.after(backoff.nextDelayMs() ?? 8000, launch)
    })
    send({ kind: 'configure', stateFolder })
    for (const command of connections.values()) send(command)
    onStarted()
  }

  function startIfDue(): void {
    if (!isDue) return
    cancelTimer()
    launch()
  }

  function remember(profileId: string, command: ClientHostCommand): void {
    connections.set(profileId, command)
    send(command)
  }

  function call(method: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    startIfDue()
    if (running === undefined) return Promise.reject(wireFailure('ClientHostUnavailable'))
    if (signal?.aborted === true) return Promise.reject(new DOMException('The call was cancelled', 'AbortError'))
    const callId = String(nextCall++)
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        if (!waiting.delete(callId)) return
        send({ kind: 'cancel', callId })
        reject(new DOMException('The call was cancelled', 'AbortError'))
      }
      const finish = (): void => signal?.removeEventListener('abort', onAbort)
      signal?.addEventListener('abort', onAbort, { once: true })
      waiting.set(callId, {
        resolve: (value) => {
          finish()
          resolve(value)
        },
        reject: (error) => {
          finish()
          reject(error)
        },
      })
      send({ kind: 'call', callId, method, input })
    })
  }

  return {
    start: launch,
    startSoon: (delayMs) => {
      isDue = true
      cancelTimer = timers.after(delayMs, launch)
    },
    call: call as ClientHost['call'],
    connect: (connection) => remember(connection.profileId, { kind: 'connect', connection }),
    disconnect: (profileId, error) => remember(profileId, { kind: 'disconnect', profileId, error }),
    addWindow: (windowId, port) => send({ kind: 'window', windowId }, [port]),
    streamObject: (request, port) => {
      startIfDue()
      send({ kind: 'stream', request }, [port])
      return running !== undefined
    },
    removeWindow: (windowId) => send({ kind: 'windowClosed', windowId }),
    stop: () => {
      stopped = true
      isDue = false
      cancelTimer()
      const process = running
      if (process === undefined) return Promise.resolve()
      return new Promise((resolve) => {
        const cancelKill = timers.after(stopLimitMs, process.kill)
        process.onExit(() => {
          cancelKill()
          resolve()
        })
        send({ kind: 'stop' })
      })
    },
  }
}
