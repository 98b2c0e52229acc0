import { describe, expect, it } from 'vitest'
import { needs } from './evaluate.ts'
import { requestOf, type Asked, type Draft, type Setting } from './test-support/world.ts'

const objects = 'acs:oss:*:*:data/*'
const needed = (asked: Asked, setting: Setting = {}) =>
  Object.entries(needs(requestOf(asked, setting)))
    .filter(([, needed]) => needed)
    .map(([name]) => name)
const tagged = (key: string): Draft => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'oss:GetObject',
  Resource: 'acs:oss:*:*:data/tagged/*',
  Condition: { StringEquals: { [key]: 'yes' } },
})

describe('needs', () => {
  it('asks for no ACL where a policy decides', () => {
    const allows: Setting = { bucketPolicy: [{ Effect: 'Allow', Principal: '*', Action: 'oss:GetObject', Resource: objects }] }
    const denies: Setting = { bucketPolicy: [{ Effect: 'Deny', Principal: '*', Action: 'oss:GetObject', Resource: objects }] }
    for (const setting of [allows, denies]) {
      expect(needed({ who: 'anonymous', action: 'oss:GetObject', key: 'a' }, setting)).toEqual([])
      expect(needed({ who: 'anonymous', action: 'oss:PutObject', key: 'a' }, setting)).toEqual(['objectAcl'])
    }
  })

  it('asks for no ACL where public access is blocked, or a session policy refuses', () => {
    expect(needed({ who: 'anonymous', action: 'oss:GetObject', key: 'a' }, { blockPublicAccess: true })).toEqual([])
    const session: Setting = { session: [{ Effect: 'Allow', Action: 'oss:PutObject', Resource: '*' }] }
    expect(needed({ who: 'reader', action: 'oss:GetObject', key: 'a' }, session)).toEqual([])
    expect(needed({ who: 'reader', action: 'oss:PutObject', key: 'a' }, session)).toEqual(['objectAcl'])
  })

  it('asks for tags only where a statement that concerns the request does', () => {
    const setting: Setting = { bucketPolicy: [tagged('oss:ExistingObjectTag/open'), tagged('oss:BucketTag/open')] }
    expect(needed({ who: 'anonymous', action: 'oss:GetObject', key: 'tagged/a' }, setting)).toEqual(['objectAcl', 'objectTags', 'bucketTags'])
    expect(needed({ who: 'anonymous', action: 'oss:GetObject', key: 'other/a' }, setting)).toEqual(['objectAcl'])
    expect(needed({ who: 'anonymous', action: 'oss:PutObject', key: 'tagged/a' }, setting)).toEqual(['objectAcl'])
    expect(needed({ who: 'owner', action: 'oss:GetObject', key: 'tagged/a' }, setting)).toEqual(['objectTags', 'bucketTags'])
  })

  it('asks for no tags of an object where there is none', () => {
    const alice: Draft = { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'oss:ExistingObjectTag/a': 'b' } } }
    expect(needed({ who: 'alice', action: 'oss:ListObjects' }, { alice: [alice] })).toEqual([])
    expect(needed({ who: 'alice', action: 'oss:ListBuckets' }, { alice: [alice] })).toEqual([])
    expect(needed({ who: 'alice', action: 'oss:PutObjectAcl', key: 'a' }, { alice: [alice] })).toEqual(['objectTags'])
  })

  it('asks for nothing for tags that the request itself gives', () => {
    expect(needed({ who: 'owner', action: 'oss:GetObject', key: 'tagged/a' }, { bucketPolicy: [tagged('oss:RequestObjectTag/open')] })).toEqual([])
  })
})
