import { describe, expect, it } from 'vitest'
import { createAnswerReader, type DirectAnswer, type WholeAnswer } from './answer-reader.ts'

interface Reading {
  readonly answers: DirectAnswer[]
  readonly ends: boolean[]
  readonly reader: ReturnType<typeof createAnswerReader>
  readonly send: (text: string) => ReturnType<ReturnType<typeof createAnswerReader>['read']>
}

/** One that nobody asked to come whole. */
function asStream(answer: DirectAnswer | WholeAnswer): DirectAnswer {
  if ('pieces' in answer) throw new Error('Nobody asked for it whole')
  return answer
}

function reading(method = 'GET'): Reading {
  const reader = createAnswerReader()
  const answers: DirectAnswer[] = []
  const ends: boolean[] = []
  reader.expect({ answered: (answer) => answers.push(asStream(answer)), wanted: () => undefined, complete: (reusable) => ends.push(reusable), abandoned: () => ends.push(false) }, method)
  return { answers, ends, reader, send: (text) => reader.read(Buffer.from(text, 'latin1')) }
}

async function textOf(answer: DirectAnswer | undefined): Promise<string> {
  return Buffer.concat((await answer?.body.toArray()) as Buffer[]).toString('latin1')
}

const simple = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "e"\r\n\r\nhello'

describe('reading answers of a connection', () => {
  it('reads an answer wherever the network cuts it', async () => {
    for (let cut = 1; cut < simple.length; cut++) {
      const { send, answers, ends } = reading()
      send(simple.slice(0, cut))
      expect(ends).toEqual([])
      send(simple.slice(cut))
      expect(answers[0]).toMatchObject({ statusCode: 200, headers: { etag: '"e"' } })
      expect(await textOf(answers[0])).toBe('hello')
      expect(ends).toEqual([true])
    }
  })

  it('hands on the bytes of the body without a copy of them', () => {
    const { reader, answers } = reading()
    const bytes = Buffer.from(simple, 'latin1')
    expect(reader.read(bytes).keptBytes).toBe(5)
    const chunk = answers[0]?.body.read() as Buffer | undefined
    expect(chunk?.buffer).toBe(bytes.buffer)
  })

  it('joins chunks and reads their trailer away', async () => {
    const { send, answers, ends } = reading()
    send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-After: 1\r\n\r\n')
    expect(await textOf(answers[0])).toBe('abcde')
    expect(ends).toEqual([true])
  })

  it.each([
    ['of a HEAD request', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n'],
    ['with status 304 although it has a length', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 700\r\n\r\n'],
    ['with status 204', 'DELETE', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('waits for no body of an answer %s', async (_what, method, text) => {
    const { send, answers, ends } = reading(method)
    send(text)
    expect(await textOf(answers[0])).toBe('')
    expect(ends).toEqual([true])
  })

  it('passes over answers that only announce another', async () => {
    const { send, answers, ends } = reading()
    send('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n')
    expect(answers).toEqual([])
    send(simple)
    expect(await textOf(answers[0])).toBe('hello')
    expect(ends).toEqual([true])
  })

  it('takes a body without a length as long as the connection lasts, and does not use that again', async () => {
    const { send, reader, answers, ends } = reading()
    send('HTTP/1.1 200 OK\r\n\r\nall of')
    send(' it')
    expect(ends).toEqual([])
    expect(reader.end()).toBe(true)
    expect(await textOf(answers[0])).toBe('all of it')
    expect(ends).toEqual([false])
  })

  it('does not take a body for whole that the connection cut short', () => {
    const { send, reader } = reading()
    send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello')
    expect(reader.end()).toBe(false)
    expect(reader.comingBytes).toBe(5)
  })

  it('does not use a connection again that the service wants to close', () => {
    const { send, ends } = reading()
    send(simple.replace('ETag', 'Connection: close\r\nETag'))
    expect(ends).toEqual([false])
  })

  it.each([
    ['a second answer behind the first', simple + simple],
    ['bytes that are no answer behind it', `${simple}garbage\r\n`],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['an encoding that nobody asked for', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(20_000)}`],
  ])('refuses %s', (_what, text) => {
    const { send, ends } = reading()
    expect(() => send(text)).toThrow()
    expect(ends).toEqual([])
  })

  it('refuses what comes when nothing was asked', () => {
    const { send } = reading()
    send(simple)
    expect(() => send(simple)).toThrow('nobody asked')
  })

  it.each([
    ['the beginning of another answer', 'HTTP/1.1 500'],
    ['an empty line', '\r\n'],
    ['half a line', 'x'],
  ])('refuses %s behind an answer, plain or in chunks, wherever the network cuts it', (_what, rest) => {
    for (const whole of [simple, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n']) {
      const text = whole + rest
      for (let cut = 0; cut < whole.length; cut++) {
        const { send, ends } = reading()
        send(text.slice(0, cut))
        expect(() => send(text.slice(cut))).toThrow('more than was asked for')
        expect(ends).toEqual([])
      }
    }
  })

  it('keeps the first of headers that may come once and joins the others', () => {
    const { send, answers } = reading()
    send('HTTP/1.1 200 OK\r\nETag: "a"\r\nETag: "b"\r\nVary: x\r\nVary: y\r\nX-Oss-Meta-Name: \u00fc\r\nContent-Length: 0\r\n\r\n')
    expect(answers[0]?.headers).toMatchObject({ etag: '"a"', vary: 'x, y', 'x-oss-meta-name': '\u00fc' })
  })

  it('asks for a pause while its reader is slow', () => {
    const { send, reader } = reading()
    send(`HTTP/1.1 200 OK\r\nContent-Length: ${String(200 * 1024)}\r\n\r\n`)
    expect(reader.read(Buffer.alloc(10 * 1024)).more).toBe(true)
    expect(reader.read(Buffer.alloc(100 * 1024)).more).toBe(false)
  })
})
