import { describe, expect, it } from 'vitest'
import { actions, type OssAction } from './actions.ts'
import { authorize } from './authorize.ts'
import { evaluate, needs } from './evaluate.ts'
import { explain } from './explain.ts'
import type { Principal } from './principal.ts'
import type { AuthorizationRequest } from './request.ts'

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
  ...(actions[action].scope === 'service' ? {} : { bucket: { name: 'bucket', ownerId: '1', acl }, key: 'key' }),
  ...(objectAcl === undefined ? {} : { objectAcl }),
  facts: { timeMs: 0, secureTransport: true },
})

describe('evaluate, where there are no policies', () => {
  it.each(all)('lets the owner do %s whatever the ACLs say', (action) => {
    for (const acl of bucketAcls) {
      for (const objectAcl of objectAcls) expect(evaluate(request(owner, action, acl, objectAcl)).allowed).toBe(true)
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
            const title = `${principal.kind} ${action} ${acl} ${objectAcl}`
            expect(evaluate(request(principal, action, acl, objectAcl)).allowed, title).toBe(expected)
          }
        }
      }
    }
  })

  it('never lets anyone but the owner list a bucket', () => {
    expect(evaluate(request(anonymous, 'oss:ListObjects', 'public-read-write'))).toEqual({
      allowed: false,
      reason: 'management-by-stranger',
    })
  })

  it('lets nobody in whose request is about a bucket and does not say about which', () => {
    for (const principal of [owner, stranger, anonymous]) {
      const { bucket: _, ...lost } = request(principal, 'oss:GetObject', 'public-read-write')
      expect(evaluate(lost)).toEqual({ allowed: false, reason: 'no-policy-allows' })
      expect(explain(lost).decision).toEqual(evaluate(lost))
    }
  })

  it('names the ACL that decided', () => {
    expect(evaluate(request(anonymous, 'oss:GetObject', 'public-read', 'private')).reason).toBe('object-acl')
    expect(evaluate(request(anonymous, 'oss:GetObject', 'public-read', 'default')).reason).toBe('bucket-acl')
  })
})

describe('needs, where there are no policies', () => {
  it('asks for an object ACL only where one can decide', () => {
    expect(needs(request(owner, 'oss:GetObject', 'private')).objectAcl).toBe(false)
    expect(needs(request(anonymous, 'oss:GetObject', 'private')).objectAcl).toBe(true)
    expect(needs(request(anonymous, 'oss:ListObjects', 'private')).objectAcl).toBe(false)
    expect(needs(request(anonymous, 'oss:PutObjectAcl', 'private')).objectAcl).toBe(false)
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
