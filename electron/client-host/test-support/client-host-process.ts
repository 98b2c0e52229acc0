import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { clientHostEngineFlags, hostThreads } from '../../contract/host-process.ts'
import { ClientHostEvent, type ClientHostCommand } from '../../contract/host-messages.ts'

/** Bundles the child into one file of this folder, which plain Node can run. @param entry the source of another child */
export async function bundleClientHost(folder: string, entry = path.join(import.meta.dirname, 'client-host-child.ts')): Promise<string> {
  const bundle = await rolldown({ input: entry, platform: 'node', onLog: () => undefined })
  try {
    const file = path.join(folder, 'client-host-child.mjs')
    await bundle.write({ file, format: 'esm', codeSplitting: false })
    return file
  } finally {
    await bundle.close()
  }
}

/** A client host in a process of its own. */
export interface HostProcess {
  send(command: ClientHostCommand): void
  /** @throws OssErrorWire */
  call<T>(method: string, input: unknown): Promise<T>
  /** As the system would: without a word. Resolves when it is gone. */
  kill(): Promise<void>
  /** What it wrote to its error output. */
  readonly errors: () => string
  readonly pid: number
}

/** With the threads and V8's flags that main gives it, and messages that are copied as between the processes of the app. @param environment added to this process's own */
export function startHostProcess(file: string, environment: Readonly<Record<string, string>> = {}): HostProcess {
  const child: ChildProcess = fork(file, { serialization: 'advanced', execArgv: [...clientHostEngineFlags], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { UV_THREADPOOL_SIZE: hostThreads, ...process.env, ...environment } })
  const waiting = new Map<string, { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }>()
  let serial = 0
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const { reject } of waiting.values()) reject(new Error(`The client host has ended: ${errors}`))
      waiting.clear()
      resolve()
    })
  })
  child.on('message', (message) => {
    const event = ClientHostEvent.parse(message)
    if (event.kind !== 'reply' && event.kind !== 'failure') return
    const call = waiting.get(event.callId)
    waiting.delete(event.callId)
    if (event.kind === 'reply') call?.resolve(event.value)
    else call?.reject(event.error)
  })
  const send = (command: ClientHostCommand): void => {
    child.send(command)
  }
  return {
    send,
    call: <T>(method: string, input: unknown) =>
      new Promise<T>((resolve, reject) => {
        const callId = String(++serial)
        waiting.set(callId, { resolve: (value) => resolve(value as T), reject })
        send({ kind: 'call', callId, method, input })
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    errors: () => errors,
    pid: child.pid ?? 0,
  }
}
