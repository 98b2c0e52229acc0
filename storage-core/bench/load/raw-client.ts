import { connect, type Socket } from 'node:net'

/** One keep-alive connection that drains answers into one reused buffer: the client should not be what is measured. */
export interface RawClient {
  /**
   * Resolves with the status and the time from sending to the last byte of the answer.
   * @param headers further header lines, each ended by CR LF
   */
  request(method: 'GET' | 'PUT' | 'POST', target: string, body?: Uint8Array, headers?: string): Promise<{ readonly status: number; readonly ms: number; readonly bytes: number }>
  close(): void
}

interface Pending {
  readonly startedMs: number
  head: string
  status: number
  left: number
  bytes: number
  resolve: (result: { status: number; ms: number; bytes: number }) => void
  reject(error: Error): void
}

export async function rawClient(port: number): Promise<RawClient> {
  let pending: Pending | undefined

  const take = (buffer: Uint8Array, length: number): void => {
    if (pending === undefined) return
    let bodyBytes = length
    if (pending.status === 0) {
      pending.head += Buffer.from(buffer.buffer, buffer.byteOffset, length).toString('latin1')
      const end = pending.head.indexOf('\r\n\r\n')
      if (end < 0) return
      pending.status = Number(pending.head.slice(9, 12))
      pending.bytes = Number(/\r\ncontent-length: *(\d+)/i.exec(pending.head.slice(0, end))?.[1] ?? 0)
      pending.left = pending.bytes
      bodyBytes = pending.head.length - end - 4
      if (pending.status === 100) {
        Object.assign(pending, { head: '', status: 0 })
        return
      }
    }
    pending.left -= bodyBytes
    if (pending.left > 0) return
    const { resolve, status, bytes, startedMs } = pending
    pending = undefined
    resolve({ status, ms: performance.now() - startedMs, bytes })
  }

  const buffer = Buffer.allocUnsafe(1024 * 1024)
  const socket = await new Promise<Socket>((resolve, reject) => {
    const onread = {
      buffer,
      callback: (length: number) => {
        take(buffer, length)
        return true
      },
    }
    const opening = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => resolve(opening))
    opening.once('error', reject)
  })
  const fail = (error: Error) => {
    pending?.reject(error)
    pending = undefined
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))

  return {
    request: (method, target, body, headers = '') =>
      new Promise((resolve, reject) => {
        // An idle connection is closed by the server after a while; nothing would ever be heard of this request.
        if (socket.destroyed) {
          reject(new Error('the server closed the connection'))
          return
        }
        pending = { startedMs: performance.now(), head: '', status: 0, left: 0, bytes: 0, resolve, reject }
        const length = body === undefined ? '' : `Content-Length: ${body.length}\r\n`
        socket.write(`${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}${length}\r\n`)
        if (body !== undefined) socket.write(body)
      }),
    close: () => socket.destroy(),
  }
}
