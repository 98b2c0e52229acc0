import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintPolicy } from '../../../../storage-core/policy/lint.ts'
import { readPolicy } from '../../../../storage-core/policy/parse-policy.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../../../../storage-core/policy/strict-json.ts'
import { levelActions, levelOf } from './levels.ts'
import { emptyPolicy, printRawPolicy, readRawPolicy } from './raw-policy.ts'
import { resourceOf, viewOf, withConditions, withElement } from './statement-view.ts'
import { templateNames, templateStatements } from './templates.ts'
import { anyRequest, locksOut, sessionProblem, tryRequest } from './try-request.ts'

const read = (text: string) => {
  const { policy, problem } = readRawPolicy(text)
  if (policy === undefined) throw new Error(problem)
  return policy
}
const statementOf = (value: object) => parseStrictJson(JSON.stringify(value), 32) as JsonObject

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.integer().map((number): JsonValue => ({ number: String(number) })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(fc.string(), tie('value')), { maxLength: 3, selector: ([name]) => name }).map((entries): JsonValue => new Map(entries)),
  ),
})).value

describe('a policy as it is written', () => {
  it('is printed as it was read, numbers and unknown elements included', () => {
    const statements = fc.array(
      fc.uniqueArray(fc.tuple(fc.oneof(fc.constantFrom('Sid', 'Effect', 'Action', 'Condition', 'NotAction'), fc.string()), json), { maxLength: 4, selector: ([name]) => name }).map((entries): JsonObject => new Map(entries)),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(statements, json, (list, extra) => {
        const policy = { members: new Map<string, JsonValue>([['Version', '1'], ['Extra', extra]]), statements: list, place: 1 }
        expect(read(printRawPolicy(policy))).toEqual(policy)
      }),
    )
    expect(printRawPolicy(read('{"Version":"1","Statement":[{"Condition":{"NumericEquals":{"k":12345678901234567890}}}]}'))).toContain('12345678901234567890')
  })

  it('is empty for a bucket without one, and not shown when it is no policy', () => {
    expect(read(' ')).toEqual(emptyPolicy)
    expect(readRawPolicy('{"Statement": [1]}').problem).toBe('A statement is not an object.')
    expect(readRawPolicy('[').problem).toMatch(/line 1/)
    expect(readRawPolicy('{"a":1,"a":2}').problem).toBeDefined()
  })
})

describe('a statement as it is shown', () => {
  it('has places and tests in words, and keeps aside what it cannot show', () => {
    const view = viewOf(
      statementOf({
        Sid: 'one',
        Effect: 'Allow',
        Principal: '*',
        Action: ['oss:GetObject'],
        Resource: ['*', 'acs:oss:*:*:data', 'acs:oss:*:*:data/*', 'acs:oss:*:*:data/logs/*', 'acs:oss:*:*:data/a.txt', 'acs:oss:*:*:data/*.txt', 'acs:oss:*:1000:data/*'],
        Condition: { Bool: { 'acs:SecureTransport': true }, NumericEquals: { x: 5 } },
        NotAction: ['oss:PutObject'],
      }),
      'data',
    )
    expect(view.places?.map(({ kind, text }) => [kind, text])).toEqual([
      ['everything', '*'],
      ['bucket', 'acs:oss:*:*:data'],
      ['allObjects', 'acs:oss:*:*:data/*'],
      ['folder', 'logs/'],
      ['object', 'a.txt'],
      ['pattern', 'acs:oss:*:*:data/*.txt'],
      ['pattern', 'acs:oss:*:1000:data/*'],
    ])
    expect(view).toMatchObject({ sid: 'one', effect: 'Allow', principals: ['*'], level: 'custom' })
    expect(view.conditions).toEqual([
      { operator: 'Bool', key: 'acs:SecureTransport', values: ['true'] },
      { operator: 'NumericEquals', key: 'x', values: ['5'] },
    ])
    expect(view.others).toEqual([['NotAction', ['oss:PutObject']]])
    expect(viewOf(statementOf({ Principal: { RAM: ['x'] }, Action: [1], Condition: [] }), 'data').others.map(([name]) => name)).toEqual(['Principal', 'Action', 'Condition'])
  })

  it('is written to the same resource as it was read from', () => {
    for (const resource of ['*', 'acs:oss:*:*:data', 'acs:oss:*:*:data/*', 'acs:oss:*:*:data/logs/2026/*', 'acs:oss:*:*:data/a b.txt']) {
      const [place] = viewOf(statementOf({ Resource: resource }), 'data').places ?? []
      if (place === undefined || place.kind === 'pattern') throw new Error(`${resource} is shown as a pattern`)
      expect(resourceOf(place.kind, 'data', place.text)).toBe(resource)
    }
  })

  it('changes in one element alone', () => {
    const statement = statementOf({ Effect: 'Allow', Unknown: { a: 1 }, Resource: ['*'] })
    expect([...withElement(statement, 'Action', ['oss:*']).keys()]).toEqual(['Effect', 'Action', 'Unknown', 'Resource'])
    expect([...withElement(statement, 'Effect', 'Deny')]).toEqual([['Effect', 'Deny'], ...[...statement].slice(1)])
    expect([...withElement(statement, 'Resource', undefined).keys()]).toEqual(['Effect', 'Unknown'])
    const rows = [
      { operator: 'IpAddress', key: 'acs:SourceIp', values: ['192.0.2.1'] },
      { operator: 'IpAddress', key: 'acs:SourceIp', values: ['192.0.2.2'] },
    ]
    const changed = withConditions(statement, rows)
    expect(viewOf(changed, 'data').conditions).toEqual([{ operator: 'IpAddress', key: 'acs:SourceIp', values: ['192.0.2.1', '192.0.2.2'] }])
    expect(withConditions(changed, []).has('Condition')).toBe(false)
  })
})

