import type { OssErrorWire } from '../../contract/error-wire.ts'
import { firstChunks, ObjectStreamGrant, type ObjectStreamAnswer, type ObjectStreamRequest } from '../../contract/object-stream.ts'
import type { Provider } from '../providers/object-provider.ts'
import { headerText } from '../remote/error-answer.ts'
import type { WindowPort } from './window-channels.ts'

/** A port that is also listened to. */
export interface StreamPort extends WindowPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

export const isStreamPort = (port: WindowPort): port is StreamPort => 'on' in port

interface Service {
  readonly port: StreamPort
  readonly providerOf: (profileId: string) => Pick<Provider, 'openAsIs'>
  readonly toWire: (error: unknown) => OssErrorWire
}

/** Counts what may be sent; `take` waits for the next one. One taker only. */
function createGrants(first: number): { readonly add: () => void; readonly take: () => Promise<void> } {
  let left = first
  let waiting: (() => void) | undefined
  return {
    add: () => {
      if (waiting === undefined) left++
      else waiting()
      waiting = undefined
    },
    take: () =>
      new Promise((resolve) => {
        if (left === 0) waiting = resolve
        else {
          left--
          resolve()
        }
      }),
  }
}

/**
 * Reads one object for the window's eyes through the connection's own client, so that its proxy, its authorities and its
 * clock hold for previews as well. No more is read than main takes. Resolves when all is over, never rejects.
 */
export async function serveObjectStream(request: ObjectStreamRequest, { port, providerOf, toWire }: Service): Promise<void> {
  const { profileId, ...address } = request
  const gone = new AbortController()
  const grants = createGrants(firstChunks)
  const send = (answer: ObjectStreamAnswer): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    port.postMessage(answer)
  }
  port.on('message', ({ data }) => {
    if (!ObjectStreamGrant.safeParse(data).success) return
    grants.add()
  })
  port.on('close', () => {
    gone.abort()
    grants.add()
  })
  port.start()
  try {
    const { status, headers, body } = await providerOf(profileId).openAsIs({ ...address, signal: gone.signal })
    try {
      send({ kind: 'head', status, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value) ?? ''])) })
      for await (const chunk of body as AsyncIterable<Buffer>) {
        await grants.take()
        if (gone.signal.aborted) return
        // A copy: the buffer may be a small part of a large one, which would be sent as a whole.
        send({ kind: 'chunk', bytes: new Uint8Array(chunk) })
      }
      send({ kind: 'end' })
    } finally {
      body.destroy()
    }
  } catch (error) {
    if (!gone.signal.aborted) send({ kind: 'failed', error: toWire(error) })
  }
}
