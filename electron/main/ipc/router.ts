import { callChannel, CallEnvelope, cancelChannel, type CallReply } from '../../contract/envelope.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HandlersOf, MethodMap } from '../../contract/method.ts'
import { cancelledError, wireError, WireFailure } from '../../contract/wire-error.ts'
import type { Log } from '../log.ts'

/** The part of `ipcMain` the router needs, so that it runs on plain Node in tests. `E` is the transport's event. */
export interface CallTransport<E> {
  handle(channel: string, listener: (event: E, ...args: unknown[]) => Promise<unknown>): void
}

/** What a handler knows of its caller. */
export interface CallContext {
  readonly windowId: number
  /** Aborted when the window cancels the call or goes away. */
  readonly signal: AbortSignal
}

export interface RouterOptions<M extends MethodMap, E> {
  readonly transport: CallTransport<E>
  readonly methods: M
  readonly handlers: HandlersOf<M, CallContext>
  /** Id of the window the event came from, or undefined for a sender that may not call. */
  readonly trustedWindow: (event: E) => number | undefined
  /** Check answers against the contract too; for tests and development. */
  readonly parseOutputs: boolean
  readonly log: Log
}

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown>

const failed = (error: OssErrorWire): CallReply => ({ ok: false, error })
const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/** Says where an input is wrong without repeating it: it may hold anything. */
function describeIssues(issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string | undefined }[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || 'input'}: ${issue.code ?? 'invalid'}`)
    .join('; ')
}

/**
 * Answers the window's calls: trusted sender, known method, strict input, handler. Never throws across `invoke`, which keeps
 * nothing of an error but its message. Returns `cancelWindow`, to be called when a window goes away.
 */
export function createRouter<M extends MethodMap, E>(options: RouterOptions<M, E>): { cancelWindow: (windowId: number) => void } {
  const { transport, methods, handlers, trustedWindow, parseOutputs, log } = options
  const running = new Map<number, Map<string, AbortController>>()
  const callsOf = (windowId: number): Map<string, AbortController> => {
    const calls = running.get(windowId) ?? new Map<string, AbortController>()
    running.set(windowId, calls)
    return calls
  }

  async function run(windowId: number, envelope: CallEnvelope): Promise<CallReply> {
    const { callId, method: name, input } = envelope
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined
    if (method === undefined) return failed(wireError('InvalidInput', { message: `Ossia has no method ${name}` }))
    const parsed = method.input.safeParse(input)
    if (!parsed.success) {
      return failed(wireError('InvalidInput', { details: { method: name, issues: describeIssues(parsed.error.issues) } }))
    }
    const calls = callsOf(windowId)
    if (calls.has(callId)) return failed(wireError('InvalidInput', { message: 'A call with this id is running' }))
    const controller = new AbortController()
    calls.set(callId, controller)
    try {
      const value = await (handlers[name] as AnyHandler)(parsed.data, { windowId, signal: controller.signal })
      if (controller.signal.aborted) return failed(cancelledError)
      if (!parseOutputs) return { ok: true, value }
      const output = method.output.safeParse(value)
      if (output.success) return { ok: true, value: output.data }
      log(`${name} answered what its contract does not allow: ${describeIssues(output.error.issues)}`)
      return failed(wireError('InternalError'))
    } catch (error) {
      if (isAbort(error) || controller.signal.aborted) return failed(cancelledError)
      if (error instanceof WireFailure) return failed(error.wire)
      log(`${name} failed`, error)
      return failed(wireError('InternalError'))
    } finally {
      calls.delete(callId)
    }
  }

  transport.handle(callChannel, async (event, ...args) => {
    const windowId = trustedWindow(event)
    if (windowId === undefined) {
      log('A call from an unknown sender was refused')
      return failed(wireError('AccessDenied', { message: 'This page may not call Ossia' }))
    }
    const envelope = CallEnvelope.safeParse(args[0])
    return envelope.success ? run(windowId, envelope.data) : failed(wireError('InvalidInput'))
  })

  transport.handle(cancelChannel, (event, ...args) => {
    const windowId = trustedWindow(event)
    const [callId] = args
    if (windowId !== undefined && typeof callId === 'string') running.get(windowId)?.get(callId)?.abort()
    return Promise.resolve()
  })

  return {
    cancelWindow: (windowId) => {
      for (const controller of running.get(windowId)?.values() ?? []) controller.abort()
      running.delete(windowId)
    },
  }
}
