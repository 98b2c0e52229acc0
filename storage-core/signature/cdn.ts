import { createHash } from 'node:crypto'
import { sameText } from './same-text.ts'

/**
 * Signed CDN URLs (Alibaba Cloud CDN documentation, "Type A signing", "Type B signing" and "Type C signing"). `C1` has the
 * signature in the path, `C2` in the query.
 */
export type CdnSigningType = 'A' | 'B' | 'C1' | 'C2'

/** Names of the query parameters that hold a signature; a domain may choose others. */
export interface CdnParameters {
  /** Type A. */
  readonly authKey: string
  /** Type C2. */
  readonly hash: string
  readonly time: string
}
export const defaultCdnParameters: CdnParameters = { authKey: 'auth_key', hash: 'KEY1', time: 'KEY2' }

export interface CdnSignInput {
  readonly type: CdnSigningType
  /** Path and query as they will be sent, percent-encoded, such as `/a%20b.jpg?x=1`. */
  readonly target: string
  /** 6 to 128 letters and digits, set on the domain. */
  readonly privateKey: string
  /**
   * Milliseconds since the epoch from which the domain's validity counts, usually now. Type B has whole minutes, the others
   * whole seconds.
   */
  readonly timeMs: number
  /** Type A: anything without a hyphen; two links for the same object differ by it. */
  readonly random?: string
  readonly parameters?: CdnParameters
}

/** @returns path and query with the signature in them */
export function signCdnTarget({ type, target, privateKey, timeMs, random = '0', parameters = defaultCdnParameters }: CdnSignInput): string {
  const { path, query } = split(target)
  const seconds = Math.floor(timeMs / 1000)
  switch (type) {
    case 'A': {
      const start = `${seconds}-${random}-0`
      return withParameters(path, [query, `${parameters.authKey}=${start}-${md5(`${path}-${start}-${privateKey}`)}`])
    }
    case 'B': {
      const time = shanghaiMinute(timeMs)
      return withParameters(`/${time}/${md5(privateKey + time + path)}${path}`, [query])
    }
    case 'C1': {
      const time = seconds.toString(16)
      return withParameters(`/${md5(privateKey + path + time)}/${time}${path}`, [query])
    }
    case 'C2': {
      const time = seconds.toString(16)
      return withParameters(path, [query, `${parameters.hash}=${md5(privateKey + path + time)}`, `${parameters.time}=${time}`])
    }
  }
}

export interface CdnVerifyInput {
  readonly type: CdnSigningType
  /** Path and query as they came. */
  readonly target: string
  /** Any of them may have signed: a domain has a second key while the first is being changed. */
  readonly privateKeys: readonly string[]
  /** How long a link is good for, as set on the domain. */
  readonly validSeconds: number
  readonly nowMs: number
  readonly parameters?: CdnParameters
}

/** `target` is what is left without the signature: what is cached, and what the origin is asked for. */
export type CdnVerdict = { readonly kind: 'allowed'; readonly target: string } | { readonly kind: 'refused'; readonly reason: 'unsigned' | 'expired' | 'mismatch' }

interface Claimed {
  readonly timeMs: number
  readonly hash: string
  /** The signed text for one private key. */
  readonly text: (privateKey: string) => string
  readonly target: string
}

/** Checks a signed URL. Everything but `allowed` is answered with status 403. */
export function verifyCdnTarget({ type, target, privateKeys, validSeconds, nowMs, parameters = defaultCdnParameters }: CdnVerifyInput): CdnVerdict {
  const claimed = readClaim(type, target, parameters)
  if (claimed === undefined) return { kind: 'refused', reason: 'unsigned' }
  if (claimed.timeMs + validSeconds * 1000 < nowMs) return { kind: 'refused', reason: 'expired' }
  let matches = false
  for (const key of privateKeys) if (sameText(md5(claimed.text(key)), claimed.hash)) matches = true
  return matches ? { kind: 'allowed', target: claimed.target } : { kind: 'refused', reason: 'mismatch' }
}

function readClaim(type: CdnSigningType, target: string, parameters: CdnParameters): Claimed | undefined {
  const { path, query } = split(target)
  switch (type) {
    case 'A': {
      const { values, rest } = takeParameters(query, [parameters.authKey])
      const match = /^(\d{10})-([^-]*)-([^-]*)-([0-9a-f]{32})$/.exec(values[0] ?? '')
      const [, seconds = '', random = '', user = '', hash = ''] = match ?? []
      if (match === null) return undefined
      const text = (key: string) => `${path}-${seconds}-${random}-${user}-${key}`
      return { timeMs: Number(seconds) * 1000, hash, text, target: withParameters(path, [rest]) }
    }
    case 'B': {
      const [, time = '', hash = '', own = ''] = /^\/(\d{12})\/([0-9a-f]{32})(\/.*)$/.exec(path) ?? []
      const timeMs = readShanghaiMinute(time)
      if (timeMs === undefined) return undefined
      return { timeMs, hash, text: (key) => key + time + own, target: withParameters(own, [query]) }
    }
    case 'C1': {
      const match = /^\/([0-9a-f]{32})\/([0-9a-fA-F]{8})(\/.*)$/.exec(path)
      const [, hash = '', time = '', own = ''] = match ?? []
      if (match === null) return undefined
      return { timeMs: Number.parseInt(time, 16) * 1000, hash, text: (key) => key + own + time, target: withParameters(own, [query]) }
    }
    case 'C2': {
      const { values, rest } = takeParameters(query, [parameters.hash, parameters.time])
      const [hash = '', time = ''] = values
      if (!/^[0-9a-f]{32}$/.test(hash) || !/^[0-9a-fA-F]{8}$/.test(time)) return undefined
      return { timeMs: Number.parseInt(time, 16) * 1000, hash, text: (key) => key + path + time, target: withParameters(path, [rest]) }
    }
  }
}

function split(target: string): { readonly path: string; readonly query: string } {
  const question = target.indexOf('?')
  return question < 0 ? { path: target, query: '' } : { path: target.slice(0, question), query: target.slice(question + 1) }
}

function withParameters(path: string, parameters: readonly string[]): string {
  const query = parameters.filter((part) => part !== '').join('&')
  return query === '' ? path : `${path}?${query}`
}

/** A parameter that is there twice counts as missing: which of the two the origin would believe is not known. */
function takeParameters(query: string, names: readonly string[]): { readonly values: readonly (string | undefined)[]; readonly rest: string } {
  const found = new Map<string, string | undefined>()
  const rest: string[] = []
  for (const part of query.split('&')) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    if (names.includes(name)) found.set(name, found.has(name) ? undefined : part.slice(equals + 1))
    else rest.push(part)
  }
  return { values: names.map((name) => found.get(name)), rest: rest.join('&') }
}

const shanghaiOffsetMs = 8 * 60 * 60 * 1000

/** `YYYYMMDDHHMM` in UTC+8, whatever the time zone of the machine. */
function shanghaiMinute(timeMs: number): string {
  return new Date(timeMs + shanghaiOffsetMs).toISOString().slice(0, 16).replaceAll(/[-T:]/g, '')
}

function readShanghaiMinute(text: string): number | undefined {
  const [, year = '', month = '', day = '', hour = '', minute = ''] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  if (year === '') return undefined
  const timeMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) - shanghaiOffsetMs
  // 31 February and 25 o'clock roll over; what does not read back was no time.
  return shanghaiMinute(timeMs) === text ? timeMs : undefined
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
