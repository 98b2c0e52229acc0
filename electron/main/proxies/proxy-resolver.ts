import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Session } from 'electron'
import type { ClientHostEvent } from '../../contract/host-messages.ts'
import { WireFailure, wireFailure } from '../../contract/wire-error.ts'

type Question = Omit<Extract<ClientHostEvent, { kind: 'resolveProxy' }>, 'kind' | 'askId'>
/** @returns a list as proxy scripts give it, such as `PROXY a:8080; DIRECT`. @throws WireFailure ProxyScriptUnusable */
export type ResolveProxy = (question: Question) => Promise<string>

interface Dependencies {
  /** A session in memory, of which nothing but its proxy is used. */
  readonly sessionNamed: (name: string) => Pick<Session, 'setProxy' | 'resolveProxy'>
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** At most so many bytes of a file. */
  readonly readFile: (file: string, maxBytes: number) => Promise<Buffer>
  readonly now?: () => number
}

/** Chromium takes no longer ones either. */
const longestScriptBytes = 1024 * 1024
const scriptBelievedMs = 15 * 60_000
const fetchLimitMs = 20_000

/**
 * Answers where requests go by asking Chromium, which knows the system's settings and runs proxy scripts in a sandboxed
 * process without Node. A script is read here first, so that one that cannot be had is an error instead of no proxy at all.
 */
export function createProxyResolver({ sessionNamed, fetch, readFile, now = Date.now }: Dependencies): ResolveProxy {
  const ready = new Map<string, { readonly session: Promise<Pick<Session, 'resolveProxy'>>; readonly untilMs: number }>()

  async function systemSession(): Promise<Pick<Session, 'resolveProxy'>> {
    const session = sessionNamed('proxy-system')
    await session.setProxy({ mode: 'system' })
    return session
  }

  async function scriptSession(address: string): Promise<Pick<Session, 'resolveProxy'>> {
    const script = await readScript(address)
    const session = sessionNamed(`proxy-script-${createHash('sha256').update(address).digest('hex').slice(0, 32)}`)
    await session.setProxy({ mode: 'pac_script', pacScript: `data:application/x-ns-proxy-autoconfig;base64,${script.toString('base64')}` })
    return session
  }

  async function readScript(address: string): Promise<Buffer> {
    const bytes = await (/^file:/i.test(address) ? readFile(fileURLToPath(address), longestScriptBytes + 1) : download(address)).catch((error: unknown) => {
      throw error instanceof WireFailure ? error : unusable(address, error)
    })
    if (bytes.length > longestScriptBytes) throw unusable(address, 'It is larger than 1 MiB')
    if (!bytes.includes('FindProxyForURL')) throw unusable(address, 'There is no FindProxyForURL in it')
    return bytes
  }

  async function download(address: string): Promise<Buffer> {
    const response = await fetch(address, { signal: AbortSignal.timeout(fetchLimitMs), credentials: 'omit', cache: 'no-store' })
    if (!response.ok || response.body === null) throw unusable(address, `HTTP ${response.status}`)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      size += chunk.length
      // Leaving the loop ends the download.
      if (size > longestScriptBytes) break
    }
    return Buffer.concat(chunks)
  }

  return async ({ mode, address, url }) => {
    const key = mode === 'pac' ? address : ''
    let entry = ready.get(key)
    if (entry === undefined || entry.untilMs <= now()) {
      entry = { session: mode === 'pac' ? scriptSession(address) : systemSession(), untilMs: now() + scriptBelievedMs }
      ready.set(key, entry)
      const asked = entry
      asked.session.catch(() => {
        if (ready.get(key) === asked) ready.delete(key)
      })
    }
    return (await entry.session).resolveProxy(url)
  }
}

function unusable(address: string, cause: unknown): WireFailure {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  return wireFailure('ProxyScriptUnusable', { details: { script: address.slice(0, 500), cause: code ?? (cause instanceof Error ? cause.message : String(cause)) } })
}

/** The beginning of a file. */
export async function readStart(file: string, maxBytes: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    // Devices and pipes have no size and no end.
    if (!(await handle.stat()).isFile()) throw new Error('It is not a file')
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
