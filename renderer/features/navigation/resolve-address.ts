import { isBucketName } from '../../../storage-core/model/names.ts'
import { parseAddress, versionInUrl, type Address } from './address.ts'

/** What of a connection its URLs are known by. */
export interface KnownEndpoint {
  readonly profileId: string
  readonly endpoint: string
}
export interface ResolvedAddress extends Address {
  readonly profileId: string
}

const hostOf = (endpoint: string): string | undefined => {
  const url = /^https?:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`
  return URL.canParse(url) ? new URL(url).host : undefined
}
const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?=:|$)/

/** Names of one OSS region's endpoints are alike: public, internal and accelerated ones reach the same buckets. */
const regionOf = (host: string): string => host.replace(/-internal(?=\.)/, '')

/** The bucket in front of the endpoint's name, an empty text for an address in path style, or undefined when the host is another's. */
function bucketAt(host: string, endpoint: string): string | undefined {
  const [own, theirs] = [regionOf(host), regionOf(endpoint)]
  if (own === theirs) return ''
  // 127.0.0.1, localhost and [::1] are one machine; only the port tells stores apart.
  if (loopback.test(own) && loopback.test(theirs)) return own.replace(loopback, '') === theirs.replace(loopback, '') ? '' : undefined
  const port = theirs.replace(loopback, '')
  if (loopback.test(theirs) && own.endsWith(`.localhost${port}`)) return own.split('.')[0]
  return own.endsWith(`.${theirs}`) ? own.slice(0, -theirs.length - 1) : undefined
}

function keyOf(text: string): string | undefined {
  // The path as written: `new URL` would fold `..` segments, which OSS keeps.
  const path = /^https?:\/\/[^/?#]*\/?([^?#]*)/i.exec(text)?.[1] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/**
 * Where an address leads: `oss://`, `s3://` and bare ones in the connection in use, URLs in the connection whose endpoint they
 * name, in path or virtual-host style. A URL of no known endpoint is looked for in the connection in use.
 */
export function resolveAddress(text: string, endpoints: readonly KnownEndpoint[], current: string): ResolvedAddress | undefined {
  const trimmed = text.trim()
  if (/^https?:\/\//i.test(trimmed) && URL.canParse(trimmed)) {
    const { host } = new URL(trimmed)
    const key = keyOf(trimmed)
    const ownFirst = endpoints.toSorted((a, b) => Number(b.profileId === current) - Number(a.profileId === current))
    for (const { profileId, endpoint } of ownFirst) {
      const theirs = hostOf(endpoint)
      const bucket = theirs === undefined ? undefined : bucketAt(host, theirs)
      if (bucket === undefined || key === undefined) continue
      if (bucket !== '') return isBucketName(bucket) ? { profileId, bucket, key, ...versionInUrl(trimmed) } : undefined
      const slash = key.indexOf('/')
      const inPath = slash === -1 ? key : key.slice(0, slash)
      return isBucketName(inPath) ? { profileId, bucket: inPath, key: slash === -1 ? '' : key.slice(slash + 1), ...versionInUrl(trimmed) } : undefined
    }
  }
  const address = parseAddress(trimmed)
  return address === undefined ? undefined : { profileId: current, ...address }
}
