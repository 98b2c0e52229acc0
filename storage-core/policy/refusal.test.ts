import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { authorize } from './authorize.ts'
import { requestOf, type Asked, type Draft, type Setting } from './test-support/world.ts'

function refusalOf(asked: Asked, setting: Setting): readonly [message: string, ec: string | undefined] {
  try {
    authorize(requestOf(asked, setting))
  } catch (error) {
    if (isOssError(error, 'AccessDenied')) return [error.message, error.ec]
    throw error
  }
  throw new Error('Nothing was refused')
}

const get = { action: 'oss:GetObject', key: 'a' } as const
const bucketDeny: Draft = { Effect: 'Deny', Principal: ['1001', 'arn:sts::1000:assumed-role/reader/*'], Action: 'oss:GetObject', Resource: '*' }
const ramDeny: Draft = { Effect: 'Deny', Action: 'oss:GetObject', Resource: '*' }
const other: Draft = { Effect: 'Allow', Action: 'oss:PutObject', Resource: '*' }

describe('authorize, for a refusal by policy', () => {
  it.each<[string, Asked, Setting, string, string]>([
    ['the bucket policy', { who: 'alice', ...get }, { bucketPolicy: [bucketDeny] }, 'Access denied by bucket policy.', '0003-00000101'],
    ['a RAM policy', { who: 'alice', ...get }, { alice: [ramDeny] }, "Access denied by authorizer's policy.", '0003-00000201'],
    ['both', { who: 'alice', ...get }, { alice: [ramDeny], bucketPolicy: [bucketDeny] }, "Access denied by authorizer's policy.", '0003-00000203'],
    ['a session policy', { who: 'reader', ...get }, { session: [other] }, "Access denied by authorizer's policy.", '0003-00000301'],
    ['a Deny of a session policy', { who: 'reader', ...get }, { session: [ramDeny] }, "Access denied by authorizer's policy.", '0003-00000301'],
    ['no policy', { who: 'alice', action: 'oss:PutBucket', key: 'new' }, {}, "Access denied by authorizer's policy.", '0003-00000202'],
    ['nothing but the ACL', { who: 'alice', ...get }, {}, 'You have no right to access this object because of bucket acl.', '0003-00000001'],
    ['the object’s ACL', { who: 'alice', ...get, objectAcl: 'private' }, {}, 'You have no right to access this object because of object acl.', '0003-00000001'],
    ['being a stranger', { who: 'alice', action: 'oss:GetBucketInfo' }, {}, 'The bucket you access does not belong to you.', '0003-00000001'],
    ['blocked public access', { who: 'paula', ...get }, { acl: 'public-read', blockPublicAccess: true }, 'You have no right to access this object because of public access block.', '0003-00000001'],
    ['the bucket policy, unsigned', { who: 'anonymous', ...get }, { bucketPolicy: [{ ...bucketDeny, Principal: '*' }] }, 'Access denied by bucket policy.', '0003-00000101'],
  ])('tells of %s', (_title, asked, setting, message, ec) => {
    expect(refusalOf(asked, setting)).toEqual([message, ec])
  })
})