it.each(['read', 'readAndList', 'readWrite', 'full'] as const)('knows the level %s by its actions, in any order', (level) => {
  expect(levelOf(levelActions[level].toReversed())).toBe(level)
  expect(levelOf([...levelActions[level], 'oss:PutBucketPolicy'])).toBe(level === 'full' ? 'full' : 'custom')
})

describe.each(templateNames)('the template %s', (name) => {
  const bucket = { name: 'data', ownerId: '1000' }
  const input = { bucket: 'data', folder: 'in/', principals: ['2001'], networks: ['192.0.2.0/24'] }

  it('is a policy that OSS takes, in which nothing is idle', () => {
    const text = printRawPolicy({ ...emptyPolicy, statements: templateStatements(name, input) })
    const { document, problems } = readPolicy(text, { kind: 'bucket', bucket })
    expect(problems).toBeUndefined()
    if (document === undefined) return
    const errors = lintPolicy({ document, bucket, nowMs: 0 }).filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
  })

  it('can be shown, all of it, and round-trips', () => {
    const statements = templateStatements(name, input)
    for (const statement of statements) {
      expect(viewOf(statement, 'data').others).toEqual([])
    }
    expect(read(printRawPolicy({ ...emptyPolicy, statements })).statements).toEqual(statements)
  })
})

it.each([
  ['denyInsecureTransport', { secureTransport: false, sourceIp: '127.0.0.1' }, true],
  ['denyInsecureTransport', { secureTransport: true, sourceIp: undefined }, false],
  ['ipFence', { secureTransport: false, sourceIp: '127.0.0.1' }, true],
  ['ipFence', { secureTransport: true, sourceIp: undefined }, false],
  ['publicRead', { secureTransport: false, sourceIp: '127.0.0.1' }, false],
] as const)('knows whether %s locks out the account that comes with %j', (name, way, expected) => {
  const statements = templateStatements(name, { bucket: 'data', folder: '', principals: [], networks: ['192.0.2.0/24'] })
  const { document } = readPolicy(printRawPolicy({ ...emptyPolicy, statements }), { kind: 'bucket', bucket: { name: 'data', ownerId: '1000' } })
  expect(locksOut({ name: 'data', ownerId: '1000', acl: 'private', blockPublicAccess: false }, document, way, 0)).toBe(expected)
})

describe('a session of a role', () => {
  const bucket = { name: 'data', ownerId: '1', acl: 'private', blockPublicAccess: false } as const
  const everything = readPolicy('{"Version":"1","Statement":[{"Effect":"Allow","Principal":["arn:sts::1:assumed-role/app/*"],"Action":["oss:*"],"Resource":["acs:oss:*:*:data/*"]}]}', { kind: 'bucket', bucket }).document
  const narrowedTo = (action: string) => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })
  const ask = (sessionPolicy: string, who = 'arn:sts::1:assumed-role/app/monday') => tryRequest({ ...anyRequest, who, timeMs: 0, sessionPolicy }, bucket, everything).decision

  it('may what the policy that it was issued with allows as well', () => {
    expect([ask('').allowed, ask(narrowedTo('oss:GetObject')).allowed]).toEqual([true, true])
    expect(ask(narrowedTo('oss:PutObject'))).toMatchObject({ allowed: false, reason: 'session-policy' })
  })

  it('may nothing with one that STS would refuse, of which is said what is wrong', () => {
    expect(ask('{').allowed).toBe(false)
    expect(sessionProblem({ who: 'arn:sts::1:assumed-role/app/monday', sessionPolicy: '{' })).toBeDefined()
    expect(sessionProblem({ who: '123', sessionPolicy: '{' })).toBeUndefined()
  })
})
