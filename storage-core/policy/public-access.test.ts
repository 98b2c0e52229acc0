import { describe, expect, it } from 'vitest'
import { isPublic, isPublicAcl } from './public-access.ts'
import { bucketPolicy, type Draft } from './test-support/world.ts'

const fence = (condition: Draft): Draft => ({
  Condition: { StringNotLike: { 'acs:SourceVpc': 'vpc-*' }, ...condition },
})
const statement = (changes: Draft = {}): Draft => ({ Effect: 'Allow', Principal: '*', Action: 'oss:GetObject', Resource: '*', ...changes })

describe('isPublic', () => {
  it.each<[string, Draft, boolean]>([
    ['everyone', statement(), true],
    ['an empty list of principals', statement({ Principal: [] }), true],
    ['everyone among others', statement({ Principal: ['1001', '*'] }), true],
    ['a UID', statement({ Principal: ['1001'] }), false],
    ['the sessions of one role', statement({ Principal: ['arn:sts::1000:assumed-role/reader/*'] }), false],
    ['a Deny for everyone', statement({ Effect: 'Deny' }), false],
    ['one VPC', statement({ Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-1', 'vpc-2'] } } }), false],
    ['one VPC by its other key', statement({ Condition: { StringEquals: { 'acs:SourceVpcId': 'vpc-1' } } }), false],
    ['one VPC written as a pattern', statement({ Condition: { StringLike: { 'acs:SourceVpc': 'vpc-1' } } }), false],
    ['all VPCs', statement({ Condition: { StringLike: { 'acs:SourceVpc': ['vpc-*'] } } }), true],
    ['one VPC or all', statement({ Condition: { StringLike: { 'acs:SourceVpc': ['vpc-1', 'vpc-*'] } } }), true],
    ['all but one VPC', statement({ Condition: { StringNotEquals: { 'acs:SourceVpc': 'vpc-1' } } }), true],
    ['one AccessKey', statement({ Condition: { StringEquals: { 'acs:AccessId': 'LTAI1' } } }), false],
    ['AccessKeys by pattern', statement({ Condition: { StringLike: { 'acs:AccessId': 'STS.*' } } }), true],
    ['a network of /8', statement(fence({ IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } })), false],
    ['a network of /7', statement(fence({ IpAddress: { 'acs:SourceIp': '10.0.0.0/7' } })), true],
    ['one address', statement(fence({ IpAddressIncludeBorder: { 'acs:SourceIp': '192.0.2.1' } })), false],
    ['addresses by pattern', statement(fence({ IpAddress: { 'acs:SourceIp': '10.*.*.*' } })), true],
    ['a small and a large network', statement(fence({ IpAddress: { 'acs:SourceIp': ['192.0.2.0/24', '0.0.0.0/0'] } })), true],
    ['all but one network', statement(fence({ NotIpAddress: { 'acs:SourceIp': '192.0.2.0/24' } })), true],
    ['an IPv6 network of /32', statement(fence({ IpAddress: { 'acs:SourceIp': '2001:db8::/32' } })), false],
    ['an IPv6 network of /31', statement(fence({ IpAddress: { 'acs:SourceIp': '2001:db8::/31' } })), true],
    ['HTTPS only', statement({ Condition: { Bool: { 'acs:SecureTransport': 'true' } } }), true],
    ['until some day', statement({ Condition: { DateLessThan: { 'acs:CurrentTime': '2027-01-01' } } }), true],
    ['one browser', statement({ Condition: { StringEquals: { 'acs:UserAgent': 'mine' } } }), true],
  ])('%s: %s', (_title, draft, expected) => {
    expect(isPublic(bucketPolicy(draft))).toBe(expected)
  })

  it('is true when any statement is public', () => {
    expect(isPublic(bucketPolicy(statement({ Principal: ['1001'] }), statement()))).toBe(true)
  })
})

describe('isPublicAcl', () => {
  it.each([
    ['private', false],
    ['default', false],
    ['public-read', true],
    ['public-read-write', true],
  ] as const)('%s: %s', (acl, expected) => {
    expect(isPublicAcl(acl)).toBe(expected)
  })
})
