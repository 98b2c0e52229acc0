import type { MessagePortMain } from 'electron'
import { ObjectStreamAnswer, type ObjectStreamRequest } from '../../contract/object-stream.ts'
import { WireFailure, wireFailure } from '../../contract/wire-error.ts'
import type { ClientHost } from './client-host.ts'

/** The end of a channel that is kept here. */
type NearPort = Pick<MessagePortMain, 'postMessage' | 'start' | 'close' | 'on'>

interface Dependencies {
  readonly clientHost: Pick<ClientHost, 'streamObject'>
  readonly createChannel: () => { readonly port1: NearPort; readonly port2: MessagePortMain }
}

/** @throws WireFailure for an expected failure before the first byte; AbortError when the signal aborts */
export type ReadObject = (request: ObjectStreamRequest, signal: AbortSignal) => Promise<Response>

/** Reads objects through the client host as responses whose bodies are taken piece by piece. */
export function createObjectReader({ clientHost, createChannel }: Dependencies): ReadObject {
  return (request, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const { port1: port, port2 } = createChannel()
      let body: ReadableStreamDefaultController<Uint8Array> | undefined
      let isOver = false
      const finish = (error?: Error): void => {
        if (isOver) return
        isOver = true
        signal.removeEventListener('abort', onAbort)
        port.close()
        if (error === undefined) body?.close()
        else if (body === undefined) reject(error)
        else body.error(error)
      }
      const onAbort = (): void => finish(new DOMException('The call was cancelled', 'AbortError'))
      signal.addEventListener('abort', onAbort, { once: true })
      const bodyOf = (): ReadableStream<Uint8Array> =>
        new ReadableStream(
          {
            start: (controller) => {
              body = controller
            },
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
            pull: () => port.postMessage({ kind: 'more' }),
            cancel: () => {
              body = undefined
              finish(new DOMException('Nobody reads any more', 'AbortError'))
            },
          },
          { highWaterMark: 2 },
        )
      port.on('message', ({ data }) => {
        if (isOver) return
        const answer = ObjectStreamAnswer.safeParse(data)
        if (!answer.success) finish(wireFailure('InternalError'))
        else if (answer.data.kind === 'head') {
          const { status, headers } = answer.data
          resolve(new Response(bodyOf(), { status, headers }))
        } else if (answer.data.kind === 'chunk') body?.enqueue(answer.data.bytes)
        else finish(answer.data.kind === 'end' ? undefined : new WireFailure(answer.data.error))
      })
      // The process ended, or the message never reached it.
      port.on('close', () => finish(wireFailure('ClientHostUnavailable')))
      port.start()
      if (!clientHost.streamObject(request, port2)) finish(wireFailure('ClientHostUnavailable'))
    })
}
