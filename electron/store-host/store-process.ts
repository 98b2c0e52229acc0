import type { OssErrorWire } from '../contract/error-wire.ts'
import { StoreHostCommand, type StoreHostEvent } from '../contract/host-messages.ts'
import { wireError } from '../contract/wire-error.ts'
import { isOssError } from '../../storage-core/model/oss-error.ts'

type StartCommand = Extract<StoreHostCommand, { kind: 'start' }>
type ReadyEvent = Extract<StoreHostEvent, { kind: 'ready' }>

/** A store that accepts requests. */
export interface RunningStore {
  readonly ready: Omit<ReadyEvent, 'kind'>
  readonly close: () => Promise<void>
}

export interface StoreProcessOptions {
  readonly open: (command: StartCommand) => Promise<RunningStore>
  readonly report: (event: StoreHostEvent) => void
  /** Ends this process. */
  readonly exit: (code: number) => void
  readonly log: (message: string, error: unknown) => void
}

export interface StoreProcess {
  readonly onCommand: (message: unknown) => void
  /** Stops as if told to: the parent is gone, or the system asks. */
  readonly stop: () => void
}

/** Expected failures keep their code; a bug becomes InternalError here, and its stack is logged here, once. */
function toWire(error: unknown, log: StoreProcessOptions['log']): OssErrorWire {
  if (isOssError(error)) return wireError(error.code, { message: error.message, details: error.details })
  log('The local store could not be opened', error)
  return wireError('InternalError')
}

/** Runs one store at main's command. Commands are carried out one after the other; `stop` during a start closes what it opened. */
export function createStoreProcess({ open, report, exit, log }: StoreProcessOptions): StoreProcess {
  let store: RunningStore | undefined
  let stopping = false
  let work: Promise<void> = Promise.resolve()

  async function start(command: StartCommand): Promise<void> {
    if (store !== undefined || stopping) return
    try {
      store = await open(command)
      report({ kind: 'ready', ...store.ready })
    } catch (error) {
      report({ kind: 'failed', error: toWire(error, log) })
    }
  }

  async function close(): Promise<void> {
    let code = 0
    try {
      await store?.close()
    } catch (error) {
      log('The local store could not be closed', error)
      code = 1
    }
    store = undefined
    report({ kind: 'stopped' })
    exit(code)
  }

  const stop = (): void => {
    if (stopping) return
    stopping = true
    work = work.then(close)
  }

  return {
    onCommand: (message) => {
      const command = StoreHostCommand.safeParse(message)
      if (!command.success) log('Main sent a command that is none', command.error)
      else if (command.data.kind === 'stop') stop()
      else {
        const startCommand = command.data
        work = work.then(() => start(startCommand))
      }
    },
    stop,
  }
}
