import { describe, expect, it } from 'vitest'
import { evaluateAssumeRole, evaluateIdentity } from './evaluate-identity.ts'
import type { RequestFacts } from './request.ts'
import { plainFacts, principalOf, trustPolicy, type Draft, type Setting, type Who } from './test-support/world.ts'

const ask = (who: Who, action: string, resource: string, setting: Setting = {}) =>
  evaluateIdentity({ principal: principalOf(who, setting), action, resource, facts: plainFacts })

describe('evaluateIdentity', () => {
  const setting: Setting = {
    alice: [
      { Effect: 'Allow', Action: ['ram:Get*', 'ram:CreateAccessKey'], Resource: 'acs:ram:*:1000:user/alice' },
      { Effect: 'Allow', Action: 'ram:List*', Resource: '*' },
      { Sid: 'no', Effect: 'Deny', Action: 'ram:ListRoles', Resource: '*' },
    ],
    reader: [{ Effect: 'Allow', Action: 'ram:*', Resource: '*' }],
    session: [{ Effect: 'Allow', Action: 'ram:GetUser', Resource: '*' }],
  }

  it.each([
    ['owner', 'ram:CreateUser', 'acs:ram:*:1000:user/new', true, 'account-itself'],
    ['owner', 'ram:CreateUser', 'acs:ram:*:2000:user/new', false, 'no-policy-allows'],
    ['anonymous', 'ram:GetUser', 'acs:ram:*:1000:user/alice', false, 'anonymous-service'],
    ['alice', 'ram:GetUser', 'acs:ram:*:1000:user/alice', true, 'policy-allow'],
    ['alice', 'ram:getuser', 'acs:ram::1000:user/alice', true, 'policy-allow'],
    ['alice', 'ram:GetUser', 'acs:ram:*:1000:user/bob', false, 'no-policy-allows'],
    ['alice', 'ram:DeleteUser', 'acs:ram:*:1000:user/alice', false, 'no-policy-allows'],
    ['alice', 'ram:ListUsers', 'acs:ram:*:1000:user/*', true, 'policy-allow'],
    ['alice', 'ram:ListUsers', 'acs:ram:*:2000:user/*', false, 'no-policy-allows'],
    ['alice', 'ram:ListRoles', 'acs:ram:*:1000:role/*', false, 'explicit-deny'],
    ['bob', 'ram:GetUser', 'acs:ram:*:1000:user/bob', false, 'no-policy-allows'],
    ['reader', 'ram:GetUser', 'acs:ram:*:1000:user/bob', true, 'policy-allow'],
    ['reader', 'ram:ListUsers', 'acs:ram:*:1000:user/*', false, 'session-policy'],
    ['alice', 'ram:GetUser', 'nonsense', false, 'no-policy-allows'],
  ] as const)('%s %s %s: %s', (who, action, resource, allowed, reason) => {
    expect(ask(who, action, resource, setting)).toMatchObject({ allowed, reason })
  })

  it('names the statement', () => {
    expect(ask('alice', 'ram:ListRoles', 'acs:ram:*:1000:role/*', setting).statement).toEqual({
      policy: 'identity',
      policyName: 'alice',
      index: 2,
      sid: 'no',
    })
  })
})

describe('evaluateAssumeRole', () => {
  const trusting = (RAM: string | string[], rest: Draft = {}): Draft => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM }, ...rest })
  const may: Setting = { alice: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'acs:ram::1000:role/job' }] }
  const assume = (who: Who, trust: readonly Draft[], setting: Setting = may, facts: Partial<RequestFacts> = {}) =>
    evaluateAssumeRole({
      principal: principalOf(who, setting),
      role: { accountId: '1000', roleName: 'job', trustPolicy: trustPolicy(...trust) },
      facts: { ...plainFacts, ...facts },
    }).reason

  it('asks for the external id that the role names', () => {
    const trust = [trusting('acs:ram::1000:root', { Condition: { StringEquals: { 'sts:ExternalId': 'seven' } } })]
    expect(assume('alice', trust, may, { externalId: 'seven' })).toBe('policy-allow')
    expect(assume('alice', trust, may, { externalId: 'eight' })).toBe('trust-policy')
    expect(assume('alice', trust)).toBe('trust-policy')
  })

  it('needs both the role’s trust and the identity’s own permission', () => {
    expect(assume('alice', [trusting('acs:ram::1000:root')])).toBe('policy-allow')
    expect(assume('alice', [trusting('acs:ram::1000:user/alice')])).toBe('policy-allow')
    expect(assume('alice', [trusting('acs:ram::1000:user/bob')])).toBe('trust-policy')
    expect(assume('alice', [trusting('acs:ram::2000:root')])).toBe('trust-policy')
    expect(assume('bob', [trusting('acs:ram::1000:root')])).toBe('no-policy-allows')
    expect(assume('alice', [trusting('acs:ram::1000:root')], { alice: [{ Effect: 'Allow', Action: 'sts:*', Resource: 'acs:ram::1000:role/other' }] })).toBe('no-policy-allows')
  })

  it('lets in users and roles of another account that the role trusts', () => {
    expect(assume('paula', [trusting(['acs:ram::2000:root'])])).toBe('policy-allow')
    expect(assume('guest', [trusting(['acs:ram::2000:role/guest'])])).toBe('policy-allow')
    expect(assume('guest', [trusting(['acs:ram::2000:role/Guest'])])).toBe('trust-policy')
    expect(assume('paula', [trusting('acs:ram::1000:root')])).toBe('trust-policy')
  })

  it('lets neither accounts themselves nor anonymous requests in', () => {
    expect(assume('owner', [trusting('acs:ram::1000:root')])).toBe('account-cannot-assume-role')
    expect(assume('anonymous', [trusting('acs:ram::1000:root')])).toBe('anonymous-service')
  })

  it('takes a Deny of either side for a refusal', () => {
    expect(assume('alice', [trusting('acs:ram::1000:root'), { ...trusting('acs:ram::1000:user/alice'), Effect: 'Deny' }])).toBe('explicit-deny')
    const refused: Setting = { alice: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }] }
    expect(assume('alice', [trusting('acs:ram::1000:root')], refused)).toBe('explicit-deny')
  })

  it('looks at the action and the condition of the trust', () => {
    expect(assume('alice', [trusting('acs:ram::1000:root', { Action: 'sts:AssumeRoleWithSAML' })])).toBe('trust-policy')
    expect(assume('alice', [trusting('acs:ram::1000:root', { Action: 'sts:*' })])).toBe('policy-allow')
    const fence = (range: string) => ({ Condition: { IpAddress: { 'acs:SourceIp': range } } })
    expect(assume('alice', [trusting('acs:ram::1000:root', fence('192.0.2.0/24'))])).toBe('policy-allow')
    expect(assume('alice', [trusting('acs:ram::1000:root', fence('198.51.100.0/24'))])).toBe('trust-policy')
  })

  it('trusts no RAM identity where only services are trusted', () => {
    expect(assume('alice', [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs.aliyuncs.com' } }])).toBe('trust-policy')
  })
})
