import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Connection, ConnectionProxy } from '../../contract/host-messages.ts'
import { systemProxy } from '../../contract/proxy.ts'
import { openProvider } from '../providers/open-provider.ts'
import type { Provider } from '../providers/object-provider.ts'
import { startHttpProxy, startSocksProxy, type LittleProxy, type LittleProxyOptions } from '../test-support/little-proxies.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { startScriptedServer } from '../test-support/scripted-server.ts'
import { startTlsEndpoint, testCertificate } from '../test-support/tls-endpoint.ts'

const bucket = 'behind-a-proxy'
const user = { name: 'ada', password: 'p:ä s' }
let store: RealStore
let secure: { readonly url: string; close(): Promise<void> }
beforeAll(async () => {
  store = await startRealStore()
  secure = await startTlsEndpoint(store.connection.endpoint)
  await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
afterAll(async () => {
  await secure.close()
  await store.close()
})

// The little proxies know where it is on this machine; the network has no part in it.
const hidden = 'oss-cn-hangzhou.aliyuncs.com'
const portOf = (url: string) => (hostname: string) => (hostname === hidden || hostname === 'localhost' ? Number(new URL(url).port) : undefined)

async function running(start: (options: LittleProxyOptions) => Promise<LittleProxy>, options: LittleProxyOptions): Promise<LittleProxy> {
  const proxy = await start(options)
  onTestFinished(() => proxy.close())
  return proxy
}

function open(proxy: Partial<ConnectionProxy>, change: Partial<Connection> = {}, list?: string): Provider {
  const connection: Connection = { ...store.connection, kind: 'oss', endpoint: `http://${hidden}`, addressing: 'path', proxy: { ...systemProxy, mode: 'manual', ...proxy }, ...change }
  const provider = openProvider(connection, { retryPolicy: { maxAttempts: 2, baseDelayMs: 0, maxDelayMs: 0 } }, { resolveProxy: () => Promise.resolve(list ?? 'DIRECT') })
  onTestFinished(() => provider.close())
  return provider
}
const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => error)

describe('through a proxy', () => {
  it('plain requests go as whole URLs, and the proxy alone sees the key to it', async () => {
    const seen: Record<string, unknown>[] = []
    const server = await startScriptedServer(async (request, response, body) => {
      await body()
      seen.push(request.headers)
      response.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')
    })
    onTestFinished(() => server.close())
    const proxy = await running(startHttpProxy, { portOf: portOf(server.url), user })
    const provider = open({ address: `127.0.0.1:${proxy.port}`, username: user.name, password: user.password })
    await provider.listBuckets()
    expect(proxy.asked).toEqual([`GET http://${hidden}/?max-keys=1000`])
    expect(proxy.headers[0]).toHaveProperty('proxy-authorization')
    expect(seen[0]).toMatchObject({ host: hidden })
    expect(seen[0]).not.toHaveProperty('proxy-authorization')
  })

  it('objects go up and down, signed for the endpoint', async () => {
    const proxy = await running(startHttpProxy, { portOf: portOf(store.connection.endpoint) })
    const provider = open({ address: `http://127.0.0.1:${proxy.port}` })
    const key = 'a b/名.txt'
    await provider.putObject({ bucket, key, sizeBytes: 0, forbidOverwrite: false, body: undefined })
    expect(await provider.headObject({ bucket, key })).toMatchObject({ sizeBytes: 0 })
    await provider.deleteObject({ bucket, key })
  })

  it.each([
    ['an HTTP proxy', startHttpProxy, 'http', {}],
    ['an HTTP proxy that wants a password', startHttpProxy, 'http', { user }],
    ['a proxy that speaks TLS itself', startHttpProxy, 'https', { user, tls: true }],
    ['SOCKS5', startSocksProxy, 'socks5', {}],
    ['SOCKS5 with a password', startSocksProxy, 'socks5', { user }],
  ] as const)('TLS goes through a tunnel of %s, verified end to end', async (_name, start, scheme, options) => {
    const proxy = await running(start, { ...options, portOf: portOf(secure.url) })
    const key = 'user' in options ? { username: user.name, password: user.password } : {}
    const address = `${scheme}://${scheme === 'https' ? 'localhost' : '127.0.0.1'}:${proxy.port}`
    const provider = open({ address, ...key }, { endpoint: `https://${hidden}`, caCertificate: testCertificate })
    // The certificate is for localhost: that the name is checked shows that TLS ends at the endpoint.
    expect(await failureOf(provider.listBuckets())).toMatchObject({ code: 'NetworkUnreachable', details: { cause: 'ERR_TLS_CERT_ALTNAME_INVALID' } })
    expect(proxy.asked).toEqual([`CONNECT ${hidden}:443`])
  })

  it('a whole answer comes back through a tunnel', async () => {
    const proxy = await running(startSocksProxy, { portOf: portOf(store.connection.endpoint), user })
    const provider = open({ address: `socks5://127.0.0.1:${proxy.port}`, username: user.name, password: user.password })
    expect((await provider.listBuckets()).map((one) => one.name)).toEqual([bucket])
    await provider.listBuckets()
    // Kept open and used again.
    expect(proxy.asked).toEqual([`CONNECT ${hidden}:80`])
  })

  it('this machine and exceptions are reached without it', async () => {
    const proxy = await running(startHttpProxy, { portOf: portOf(store.connection.endpoint) })
    const address = `http://127.0.0.1:${proxy.port}`
    expect(await open({ address }, { endpoint: store.connection.endpoint }).listBuckets()).toHaveLength(1)
    expect(await failureOf(open({ address, bypass: '*.test' }, { endpoint: 'http://oss.hidden.test' }).listBuckets())).toMatchObject({ code: 'NetworkUnreachable' })
    expect(proxy.asked).toEqual([])
  })

  it('the list of the system is followed, and a proxy that is down is left for the next', async () => {
    const proxy = await running(startHttpProxy, { portOf: portOf(store.connection.endpoint) })
    const gone = await startHttpProxy({ portOf: () => undefined })
    await gone.close()
    const provider = open({ mode: 'system' }, {}, `PROXY 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${proxy.port}`)
    expect(await provider.listBuckets()).toHaveLength(1)
    expect(proxy.asked).toHaveLength(1)
  })
})

describe('what goes wrong with a proxy', () => {
  const ofTunnel = { endpoint: `https://${hidden}` }

  it.each([
    ['whole URLs', startHttpProxy, 'http', {}],
    ['a tunnel', startHttpProxy, 'http', ofTunnel],
    ['SOCKS5', startSocksProxy, 'socks5', ofTunnel],
  ] as const)('a wrong password is named: %s', async (_name, start, scheme, change) => {
    const proxy = await running(start, { portOf: portOf(store.connection.endpoint), user })
    for (const key of [{}, { username: user.name, password: 'wrong-secret' }]) {
      const error = await failureOf(open({ address: `${scheme}://127.0.0.1:${proxy.port}`, ...key }, change).listBuckets())
      expect(error).toMatchObject({ code: 'ProxyAuthenticationRequired', status: 0, retryable: false, details: { proxy: `${scheme}://127.0.0.1:${proxy.port}` } })
      expect(JSON.stringify(error)).not.toContain('wrong-secret')
    }
  })

  it.each([
    ['a tunnel it does not allow', startHttpProxy, 'http', 403, 'HTTP 403', false],
    ['a host it cannot reach', startHttpProxy, 'http', undefined, 'HTTP 502', true],
    ['a host it cannot reach, SOCKS5', startSocksProxy, 'socks5', undefined, expect.stringContaining('HostUnreachable'), true],
  ] as const)('%s is named', async (_name, start, scheme, refuseWith, cause, retryable) => {
    const proxy = await running(start, { portOf: () => undefined, ...(refuseWith === undefined ? {} : { refuseWith }) })
    expect(await failureOf(open({ address: `${scheme}://127.0.0.1:${proxy.port}` }, ofTunnel).listBuckets())).toMatchObject({ code: 'ProxyRefused', retryable, details: { cause } })
  })

  it.each(['http', 'https', 'socks5'])('a proxy that is not there is named: %s', async (scheme) => {
    const gone = await startHttpProxy({ portOf: () => undefined })
    await gone.close()
    for (const change of [{}, ofTunnel]) {
      expect(await failureOf(open({ address: `${scheme}://127.0.0.1:${gone.port}` }, change).listBuckets())).toMatchObject({ code: 'ProxyUnreachable', details: { cause: 'ECONNREFUSED' } })
    }
  })

  it("a proxy's own certificate is verified", async () => {
    const proxy = await running(startHttpProxy, { portOf: portOf(secure.url), tls: true })
    const error = await failureOf(open({ address: `https://localhost:${proxy.port}` }, ofTunnel).listBuckets())
    expect(error).toMatchObject({ code: 'ProxyUnreachable', retryable: false, details: { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
    expect(proxy.asked).toEqual([])
  })

  it('a script that cannot be had is the error, not a way around the proxy', async () => {
    const provider = openProvider(
      { ...store.connection, kind: 'oss', endpoint: `http://${hidden}`, proxy: { ...systemProxy, mode: 'pac', address: 'https://h/p.pac' } },
      { retryPolicy: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 } },
      { resolveProxy: () => Promise.reject(Object.assign(new Error('told by the test'), { code: 'ProxyScriptUnusable' })) },
    )
    onTestFinished(() => provider.close())
    expect(await failureOf(provider.listBuckets())).toMatchObject({ code: 'ProxyScriptUnusable' })
  })
})
