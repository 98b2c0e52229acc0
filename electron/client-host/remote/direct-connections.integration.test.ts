import { createHash, randomBytes } from 'node:crypto'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTurn } from '../aborts.ts'
import type { DirectAnswer, WholeAnswer } from './answer-reader.ts'
import { createDirectConnections, type DirectConnections, type DirectOptions, type DirectRequest } from './direct-connections.ts'
import { giveBack } from './landing-blocks.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface RawServer {
  readonly port: number
  readonly sockets: Socket[]
  readonly heads: string[]
}

/** @param answer is told the head of each request with its socket */
async function rawServer(answer: (socket: Socket, head: string) => void): Promise<RawServer> {
  const sockets: Socket[] = []
  const heads: string[] = []
  const server = net.createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end)
        text = text.slice(end + 4)
        heads.push(head)
        answer(socket, head)
      }
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  closing.push(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          resolve()
        })
      }),
  )
  return { port: (server.address() as AddressInfo).port, sockets, heads }
}

/** As streams, which all are that nobody asks to come whole. */
interface StreamConnections {
  exchange(request: DirectRequest): Promise<DirectAnswer>
}

function connections(options: Partial<DirectOptions> = {}): StreamConnections {
  const made = openConnections(options)
  return {
    exchange: async (request) => {
      const answer = await made.exchange(request)
      if ('pieces' in answer) throw new Error('Nobody asked for it whole')
      return answer
    },
  }
}

function openConnections(options: Partial<DirectOptions> = {}): DirectConnections {
  const made = createDirectConnections({ secure: false, maxSockets: 8, idleTimeoutMs: 60_000, ...options })
  closing.push(() => {
    made.close()
  })
  return made
}

