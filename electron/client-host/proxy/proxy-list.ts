import type { ProxyServer } from '../../contract/proxy.ts'

/** One way to a host: through a proxy, or straight. */
export type ProxyChoice = ProxyServer | 'direct'

const schemes: Readonly<Record<string, ProxyServer['scheme']>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https', SOCKS: 'socks4', SOCKS4: 'socks4', SOCKS5: 'socks5' }
const usualPorts = { http: 80, https: 443, socks4: 1080, socks5: 1080 } as const

/** More than this no script means seriously. */
const longestList = 20

/**
 * Reads what a proxy script answers, such as `PROXY a:8080; SOCKS5 b:1080; DIRECT`, in its order. What is not understood is
 * left out; nothing left is `direct`, as in browsers.
 */
export function parseProxyList(text: string): ProxyChoice[] {
  const choices: ProxyChoice[] = []
  for (const part of text.slice(0, 10_000).split(';')) {
    const [word = '', place = ''] = part.trim().split(/\s+/)
    const name = word.toUpperCase()
    const scheme = schemes[name]
    if (name === 'DIRECT') choices.push('direct')
    else if (scheme !== undefined) {
      const [, hostname, port] = /^(\[[0-9a-f:.]+\]|[^:\s/@]+)(?::(\d{1,5}))?$/i.exec(place) ?? []
      if (hostname !== undefined && Number(port ?? 1) <= 65_535) choices.push({ scheme, hostname: hostname.replace(/^\[|\]$/g, ''), port: port === undefined ? usualPorts[scheme] : Number(port) })
    }
    if (choices.length === longestList) break
  }
  return choices.length === 0 ? ['direct'] : choices
}

/** For messages and as an identity: never with a key. */
export function nameOfChoice(choice: ProxyChoice): string {
  if (choice === 'direct') return choice
  const { scheme, hostname, port } = choice
  return `${scheme}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${String(port)}`
}
