import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { previewUrl } from '../../contract/preview-url.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import type { ReadObject } from '../hosts/object-reader.ts'
import { appFile } from './app-protocol.ts'
import { contentSecurityPolicy } from './content-policy.ts'
import { createObjectProtocol } from './object-protocol.ts'
import { previewContentType } from './preview-types.ts'

describe("the window's policy", () => {
  const policy = new Map(contentSecurityPolicy('abc').split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]))

  it('starts from nothing and allows own scripts only', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors', 'frame-src', 'worker-src']) expect(policy.get(name)).toEqual(["'none'"])
  })

  it('names no network, and inline styles only with the nonce', () => {
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-abc'"])
    expect(policy.get('connect-src')).toEqual(['ossia-object:'])
    expect([...policy.values()].flat().filter((source) => /unsafe|\*|http|ws/.test(source))).toEqual([])
  })
})

describe('files of the app', () => {
  it('are named by their path', () => {
    expect(appFile('/app', 'ossia://app/')).toBe('/app/index.html')
    expect(appFile('/app', 'ossia://app/assets/a.js?x#y')).toBe('/app/assets/a.js')
    expect(appFile('/app', 'ossia://app/a/../../../etc/passwd')).toBe('/app/etc/passwd')
  })

  it.each(['ossia://other/', 'file:///etc/passwd', 'ossia://app/..%2f..%2fetc/passwd', 'ossia://app/%00', 'ossia://app/%zz', 'ossia://app/..%5cx', 'nothing'])(
    'are never reached by %s',
    (url) => {
      expect(appFile('/app', url)).toBeUndefined()
    },
  )
})

describe('the content type of a preview', () => {
  it.each([
    ['image/png', 'image/png'],
    ['IMAGE/PNG; charset=x', 'image/png'],
    ['image/svg+xml', 'image/svg+xml'],
    ['video/mp4', 'video/mp4'],
    ['application/pdf', 'application/pdf'],
    ['text/html', 'text/plain'],
    ['text/javascript', 'text/plain'],
    ['application/xhtml+xml', 'text/plain'],
    ['application/json', 'text/plain'],
    ['image/unknown', 'application/octet-stream'],
    ['multipart/x-mixed-replace', 'application/octet-stream'],
    ['video/mp4\r\nx: y', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [null, 'application/octet-stream'],
  ])('declared as %j is %s', (declared, served) => {
    expect(previewContentType(declared)).toBe(served)
  })
})

describe('previews', () => {
  const address = { profileId: 'local', bucket: 'photos', key: 'a b/名字.png', etag: '1' }

  function setUp(upstream: () => Response | Promise<Response> = () => new Response('bytes', { headers: { 'content-type': 'image/png', 'content-length': '5', 'set-cookie': 'a=b' } })) {
    const readObject = vi.fn<ReadObject>(() => Promise.resolve(upstream()))
    const answer = createObjectProtocol({ readObject, pageOrigin: () => 'ossia://app', log: () => undefined })
    const get = (url = previewUrl(address), init: RequestInit = {}) => answer(new Request(url, init))
    return { readObject, get }
  }

  it('are read by name, and served so that they can do nothing', async () => {
    const { readObject, get } = setUp()
    const response = await get()
    expect(readObject.mock.calls[0]).toMatchObject([{ profileId: 'local', bucket: 'photos', key: 'a b/名字.png' }, {}])
    expect(await response.text()).toBe('bytes')
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-length': '5', 'access-control-allow-origin': 'ossia://app' })
    expect(headers['content-security-policy']).toContain('sandbox')
    expect(headers).not.toHaveProperty('set-cookie')
  })

  it('pass ranges through, and refuse what is no single range', async () => {
    const { readObject, get } = setUp(() => new Response('by', { status: 206, headers: { 'content-range': 'bytes 0-1/5', 'content-type': 'text/html' } }))
    const response = await get(undefined, { headers: { range: 'bytes=0-1' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe('bytes 0-1/5')
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(readObject.mock.calls[0]![0]).toMatchObject({ range: 'bytes=0-1' })
    expect((await get(undefined, { headers: { range: 'bytes=0-1,5-9' } })).status).toBe(416)
  })

  it('cut long text by asking for its beginning', async () => {
    const answers = [
      new Response('x', { headers: { 'content-type': 'text/plain', 'content-length': '900000000' } }),
      new Response('x', { status: 206, headers: { 'content-type': 'text/plain', 'content-range': 'bytes 0-8388607/900000000' } }),
    ]
    const { readObject, get } = setUp(() => answers.shift()!)
    expect((await get()).status).toBe(206)
    expect(readObject.mock.calls[1]![0]).toMatchObject({ range: 'bytes=0-8388607' })
  })

  it('undo the encoding an object was stored with, of whole objects only', async () => {
    const encoded = gzipSync('the text itself')
    const headers = { 'content-type': 'text/plain', 'content-encoding': 'gzip', 'content-length': String(encoded.length) }
    const whole = await setUp(() => new Response(encoded, { headers })).get()
    expect([await whole.text(), whole.headers.get('content-length')]).toEqual(['the text itself', null])
    const part = await setUp(() => new Response(encoded.subarray(0, 4), { status: 206, headers })).get()
    expect(Buffer.from(await part.arrayBuffer())).toEqual(encoded.subarray(0, 4))
  })

  it.each(['ossia-object://other/?bucket=b', 'ossia-object://object/?bucket=b', `${previewUrl(address)}&url=http%3A%2F%2Fexample.com`])('refuse %s', async (url) => {
    const { readObject, get } = setUp()
    expect((await get(url)).status).toBe(400)
    expect(readObject).not.toHaveBeenCalled()
  })

  it('refuse everything but reading', async () => {
    expect((await setUp().get(undefined, { method: 'POST' })).status).toBe(405)
  })

  it("answer with the service's own status and code", async () => {
    const { get } = setUp(() => Promise.reject(wireFailure('NoSuchKey')))
    const response = await get()
    expect([response.status, response.headers.get('x-ossia-code'), await response.text()]).toEqual([404, 'NoSuchKey', ''])
  })

  it('answer an app failure with its code', async () => {
    const { readObject, get } = setUp()
    readObject.mockRejectedValueOnce(wireFailure('UnknownProfile'))
    const response = await get()
    expect([response.status, response.headers.get('x-ossia-code')]).toEqual([502, 'UnknownProfile'])
  })

  it('answer a broken connection with 502', async () => {
    const { get } = setUp(() => Promise.reject(new TypeError('fetch failed')))
    expect((await get()).status).toBe(502)
  })
})
