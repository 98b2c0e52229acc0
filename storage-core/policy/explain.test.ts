import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { requestOf, type Asked, type Setting } from './test-support/world.ts'

const objects = 'acs:oss:*:*:data/*'
const stages = (asked: Asked, setting: Setting = {}) =>
  explain(requestOf(asked, setting)).stages.map(({ stage, outcome, statements }) => {
    const where = statements.map(({ policy, policyName, index, sid }) => `${policyName ?? policy}[${sid ?? index}]`)
    return [stage, outcome, ...where].join(' ')
  })

describe('explain', () => {
  it('shows a request of the owner', () => {
    expect(stages({ who: 'owner', action: 'oss:GetObject', key: 'a' })).toEqual([
      'explicit-deny none',
      'session-policy skipped',
      'identity-policies skipped',
      'bucket-policy skipped',
      'owner allow',
      'block-public-access skipped',
      'object-acl skipped',
      'bucket-acl skipped',
    ])
  })

  it('shows the ACL that lets a stranger in, and the policies that had nothing to say', () => {
    const setting: Setting = { acl: 'public-read', bucketPolicy: [{ Effect: 'Deny', Principal: ['1002'], Action: 'oss:*', Resource: '*' }] }
    expect(stages({ who: 'paula', action: 'oss:GetObject', key: 'a' }, setting)).toEqual([
      'explicit-deny none',
      'session-policy skipped',
      'identity-policies narrowed paula[0]',
      'bucket-policy none',
      'owner none',
      'block-public-access skipped',
      'object-acl none',
      'bucket-acl allow',
    ])
  })

  it('shows every statement that denies, and the Allow that came too late', () => {
    const setting: Setting = {
      bucketPolicy: [
        { Effect: 'Allow', Principal: ['1001'], Action: 'oss:*', Resource: objects },
        { Sid: 'never', Effect: 'Deny', Principal: '*', Action: 'oss:Delete*', Resource: objects },
      ],
      alice: [{ Effect: 'Deny', Action: 'oss:DeleteObject', Resource: '*' }],
    }
    expect(stages({ who: 'alice', action: 'oss:DeleteObject', key: 'a' }, setting)).toEqual([
      'explicit-deny deny alice[0] bucket[never]',
      'session-policy skipped',
      'identity-policies skipped',
      'bucket-policy skipped bucket[0]',
      'owner skipped',
      'block-public-access skipped',
      'object-acl skipped',
      'bucket-acl skipped',
    ])
  })

  it('shows a session that narrows a role, and one that does not', () => {
    const setting: Setting = {
      reader: [{ Effect: 'Allow', Action: 'oss:GetObject', Resource: '*' }],
      session: [{ Sid: 'reports', Effect: 'Allow', Action: 'oss:*', Resource: 'acs:oss:*:*:data/reports/*' }],
    }
    expect(stages({ who: 'reader', action: 'oss:GetObject', key: 'a' }, setting).slice(0, 3)).toEqual([
      'explicit-deny none',
      'session-policy deny',
      'identity-policies skipped reader[0]',
    ])
    expect(stages({ who: 'reader', action: 'oss:GetObject', key: 'reports/a' }, setting).slice(0, 4)).toEqual([
      'explicit-deny none',
      'session-policy none session[reports]',
      'identity-policies allow reader[0]',
      'bucket-policy skipped',
    ])
  })

  it('shows what is blocked of a public policy and of a public ACL', () => {
    const setting: Setting = {
      acl: 'public-read',
      blockPublicAccess: true,
      bucketPolicy: [{ Effect: 'Allow', Principal: '*', Action: 'oss:GetObject', Resource: objects }],
    }
    expect(stages({ who: 'anonymous', action: 'oss:GetObject', key: 'a' }, setting)).toEqual([
      'explicit-deny none',
      'session-policy skipped',
      'identity-policies skipped',
      'bucket-policy narrowed bucket[0]',
      'owner none',
      'block-public-access deny',
      'object-acl skipped',
      'bucket-acl skipped',
    ])
  })

  it('shows that what manages a bucket is the owner’s', () => {
    expect(stages({ who: 'partner', action: 'oss:DeleteBucket' }).slice(3)).toEqual([
      'bucket-policy skipped',
      'owner deny',
      'block-public-access skipped',
      'object-acl skipped',
      'bucket-acl skipped',
    ])
  })
})
