import { describe, expect, it } from 'vitest'
import { parseStrictJson, type JsonObject } from '../../../../storage-core/policy/strict-json.ts'
import { printJson } from './raw-policy.ts'
import { trustedBy, withTrusted } from './trust.ts'

const statement = (principal: unknown) => parseStrictJson(JSON.stringify({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, Extra: 1 }), 32) as JsonObject
const written = (changed: JsonObject) => JSON.parse(printJson(changed, '')) as unknown

describe('whom a role trusts', () => {
  it('is one list of names, each of which goes back to its group', () => {
    const before = statement({ RAM: ['acs:ram::1:root'], Service: 'ecs.aliyuncs.com' })
    expect(trustedBy(before)).toEqual(['acs:ram::1:root', 'ecs.aliyuncs.com'])
    expect(written(withTrusted(before, ['fc.aliyuncs.com', 'acs:ram::1:saml-provider/company', 'acs:ram::1:user/alice', 'fc.aliyuncs.com']))).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: ['acs:ram::1:user/alice'], Service: ['fc.aliyuncs.com'], Federated: ['acs:ram::1:saml-provider/company'] },
      Extra: 1,
    })
    expect(written(withTrusted(before, []))).toEqual({ Effect: 'Allow', Action: 'sts:AssumeRole', Extra: 1 })
  })

  it('stays JSON where it has another form, so that nothing of it is lost', () => {
    for (const principal of ['*', ['1'], { RAM: [1] }, { AWS: ['x'] }, { Service: ['acs:ram::1:root'] }]) expect(trustedBy(statement(principal))).toBeUndefined()
  })
})
