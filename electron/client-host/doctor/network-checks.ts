import { lookup } from 'node:dns/promises'
import net, { type Socket } from 'node:net'
import tls, { type PeerCertificate } from 'node:tls'
import type { DoctorAdvice } from '../../contract/doctor.ts'
import { asError, codeOf } from '../errors.ts'
import { nameOfChoice, type ProxyChoice } from '../proxy/proxy-list.ts'
import type { ProxyRouter } from '../proxy/proxy-router.ts'
import { connectToProxy, openTunnel } from '../proxy/proxy-tunnel.ts'
import { takesWholeUrls } from '../proxy/proxying-agents.ts'
import { asNetworkError } from '../remote/http-client.ts'
import { trustedAuthorities } from '../remote/trusted-authorities.ts'
import { failed, ok, skipped, warning, type Finding } from './findings.ts'

/** The host and port that requests of the connection go to. */
export interface Target {
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: number
}

const patienceMs = 10_000
const soonMs = 14 * 86_400_000

const systemCode = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : asError(error).message)

const proxyAdvice: Readonly<Record<string, DoctorAdvice>> = {
  ProxyUnreachable: 'proxyUnreachable',
  ProxyAuthenticationRequired: 'proxyKey',
  ProxyRefused: 'proxyRefused',
  ProxyScriptUnusable: 'proxyScript',
}

/** Finds the way, and walks it as far as the proxy. The choice is undefined when there is none. */
export async function checkProxy(target: Target, router: ProxyRouter | undefined, caCertificate: string | undefined): Promise<{ readonly finding: Finding; readonly choice: ProxyChoice | undefined }> {
  let choice: ProxyChoice | undefined
  try {
    choice = router === undefined ? 'direct' : await router.pick(target)
    if (choice === 'direct') return { finding: skipped('straight'), choice }
    const access = { server: choice, credentials: router?.credentials, caCertificate }
    const socket = takesWholeUrls(choice, target.protocol) ? await connectToProxy(access) : await openTunnel(access, target.hostname, target.port)
    socket.destroy()
    return { finding: ok({ proxy: nameOfChoice(choice) }), choice }
  } catch (error) {
    const advice = proxyAdvice[codeOf(error) ?? ''] ?? 'unexpected'
    return { finding: failed(advice, error, choice === undefined || choice === 'direct' ? {} : { proxy: nameOfChoice(choice) }), choice: undefined }
  }
}

/** @returns with the addresses; empty when nothing is known of them */
export async function checkDns({ hostname }: Target, choice: ProxyChoice): Promise<{ readonly finding: Finding; readonly addresses: readonly string[] }> {
  if (choice !== 'direct') return { finding: skipped('proxyResolves'), addresses: [] }
  if (net.isIP(hostname) !== 0) return { finding: skipped('isAddress'), addresses: [hostname] }
  // RFC 6761: no name server is asked for these.
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return { finding: ok({ host: hostname, addresses: '127.0.0.1' }), addresses: ['127.0.0.1'] }
  try {
    const addresses = (await lookup(hostname, { all: true })).map(({ address }) => address)
    return { finding: ok({ host: hostname, addresses: addresses.join(', ') }), addresses }
  } catch (error) {
    const code = systemCode(error)
    return { finding: failed(code === 'ENOTFOUND' ? 'hostUnknown' : 'dnsSilent', asNetworkError(error), { host: hostname, cause: code }), addresses: [] }
  }
}

function connect(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port })
    const fail = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(patienceMs, () => fail(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' })))
    socket.once('error', fail)
    socket.once('connect', () => resolve(socket))
  })
}

/** Tries the addresses one after the other, as connections do. */
export async function checkTcp({ port }: Target, choice: ProxyChoice, addresses: readonly string[]): Promise<Finding> {
  if (choice !== 'direct') return skipped('proxyConnects')
  let last: unknown
  const refused: string[] = []
  for (const address of addresses) {
    try {
      const socket = await connect(address, port)
      socket.destroy()
      return ok({ addresses: address, port, cause: refused.join(', ') })
    } catch (error) {
      last = error
      refused.push(`${address}: ${systemCode(error)}`)
    }
  }
  const code = systemCode(last)
  const advice = code === 'ECONNREFUSED' ? 'portClosed' : code === 'ETIMEDOUT' ? 'portSilent' : 'networkDown'
  return failed(advice, asNetworkError(last), { addresses: addresses.join(', '), port, cause: refused.join(', ') })
}

/**
 * Shakes hands and looks at the certificate. The connection is not refused at once when it is not trusted, because then its
 * certificate could not be shown; nothing is sent over it.
 */
export async function checkTls(target: Target, choice: ProxyChoice, address: string | undefined, router: ProxyRouter | undefined, caCertificate: string | undefined, nowMs: number): Promise<Finding> {
  if (target.protocol === 'http:') return warning('plain')
  const { hostname, port } = target
  const raw = choice === 'direct' ? await connect(address ?? hostname, port) : await openTunnel({ server: choice, credentials: router?.credentials, caCertificate }, hostname, port)
  try {
    return await new Promise<Finding>((resolve) => {
      const socket = tls.connect({ socket: raw, host: hostname, ...(net.isIP(hostname) === 0 ? { servername: hostname } : {}), ...trustedAuthorities(caCertificate), rejectUnauthorized: false })
      socket.setTimeout(patienceMs, () => socket.destroy(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' })))
      socket.once('error', (error) => resolve(failed('notTls', asNetworkError(error), { host: hostname, cause: systemCode(error) })))
      socket.once('secureConnect', () => resolve(judge(socket.getPeerCertificate(true), socket.getProtocol() ?? '', socket.authorized ? undefined : socket.authorizationError, nowMs)))
    })
  } finally {
    raw.destroy()
  }
}

function chainOf(certificate: PeerCertificate & { readonly issuerCertificate?: PeerCertificate }): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (let one: (PeerCertificate & { readonly issuerCertificate?: PeerCertificate }) | undefined = certificate; one !== undefined && !seen.has(one.fingerprint256); one = one.issuerCertificate) {
    seen.add(one.fingerprint256)
    names.push(nameIn(one.subject))
  }
  return names
}

function nameIn(subject: PeerCertificate['subject'] | undefined): string {
  return [subject?.CN, subject?.O].flat().filter((part) => part !== undefined && part !== '').join(', ')
}

function judge(certificate: PeerCertificate & { readonly issuerCertificate?: PeerCertificate }, tlsVersion: string, problem: Error | string | undefined, nowMs: number): Finding {
  const untilMs = Date.parse(certificate.valid_to)
  const values = {
    tlsVersion,
    subject: [nameIn(certificate.subject), certificate.subjectaltname].filter((part) => part !== undefined && part !== '').join(' · '),
    issuer: nameIn(certificate.issuer),
    validUntil: Number.isNaN(untilMs) ? certificate.valid_to : new Date(untilMs).toISOString(),
    chain: chainOf(certificate).join(' → '),
  }
  if (problem !== undefined) {
    const code = problem instanceof Error ? systemCode(problem) : problem
    const advice = /ALTNAME/.test(code) ? 'otherHost' : /EXPIRED|NOT_YET_VALID/.test(code) ? 'expired' : 'authorityUnknown'
    return failed(advice, asNetworkError(Object.assign(new Error(code), { code })), { ...values, cause: code })
  }
  return untilMs - nowMs < soonMs ? warning('expiresSoon', values) : ok(values)
}
