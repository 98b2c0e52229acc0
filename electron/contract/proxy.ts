import { z } from 'zod'

/**
 * How a connection gets through the network. `system`: what the operating system says, a script of its own included; `pac`: a
 * script of this connection (Proxy Auto-Configuration); `none`: always straight.
 */
export const ProxyMode = z.enum(['system', 'manual', 'pac', 'none'])
export type ProxyMode = z.infer<typeof ProxyMode>

/** A connection's proxy without its password. This machine itself is always reached without one. */
export const ProxySettings = z.strictObject({
  mode: ProxyMode,
  /** `manual`: `http://`, `https://` or `socks5://` with a host and a port. `pac`: where the script is, `http(s)://` or `file://`. */
  address: z.string().trim().max(2000),
  /** `manual`: hosts that are reached straight, separated by commas: `host`, `*.example.com`, `10.0.0.0/8`, `<local>` for names without a dot. */
  bypass: z.string().trim().max(2000),
  /** Given to the proxy only, and only when there is one; empty for none. */
  username: z.string().trim().max(256),
})
export type ProxySettings = z.infer<typeof ProxySettings>

export const systemProxy: ProxySettings = { mode: 'system', address: '', bypass: '', username: '' }
export const noProxy: ProxySettings = { ...systemProxy, mode: 'none' }

/** What is wrong with a proxy's address, or undefined. */
export function problemOfProxy({ mode, address, bypass }: ProxySettings): 'proxyAddress' | 'pacAddress' | 'proxyBypass' | undefined {
  if (mode === 'pac') return isPacAddress(address) ? undefined : 'pacAddress'
  if (mode !== 'manual') return undefined
  if (parseProxyAddress(address) === undefined) return 'proxyAddress'
  return bypassEntries(bypass).every((entry) => /^(?:<local>|[\w*.:[\]-]+(?:\/\d{1,3})?)$/.test(entry)) ? undefined : 'proxyBypass'
}

function isPacAddress(text: string): boolean {
  if (!/^(?:https?|file):\/\//i.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

export interface ProxyServer {
  readonly scheme: 'http' | 'https' | 'socks4' | 'socks5'
  /** IPv6 without brackets. */
  readonly hostname: string
  readonly port: number
}

const usualPorts = { http: 80, https: 443, socks4: 1080, socks5: 1080 } as const

/** A proxy as users write it; without a scheme `http` is meant. Undefined when it is none, or holds a key: that has fields of its own. */
export function parseProxyAddress(text: string): ProxyServer | undefined {
  const trimmed = text.trim()
  const [, written] = /^([a-z0-9+.-]+):\/\//i.exec(trimmed) ?? []
  const scheme = (written ?? 'http').toLowerCase().replace(/^socks(?:5h)?$/, 'socks5')
  if (scheme !== 'http' && scheme !== 'https' && scheme !== 'socks5') return undefined
  const rest = written === undefined ? trimmed : trimmed.slice(written.length + 3)
  // Parsed as https, whose rules for hosts are the strict ones; its usual port is told by a slash that nobody writes.
  const url = `https://${rest}`
  if (rest === '' || /[\s\\@]/.test(rest) || !URL.canParse(url)) return undefined
  const { hostname, port, pathname, search, hash } = new URL(url)
  if (hostname === '' || pathname !== '/' || search !== '' || hash !== '') return undefined
  const isWritten443 = /:443\/?$/.test(rest)
  return { scheme, hostname: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (isWritten443 ? 443 : usualPorts[scheme]) : Number(port) }
}

export function bypassEntries(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '')
}
