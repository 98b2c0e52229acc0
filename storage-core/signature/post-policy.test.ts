import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { verifyForm } from './post-policy.ts'
import { signForm, type SignFormInput } from './sign-form.ts'
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
    expect(outcome(v1)).toEqual({ kind: 'signed', accessKeyId: 'ak', policy: policyV1, dialect: 'oss', version: 'v1' })
    expect(outcome({ ...v1, policy: b64('{}') })).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v1, signature: 'x' })).toMatch(/^SignatureDoesNotMatch/)
    expect(outcome({ ...v1, ossaccesskeyid: 'nobody' })).toMatch(/^InvalidAccessKeyId/)
  })
  it('of version 4 cover the policy, for seven days', () => {
    expect(outcome(v4, signedMs)).toEqual({ kind: 'signed', accessKeyId: 'ak', policy: policyV4, dialect: 'oss', version: 'v4' })
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

// The form of AWS documentation, "Examples: Browser-Based Upload using HTTP POST", whose lines end as HTTP's do.
const awsPolicy = b64(
  `{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}`.replaceAll('\n', '\r\n'),
)

describe('signatures of forms by AWS’s rules', () => {
  const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
  const nowMs = Date.UTC(2015, 11, 29)
  const fields = {
    'x-amz-credential': `${accessKeyId}/20151229/us-east-1/s3/aws4_request`,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-date': '20151229T000000Z',
    'x-amz-signature': '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
    policy: awsPolicy,
  }
  const verify = (changed: Record<string, string>, at = nowMs) => {
    try {
      return verifyForm(new Map(Object.entries(changed)), {
        nowMs: at,
        findKey: (id) => (id === accessKeyId ? { accessKeySecret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } : undefined),
        signingKey: createSigningKeyCache(),
      })
    } catch (error) {
      if (isOssError(error)) return error.code
      throw error
    }
  }
  it('verify as the documentation’s example', () => {
    expect(verify(fields)).toEqual({ kind: 'signed', accessKeyId, policy: awsPolicy, dialect: 's3', version: 'v4' })
  })
  it('are missed field by field', () => {
    for (const name of Object.keys(fields)) {
      const { [name as keyof typeof fields]: _, ...rest } = fields
      expect(verify(rest), name).toBe('InvalidArgument')
    }
  })
  it.each([
    ['another policy', { policy: b64('{}') }, 'SignatureDoesNotMatch'],
    ['another region', { 'x-amz-credential': `${accessKeyId}/20151229/eu-west-1/s3/aws4_request` }, 'SignatureDoesNotMatch'],
    ['another service', { 'x-amz-credential': `${accessKeyId}/20151229/us-east-1/iam/aws4_request` }, 'InvalidArgument'],
    ['another day', { 'x-amz-date': '20151230T000000Z' }, 'InvalidArgument'],
    ['another algorithm', { 'x-amz-algorithm': 'AWS4-HMAC-SHA1' }, 'InvalidArgument'],
    ['an unknown key', { 'x-amz-credential': 'nobody/20151229/us-east-1/s3/aws4_request' }, 'InvalidAccessKeyId'],
    ['a token that belongs to nobody', { 'x-amz-security-token': 'token' }, 'InvalidSecurityToken'],
    ['the key of OSS beside it', { ossaccesskeyid: accessKeyId }, 'InvalidArgument'],
    ['the credential of OSS beside it', { 'x-oss-credential': 'x' }, 'InvalidArgument'],
  ])('refuse %s', (_, change, code) => {
    expect(verify({ ...fields, ...change })).toBe(code)
  })
})

describe('signForm', () => {
  const now = Date.UTC(2026, 0, 2)
  const input: SignFormInput = {
    scheme: 'oss-v4',
    credential: { accessKeyId: 'STS.ak', accessKeySecret: 'sk', securityToken: 'token' },
    region: 'cn-hangzhou',
    now,
    expiresMs: now + 60_000,
    conditions: [{ bucket: 'b' }, ['starts-with', '$key', 'user/'], ['content-length-range', 1, 10]],
  }
  it.each(['oss-v1', 'oss-v4', 'aws-v2', 'aws-v4'] as const)('makes forms of %s that verify, and names their fields in the policy', (scheme) => {
    const fields = new Map(Object.entries(signForm({ ...input, scheme })).map(([name, value]) => [name.toLowerCase(), value]))
    const verified = verifyForm(fields, {
      nowMs: now,
      findKey: () => ({ accessKeySecret: 'sk', securityToken: { value: 'token', expiresMs: now + 1 } }),
      signingKey: createSigningKeyCache(),
    })
    expect(verified).toMatchObject({ accessKeyId: 'STS.ak', dialect: scheme.startsWith('oss') ? 'oss' : 's3', version: scheme.slice(-2) })
    const document = JSON.parse(Buffer.from(fields.get('policy') ?? '', 'base64').toString('utf8')) as { readonly conditions: readonly unknown[] }
    const named = document.conditions.flatMap((condition) => (Array.isArray(condition) ? [] : Object.keys(condition as object)))
    for (const name of fields.keys()) {
      if (name.endsWith('signature') || name.endsWith('accesskeyid') || name === 'policy') continue
      expect(named).toContain(name)
    }
  })
})
