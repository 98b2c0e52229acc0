import type { Fact } from './condition-keys.ts'
import { parseIpAddress, parseIpRange, type IpAddress } from './ip-address.ts'
import { parseIsoDate } from './iso-date.ts'
import { compileWildcard } from './wildcard.ts'

export type OperatorFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Ip'

export interface ConditionOperator {
  readonly family: OperatorFamily
  /** Met when none of the values fits, and when the fact is missing. */
  readonly negated: boolean
  /** Undefined when the text is no value of this family; `expected` says what would be. */
  readonly compile: (value: string) => ((fact: Exclude<Fact, undefined>) => boolean) | undefined
  readonly expected: string
}

type Compile = ConditionOperator['compile']
const operator = (family: OperatorFamily, compile: Compile, expected: string, negated = false): ConditionOperator => ({
  family,
  negated,
  compile,
  expected,
})

const asText = (fact: Exclude<Fact, undefined>): string => String(fact)
const equals: Compile = (value) => (fact) => asText(fact) === value
const equalsIgnoreCase: Compile = (value) => {
  const lower = value.toLowerCase()
  return (fact) => asText(fact).toLowerCase() === lower
}
const like: Compile = (value) => {
  const wildcard = compileWildcard(value, true)
  return (fact) => wildcard.matches(asText(fact))
}

function toNumber(value: Fact): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)) return undefined
  return Number(value)
}

function toTime(value: Fact): number | undefined {
  return typeof value === 'string' ? parseIsoDate(value) : typeof value === 'number' ? value : undefined
}

type Compare = (left: number, right: number) => boolean
const compare =
  (read: (value: Fact) => number | undefined, test: Compare): Compile =>
  (value) => {
    const right = read(value)
    if (right === undefined) return undefined
    return (fact) => {
      const left = read(fact)
      return left !== undefined && test(left, right)
    }
  }

const equal: Compare = (left, right) => left === right
const less: Compare = (left, right) => left < right
const lessOrEqual: Compare = (left, right) => left <= right
const greater: Compare = (left, right) => left > right
const greaterOrEqual: Compare = (left, right) => left >= right

const numeric = (test: Compare, negated = false) => operator('Numeric', compare(toNumber, test), 'a decimal number', negated)
const date = (test: Compare, negated = false) => operator('Date', compare(toTime, test), 'a time in ISO 8601', negated)

const bool: Compile = (value) => {
  const wanted = value.toLowerCase()
  return wanted === 'true' || wanted === 'false' ? (fact) => asText(fact).toLowerCase() === wanted : undefined
}

// Most requests of a connection come from one address, and each of a policy's networks asks for it again.
let lastText = ''
let lastAddress: IpAddress | undefined
function addressOf(text: string): IpAddress | undefined {
  if (text !== lastText) {
    lastAddress = parseIpAddress(text)
    lastText = text
  }
  return lastAddress
}

const ip: Compile = (value) => {
  const range = parseIpRange(value)
  if (range === undefined) return undefined
  return (fact) => {
    const address = typeof fact === 'string' ? addressOf(fact) : undefined
    return address !== undefined && range.contains(address)
  }
}
const network = 'an address, a network such as 192.0.2.0/24, or a pattern such as 101.*.*.100'

/**
 * Every condition operator (OSS documentation, "Policy syntax and elements"; RAM documentation, "Conditional operators").
 * Only the Like operators know wildcards. The documentation does not tell IpAddressIncludeBorder from IpAddress: both take in
 * the first and the last address of a network.
 */
export const conditionOperators = {
  StringEquals: operator('String', equals, 'a text'),
  StringNotEquals: operator('String', equals, 'a text', true),
  StringEqualsIgnoreCase: operator('String', equalsIgnoreCase, 'a text'),
  StringNotEqualsIgnoreCase: operator('String', equalsIgnoreCase, 'a text', true),
  StringLike: operator('String', like, 'a text'),
  StringNotLike: operator('String', like, 'a text', true),
  NumericEquals: numeric(equal),
  NumericNotEquals: numeric(equal, true),
  NumericLessThan: numeric(less),
  NumericLessThanEquals: numeric(lessOrEqual),
  NumericGreaterThan: numeric(greater),
  NumericGreaterThanEquals: numeric(greaterOrEqual),
  DateEquals: date(equal),
  DateNotEquals: date(equal, true),
  DateLessThan: date(less),
  DateLessThanEquals: date(lessOrEqual),
  DateGreaterThan: date(greater),
  DateGreaterThanEquals: date(greaterOrEqual),
  Bool: operator('Bool', bool, 'true or false'),
  IpAddress: operator('Ip', ip, network),
  NotIpAddress: operator('Ip', ip, network, true),
  IpAddressIncludeBorder: operator('Ip', ip, network),
} as const satisfies Record<string, ConditionOperator>

export type ConditionOperatorName = keyof typeof conditionOperators

export function isConditionOperator(name: string): name is ConditionOperatorName {
  return Object.hasOwn(conditionOperators, name)
}
