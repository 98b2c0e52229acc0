import { describe, expect, it } from 'vitest'
import { isOssError } from '../../model/oss-error.ts'
import { checkFormPolicy, parseFormPolicy } from './form-policy.ts'

const encode = (policy: unknown) => Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy)).toString('base64')
const nowMs = Date.parse('2029-12-31T23:59:59.000Z')
const outcome = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    return isOssError(error) ? error.code : String(error)
  }
}
const check = (conditions: unknown, fields: Record<string, string | string[]>) =>
  outcome(() =>
    checkFormPolicy(
      parseFormPolicy(encode({ expiration: '2030-01-01T00:00:00.000Z', conditions })),
      (name) => {
        const value = fields[name]
        return value === undefined ? [] : typeof value === 'string' ? [value] : value
      },
      nowMs,
    ),
  )

describe('parseFormPolicy', () => {
  const expiration = '2030-01-01T00:00:00.000Z'
  it.each<[string, unknown]>([
    ['what is not base64', '???'],
    ['what is not UTF-8', Buffer.from([0xff, 0xfe]).toString('base64')],
    ['what is not JSON', encode('{')],
    ['a list', encode([])],
    ['null', encode('null')],
    ['no expiration', encode({ conditions: [] })],
    ['an expiration that is no time', encode({ expiration: 'tomorrow', conditions: [] })],
    ['an impossible time', encode({ expiration: '2030-99-01T00:00:00Z', conditions: [] })],
    ['no conditions', encode({ expiration })],
    ['conditions that are no list', encode({ expiration, conditions: {} })],
    ...[
      [{}],
      [{ a: '1', b: '2' }],
      [{ a: 1 }],
      ['text'],
      [null],
      [['eq', '$key']],
      [['eq', 'key', 'v']],
      [['eq', '$', 'v']],
      [['eq', '$key', 1]],
      [['like', '$key', 'v']],
      [['content-length-range', 5, 1]],
      [['content-length-range', -1, 1]],
      [['content-length-range', 'a', 1]],
      [['in', '$key', 'text']],
      [['not-in', '$key', [1]]],
    ].map((conditions): [string, unknown] => [JSON.stringify(conditions), encode({ expiration, conditions })]),
  ])('refuses %s', (_, encoded) => {
    expect(outcome(() => parseFormPolicy(String(encoded)))).toBe('InvalidPolicyDocument')
  })

  it('reads the escapes that JSON does not have', () => {
    const policy = parseFormPolicy(encode(`{"expiration":"${expiration}","conditions":[["eq","$key","\\$a\\v\\\\$b\\u0041\\/"]]}`))
    expect(policy.conditions[0]).toMatchObject({ kind: 'eq', field: 'key', value: '$a\u000b\\$bA/' })
  })
})

describe('checkFormPolicy', () => {
  it.each<[unknown, Record<string, string | string[]>, string | undefined]>([
    [[], {}, undefined],
    [[{ key: 'a' }], { key: 'a' }, undefined],
    [[{ Key: 'a' }], { key: 'a' }, undefined],
    [[{ key: 'a' }], { key: 'b' }, 'AccessDenied'],
    [[{ key: 'a' }], {}, 'AccessDenied'],
    [[['eq', '$key', 'dir/${filename}']], { key: ['dir/x', 'dir/${filename}'] }, undefined],
    [[['starts-with', '$key', 'user/']], { key: 'user/x' }, undefined],
    [[['starts-with', '$key', 'user/']], { key: 'other/x' }, 'AccessDenied'],
    [[['starts-with', '$key', '${']], { key: ['x', '${filename}'] }, 'AccessDenied'],
    [[['starts-with', '$x-oss-meta-a', '']], {}, undefined],
    [[['starts-with', '$x-oss-meta-a', 'b']], {}, 'AccessDenied'],
    [[['in', '$content-type', ['image/png', 'image/jpg']]], { 'content-type': 'image/jpg' }, undefined],
    [[['in', '$content-type', ['image/png']]], { 'content-type': 'text/html' }, 'AccessDenied'],
    [[['in', '$content-type', ['image/png']]], {}, 'AccessDenied'],
    [[['not-in', '$cache-control', ['no-cache']]], { 'cache-control': 'no-cache' }, 'AccessDenied'],
    [[['not-in', '$cache-control', ['no-cache']]], {}, undefined],
    [[{ key: 'a' }, { bucket: 'b' }], { key: 'a', bucket: 'c' }, 'AccessDenied'],
  ])('%j holds for %j: %s', (conditions, fields, expected) => {
    expect(check(conditions, fields)).toBe(expected)
  })

  it('gives back the narrowest range of lengths', () => {
    expect(check([['content-length-range', 1, 100], ['content-length-range', '10', '1000']], {})).toEqual({ min: 10, max: 100 })
  })

  it('ends with the second of its expiration', () => {
    const policy = parseFormPolicy(encode({ expiration: '2029-12-31T23:59:59.000Z', conditions: [] }))
    expect(outcome(() => checkFormPolicy(policy, () => [], nowMs))).toBe('AccessDenied')
    expect(outcome(() => checkFormPolicy(policy, () => [], nowMs - 1))).toBeUndefined()
  })
})
