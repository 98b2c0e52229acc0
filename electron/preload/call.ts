import { callChannel, cancelChannel } from '../contract/channels.ts'
import type { CallReply } from '../contract/envelope.ts'
import type { ExposedCallOptions } from '../contract/window-api.ts'

/** The part of `ipcRenderer` that calls need. */
export interface Invoker {
  readonly invoke: (channel: string, ...args: unknown[]) => Promise<unknown>
}

export interface Caller {
  /** Resolves with the value; rejects with the plain wire error, whose fields survive the bridge to the page. */
  readonly call: (method: string, input: unknown, options?: ExposedCallOptions) => Promise<unknown>
  readonly cancel: (callId: string) => void
}

/** @param onValue hears of every value that is handed to the page */
export function createCaller(invoker: Invoker, onValue: (value: unknown) => void = () => undefined): Caller {
  let lastCall = 0
  return {
    call: async (method, input, options) => {
      const callId = typeof options?.callId === 'string' ? `page-${options.callId}` : `own-${++lastCall}`
      const reply = (await invoker.invoke(callChannel, { callId, method, input })) as CallReply
      if (!reply.ok) return Promise.reject(reply.error)
      onValue(reply.value)
      return reply.value
    },
    cancel: (callId) => {
      void invoker.invoke(cancelChannel, `page-${callId}`)
    },
  }
}

/** One function per method, grouped by noun and frozen: there is no channel the page could put a name of its own into. */
export function buildApi(names: readonly string[], caller: Caller): Record<string, Record<string, unknown>> {
  const nouns: Record<string, Record<string, unknown>> = {}
  for (const name of names) {
    const [noun = '', verb = ''] = name.split('.')
    const verbs = (nouns[noun] ??= {})
    verbs[verb] = (input: unknown, options?: ExposedCallOptions) => caller.call(name, input, options)
  }
  return nouns
}