const request = (port: number, more: Partial<DirectRequest> = {}): DirectRequest => ({
  method: 'GET',
  hostname: '127.0.0.1',
  port,
  path: '/b/k',
  headers: { host: 'here' },
  body: undefined,
  lookup: undefined,
  signal: undefined,
  ...more,
})
const textOf = async (answer: DirectAnswer): Promise<string> => Buffer.concat((await answer.body.toArray()) as Buffer[]).toString('latin1')
const ok = (text: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${String(text.length)}\r\n\r\n${text}`

describe('kept connections to a service', () => {
  it('sends one request after the other through the same connection', async () => {
    const server = await rawServer((socket) => socket.write(ok('yes')))
    const direct = connections()
    for (let time = 0; time < 3; time++) expect(await textOf(await direct.exchange(request(server.port)))).toBe('yes')
    expect(server.sockets).toHaveLength(1)
    expect(server.heads[2]).toBe('GET /b/k HTTP/1.1\r\nhost: here\r\nconnection: keep-alive')
  })

  it('sends the body behind the head', async () => {
    const server = await rawServer((socket, head) => {
      if (!head.startsWith('PUT')) socket.write(ok(head))
    })
    const direct = connections()
    // What follows the head is read by the server as the head of a second request.
    const answer = await direct.exchange(request(server.port, { method: 'PUT', body: Buffer.from('the body\r\n\r\n') }))
    expect(await textOf(answer)).toBe('the body')
  })

  it('lets requests wait when all connections are in use, and forgets those that are given up meanwhile', async () => {
    const held: Socket[] = []
    const server = await rawServer((socket) => held.push(socket))
    const direct = connections({ maxSockets: 1 })
    const giveUp = new AbortController()
    const first = direct.exchange(request(server.port))
    const second = direct.exchange(request(server.port, { signal: giveUp.signal }))
    const third = direct.exchange(request(server.port))
    giveUp.abort()
    await expect(second).rejects.toMatchObject({ name: 'AbortError' })
    while (held.length < 1) await nextTurn()
    held[0]?.write(ok('one'))
    expect(await textOf(await first)).toBe('one')
    while (held.length < 2) await nextTurn()
    held[1]?.write(ok('three'))
    expect(await textOf(await third)).toBe('three')
    expect(server.sockets).toHaveLength(1)
  })

  it('opens another connection when the service closed the kept one', async () => {
    const server = await rawServer((socket) => socket.write(ok('yes')))
    const direct = connections()
    await textOf(await direct.exchange(request(server.port)))
    const [kept] = server.sockets
    const gone = new Promise((resolve) => kept?.once('close', resolve))
    kept?.end()
    await gone
    await nextTurn()
    expect(await textOf(await direct.exchange(request(server.port)))).toBe('yes')
    expect(server.sockets).toHaveLength(2)
  })

  it('ends a request with its signal, before the answer and in the middle of it', async () => {
    const server = await rawServer((socket, head) => {
      if (head.includes('/begins')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello')
    })
    const direct = connections()
    const before = new AbortController()
    const waiting = direct.exchange(request(server.port, { signal: before.signal }))
    while (server.heads.length < 1) await nextTurn()
    before.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    const during = new AbortController()
    const { body } = await direct.exchange(request(server.port, { path: '/begins', signal: during.signal }))
    const reading = body.toArray()
    during.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    await expect(direct.exchange(request(server.port, { signal: during.signal }))).rejects.toMatchObject({ name: 'AbortError' })
  })

  it.each([
    ['bytes behind an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyesHTTP/1.1 200'],
    ['an empty line behind an answer in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n\r\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nyes\r\n\r\n'],
    ['a length beside chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n'],
  ])('fails what is no answer to the letter (%s), and sends nothing further through that connection', async (_what, bad) => {
    const server = await rawServer((socket, head) => socket.write(head.includes('/bad') ? bad : ok('fine')))
    const direct = connections()
    const spoiled = async (): Promise<string> => textOf(await direct.exchange(request(server.port, { path: '/bad' })))
    await expect(spoiled()).rejects.toMatchObject({ code: 'HPE_INVALID_ANSWER' })
    expect(await textOf(await direct.exchange(request(server.port)))).toBe('fine')
    expect(server.sockets).toHaveLength(2)
  })

  it('drops a kept connection that speaks without being asked', async () => {
    const server = await rawServer((socket) => socket.write(ok('yes')))
    const direct = connections()
    await textOf(await direct.exchange(request(server.port)))
    const [kept] = server.sockets
    const gone = new Promise((resolve) => kept?.once('close', resolve))
    kept?.write(ok('nobody asked'))
    await gone
    expect(await textOf(await direct.exchange(request(server.port)))).toBe('yes')
    expect(server.sockets).toHaveLength(2)
  })

  it('fails an answer in chunks whose connection ends before the last of them', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nyes\r\n'))
    const { body } = await connections().exchange(request(server.port))
    await expect(body.toArray()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('fails a body that the service cuts short, and throws nothing when nobody looks at it', async () => {
    const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello'))
    const direct = connections()
    const { body } = await direct.exchange(request(server.port))
    await expect(body.toArray()).rejects.toMatchObject({ code: 'ECONNRESET' })
    const unseen = await direct.exchange(request(server.port))
    await new Promise((resolve) => unseen.body.once('close', resolve))
    expect(unseen.body.readableEnded).toBe(false)
  })

  it('fails a request that nothing is heard of', async () => {
    const server = await rawServer(() => undefined)
    const idle: (() => void)[] = []
    const direct = connections({ watchIdle: (_socket, onIdle) => idle.push(onIdle) })
    const waiting = direct.exchange(request(server.port))
    while (server.heads.length < 1) await nextTurn()
    idle[0]?.()
    await expect(waiting).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })

  it('says why nothing can be reached', async () => {
    const server = await rawServer(() => undefined)
    await closing.pop()?.()
    await expect(connections().exchange(request(server.port))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('sends no header and no path that could be taken for more than one', async () => {
    const server = await rawServer((socket) => socket.write(ok('yes')))
    const direct = connections()
    await expect(direct.exchange(request(server.port, { headers: { 'x-oss-meta-a': 'b\r\nx-evil: 1' } }))).rejects.toBeInstanceOf(TypeError)
    await expect(direct.exchange(request(server.port, { path: '/a b' }))).rejects.toBeInstanceOf(TypeError)
    expect(server.heads).toEqual([])
  })

  it('brings small bodies whole where that is asked for, other and longer ones as streams', async () => {
    const bodies: Readonly<Record<string, string>> = { '/short': 'short', '/long': 'x'.repeat(101), '/none': '' }
    const server = await rawServer((socket, head) => {
      const path = head.split(' ')[1] ?? ''
      if (path === '/refused') socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno')
      else if (path === '/cut') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello')
      else socket.write(ok(bodies[path] ?? ''))
    })
    const direct = openConnections()
    const fetched = async (path: string): Promise<DirectAnswer | WholeAnswer> => direct.exchange(request(server.port, { path, wholeBytes: 100 }))
    const piecesOf = (answer: DirectAnswer | WholeAnswer): string | undefined => ('pieces' in answer ? Buffer.concat(answer.pieces).toString('latin1') : undefined)
    expect(piecesOf(await fetched('/short'))).toBe('short')
    expect(piecesOf(await fetched('/none'))).toBe('')
    for (const path of ['/long', '/refused']) {
      const answer = await fetched(path)
      expect('body' in answer && (await textOf(answer))).toBe(path === '/long' ? bodies['/long'] : 'no')
    }
    expect(server.sockets).toHaveLength(1)
    await expect(fetched('/cut')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('brings every byte in its place although its memory is used again and again', async () => {
    const content = randomBytes(6 * 1024 * 1024)
    const server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${String(content.length)}\r\n\r\n`)
      socket.write(content)
    })
    const direct = connections()
    const wanted = createHash('sha1').update(content).digest('hex')
    const fetchOnce = async (): Promise<string> => {
      const { body } = await direct.exchange(request(server.port))
      const hash = createHash('sha1')
      for await (const chunk of body as AsyncIterable<Buffer>) {
        // Others read meanwhile; what is not given back must stay as it is.
        await nextTurn()
        hash.update(chunk)
        giveBack(chunk)
      }
      return hash.digest('hex')
    }
    for (let time = 0; time < 2; time++) expect(await Promise.all([fetchOnce(), fetchOnce(), fetchOnce(), fetchOnce()])).toEqual([wanted, wanted, wanted, wanted])
  })
})
