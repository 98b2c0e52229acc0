import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import type { PolicyKind } from './document.ts'
import { parsePolicy, printPolicy, readPolicy, type PolicyRules } from './parse-policy.ts'
import { malformedPolicies } from './test-support/malformed-policies.ts'

const bucketRules: PolicyRules = { kind: 'bucket', bucket: { name: 'data', ownerId: '1000' } }
const rules: Record<PolicyKind, PolicyRules> = {
  bucket: bucketRules,
  ram: { kind: 'ram' },
  session: { kind: 'session' },
  trust: { kind: 'trust' },
}
const parse = (value: unknown, kind: PolicyKind = 'bucket') => parsePolicy(JSON.stringify(value), rules[kind])
const titled = malformedPolicies.map(([kind, text, message, cause = 5], index) => ({
  title: `${index}: ${kind} ${text.slice(0, 60)}`,
  kind,
  text,
  message,
  cause,
}))

describe('parsePolicy', () => {
  it.each(titled)('refuses $title', ({ kind, text, message, cause }) => {
    const { problems = [] } = readPolicy(text, rules[kind])
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message)
    expect(problems.find((problem) => problem.message.includes(message))?.ec).toBe(`0030-0000000${cause}`)
    for (const problem of problems) expect(problem.message).toMatch(/^[A-Z_a-z[\]0-9.]+:? .*\.$/s)
    let refusal: unknown
    try {
      parsePolicy(text, rules[kind])
    } catch (error) {
      refusal = error
    }
    expect(isOssError(refusal, 'InvalidPolicyDocument') && refusal.message).toBe(problems[0]?.message)
    expect(isOssError(refusal) && refusal.status).toBe(400)
  })

  it('is tried with at least 200 malformed policies, all different', () => {
    expect(new Set(malformedPolicies.map(([kind, text]) => kind + text)).size).toBe(malformedPolicies.length)
    expect(malformedPolicies.length).toBeGreaterThanOrEqual(200)
  })

  it('makes lists of single values, and leaves out an empty condition', () => {
    const document = parse({
      Version: '1',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'oss:GetObject', Resource: '*', Condition: {} }],
    })
    expect(document).toEqual({
      Version: '1',
      Statement: [{ Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['*'] }],
    })
  })

  it('reads an empty list of principals as everyone', () => {
    const document = parse({ Version: '1', Statement: [{ Effect: 'Deny', Principal: [], Action: 'oss:*', Resource: '*' }] })
    expect(document.Statement[0]?.Principal).toEqual(['*'])
  })

  it('keeps numbers and booleans of conditions as text', () => {
    const text = `{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*","Condition":{
      "NumericLessThan":{"oss:object-remaining-retention-days":1.50},"Bool":{"acs:SecureTransport":[true,"False"]}}}]}`
    expect(parsePolicy(text, rules.ram).Statement[0]?.Condition).toEqual({
      NumericLessThan: { 'oss:object-remaining-retention-days': ['1.50'] },
      Bool: { 'acs:SecureTransport': ['true', 'False'] },
    })
  })

  it('keeps names of actions that OSS does not have, and keys of other services in RAM policies', () => {
    const action = parse({ Version: '1', Statement: [{ Effect: 'Deny', Principal: ['1'], Action: 'oss:Future*', Resource: '*' }] })
    expect(action.Statement[0]?.Action).toEqual(['oss:Future*'])
    const statement = {
      Effect: 'Allow',
      NotAction: ['ram:*', 'sts:AssumeRole'],
      NotResource: 'acs:ecs:cn-hangzhou:1000:instance/*',
      Condition: { StringEquals: { 'acs:ResourceTag/team': 'dev', 'ecs:tag/a': ['b'] } },
    }
    expect(parse({ Version: '1', Statement: [statement] }, 'ram').Statement[0]).toMatchObject({
      NotAction: ['ram:*', 'sts:AssumeRole'],
      NotResource: ['acs:ecs:cn-hangzhou:1000:instance/*'],
      Condition: { StringEquals: { 'acs:ResourceTag/team': ['dev'], 'ecs:tag/a': ['b'] } },
    })
  })

  it('reads whom a role trusts', () => {
    const Principal = {
      RAM: ['acs:ram::1000:root', 'acs:ram::2000:user/paula'],
      Service: 'ecs.aliyuncs.com',
      Federated: ['acs:ram::1000:saml-provider/company'],
    }
    const document = parse({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] }, 'trust')
    expect(document.Statement[0]?.Principal).toEqual({ ...Principal, Service: ['ecs.aliyuncs.com'] })
  })

  it('takes resources of the bucket in every form', () => {
    const Resource = [
      '*',
      'acs:oss:*:*:data',
      'acs:oss:*:1000:data/*',
      'acs:oss:oss-cn-hangzhou:*:data/a:b/c',
      'acs:oss:*:*:*',
      'acs:oss:*:*:d*/x',
    ]
    const document = parse({ Version: '1', Statement: [{ Effect: 'Allow', Principal: ['1'], Action: '*', Resource }] })
    expect(document.Statement[0]?.Resource).toEqual(Resource)
  })

  it('reads bytes, and refuses those that are no UTF-8', () => {
    const text = '{"Version":"1","Statement":[{"Effect":"Allow","Principal":["1"],"Action":"oss:GetObject","Resource":"acs:oss:*:*:data/文件"}]}'
    const bytes = new TextEncoder().encode(text)
    expect(parsePolicy(bytes, bucketRules)).toEqual(parsePolicy(text, bucketRules))
    expect(readPolicy(bytes.subarray(0, bytes.length - 5), bucketRules).problems?.[0]?.ec).toBe('0030-00000004')
    expect(readPolicy(Uint8Array.of(0xff, 0xfe, 0x7b, 0), bucketRules).problems?.[0]?.ec).toBe('0030-00000004')
  })

  it('counts the bytes of the document, not its characters', () => {
    const statement = { Effect: 'Allow', Principal: ['1'], Action: 'oss:GetObject', Resource: `acs:oss:*:*:data/${'文'.repeat(1300)}` }
    expect(readPolicy(JSON.stringify({ Version: '1', Statement: [statement] }), bucketRules).problems).toBeUndefined()
    const five = JSON.stringify({ Version: '1', Statement: Array.from({ length: 5 }, () => statement) })
    expect(five.length).toBeLessThan(16 * 1024)
    expect(readPolicy(five, bucketRules).problems?.[0]?.ec).toBe('0030-00000001')
  })

  it('says everything that is wrong, each with its place', () => {
    const { problems } = readPolicy(
      JSON.stringify({ Version: '2', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'x', Resource: '*' }, { Effect: 'No' }] }),
      bucketRules,
    )
    expect(problems?.map(({ statement, element }) => [statement, element])).toEqual([
      [undefined, 'Version'],
      [0, 'Action'],
      [1, 'Effect'],
      [1, 'Principal'],
      [1, 'Action'],
      [1, 'Resource'],
    ])
  })

  it('reads again what it prints', () => {
    const document = parse({
      Version: '1',
      Statement: [
        {
          Sid: 'a "quoted" name',
          Effect: 'Deny',
          Principal: ['arn:sts::1000:assumed-role/reader/*', '1001'],
          Action: ['oss:Get*'],
          Resource: ['acs:oss:*:*:data/emoji 😀/*'],
          Condition: { StringNotLike: { 'oss:ExistingObjectTag/键': ['a?', ''] } },
        },
      ],
    })
    expect(parsePolicy(printPolicy(document), bucketRules)).toEqual(document)
  })
})
