import { describe, expect, it } from 'vitest'
import type { Bucket } from '../../model/bucket.ts'
import type { BucketSettings } from '../../model/bucket-settings.ts'
import { ossError } from '../../model/oss-error.ts'
import type { OssAction } from '../../policy/actions.ts'
import type { Identity } from '../request-context.ts'
import { createAuthorizer, isUnquestioned } from './authorizer.ts'
import { compileRules } from './bucket-rules.ts'
import type { AskingRequest } from './request-facts.ts'

const bucket: Bucket = {
  name: 'bucket',
  owner: { id: '1', displayName: 'owner' },
  region: 'cn-hangzhou',
  createdMs: 0,
  acl: 'private',
  storageClass: 'Standard',
  dataRedundancyType: 'LRS',
  tags: {},
}
const identityOf = (accountId: string): Identity => ({
  kind: 'account',
  owner: { id: accountId, displayName: '' },
  accessKeyId: 'key',
  isTemporary: false,
  principal: { kind: 'account', accountId },
})
const owner = identityOf('1')
const stranger = identityOf('2')
const nobody: Identity = { kind: 'anonymous', principal: { kind: 'anonymous' } }
const policy = (...statements: object[]) => ({ policy: { text: JSON.stringify({ Version: '1', Statement: statements }) } })
const everyone = { Effect: 'Allow', Principal: ['*'], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:bucket/*' }

/** A request that tells which parts of it were looked at, and an engine that tells what it was asked. */
function rig(settings: Partial<BucketSettings> = {}, changes: Partial<Bucket> = {}) {
  const asked: string[] = []
  const lookedAt = new Set<string | symbol>()
  const request = new Proxy<AskingRequest>(
    { headers: {}, query: [], clientAddress: '127.0.0.1', isSecure: false, isPresigned: false },
    {
      get(target, name) {
        lookedAt.add(name)
        return Reflect.get(target, name) as unknown
      },
    },
  )
  const answer = <T>(name: string, value: T) => () => {
    asked.push(name)
    return Promise.resolve(value)
  }
  const authorizer = createAuthorizer(
    { getObjectAcl: answer('acl', { owner: bucket.owner, acl: 'default' as const }), getObjectTagging: answer('tags', { tags: { colour: 'red' } }) },
    () => 0,
  )
  const rules = compileRules({ bucket: { ...bucket, ...changes }, settings, account: {} })
  return {
    asked,
    lookedAt,
    rules,
    request,
    allow: (identity: Identity, action: OssAction = 'oss:GetObject') => authorizer.allow({ request, identity, action, address: { bucket: 'bucket', key: 'k' }, rules }),
  }
}

describe('createAuthorizer', () => {
  it('lets the owner of a bucket without a policy do anything without a look at the request or the object', () => {
    const { allow, asked, lookedAt } = rig({ cors: { rules: [], responseVary: false }, requestPayment: { payer: 'Requester' } })
    for (const action of ['oss:GetObject', 'oss:PutObject', 'oss:DeleteBucket', 'oss:PutBucketPolicy'] as const) expect(allow(owner, action)).toBeUndefined()
    expect([asked, [...lookedAt]]).toEqual([[], ['isPresigned']])
  })
  it('reads no header of anybody while there is no policy, and the ACL of the object once', async () => {
    const { allow, asked, lookedAt } = rig({}, { acl: 'public-read' })
    await allow(nobody)
    expect([asked, [...lookedAt]]).toEqual([['acl'], ['isPresigned']])
  })
  it('looks nothing up where a policy decides by itself', () => {
    const { allow, asked } = rig(policy(everyone))
    for (const identity of [owner, stranger, nobody]) expect(allow(identity)).toBeUndefined()
    expect(asked).toEqual([])
  })
  it('looks up the tags of an object where a policy asks for them', async () => {
    const { allow, asked } = rig(policy({ ...everyone, Condition: { StringEquals: { 'oss:ExistingObjectTag/colour': 'red' } } }))
    await allow(nobody)
    expect(asked).toContain('tags')
  })
  it('takes everything about an object that is not there for absent', async () => {
    const { rules, request } = rig(policy({ ...everyone, Condition: { StringEquals: { 'oss:ExistingObjectTag/colour': 'red' } } }))
    const wish = { request, rules, identity: nobody, action: 'oss:GetObject', address: { bucket: 'bucket', key: 'k' } } as const
    const failing = (thrown: Error) => {
      const fail = async () => {
        throw thrown
      }
      return createAuthorizer({ getObjectAcl: fail, getObjectTagging: fail }, () => 0)
    }
    await expect(failing(ossError('NoSuchKey')).allow(wish)).rejects.toMatchObject({ code: 'AccessDenied' })
    await expect(failing(new Error('the disk broke')).allow(wish)).rejects.toThrow('the disk broke')
  })
  it('refuses by policy in the words of OSS', () => {
    const { allow } = rig(policy({ ...everyone, Effect: 'Deny', Principal: ['2'] }), { acl: 'public-read-write' })
    expect(() => allow(stranger)).toThrow('Access denied by bucket policy.')
  })
})

describe('a policy that cannot be read any more', () => {
  it('closes the bucket to everyone but its owner', () => {
    for (const text of ['', '{', JSON.stringify({ Version: '2', Statement: [] })]) {
      const { allow } = rig({ policy: { text } }, { acl: 'public-read-write' })
      for (const action of ['oss:GetObject', 'oss:PutObject', 'oss:ListObjects'] as const) {
        for (const identity of [stranger, nobody]) expect(() => allow(identity, action)).toThrow('Access denied by bucket policy.')
      }
      for (const action of ['oss:GetObject', 'oss:DeleteBucketPolicy', 'oss:PutBucketPolicy'] as const) expect(allow(owner, action)).toBeUndefined()
    }
  })
})

describe('isUnquestioned', () => {
  const presigned = { isPresigned: true }
  const plain = { isPresigned: false }
  const referer = { allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: [], blacklist: [] }
  it('is the owner where nothing is configured that binds the owner', () => {
    expect(isUnquestioned(plain, owner, rig().rules)).toBe(true)
    expect(isUnquestioned(presigned, owner, rig().rules)).toBe(true)
    expect(isUnquestioned(plain, owner, rig({ referer }).rules)).toBe(true)
    expect(isUnquestioned(presigned, owner, rig({ referer }).rules)).toBe(false)
    expect(isUnquestioned(plain, owner, rig(policy(everyone)).rules)).toBe(false)
    expect(isUnquestioned(plain, stranger, rig().rules)).toBe(false)
    expect(isUnquestioned(plain, nobody, rig().rules)).toBe(false)
    expect(isUnquestioned(plain, { ...stranger, kind: 'user', owner: bucket.owner } as Identity, rig().rules)).toBe(false)
  })
})
