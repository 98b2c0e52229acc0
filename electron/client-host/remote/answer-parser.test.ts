import { describe, expect, it } from 'vitest'
import { createAnswerParser, type AnswerHead } from './answer-parser.ts'

interface Parsed {
  readonly heads: AnswerHead[]
  readonly text: string
  readonly ended: boolean
  /** Whether the end of the connection was that of the answer. */
  readonly endsWithIt: boolean
}

/** @param cuts where the network cuts the answer */
function parse(answer: string, cuts: readonly number[] = [], hasBody = true): Parsed {
  const heads: AnswerHead[] = []
  let [text, ended] = ['', false]
  const parser = createAnswerParser({
    head: (head) => {
      heads.push(head)
      return hasBody
    },
    piece: (bytes) => {
      text += bytes.toString('latin1')
    },
    end: () => {
      ended = true
    },
  })
  const bounds = [0, ...cuts, answer.length]
  for (const [at, start] of bounds.entries()) parser.read(Buffer.from(answer.slice(start, bounds[at + 1] ?? start), 'latin1'))
  const endsWithIt = parser.end()
  return { heads, text, ended, endsWithIt }
}

const head = (...fields: string[]): string => ['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n')
const chunked = head('Transfer-Encoding: Chunked')

describe('taking answers apart', () => {
  it.each([
    ['of a length', `${head('Content-Length: 5', 'Content-Length: 5')}hello`],
    ['in chunks with words behind their sizes', `${chunked}3 ; a="b"\r\nhel\r\n2\r\nlo\r\n000\r\nX-After: 1\r\n\r\n`],
    ['behind an announcement', `HTTP/1.1 100 Continue\r\n\r\n${head('Content-Length: 5')}hello`],
  ])('reads one %s, cut anywhere', (_what, answer) => {
    for (let cut = 0; cut <= answer.length; cut++) expect(parse(answer, [cut])).toMatchObject({ heads: [{ statusCode: 200 }], text: 'hello', ended: true, endsWithIt: false })
    expect(parse(answer, Array.from({ length: answer.length }, (_, at) => at + 1))).toMatchObject({ heads: [{ statusCode: 200 }], text: 'hello', ended: true })
  })

  it('ends one without a length with its connection, and no other', () => {
    expect(parse(`${head()}all of it`)).toMatchObject({ text: 'all of it', ended: true, endsWithIt: true })
    for (const cutShort of [`${head('Content-Length: 5')}hell`, `${chunked}5\r\nhello\r\n`, `${chunked}5\r\nhello\r\n0\r\n`, `${chunked}5\r\nhel`, chunked, 'HTTP/1.1 200', '']) {
      expect(parse(cutShort)).toMatchObject({ ended: false, endsWithIt: false })
    }
  })

  it('waits for no body where none follows, whatever the head says', () => {
    for (const fields of [['Content-Length: 700'], ['Transfer-Encoding: chunked'], []]) expect(parse(head(...fields), [], false)).toMatchObject({ ended: true, text: '' })
  })

  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', true],
  ])('knows of %j whether the connection stays', (answer, staysOpen) => {
    expect(parse(answer).heads[0]?.staysOpen).toBe(staysOpen)
  })

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['an empty line in front', `\r\n${head('Content-Length: 0')}`],
    ['a status that is none', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['two lengths', head('Content-Length: 5', 'Content-Length: 6')],
    ['lengths in a list', head('Content-Length: 5, 5')],
    ['a length with a sign', head('Content-Length: +5')],
    ['a length and chunks', head('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['another encoding', head('Transfer-Encoding: gzip, chunked')],
    ['chunks twice', head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')],
    ['chunks of an older protocol', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a field that is none', head('Content-Length 5')],
    ['a space before the colon', head('Content-Length : 5')],
    ['a field that goes on in the next line', head('X-A: 1', ' 2', 'Content-Length: 5')],
    ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 0\n\r\n\r\n'],
    ['a control character', head('X-A: \u0000', 'Content-Length: 0')],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(20_000)}`],
    ['a chunk without a size', `${chunked}\r\nhello\r\n0\r\n\r\n`],
    ['a chunk whose size is no number', `${chunked}5x\r\nhello\r\n0\r\n\r\n`],
    ['a chunk whose size has a sign', `${chunked}-5\r\nhello\r\n0\r\n\r\n`],
    ['a chunk whose size is beyond counting', `${chunked}${'f'.repeat(14)}\r\n`],
    ['a chunk that is longer than was said', `${chunked}3\r\nhello\r\n0\r\n\r\n`],
    ['a chunk that ends in a bare line feed', `${chunked}5\r\nhello\n0\r\n\r\n`],
    ['a size that ends in a bare line feed', `${chunked}5\nhello\r\n0\r\n\r\n`],
    ['a line of a chunk without an end', `${chunked}5;${'x'.repeat(20_000)}`],
    ['something behind the last chunk that is no field', `${chunked}0\r\nhello\r\n\r\n`],
    ['fields behind the last chunk without an end', `${chunked}0\r\n${'X-A: 1\r\n'.repeat(20_000)}`],
    ['a second answer', `${head('Content-Length: 0')}${head('Content-Length: 0')}`],
    ['the start of one', `${chunked}0\r\n\r\nH`],
  ])('refuses %s, cut anywhere', (_what, answer) => {
    expect(() => parse(answer)).toThrow(expect.objectContaining({ code: 'HPE_INVALID_ANSWER' }))
    for (let cut = 1; cut < Math.min(answer.length, 200); cut += answer.length > 1000 ? 90 : 1) expect(() => parse(answer, [cut])).toThrow('The answer is no HTTP')
  })
})
