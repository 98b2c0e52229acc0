import type { IncomingMessage } from 'node:http'
import { ossError } from '../model/oss-error.ts'
import type { BodyWatch, WatchedBody } from './body-watch.ts'

/** Bytes kept while the reader is busy; past this the socket is paused. */
const highWaterBytes = 1024 * 1024

export interface RequestBody extends AsyncIterable<Uint8Array>, WatchedBody {
  /** Ends the body with an error, which the reader sees at its next read. */
  fail(error: Error): void
}

/**
 * The request's body as chunks, read once. Rejects with OssError IncompleteBody when the connection ends early and
 * RequestTimeout when the client stalls.
 */
export function openRequestBody(request: IncomingMessage, watch: BodyWatch): RequestBody {
  const chunks: Uint8Array[] = []
  let queuedBytes = 0
  let ended = false
  let failure: Error | undefined
  let waiting: { resolve: (result: IteratorResult<Uint8Array>) => void; reject: (error: Error) => void } | undefined

  const finish = () => {
    watch.remove(body)
    request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
    // A late socket error must not become an uncaught one.
    request.on('error', ignore)
  }
  const onData = (chunk: Uint8Array) => {
    body.bytesReceived += chunk.byteLength
    if (waiting) {
      const { resolve } = waiting
      waiting = undefined
      body.isWaiting = false
      resolve({ done: false, value: chunk })
      return
    }
    chunks.push(chunk)
    queuedBytes += chunk.byteLength
    if (queuedBytes >= highWaterBytes) request.pause()
  }
  const onEnd = () => {
    ended = true
    finish()
    waiting?.resolve({ done: true, value: undefined })
    waiting = undefined
  }
  const fail = (error: Error) => {
    if (ended || failure) return
    failure = error
    finish()
    waiting?.reject(error)
    waiting = undefined
  }
  const onError = (cause: Error) => {
    fail(ossError('IncompleteBody', { cause }))
  }
  const onClose = () => {
    fail(ossError('IncompleteBody'))
  }
  const next = (): Promise<IteratorResult<Uint8Array>> => {
    const chunk = chunks.shift()
    if (chunk !== undefined) {
      queuedBytes -= chunk.byteLength
      if (request.isPaused()) request.resume()
      return Promise.resolve({ done: false, value: chunk })
    }
    if (failure) return Promise.reject(failure)
    if (ended) return Promise.resolve({ done: true, value: undefined })
    body.isWaiting = true
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  }
  // Plain fields: an accessor in a literal gives every body a hidden class of its own, which is slow.
  const body: RequestBody & { bytesReceived: number; isWaiting: boolean } = {
    bytesReceived: 0,
    isWaiting: false,
    stall() {
      fail(ossError('RequestTimeout'))
    },
    fail,
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        finish()
        chunks.length = 0
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
  watch.add(body)
  request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  if (request.destroyed && !request.complete) fail(ossError('IncompleteBody'))
  return body
}

const ignore = () => undefined

/**
 * Reads a small body whole.
 * @throws OssError EntityTooLarge past `maxBytes`
 */
export async function readSmallBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw ossError('EntityTooLarge')
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] instanceof Buffer ? chunks[0] : Buffer.concat(chunks, size)
}
