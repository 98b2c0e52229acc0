import { describe, expect, it } from 'vitest'
import { actions, type OssAction } from './actions.ts'
import { authorize, decide, needsObjectAcl, type AuthorizationRequest, type Principal } from './authorize.ts'

const owner: Principal = { kind: 'account', accountId: '1' }
const stranger: Principal = { kind: 'account', accountId: '2' }
const anonymous: Principal = { kind: 'anonymous' }
const all = Object.keys(actions) as OssAction[]
const bucketAcls = ['private', 'public-read', 'public-read-write'] as const
const objectAcls = [undefined, 'default', ...bucketAcls] as const

const request = (
  principal: Principal,
  action: OssAction,
  acl: (typeof bucketAcls)[number],
  objectAcl?: (typeof objectAcls)[number],
): AuthorizationRequest => ({
  principal,
  action,
  ...(actions[action].scope === 'service' ? {} : { bucket: { ownerId: '1', acl } }),
  ...(objectAcl === undefined ? {} : { objectAcl }),
})

describe('decide', () => {
  it.each(all)('lets the owner do %s whatever the ACLs say', (action) => {
    for (const acl of bucketAcls) {
      for (const objectAcl of objectAcls) expect(decide(request(owner, action, acl, objectAcl)).allowed).toBe(true)
    }
  })

  it('opens reading and writing objects, and nothing else, to everyone by ACL', () => {
    for (const principal of [anonymous, stranger]) {
      for (const action of all) {
        for (const acl of bucketAcls) {
          for (const objectAcl of objectAcls) {
            const row = actions[action]
            const effective = objectAcl === undefined || objectAcl === 'default' ? acl : objectAcl
            const expected =
              row.scope === 'service'
                ? principal.kind === 'account'
                : row.kind === 'read'
                  ? effective !== 'private'
                  : row.kind === 'write' && effective === 'public-read-write'
            expect(decide(request(principal, action, acl, objectAcl)).allowed, `${principal.kind} ${action} ${acl} ${objectAcl}`).toBe(
              expected,
            )
          }
        }
      }
    }
  })

  it('never lets anyone but the owner list a bucket', () => {
    expect(decide(request(anonymous, 'oss:ListObjects', 'public-read-write'))).toEqual({
      allowed: false,
      reason: 'management-by-stranger',
    })
  })

  it('names the ACL that decided', () => {
    expect(decide(request(anonymous, 'oss:GetObject', 'public-read', 'private')).reason).toBe('object-acl')
    expect(decide(request(anonymous, 'oss:GetObject', 'public-read', 'default')).reason).toBe('bucket-acl')
  })
})

describe('needsObjectAcl', () => {
  it('is false for the owner, whose requests are the common ones', () => {
    expect(needsObjectAcl(request(owner, 'oss:GetObject', 'private'))).toBe(false)
    expect(needsObjectAcl(request(anonymous, 'oss:GetObject', 'private'))).toBe(true)
    expect(needsObjectAcl(request(anonymous, 'oss:ListObjects', 'private'))).toBe(false)
  })
})

describe('authorize', () => {
  it.each([
    [anonymous, 'oss:GetObject', 'Anonymous user has no right to access this object.'],
    [anonymous, 'oss:ListObjects', 'Anonymous user has no right to access this bucket.'],
    [anonymous, 'oss:ListBuckets', 'Anonymous user has no right to access this bucket.'],
    [stranger, 'oss:GetObject', 'You have no right to access this object because of bucket acl.'],
    [stranger, 'oss:DeleteBucket', 'The bucket you access does not belong to you.'],
    [stranger, 'oss:PutObjectAcl', 'You have no right to access this object.'],
  ] as const)('refuses in the words of OSS (%#)', (principal, action, message) => {
    expect(() => {
      authorize(request(principal, action, 'private'))
    }).toThrow(message)
  })
})
