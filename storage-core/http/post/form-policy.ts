import { ossError, type OssError } from '../../model/oss-error.ts'

export interface LengthRange {
  readonly min: number
  readonly max: number
}

export type FormCondition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string; readonly text: string }
  | { readonly kind: 'in' | 'not-in'; readonly field: string; readonly values: readonly string[]; readonly text: string }
  | { readonly kind: 'length'; readonly range: LengthRange }

export interface FormPolicy {
  readonly expiresMs: number
  readonly conditions: readonly FormCondition[]
}

/** What the form says; a field may be held against a condition in more than one reading. */
export type FieldReader = (name: string) => readonly string[]

const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const iso8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/

/**
 * Reads a form's policy: base64 of JSON with an expiration and conditions (OSS documentation, "PostObject", appendix
 * "Policy").
 * @throws OssError InvalidPolicyDocument
 */
export function parseFormPolicy(encoded: string): FormPolicy {
  const document = parseJson(decode(encoded))
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw invalid('it is not an object')
  const { expiration, conditions } = document as { readonly expiration?: unknown; readonly conditions?: unknown }
  if (typeof expiration !== 'string' || !iso8601.test(expiration)) throw invalid('the expiration is missing or no ISO 8601 time in UTC')
  if (!Array.isArray(conditions)) throw invalid('it has no list of conditions')
  const expiresMs = Date.parse(expiration)
  if (Number.isNaN(expiresMs)) throw invalid('the expiration is no time')
  return { expiresMs, conditions: conditions.map(readCondition) }
}

/**
 * Holds a form against its policy. Fields that no condition names are not restricted.
 * @returns how long the file may be, when the policy says so
 * @throws OssError AccessDenied
 */
export function checkFormPolicy(policy: FormPolicy, field: FieldReader, nowMs: number): LengthRange | undefined {
  if (nowMs >= policy.expiresMs) throw denied('Policy expired.')
  let min = 0
  let max = Number.POSITIVE_INFINITY
  let isLimited = false
  for (const condition of policy.conditions) {
    if (condition.kind === 'length') {
      isLimited = true
      min = Math.max(min, condition.range.min)
      max = Math.min(max, condition.range.max)
    } else if (!holds(condition, field(condition.field))) throw denied(`Policy Condition failed: ${condition.text}`)
  }
  return isLimited ? { min, max } : undefined
}

function holds(condition: Exclude<FormCondition, { readonly kind: 'length' }>, readings: readonly string[]): boolean {
  switch (condition.kind) {
    case 'eq':
      return readings.includes(condition.value)
    case 'starts-with':
      return condition.value === '' || (readings.length > 0 && readings.every((text) => text.startsWith(condition.value)))
    case 'in':
      return readings.length > 0 && readings.every((text) => condition.values.includes(text))
    case 'not-in':
      return readings.every((text) => !condition.values.includes(text))
  }
}

function readCondition(raw: unknown): FormCondition {
  const text = JSON.stringify(raw)
  if (Array.isArray(raw)) return readListCondition(raw, text)
  if (typeof raw !== 'object' || raw === null) throw invalid('a condition is neither an object nor a list')
  const entries = Object.entries(raw)
  const [entry] = entries
  if (entry === undefined || entries.length !== 1) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  }
  const [field, value] = entry
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: the value must be text.')
  return { kind: 'eq', field: field.toLowerCase(), value, text }
}

function readListCondition(list: readonly unknown[], text: string): FormCondition {
  const kind = typeof list[0] === 'string' ? list[0].toLowerCase() : ''
  if (list.length !== 3) throw invalid(`the condition ${text} does not have three elements`)
  if (kind === 'content-length-range') return { kind: 'length', range: readRange(list[1], list[2], text) }
  const name = list[1]
  if (typeof name !== 'string' || !name.startsWith('$') || name.length < 2) throw invalid(`the condition ${text} names no field`)
  const field = name.slice(1).toLowerCase()
  const value = list[2]
  if (kind === 'eq' || kind === 'starts-with') {
    if (typeof value !== 'string') throw invalid(`the condition ${text} needs text`)
    return { kind, field, value, text }
  }
  if (kind !== 'in' && kind !== 'not-in') throw invalid(`the condition ${text} is of no known kind`)
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === 'string')) {
    throw invalid(`the condition ${text} needs a list of texts`, '0006-00000224')
  }
  return { kind, field, values: value, text }
}

function readRange(low: unknown, high: unknown, text: string): LengthRange {
  const min = Number(low)
  const max = Number(high)
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min < 0 || max < min) throw invalid(`the range of ${text} is not valid`)
  return { min, max }
}

function decode(encoded: string): string {
  if (!base64.test(encoded)) throw invalid('it is not base64')
  try {
    return strictUtf8.decode(Buffer.from(encoded, 'base64'))
  } catch (cause) {
    throw invalid('it is not UTF-8', undefined, cause)
  }
}

/** OSS documents two escapes that JSON does not have: `\$` and `\v`. */
function parseJson(text: string): unknown {
  const json = text.replaceAll(/\\(?:u[0-9a-fA-F]{4}|[\s\S])/g, (escape) => (escape === '\\$' ? '$' : escape === '\\v' ? '\\u000b' : escape))
  try {
    return JSON.parse(json) as unknown
  } catch (cause) {
    throw invalid('it is not JSON', undefined, cause)
  }
}

function invalid(why: string, ec?: string, cause?: unknown): OssError {
  return ossError('InvalidPolicyDocument', { message: `Invalid Policy: ${why}`, ...(ec === undefined ? {} : { ec }), cause })
}

function denied(why: string): OssError {
  return ossError('AccessDenied', { message: `Invalid according to Policy: ${why}` })
}
