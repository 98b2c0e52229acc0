import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../policy/parse-policy.ts'
import { ossActions } from './policy-actions.ts'
import { translatePolicy } from './policy-language.ts'

const rules = { kind: 'bucket', bucket: { name: 'pail', ownerId: '1000' } } as const
const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::pail/*' }
const policyOf = (more: object, version: object = { Version: '2012-10-17' }) => JSON.stringify({ ...version, Statement: [{ ...statement, ...more }] })

/** What comes out must be what OSS's own reader takes. */
function allTranslated(more: object = {}) {
  const text = translatePolicy(policyOf(more))
  if (text === undefined) throw new Error('not translated')
  return parsePolicy(text, rules).Statement
}
const translated = (more: object = {}) => allTranslated(more)[0]

describe('a bucket policy in the language of S3', () => {
  it('means the same in that of OSS', () => {
    const denied = { Sid: 'a', Effect: 'Deny', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: 'arn:aws:s3:::pail/a/*' }
    expect(translated({ ...denied, Principal: { AWS: ['arn:aws:iam::123:root', '456'] } })).toEqual({
      Sid: 'a',
      Effect: 'Deny',
      Principal: ['123', '456'],
      Action: ['oss:PutObject', 'oss:DeleteObject'],
      Resource: ['acs:oss:*:*:pail/a/*'],
    })
  })

  it('keeps its conditions', () => {
    const Condition = {
      Bool: { 'aws:SecureTransport': false },
      DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
      StringLike: { 's3:prefix': 'a/*', 's3:ExistingObjectTag/Team': 'red' },
    }
    expect(translated({ Condition })?.Condition).toEqual({
      Bool: { 'acs:SecureTransport': ['false'] },
      DateLessThan: { 'acs:CurrentTime': ['2030-01-01T00:00:00Z'] },
      StringLike: { 'oss:Prefix': ['a/*'], 'oss:ExistingObjectTag/Team': ['red'] },
    })
  })

  it('allows to addresses of the Internet, and denies to those of every network', () => {
    const Condition = { IpAddress: { 'AWS:SourceIp': ['10.0.0.0/8', '192.0.2.1'] }, StringNotLike: { 'aws:UserAgent': 'x' } }
    const IpAddress = { 'acs:SourceIp': ['10.0.0.0/8', '192.0.2.1'] }
    const outside = { IpAddress, StringNotLike: { 'acs:UserAgent': ['x'], 'acs:SourceVpc': ['vpc-*'] } }
    const inside = { IpAddress, StringNotLike: { 'acs:UserAgent': ['x'] }, StringLike: { 'acs:SourceVpc': ['vpc-*'] } }
    expect(allTranslated({ Condition }).map((each) => each.Condition)).toEqual([outside])
    expect(allTranslated({ Condition, Effect: 'Deny' }).map((each) => each.Condition)).toEqual([outside, inside])
    const own = { IpAddress: { 'aws:SourceIp': '10.0.0.1' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }
    expect(allTranslated({ Condition: own })).toHaveLength(1)
  })

  it.each([
    ['s3:*', ['oss:*']],
    ['*', ['oss:*']],
    ['s3:ListBucket', ['oss:ListObjects']],
    ['S3:getobject', ['oss:GetObject']],
    ['s3:PutBucketCORS', ['oss:PutBucketCors', 'oss:DeleteBucketCors']],
    ['s3:GetObject*', ['oss:GetObject', 'oss:GetObjectAcl', 'oss:GetObjectTagging', 'oss:GetObjectVersion', 'oss:GetObjectVersionAcl', 'oss:GetObjectVersionTagging']],
    ['s3:List*', ['oss:ListObjects', 'oss:ListMultipartUploads', 'oss:ListObjectVersions', 'oss:ListParts']],
    ['s3:DeleteObjec?', ['oss:DeleteObject']],
  ])('reads the action %s', (action, expected) => {
    expect(ossActions(action)).toEqual(expected)
  })

  it('is known by its version, or by having none', () => {
    expect(translatePolicy(policyOf({}, {}))).toBeDefined()
    expect(translatePolicy(policyOf({}, { Version: '2008-10-17' }))).toBeDefined()
    for (const other of [policyOf({}, { Version: '1' }), 'text', '[]', '{"Version":"1"', '{"Version":"1","Version":"2012-10-17"}']) {
      expect(translatePolicy(other)).toBeUndefined()
    }
  })

  it.each<readonly [string, object]>([
    ['a user', { Principal: { AWS: 'arn:aws:iam::1:user/a' } }],
    ['a service', { Principal: { Service: 'logs.amazonaws.com' } }],
    ['nobody', { Principal: undefined }],
    ['everybody but one', { NotPrincipal: { AWS: '1' } }],
    ['all actions but one', { NotAction: 's3:GetObject' }],
    ['another service', { Action: 'ec2:RunInstances' }],
    ['an action that OSS does not have', { Action: 's3:PutObjectRetention' }],
    ['no action', { Action: [] }],
    ['another resource', { Resource: 'acs:oss:*:*:pail/*' }],
    ['a resource with one unknown character', { Resource: 'arn:aws:s3:::pail/?' }],
    ['a variable in a resource', { Resource: 'arn:aws:s3:::pail/${aws:username}/*' }],
    ['a variable in a condition', { Condition: { StringLike: { 's3:prefix': '${aws:username}/*' } } }],
    ['a key that OSS does not have', { Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } }],
    ['a tag without a name', { Condition: { StringEquals: { 's3:ExistingObjectTag': 'x' } } }],
    ['one key in two spellings', { Condition: { StringEquals: { 's3:prefix': 'a', 'S3:Prefix': 'b' } } }],
    ['a condition that is none', { Condition: 'x' }],
  ])('is refused where it speaks of %s', (_, more) => {
    expect(() => translatePolicy(policyOf(more))).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }))
  })

  it('is refused by the reader of OSS where only that can know', () => {
    expect(() => translated({ Resource: 'arn:aws:s3:::other/*' })).toThrow(/is not in the bucket pail/)
    expect(() => translated({ Condition: { ArnLike: { 'aws:SourceIp': 'x' } } })).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }))
    expect(() => translated({ Effect: 'Maybe' })).toThrow(/Allow or Deny/)
  })
})
