import type { ConnectionProxy } from '../../contract/host-messages.ts'
import { parseProxyAddress, type ProxyMode } from '../../contract/proxy.ts'
import { createBypass, isThisMachine } from './bypass.ts'
import { nameOfChoice, parseProxyList, type ProxyChoice } from './proxy-list.ts'

export interface ProxyQuestion {
  readonly mode: Extract<ProxyMode, 'system' | 'pac'>
  /** Of the script; empty for the system. */
  readonly address: string
  /** What is to be reached: scheme, host and port, never a path. */
  readonly url: string
}

/** Asks Chromium, which evaluates scripts in a sandbox of its own. @returns a list as `parseProxyList` reads it */
export type ResolveProxy = (question: ProxyQuestion) => Promise<string>

export interface ProxyCredentials {
  readonly username: string
  readonly password: string
}

/** Knows the way to each host of one connection. */
export interface ProxyRouter {
  readonly credentials: ProxyCredentials | undefined
  /** The first way that is not known to be broken. @throws the error of asking for it */
  readonly pick: (target: { readonly protocol: 'http:' | 'https:'; readonly hostname: string; readonly port: number }) => Promise<ProxyChoice>
  /** Leaves this way out for a while when there is another. */
  readonly markBroken: (choice: ProxyChoice) => void
}

/** Networks change: an answer of the system is believed for this long. */
const believedMs = 60_000
const brokenMs = 60_000
const rememberedHosts = 1000

export function createProxyRouter(proxy: ConnectionProxy, resolve: ResolveProxy, now: () => number = Date.now): ProxyRouter {
  const { mode, address, bypass, username, password } = proxy
  const answers = new Map<string, { readonly choices: Promise<ProxyChoice[]>; readonly untilMs: number }>()
  const brokenUntilMs = new Map<string, number>()
  const isStraight = createBypass(mode === 'manual' ? bypass : '')

  async function ask(question: ProxyQuestion): Promise<ProxyChoice[]> {
    return parseProxyList(await resolve(question))
  }

  function choicesFor(url: string): Promise<ProxyChoice[]> {
    if (mode !== 'system' && mode !== 'pac') {
      const server = mode === 'manual' ? parseProxyAddress(address) : undefined
      return Promise.resolve(server === undefined ? ['direct'] : [server])
    }
    const known = answers.get(url)
    if (known !== undefined && known.untilMs > now()) return known.choices
    const choices = ask({ mode, address: mode === 'pac' ? address : '', url })
    if (answers.size >= rememberedHosts) answers.clear()
    answers.set(url, { choices, untilMs: now() + believedMs })
    // A failure is told to whoever asked, and asked again next time.
    choices.catch(() => answers.delete(url))
    return choices
  }

  return {
    credentials: username === '' ? undefined : { username, password: password ?? '' },
    pick: async ({ protocol, hostname, port }) => {
      if (isThisMachine(hostname) || isStraight(hostname)) return 'direct'
      const host = hostname.includes(':') ? `[${hostname}]` : hostname
      const choices = await choicesFor(`${protocol}//${host}:${String(port)}/`)
      const isUsable = (choice: ProxyChoice): boolean => (brokenUntilMs.get(nameOfChoice(choice)) ?? 0) <= now()
      return choices.find(isUsable) ?? choices[0] ?? 'direct'
    },
    markBroken: (choice) => void brokenUntilMs.set(nameOfChoice(choice), now() + brokenMs),
  }
}
