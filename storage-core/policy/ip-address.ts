import { compileWildcard } from './wildcard.ts'

/** An address as a number: 32 bits for IPv4, 128 for IPv6. */
export interface IpAddress {
  readonly version: 4 | 6
  readonly value: bigint
}

/**
 * Reads an IPv4 or IPv6 address. An IPv4 address that is mapped into IPv6 (`::ffff:192.0.2.1`), which is how a socket that
 * serves both reports it, is read as the IPv4 address. Zone ids (`fe80::1%eth0`) are left out. Undefined for anything else.
 * RFC 4291, section 2.2.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) return parseIpv4(text)
  const zone = text.indexOf('%')
  const groups = ipv6Groups(zone === -1 ? text : text.slice(0, zone))
  if (groups === undefined) return undefined
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n)
  return value >> 32n === 0xffffn ? { version: 4, value: value & 0xffff_ffffn } : { version: 6, value }
}

function parseIpv4(text: string): IpAddress | undefined {
  const octets = ipv4Octets(text)
  if (octets === undefined) return undefined
  return { version: 4, value: octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n) }
}

function ipv4Octets(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const octets: number[] = []
  for (const part of parts) {
    // No leading zeros: some programs read them as octal, so what such an address means depends on who reads it.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    octets.push(Number(part))
  }
  return octets
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const before = groupsOf(halves[0] ?? '', halves.length === 1)
  const after = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (before === undefined || after === undefined) return undefined
  const gap = 8 - before.length - after.length
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined
  return [...before, ...Array.from({ length: gap }, () => 0), ...after]
}

function groupsOf(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && part.includes('.')) {
      const octets = ipv4Octets(part)
      if (octets === undefined) return undefined
      const [a = 0, b = 0, c = 0, d = 0] = octets
      groups.push(a * 256 + b, c * 256 + d)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined
      groups.push(Number.parseInt(part, 16))
    }
  }
  return groups
}

/** What an address condition asks for: a network, one address, or a text with `*` in it. */
export interface IpRange {
  /** Of a network the bits that count; undefined for a text with `*`. */
  readonly prefixBits: number | undefined
  readonly version: 4 | 6 | undefined
  contains(address: IpAddress): boolean
}

const bitsOf = { 4: 32, 6: 128 } as const

/**
 * Reads `192.0.2.0/24`, `2001:db8::/32`, a single address, or an IPv4 pattern such as `101.*.*.100` or `10.*`. Bits of the
 * address behind the mask are left out. Undefined when it is none of these.
 */
export function parseIpRange(text: string): IpRange | undefined {
  if (text.includes('*')) return parseIpPattern(text)
  const slash = text.indexOf('/')
  const address = parseIpAddress(slash === -1 ? text : text.slice(0, slash))
  if (address === undefined) return undefined
  const size = bitsOf[address.version]
  const mask = slash === -1 ? undefined : text.slice(slash + 1)
  if (mask !== undefined && !/^(0|[1-9]\d{0,2})$/.test(mask)) return undefined
  const mapped = address.version === 4 && text.includes(':')
  const prefixBits = mask === undefined ? size : Number(mask) - (mapped ? 96 : 0)
  if (prefixBits < 0 || prefixBits > size) return undefined
  const shift = BigInt(size - prefixBits)
  const network = address.value >> shift
  const { version } = address
  return { prefixBits, version, contains: (other) => other.version === version && other.value >> shift === network }
}

function parseIpPattern(text: string): IpRange | undefined {
  if (text === '*') return { prefixBits: undefined, version: undefined, contains: () => true }
  if (!/^[\d.*]+$/.test(text) || text.split('.').length > 4) return undefined
  const pattern = compileWildcard(text, false)
  const contains = (address: IpAddress): boolean => address.version === 4 && pattern.matches(dotted(address.value))
  return { prefixBits: undefined, version: 4, contains }
}

function dotted(value: bigint): string {
  const number = Number(value)
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
}
