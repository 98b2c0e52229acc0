import { describe, expect, it, vi } from 'vitest'
import { createProxyResolver } from './proxy-resolver.ts'

const script = 'function FindProxyForURL(url, host) { return "PROXY a:1" }'

function setUp(answer: () => Response | Promise<Response> = () => new Response(script)) {
  let nowMs = 0
  const sessions = new Map<string, { setProxy: ReturnType<typeof vi.fn>; resolveProxy: ReturnType<typeof vi.fn> }>()
  const sessionNamed = (name: string) => {
    const session = sessions.get(name) ?? { setProxy: vi.fn(() => Promise.resolve()), resolveProxy: vi.fn(() => Promise.resolve('PROXY a:1')) }
    sessions.set(name, session)
    return session as never
  }
  const fetch = vi.fn(() => Promise.resolve(answer()))
  const readFile = vi.fn((file: string) => (file === '/etc/proxy.pac' ? Promise.resolve(Buffer.from(script)) : Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }))))
  const resolve = createProxyResolver({ sessionNamed, fetch, readFile, now: () => nowMs })
  const bySystem = () => resolve({ mode: 'system', address: '', url: 'https://h/' })
  const byScript = (address: string) => resolve({ mode: 'pac', address, url: 'https://h/' })
  return { sessions, fetch, bySystem, byScript, pass: (ms: number) => (nowMs += ms) }
}

describe('where requests go', () => {
  it('is asked of the system, in a session of its own', async () => {
    const { sessions, bySystem } = setUp()
    expect(await bySystem()).toBe('PROXY a:1')
    expect(sessions.get('proxy-system')?.setProxy).toHaveBeenCalledWith({ mode: 'system' })
  })

  it('is asked of a script, which is read once in a quarter of an hour and given to Chromium as it is', async () => {
    const { sessions, fetch, byScript, pass } = setUp()
    await byScript('https://h/p.pac')
    await byScript('https://h/p.pac')
    expect(fetch).toHaveBeenCalledTimes(1)
    const given = [...sessions.values()][0]?.setProxy.mock.calls[0]?.[0] as { mode: string; pacScript: string }
    expect(given.mode).toBe('pac_script')
    expect(Buffer.from(given.pacScript.split('base64,')[1] ?? '', 'base64').toString()).toBe(script)
    pass(15 * 60_000)
    await byScript('https://h/p.pac')
    expect(fetch).toHaveBeenCalledTimes(2)
    await byScript('file:///etc/proxy.pac')
    expect(sessions.size).toBe(2)
  })

  it.each([
    ['answers an error', () => new Response('', { status: 404 }), 'HTTP 404'],
    ['is none', () => new Response('<html>Sign in</html>'), 'There is no FindProxyForURL in it'],
    ['has no end', () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(300_000)) })), 'It is larger than 1 MiB'],
    ['cannot be reached', () => Promise.reject(new Error('net::ERR_NAME_NOT_RESOLVED')), 'net::ERR_NAME_NOT_RESOLVED'],
  ])('is an error when the script %s', async (_name, answer, cause) => {
    const { sessions, byScript } = setUp(answer)
    await expect(byScript('https://h/p.pac')).rejects.toMatchObject({ wire: { code: 'ProxyScriptUnusable', details: { cause, script: 'https://h/p.pac' } } })
    expect(sessions.size).toBe(0)
  })

  it('is an error when the file is not there, and tried again', async () => {
    const { byScript } = setUp()
    await expect(byScript('file:///gone.pac')).rejects.toMatchObject({ wire: { details: { cause: 'ENOENT' } } })
    await expect(byScript('file:///gone.pac')).rejects.toMatchObject({ wire: { code: 'ProxyScriptUnusable' } })
  })
})
