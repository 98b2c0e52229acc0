import type { ServerResponse } from 'node:http'
import type { ByteSink } from '../blobs/blob-store.ts'
import type { ObjectBody } from '../engine/object-engine.ts'

/** Names and values in turn, as `ServerResponse.writeHead` takes them without copying. */
export type FlatHeaders = readonly string[]

/** What an operation answers. Request id, server, date and connection headers are added when it is sent. */
export interface Reply {
  readonly status: number
  readonly headers: FlatHeaders
  readonly body: string | Uint8Array | ObjectBody | undefined
  /** How an object's bytes go out; absent for as they are and as fast as they can. */
  readonly transfer?: Transfer
}

export interface Transfer {
  /** With gzip, in chunks: the length is not known beforehand. */
  readonly isCompressed: boolean
  readonly bitsPerSecond: number | undefined
}

export const emptyHeaders: FlatHeaders = []

export function emptyReply(status: number, headers: FlatHeaders = emptyHeaders): Reply {
  return { status, headers, body: undefined }
}

export function xmlReply(xml: string, headers: FlatHeaders = emptyHeaders): Reply {
  return { status: 200, headers: ['Content-Type', 'application/xml', ...headers], body: xml }
}

export function isObjectBody(body: Reply['body']): body is ObjectBody {
  return typeof body === 'object' && 'copyTo' in body
}

export function clientGone(): Error {
  return new DOMException('The client went away.', 'AbortError')
}

/**
 * Writes to a response with back-pressure: each write resolves when the operating system has taken the chunk, so the sender
 * may reuse its buffer, and rejects when the client goes away.
 */
export function responseSink(response: ServerResponse, signal: AbortSignal): ByteSink {
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error)
          return
        }
        const onAbort = () => {
          reject(signal.reason as Error)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        response.write(chunk, (error) => {
          signal.removeEventListener('abort', onAbort)
          if (error) reject(clientGone())
          else resolve()
        })
      }),
  }
}
