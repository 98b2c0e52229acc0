import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import { verifyForm } from './post-policy.ts'
import { presignUrl, signRequest } from './sign.ts'
import { requireKey, type SigningKeyRecord } from './signing-key.ts'
import { createSigningKeyCache } from './v4.ts'
import { verifySignature } from './verify.ts'

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5)
const expiresMs = nowMs + 900_000
const keys: Readonly<Record<string, SigningKeyRecord>> = {
  ak: { accessKeySecret: 'sk' },
  off: { accessKeySecret: 'sk', isDisabled: true },
  'STS.one': { accessKeySecret: 'sk', securityToken: { value: 'token-one', expiresMs } },
  'STS.two': { accessKeySecret: 'sk', securityToken: { value: 'token-two', expiresMs } },
}
const findKey = (id: string) => keys[id]

const attempt = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (isOssError(error)) return error.code
    throw error
  }
}

const cases: readonly (readonly [string, string, string | undefined, string])[] = [
  ['a permanent key', 'ak', undefined, 'accepted'],
  ['a permanent key with a token', 'ak', 'token-one', 'InvalidSecurityToken'],
  ['a temporary key with its token', 'STS.one', 'token-one', 'accepted'],
  ['a temporary key without a token', 'STS.one', undefined, 'InvalidAccessKeyId'],
  ['a temporary key with the token of another', 'STS.one', 'token-two', 'AccessKeyIdAndSecurityTokenNotMatch'],
  ['a temporary key with a token cut short', 'STS.one', 'token-on', 'AccessKeyIdAndSecurityTokenNotMatch'],
  ['a temporary key with an empty token', 'STS.one', '', 'AccessKeyIdAndSecurityTokenNotMatch'],
  ['an unknown temporary key with a token', 'STS.none', 'token-one', 'InvalidSecurityToken'],
  ['an unknown temporary key without a token', 'STS.none', undefined, 'InvalidAccessKeyId'],
  ['an unknown key', 'none', undefined, 'InvalidAccessKeyId'],
  ['an unknown key with a token', 'none', 'token-one', 'InvalidAccessKeyId'],
  ['a disabled key', 'off', undefined, 'InvalidAccessKeyId'],
]

describe('requireKey', () => {
  it.each(cases)('answers %s', (_, accessKeyId, token, expected) => {
    expect(attempt(() => requireKey(accessKeyId, token === undefined ? [] : [token], { nowMs, findKey }))).toBe(expected)
  })
  it('ends a temporary key to the millisecond', () => {
    expect(attempt(() => requireKey('STS.one', ['token-one'], { nowMs: expiresMs - 1, findKey }))).toBe('accepted')
    expect(attempt(() => requireKey('STS.one', ['token-one'], { nowMs: expiresMs, findKey }))).toBe('SecurityTokenExpired')
  })
  it('wants every token to be the right one', () => {
    expect(attempt(() => requireKey('STS.one', ['token-one', 'token-one'], { nowMs, findKey }))).toBe('accepted')
    expect(attempt(() => requireKey('STS.one', ['token-one', 'token-two'], { nowMs, findKey }))).toBe('AccessKeyIdAndSecurityTokenNotMatch')
  })
})

describe.each(['v1', 'v4'] as const)('security tokens in %s', (version) => {
  const input = (accessKeyId: string, token: string | undefined) => ({
    method: 'GET',
    bucket: 'bucket',
    key: 'k',
    region: 'cn-hangzhou',
    credential: { accessKeyId, accessKeySecret: 'sk', ...(token === undefined ? {} : { securityToken: token }) },
    version,
    now: nowMs,
  })
  const verify = (request: Parameters<typeof verifySignature>[0], at = nowMs) =>
    attempt(() => verifySignature(request, { nowMs: at, findKey, signingKey: createSigningKeyCache() }))

  it.each(cases)('in a header: %s', (_, accessKeyId, token, expected) => {
    const request = input(accessKeyId, token)
    expect(verify({ ...request, query: [], headers: signRequest(request) })).toBe(expected)
  })
  it.each(cases)('in a link: %s', (_, accessKeyId, token, expected) => {
    const request = input(accessKeyId, token)
    expect(verify({ ...request, query: presignUrl({ ...request, expiresSeconds: 60 }), headers: {} })).toBe(expected)
  })
  it('let no link outlive its token', () => {
    const request = input('STS.one', 'token-one')
    const link = { ...request, query: presignUrl({ ...request, expiresSeconds: 604_800 }), headers: {} }
    expect(verify(link, expiresMs - 1)).toBe('accepted')
    expect(verify(link, expiresMs)).toBe('SecurityTokenExpired')
  })
  it('are covered by the signature', () => {
    const request = input('STS.one', 'token-two')
    const headers = { ...signRequest(request), 'x-oss-security-token': 'token-one' }
    expect(verify({ ...request, query: [], headers })).toBe('SignatureDoesNotMatch')
    const name = version === 'v1' ? 'security-token' : 'x-oss-security-token'
    const query = presignUrl({ ...request, expiresSeconds: 60 }).map(([key, value]) => [key, key === name ? 'token-one' : value] as const)
    expect(verify({ ...request, query, headers: {} })).toBe('SignatureDoesNotMatch')
  })
})

describe('security tokens in forms', () => {
  const policy = Buffer.from('{"expiration":"2030-01-01T00:00:00.000Z","conditions":[]}').toString('base64')
  it.each(cases)('answer %s', (_, accessKeyId, token, expected) => {
    const fields = new Map([
      ['ossaccesskeyid', accessKeyId],
      ['policy', policy],
      ['signature', createHmac('sha1', 'sk').update(policy).digest('base64')],
    ])
    if (token !== undefined) fields.set('x-oss-security-token', token)
    expect(attempt(() => verifyForm(fields, { nowMs, findKey, signingKey: createSigningKeyCache() }))).toBe(expected)
  })
})
