import type { IncomingHttpHeaders } from 'node:http'
import type { Conditions, RangeRequest } from '../../engine/object-engine.ts'

/**
 * Conditional headers (RFC 9110 section 13). ETags may come quoted or bare and in any case; dates that cannot be read make
 * the header void.
 * @param prefix `x-oss-copy-source-` for the source of a copy
 */
export function parseConditions(headers: IncomingHttpHeaders, prefix = ''): Conditions {
  const match = headers[`${prefix}if-match`]
  const noneMatch = headers[`${prefix}if-none-match`]
  const modified = headers[`${prefix}if-modified-since`]
  const unmodified = headers[`${prefix}if-unmodified-since`]
  if (match === undefined && noneMatch === undefined && modified === undefined && unmodified === undefined) return noConditions
  const ifModifiedSinceMs = parseDate(modified)
  const ifUnmodifiedSinceMs = parseDate(unmodified)
  return {
    ...(match === undefined ? {} : { ifMatch: parseETags(String(match)) }),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: parseETags(String(noneMatch)) }),
    ...(ifModifiedSinceMs === undefined ? {} : { ifModifiedSinceMs }),
    ...(ifUnmodifiedSinceMs === undefined ? {} : { ifUnmodifiedSinceMs }),
  }
}

const noConditions: Conditions = {}

function parseETags(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim().replace(/^W\//, '').replaceAll('"', '').toUpperCase())
}

function parseDate(value: string | readonly string[] | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = Date.parse(String(value))
  return Number.isNaN(time) ? undefined : time
}

const rangePattern = /^bytes=(\d{0,15})-(\d{0,15})$/

/** One range; anything else, several ranges included, is no range at all and the whole object is answered. */
export function parseRange(header: string | undefined): RangeRequest | undefined {
  if (header === undefined) return undefined
  const match = rangePattern.exec(header.trim())
  if (!match) return undefined
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? undefined : { kind: 'suffix', length: Number(last) }
  const start = Number(first)
  if (last === '') return { kind: 'from', start }
  const end = Number(last)
  return end < start ? undefined : { kind: 'from', start, end }
}
