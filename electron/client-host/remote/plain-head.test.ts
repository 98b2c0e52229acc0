import { describe, expect, it } from 'vitest'
import { readPlainHead } from './plain-head.ts'

const read = (text: string): ReturnType<typeof readPlainHead> => readPlainHead(Buffer.from(text, 'latin1'))
const head = (...fields: string[]): string => ['HTTP/1.1 200 OK', ...fields, '', ''].join('\r\n')

describe('the head of an ordinary answer', () => {
  it('tells its status, its length and its fields, whatever letters their names have', () => {
    const found = read(`${head('Content-Length: 5', 'ETag:"e" ', 'X-Oss-Meta-A:\t\u00fc b')}hello`)
    expect(found).toMatchObject({ statusCode: 200, lengthBytes: 5, keepAlive: true })
    expect(found?.endsAt).toBe(head('Content-Length: 5', 'ETag:"e" ', 'X-Oss-Meta-A:\t\u00fc b').length)
    expect([found?.field('etag'), found?.field('x-oss-meta-a'), found?.field('age'), found?.field('tag')]).toEqual(['"e"', '\u00fc b', undefined, undefined])
    expect(found?.headers).toEqual({ 'content-length': '5', etag: '"e"', 'x-oss-meta-a': '\u00fc b' })
  })

  it('takes a value that looks like another field for what it is', () => {
    const found = read(head('X-Note: content-length: 7', 'Content-Length: 2', 'X-Last: etag: x'))
    expect(found?.lengthBytes).toBe(2)
    expect(found?.field('etag')).toBeUndefined()
  })

  it('keeps the first of fields that may come once and joins the others', () => {
    expect(read(head('ETag: "a"', 'ETag: "b"', 'Vary: x', 'Vary: y', 'Content-Length: 0'))?.headers).toMatchObject({ etag: '"a"', vary: 'x, y' })
  })

  it('knows whether the connection stays', () => {
    expect(read(head('Connection: Close', 'Content-Length: 0'))?.keepAlive).toBe(false)
    expect(read(head('Connection: keep-alive', 'Content-Length: 0'))?.keepAlive).toBe(true)
  })

  it.each([
    ['one that is not whole', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n'],
    ['one without a length', head('ETag: "e"')],
    ['two lengths', head('Content-Length: 5', 'content-length: 5')],
    ['a length that is no number', head('Content-Length: 5x')],
    ['a length below zero', head('Content-Length: -5')],
    ['chunks', head('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['a change of protocol', head('Content-Length: 5', 'Upgrade: x')],
    ['a connection that is to do something else', head('Content-Length: 5', 'Connection: close, upgrade')],
    ['a status without a body', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
    ['an announcement', 'HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n'],
    ['an older protocol', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n'],
    ['a field that goes on in the next line', head('X-A: 1', ' 2', 'Content-Length: 5')],
    ['a space before the colon', head('Content-Length : 5')],
    ['a bare line feed', 'HTTP/1.1 200 OK\r\nX-A: 1\nContent-Length: 5\r\n\r\n'],
    ['a control character', head('X-A: \u0000', 'Content-Length: 5')],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ])('leaves %s to the parser', (_what, text) => {
    expect(read(text)).toBeUndefined()
  })
})
