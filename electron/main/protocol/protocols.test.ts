import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { grantUrl, previewUrl, viewerOrigin } from '../../contract/preview-url.ts'
import { WireFailure, wireFailure } from '../../contract/wire-error.ts'
import type { ReadObject } from '../hosts/object-reader.ts'
import { appFile } from './app-protocol.ts'
import { contentSecurityPolicy, viewerSecurityPolicy, viewerWorkerPolicy } from './content-policy.ts'
import { endHeavyViewers, endViewers, maxViewerBytes } from './end-viewers.ts'
import { createObjectProtocol } from './object-protocol.ts'
import { createPreviewGrants } from './preview-grants.ts'
import { previewContentType } from './preview-types.ts'

describe('a viewer that does not answer', () => {
  it('ends with its process, and never the window with it', () => {
    const frames = [
      { url: 'ossia://app/', osProcessId: 10 },
      { url: 'ossia-viewer://viewer/viewer/index.html', osProcessId: 20 },
      { url: 'ossia-viewer://viewer/viewer/index.html', osProcessId: 20 },
      { url: 'ossia-viewer://viewer/viewer/index.html', osProcessId: 10 },
      { url: 'about:blank', osProcessId: 30 },
      {
        get url(): string {
          throw new Error('Render frame was disposed')
        },
        osProcessId: 40,
      },
    ]
    const ended: number[] = []
    endViewers({ url: 'ossia://app/', osProcessId: 10, framesInSubtree: frames }, 'ossia-viewer://viewer', (processId) => ended.push(processId))
    expect(ended).toEqual([20])
  })

  it('ends likewise when it holds too much, and the window may hold what it will', () => {
    const page = { url: 'ossia://app/', osProcessId: 10, framesInSubtree: [{ url: 'ossia-viewer://viewer/viewer/index.html', osProcessId: 20 }] }
    const ended: number[] = []
    const weigh = (viewerBytes: number): boolean =>
      endHeavyViewers(page, 'ossia-viewer://viewer', (processId) => (processId === 20 ? viewerBytes : maxViewerBytes * 2), (processId) => ended.push(processId))
    expect(weigh(maxViewerBytes)).toBe(false)
    expect(ended).toEqual([])
    expect(weigh(maxViewerBytes + 1)).toBe(true)
    expect(ended).toEqual([20])
  })
})

describe('the policy of a worker of the viewer', () => {
  it('names its own files and the granted object, and no network', () => {
    expect(viewerWorkerPolicy).toBe("default-src 'none'; script-src 'self'; connect-src 'self' ossia-object://grant")
  })
})

describe("the window's policy", () => {
  const policy = new Map(contentSecurityPolicy('abc').split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]))

  it('starts from nothing and allows own scripts only', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors', 'worker-src']) expect(policy.get(name)).toEqual(["'none'"])
  })

  it('names no network, and inline styles only with the nonce', () => {
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-abc'"])
    expect(policy.get('connect-src')).toEqual(['ossia-object:'])
    expect([...policy.values()].flat().filter((source) => /unsafe|\*|http|ws/.test(source))).toEqual([])
    expect(policy.get('frame-src')).toEqual(['ossia-viewer:'])
  })

  it("gives the viewer's page its own scripts and granted bytes, inside the window only", () => {
    const text = viewerSecurityPolicy('abc', 'ossia://app')
    expect(text).toContain("default-src 'none'; script-src 'self'; worker-src 'self';")
    expect(text).toContain("connect-src 'self' ossia-object://grant;")
    expect(text).toContain('frame-ancestors ossia://app; sandbox allow-scripts allow-same-origin')
    expect(text).not.toMatch(/unsafe|\*|http/)
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

  it('show no page of another site', () => {
    const viewer = { origin: viewerOrigin, page: 'viewer/index.html', policy: () => '', workerPolicy: '' }
    expect(appFile('/app', 'ossia-viewer://viewer/', viewer)).toBe('/app/viewer/index.html')
    expect(appFile('/app', 'ossia-viewer://viewer/index.html', viewer)).toBeUndefined()
    expect(appFile('/app', 'ossia://app/viewer/index.html')).toBeUndefined()
    expect(appFile('/app', 'ossia-viewer://viewer/assets/a.js', viewer)).toBe('/app/assets/a.js')
  })
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
    const grants = createPreviewGrants()
    const answer = createObjectProtocol({ readObject, grants, pageOrigin: () => 'ossia://app', viewerOrigin: () => viewerOrigin, log: () => undefined })
    const get = (url = previewUrl(address), init: RequestInit = {}) => answer(new Request(url, init))
    return { readObject, grants, get }
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

  it('end where an object decodes to more than there is room for', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 1 })
    const answer = await setUp(() => new Response(bomb, { headers: { 'content-type': 'image/png', 'content-encoding': 'gzip' } })).get()
    let arrived = 0
    await expect(
      (async () => {
        for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) arrived += part.length
      })(),
    ).rejects.toThrow('more than a preview reads')
    expect(arrived).toBeLessThanOrEqual(256 * 1024 * 1024)
  })

  it('of a grant are of that object as it was, in the type the viewer found, for the viewer only', async () => {
    const { grants, readObject, get } = setUp(() => new Response('bytes', { headers: { 'content-type': 'text/html' } }))
    const grant = grants.open(1, { profileId: 'local', bucket: 'photos', key: 'a.svg', etag: 'ABC', versionId: 'v1' })
    const response = await get(grantUrl(grant, 'image/svg+xml'), { headers: { range: 'bytes=0-4' } })
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'image/svg+xml', 'access-control-allow-origin': 'ossia-viewer://viewer' })
    expect(readObject.mock.calls[0]![0]).toEqual({ profileId: 'local', bucket: 'photos', key: 'a.svg', versionId: 'v1', ifMatch: 'ABC', range: 'bytes=0-4' })
    expect((await get(`${grantUrl(grant)}&as=text%2Fhtml`)).status).toBe(400)
    grants.close(2, grant)
    expect((await get(grantUrl(grant))).status).toBe(200)
    grants.forgetWindow(1)
    expect((await get(grantUrl(grant))).status).toBe(400)
  })

  it('tell what the service said: code, EC and request id', async () => {
    const failure = new WireFailure({ code: 'InvalidObjectState', message: 'secret words', status: 403, retryable: false, requestId: 'R1', ec: '0025-00000001' })
    const { get } = setUp(() => Promise.reject(failure))
    const response = await get()
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-ossia-code': 'InvalidObjectState', 'x-ossia-request-id': 'R1', 'x-ossia-ec': '0025-00000001' })
    expect([response.status, await response.text()]).toEqual([403, ''])
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
