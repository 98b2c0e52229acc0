import { isIP } from 'node:net'
import type { Addressing } from '../../contract/profiles.ts'

/** Where requests of one connection go. Source: OSS documentation, "Regions and endpoints". */
export interface Endpoint {
  readonly protocol: 'http:' | 'https:'
  /** Host name without a port; IPv6 without brackets. */
  readonly hostname: string
  readonly port: number
  /** True when the bucket is the first path segment instead of the first label of the host. */
  readonly pathStyle: boolean
  /** True when the host stands for one bucket, which is then not named in requests. */
  readonly customDomain?: boolean
}

/** @throws TypeError when the text is not an http(s) URL or host name */
export function parseEndpoint(text: string, addressing: Addressing = 'automatic'): Endpoint {
  const url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const protocol = url.protocol === 'http:' ? 'http:' : 'https:'
  return {
    protocol,
    hostname,
    port: url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port),
    // A bucket label before an IP address or a bare localhost would name no host.
    pathStyle: addressing === 'path' || (addressing === 'automatic' && (isIP(hostname) !== 0 || hostname === 'localhost')),
    ...(addressing === 'customDomain' ? { customDomain: true } : {}),
  }
}

/** Percent-encoding of RFC 3986, as signature V4 wants it: everything but `A-Za-z0-9-_.~`. */
export function encodeRfc3986(text: string): string {
  if (/^[A-Za-z0-9\-_.~]*$/.test(text)) return text
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

const plainKey = /^[A-Za-z0-9\-_.~/]*$/

const encodedKey = (key: string): string => (plainKey.test(key) ? key : key.split('/').map(encodeRfc3986).join('/'))

export interface RequestTarget {
  readonly bucket?: string | undefined
  readonly key?: string | undefined
  readonly query?: Readonly<Record<string, string>> | undefined
}

/** Host header and request path of one request. The key is encoded once, its slashes kept, nothing normalised. */
export function addressOf(endpoint: Endpoint, target: RequestTarget): { readonly hostname: string; readonly host: string; readonly path: string } {
  const key = target.key === undefined ? '' : encodedKey(target.key)
  const inHost = target.bucket !== undefined && !endpoint.pathStyle
  const hostname = inHost && endpoint.customDomain !== true ? `${target.bucket}.${endpoint.hostname}` : endpoint.hostname
  const path = target.bucket === undefined || inHost ? `/${key}` : `/${target.bucket}/${key}`
  const query = Object.entries(target.query ?? {})
    .map(([name, value]) => (value === '' ? encodeRfc3986(name) : `${encodeRfc3986(name)}=${encodeRfc3986(value)}`))
    .join('&')
  const bracketed = hostname.includes(':') ? `[${hostname}]` : hostname
  const usual = endpoint.port === (endpoint.protocol === 'http:' ? 80 : 443)
  return { hostname, host: usual ? bracketed : `${bracketed}:${String(endpoint.port)}`, path: query === '' ? path : `${path}?${query}` }
}
