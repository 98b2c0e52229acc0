import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { verifyForm } from './post-policy.ts'
import { createSigningKeyCache } from './v4.ts'

const b64 = (text: string) => Buffer.from(text).toString('base64')
const outcome = (fields: Record<string, string>, nowMs = 0) => {
  try {
    return verifyForm(new Map(Object.entries(fields)), {
      nowMs,
      findKey: (id) => (id === 'ak' ? { accessKeySecret: 'sk' } : undefined),
      signingKey: createSigningKeyCache(),
    })
  } catch (error) {
    return isOssError(error) ? `${error.code} ${error.ec ?? ''}`.trim() : String(error)
  }
}

describe('signatures of forms', () => {
  const policyV1 = b64('{"expiration":"2030-01-01T00:00:00.000Z","conditions":[{"bucket":"examplebucket"},["starts-with","$key","user/"]]}')
  const v1 = { ossaccesskeyid: 'ak', signature: '7iP5qhXePKHLU1rD8t5p8NgzJ0A=', policy: policyV1 }
  const policyV4 = b64(
    '{"expiration":"2030-01-01T00:00:00.000Z","conditions":[{"bucket":"examplebucket"},{"x-oss-signature-version":"OSS4-HMAC-SHA256"},{"x-oss-credential":"ak/20291231/cn-hangzhou/oss/aliyun_v4_request"},{"x-oss-date":"20291231T000000Z"},["starts-with","$key","user/"]]}',
  )
  const v4 = {
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    'x-oss-credential': 'ak/20291231/cn-hangzhou/oss/aliyun_v4_request',
    'x-oss-date': '20291231T000000Z',
    'x-oss-signature': '0a71c19a3f04877fbc2d1d31c0639e0d0e434f5a71ef4f9d86732c5fb95ff51f',
    policy: policyV4,
  }
  const signedMs = Date.UTC(2029, 11, 31)
  const dayMs = 86_400_000

  it('of version 1 cover the policy', () => {
    expect(outcome(v1)).toEqual({ kind: 'signed', accessKeyId: 'ak', policy: policyV1, version: 'v1' })
    expect(outcome({ ...v1, policy: b64('{}') })).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v1, signature: 'x' })).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v1, ossaccesskeyid: 'nobody' })).toMatch(/^InvalidAccessKeyId/)
  })
  it('of version 4 cover the policy, for seven days', () => {
    expect(outcome(v4, signedMs)).toEqual({ kind: 'signed', accessKeyId: 'ak', policy: policyV4, version: 'v4' })
    expect(outcome(v4, signedMs + 7 * dayMs)).toMatchObject({ kind: 'signed' })
    expect(outcome(v4, signedMs + 7 * dayMs + 1)).toMatch(/^AccessDenied/)
    expect(outcome(v4, signedMs - dayMs)).toMatch(/^RequestTimeTooSkewed/)
    expect(outcome({ ...v4, policy: policyV1 }, signedMs)).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v4, 'x-oss-credential': 'ak/20291231/cn-beijing/oss/aliyun_v4_request' }, signedMs)).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v4, 'x-oss-date': '20291230T000000Z' }, signedMs)).toMatch(/^InvalidArgument/)
    expect(outcome({ ...v4, 'x-oss-signature-version': 'OSS2' }, signedMs)).toMatch(/^InvalidArgument/)
  })
  it('are missed field by field, and never make a form anonymous', () => {
    expect(outcome({ key: 'k' })).toEqual({ kind: 'anonymous' })
    expect(outcome({ policy: policyV1 })).toBe('InvalidArgument 0002-00000706')
    expect(outcome({ ossaccesskeyid: 'ak', policy: policyV1 })).toBe('InvalidArgument 0002-00000702')
    expect(outcome({ ossaccesskeyid: 'ak', signature: 'x' })).toBe('InvalidArgument 0002-00000709')
    for (const name of Object.keys(v4)) {
      const { [name as keyof typeof v4]: _, ...rest } = v4
      expect(outcome(rest, signedMs), name).toMatch(/^InvalidArgument/)
    }
    expect(outcome({ ...v1, 'x-oss-security-token': 'token' })).toMatch(/^InvalidSecurityToken/)
  })
})
