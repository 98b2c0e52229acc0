import path from 'node:path'
import { clientHostMethods, type ClientHostMethodName } from '../contract/client-host-methods.ts'
import type { OssErrorWire } from '../contract/error-wire.ts'
import { ClientHostCommand, type ClientHostEvent } from '../contract/host-messages.ts'
import { sharedAbortController } from './aborts.ts'
import { createPlanRegistry } from './as-of/plan-session.ts'
import { createConnections, type Connections } from './connections.ts'
import { localError, toWire as errorToWire } from './errors.ts'
import { isStreamPort, serveObjectStream } from './events/object-stream.ts'
import { createWindowChannels, type WindowPort } from './events/window-channels.ts'
import { createMainFeed } from './events/main-feed.ts'
import { createHandlers, type CallContext } from './handlers.ts'
import { createListingRegistry } from './listing/listing-registry.ts'
import { openProvider } from './providers/open-provider.ts'
import { openPolicyNotes } from './policies/policy-notes.ts'
import { createProxyQuestions } from './proxy/proxy-questions.ts'
import type { LocalFiles } from './transfers/local-files.ts'
import type { TransferSizes } from './transfers/part-plan.ts'
import { openTransferService, type TransferService } from './transfers/transfer-service.ts'

export interface ClientHostOptions {
  readonly send: (event: ClientHostEvent) => void
  /** One line for the app's log; secrets are masked already. */
  readonly log: (text: string) => void
  readonly connections?: Connections
  readonly files?: LocalFiles
  readonly sizes?: TransferSizes
}

/** The client host without its process: messages in, messages out. */
export interface ClientHost {
  /** A message from main with the ports that came along. */
  receive(message: unknown, ports: readonly WindowPort[]): void
  /** Resolves after a `stop` when everything is at rest. */
  readonly stopped: Promise<void>
}

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown>

export function createClientHost({ send, log, files, sizes, ...options }: ClientHostOptions): ClientHost {
  const questions = createProxyQuestions(send)
  const environment = { resolveProxy: questions.ask }
  const connections = options.connections ?? createConnections((connection) => openProvider(connection, {}, environment))
  const toWire = (error: unknown): OssErrorWire => errorToWire(error, log)
  const listings = createListingRegistry()
  const plans = createPlanRegistry()
  const windows = createWindowChannels()
  const feed = createMainFeed({
    onSummary: (summary) => {
      send({ kind: 'transfers', summary })
    },
    onEnded: (batch) => {
      send({ kind: 'batchEnded', batch })
    },
  })
  const calls = new Map<string, AbortController>()
  let isConfigured = false
  let configure: (stateFolder: string) => void = () => undefined
  const configured = new Promise<string>((resolve) => {
    configure = resolve
  })
  const transfers = configured.then((stateFolder) =>
    openTransferService({
      stateFolder,
      providerOf: (profileId) => connections.providerOf(profileId),
      toWire,
      log,
      onBatchesChanged: (changed, removed) => {
        feed.changed(changed, removed)
        windows.transfersChanged(changed, removed)
      },
      onHistoryChanged: () => {
        windows.historyChanged()
      },
      onObjectsChanged: (changed) => {
        windows.objectsChanged(changed)
      },
      ...(files === undefined ? {} : { files }),
      ...(sizes === undefined ? {} : { sizes }),
    }),
  )
  transfers.then(
    (service) => {
      feed.seed(service.listBatches())
    },
    // Each call that needs it answers the failure as well.
    (error: unknown) => {
      log(`Transfers cannot start: ${toWire(error).code}`)
    },
  )
  const notes = configured.then((stateFolder) => openPolicyNotes(path.join(stateFolder, 'policies'), log))
  const handlers = createHandlers({ connections, listings, plans, windows, transfers: () => transfers, notes: () => notes, toWire, environment, ...(files === undefined ? {} : { files }) })
  let finishStop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    finishStop = resolve
  })

  const call = async (callId: string, method: string, input: unknown): Promise<void> => {
    const controller = sharedAbortController()
    calls.set(callId, controller)
    try {
      if (!isMethod(method)) throw localError('InvalidInput', { Method: method })
      const parsed = clientHostMethods[method].input.safeParse(input)
      if (!parsed.success) throw localError('InvalidInput', { Method: method, Problem: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ').slice(0, 1000) })
      const handler = handlers[method] as AnyHandler
      const value = await handler(parsed.data, { signal: controller.signal })
      send({ kind: 'reply', callId, ok: true, value })
    } catch (error) {
      send({ kind: 'failure', callId, error: toWire(error) })
    } finally {
      calls.delete(callId)
    }
  }

  const openWindow = async (windowId: number, port: WindowPort): Promise<void> => {
    let service: TransferService | undefined
    try {
      service = await transfers
    } catch {
      // Said once above. The window still gets listing events, and its transfer calls answer why.
    }
    windows.open(windowId, port, service?.listBatches() ?? [])
  }

  const stop = async (): Promise<void> => {
    for (const controller of calls.values()) controller.abort()
    listings.closeAll()
    plans.closeAll()
    feed.close()
    if (isConfigured) {
      await (await transfers.catch(() => undefined))?.close()
      await (await notes).settled()
    }
    connections.closeAll()
    windows.closeAll()
    finishStop()
  }

  return {
    stopped,
    receive: (message, ports) => {
      const command = ClientHostCommand.safeParse(message)
      if (!command.success) {
        log('A message that is no command was dropped')
        return
      }
      const { data } = command
      switch (data.kind) {
        case 'configure':
          isConfigured = true
          configure(data.stateFolder)
          return
        case 'connect':
          try {
            connections.connect(data.connection)
            void transfers.then(
              (service) => {
                service.connected(data.connection.profileId)
              },
              () => undefined,
            )
          } catch (error) {
            connections.disconnect(data.connection.profileId, toWire(localError('InvalidInput', { Argument: 'endpoint' }, error)))
          }
          return
        case 'disconnect':
          connections.disconnect(data.profileId, data.error)
          // It is no more, which is not the same as out of reach.
          if (data.error.code === 'UnknownProfile') void notes.then((store) => store.forgetConnection(data.profileId))
          return
        case 'call':
          void call(data.callId, data.method, data.input)
          return
        case 'proxyResolved':
          questions.answer(data)
          return
        case 'cancel':
          calls.get(data.callId)?.abort()
          return
        case 'window': {
          const port = ports[0]
          if (port === undefined) log('A window came without its port')
          else void openWindow(data.windowId, port)
          return
        }
        case 'stream': {
          const port = ports[0]
          if (port === undefined || !isStreamPort(port)) log('A stream came without its port')
          else void serveObjectStream(data.request, { port, toWire, providerOf: (profileId) => connections.providerOf(profileId) }).finally(() => port.close())
          return
        }
        case 'windowClosed':
          windows.close(data.windowId)
          return
        case 'stop':
          void stop()
      }
    },
  }
}

function isMethod(name: string): name is ClientHostMethodName {
  return Object.hasOwn(clientHostMethods, name)
}
