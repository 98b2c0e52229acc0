import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { parseProxyAddress, problemOfProxy, systemProxy, type ProxySettings } from '../../contract/proxy.ts'
import { createBypass, isThisMachine } from './bypass.ts'
import { nameOfChoice, parseProxyList } from './proxy-list.ts'
import { createProxyRouter } from './proxy-router.ts'

const settings = (change: Partial<ProxySettings>): ProxySettings => ({ ...systemProxy, ...change })

describe("a proxy's address", () => {
  it.each([
    ['proxy.example.com', { scheme: 'http', hostname: 'proxy.example.com', port: 80 }],
    ['proxy.example.com:3128', { scheme: 'http', hostname: 'proxy.example.com', port: 3128 }],
    ['http://10.0.0.1:8080/', { scheme: 'http', hostname: '10.0.0.1', port: 8080 }],
    ['http://proxy:443', { scheme: 'http', hostname: 'proxy', port: 443 }],
    ['https://proxy', { scheme: 'https', hostname: 'proxy', port: 443 }],
    ['socks5://[::1]:1080', { scheme: 'socks5', hostname: '::1', port: 1080 }],
    ['SOCKS5H://proxy', { scheme: 'socks5', hostname: 'proxy', port: 1080 }],
    ['socks://proxy:9', { scheme: 'socks5', hostname: 'proxy', port: 9 }],
  ])('%s', (text, server) => {
    expect(parseProxyAddress(text)).toEqual(server)
  })

  it.each(['', 'ftp://proxy', 'http://', 'two words', 'http://proxy/path', 'http://proxy?x', 'http://ada:secret@proxy', 'http://proxy:99999', 'socks4://proxy'])('is none: %s', (text) => {
    expect(parseProxyAddress(text)).toBeUndefined()
    expect(problemOfProxy(settings({ mode: 'manual', address: text }))).toBe('proxyAddress')
  })

  it('of a script is where it can be read, without a key', () => {
    for (const address of ['http://wpad/proxy.pac', 'https://h/p', 'file:///etc/proxy.pac']) expect(problemOfProxy(settings({ mode: 'pac', address }))).toBeUndefined()
    for (const address of ['', 'proxy.pac', 'data:text/plain,x', 'javascript:1', 'https://a:b@h/p']) expect(problemOfProxy(settings({ mode: 'pac', address }))).toBe('pacAddress')
  })

  it('may have exceptions that mean something', () => {
    const problem = (bypass: string) => problemOfProxy(settings({ mode: 'manual', address: 'proxy:1', bypass }))
    expect(problem('*.example.com, 10.0.0.0/8; <local> [::1]')).toBeUndefined()
    expect(problem('http://example.com')).toBe('proxyBypass')
  })
})

describe('hosts reached straight', () => {
  it('are this machine, always', () => {
    for (const name of ['localhost', 'LOCALHOST.', 'bucket.localhost', '127.0.0.1', '127.9.9.9', '::1']) expect([name, isThisMachine(name)]).toEqual([name, true])
    for (const name of ['localhost.example.com', '128.0.0.1', '127.example.com', 'mylocalhost']) expect([name, isThisMachine(name)]).toEqual([name, false])
  })

  it('are those of the exceptions', () => {
    const isStraight = createBypass('*.internal.example.com, .corp, exact.host; 10.0.0.0/8 fd00::/8 <local>')
    for (const name of ['a.internal.example.com', 'b.c.corp', 'exact.host', '10.255.0.1', 'fd12::1', 'intranet', 'EXACT.HOST']) expect([name, isStraight(name)]).toEqual([name, true])
    for (const name of ['internal.example.com', 'corp.example', 'sub.exact.host', '11.0.0.1', 'fe80::1', 'exactXhost.example', 'exact.hostile']) expect([name, isStraight(name)]).toEqual([name, false])
  })
})

describe('what a script answers', () => {
  it.each([
    ['PROXY a:8080; SOCKS5 b:1080; DIRECT', ['http://a:8080', 'socks5://b:1080', 'direct']],
    ['HTTPS secure', ['https://secure:443']],
    ['SOCKS old:1', ['socks4://old:1']],
    ['proxy [fd00::1]:3128', ['http://[fd00::1]:3128']],
    ['', ['direct']],
    ['NONSENSE a:1; PROXY', ['direct']],
    ['PROXY a:99999', ['direct']],
  ])('%j', (text, names) => {
    expect(parseProxyList(text).map(nameOfChoice)).toEqual(names)
  })

  it('never breaks or grows without end, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500, unit: fc.constantFrom('PROXY ', 'DIRECT', ';', 'a', ':', '1', '[', ']', '@', ' ', '\u0000') }), (text) => {
        const choices = parseProxyList(text)
        expect(choices.length).toBeGreaterThan(0)
        expect(choices.length).toBeLessThanOrEqual(20)
        for (const choice of choices) if (choice !== 'direct') expect(choice.hostname).not.toMatch(/[@\s;]/)
      }),
    )
  })
})

describe('the way to a host', () => {
  const target = { protocol: 'https:', hostname: 'oss.example.com', port: 443 } as const

  it('is asked once a minute, without a path, and this machine is never asked about', async () => {
    let nowMs = 0
    const resolve = vi.fn(() => Promise.resolve('PROXY a:1'))
    const router = createProxyRouter(systemProxy, resolve, () => nowMs)
    expect(nameOfChoice(await router.pick(target))).toBe('http://a:1')
    await router.pick(target)
    expect(await router.pick({ ...target, hostname: '127.0.0.1' })).toBe('direct')
    expect(resolve.mock.calls).toEqual([[{ mode: 'system', address: '', url: 'https://oss.example.com:443/' }]])
    nowMs = 60_001
    await router.pick(target)
    expect(resolve).toHaveBeenCalledTimes(2)
  })

  it('leaves out for a while what did not work, as long as there is another', async () => {
    let nowMs = 0
    const router = createProxyRouter(systemProxy, () => Promise.resolve('PROXY a:1; PROXY b:2'), () => nowMs)
    const first = await router.pick(target)
    router.markBroken(first)
    const second = await router.pick(target)
    expect([first, second].map(nameOfChoice)).toEqual(['http://a:1', 'http://b:2'])
    router.markBroken(second)
    expect(await router.pick(target)).toEqual(first)
    nowMs = 60_001
    expect(await router.pick(target)).toEqual(first)
  })

  it('tells why it is not known, and asks again', async () => {
    const resolve = vi.fn(() => Promise.reject(new Error('no script')))
    const router = createProxyRouter(settings({ mode: 'pac', address: 'https://h/p.pac' }), resolve)
    await expect(router.pick(target)).rejects.toThrow('no script')
    await expect(router.pick(target)).rejects.toThrow('no script')
    expect(resolve).toHaveBeenCalledTimes(2)
  })
})
