import { describe, expect, it } from 'vitest'
import { conditionKeys, findConditionKey } from './condition-keys.ts'
import { conditionOperators, isConditionOperator } from './condition-operators.ts'
import { parseIpAddress, parseIpRange } from './ip-address.ts'
import { parseIsoDate } from './iso-date.ts'
import { isJsonObject, JsonSyntaxError, parseStrictJson } from './strict-json.ts'

describe('parseIpAddress', () => {
  it.each([
    ['192.0.2.1', 4, 0xc000_0201n],
    ['0.0.0.0', 4, 0n],
    ['255.255.255.255', 4, 0xffff_ffffn],
    ['::1', 6, 1n],
    ['::', 6, 0n],
    ['2001:DB8::1', 6, 0x2001_0db8_0000_0000_0000_0000_0000_0001n],
    ['1:2:3:4:5:6:7:8', 6, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['64:ff9b::192.0.2.1', 6, 0x0064_ff9b_0000_0000_0000_0000_c000_0201n],
    ['::ffff:192.0.2.1', 4, 0xc000_0201n],
    ['::ffff:c000:201', 4, 0xc000_0201n],
    ['fe80::1%eth0', 6, 0xfe80_0000_0000_0000_0000_0000_0000_0001n],
  ] as const)('reads %s', (text, version, value) => {
    expect(parseIpAddress(text)).toEqual({ version, value })
  })

  it.each(['', '1', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.4 ', '-1.2.3.4', ':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '12345::', 'g::', '::1.2.3', '1.2.3.4::', '::1/64', 'localhost'])(
    'refuses %s',
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined()
    },
  )
})

describe('parseIpRange', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.77/24', '192.0.2.1', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '192.0.2.1', false],
    ['192.0.2.1/32', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::ffff:192.0.2.0/120', '192.0.2.200', true],
    ['::ffff:192.0.2.0/120', '192.0.3.1', false],
    ['101.*.*.100', '101.1.22.100', true],
    ['101.*.*.100', '101.1.22.101', false],
    ['10.*', '10.200.3.4', true],
    ['10.*', '100.2.3.4', false],
    ['*', '2001:db8::1', true],
  ])('%s and %s: %s', (range, address, expected) => {
    const found = parseIpAddress(address)
    expect(found !== undefined && parseIpRange(range)?.contains(found)).toBe(expected)
  })
})

describe('parseIsoDate', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:30Z', '2026-01-31T12:30:00.000Z'],
    ['2026-01-31T12:30:15', '2026-01-31T12:30:15.000Z'],
    ['2026-01-31T12:30:15.5Z', '2026-01-31T12:30:15.500Z'],
    ['2026-01-31T12:30:15.123456789Z', '2026-01-31T12:30:15.123Z'],
    ['2026-01-31T12:30:00+08:00', '2026-01-31T04:30:00.000Z'],
    ['2026-01-31T12:30:00-05:30', '2026-01-31T18:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0050-01-01', '0050-01-01T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(new Date(parseIsoDate(text) ?? Number.NaN).toISOString()).toBe(expected)
  })

  it.each(['', '2026', '2026-1-1', '2026-02-29', '2026-04-31', '2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:60Z', '2026-01-01T00:00:00+24:00', '2026-01-01t00:00:00z', '1767225600', 'now'])(
    'refuses %s',
    (text) => {
      expect(parseIsoDate(text)).toBeUndefined()
    },
  )
})

describe('conditionOperators', () => {
  const met = (operator: string, value: string, fact: string | number | boolean) =>
    isConditionOperator(operator) ? conditionOperators[operator].compile(value)?.(fact) : undefined

  // What the value fits; the negated operators turn the answer round where the statement is compiled.
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEqualsIgnoreCase', 'ÄB', 'äb', true],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'A*', 'ab', false],
    ['NumericEquals', '1.0', 1, true],
    ['NumericEquals', '1', '01', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', 'nine', false],
    ['NumericGreaterThanEquals', '-1', '-1', true],
    ['DateEquals', '2026-01-31T12:00:00Z', '2026-01-31T20:00:00+08:00', true],
    ['DateLessThan', '2026-01-31', Date.UTC(2026, 0, 30), true],
    ['Bool', 'TRUE', true, true],
    ['Bool', 'false', true, false],
    ['Bool', 'true', 'True', true],
    ['IpAddress', '10.0.0.0/8', '10.255.255.255', true],
    ['IpAddressIncludeBorder', '10.0.0.0/8', '10.0.0.0', true],
    ['IpAddress', '10.0.0.0/8', 10, false],
  ])('%s %s: %s fits: %s', (operator, value, fact, expected) => {
    expect(met(operator, value, fact)).toBe(expected)
  })
})

describe('findConditionKey', () => {
  it.each(conditionKeys.map(({ name }) => name))('finds %s in any letter case', (name) => {
    const text = name.endsWith('/') ? `${name}Key/with slash` : name
    const slash = text.indexOf('/') + 1
    const shouted = slash === 0 ? text.toUpperCase() : text.slice(0, slash).toUpperCase() + text.slice(slash)
    expect(findConditionKey(shouted)).toMatchObject({ key: { name }, tagKey: slash === 0 ? '' : 'Key/with slash' })
  })
})

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads, with numbers as they are written', () => {
    const value = parseStrictJson(' {"a" : [1.50, -0, true, false, null, "\\u6587\\n", {}], "b": [] } ', 8)
    expect(isJsonObject(value) && [...value.keys()]).toEqual(['a', 'b'])
    expect(isJsonObject(value) && value.get('a')).toEqual([{ number: '1.50' }, { number: '-0' }, true, false, null, '文\n', new Map()])
  })

  it('says in which line and column a document is wrong', () => {
    expect(() => parseStrictJson('{\n  "a": 1,\n  "a": 2\n}', 8)).toThrow(new JsonSyntaxError('The member "a" is there twice (line 3, column 3)'))
  })
})
