import { describe, expect, it } from 'vitest'
import { CredentialInput, problemOfProfile, ProfileFields, splitPresetPath } from './profiles.ts'

const fields = {
  name: 'Archive',
  colour: 'none',
  kind: 'oss',
  endpoint: 'oss-cn-hangzhou.aliyuncs.com',
  region: 'cn-hangzhou',
  addressing: 'automatic',
  signatureVersion: 'v4',
  presetPath: '',
  readOnly: false,
  caCertificate: '',
} as const

describe("a connection's settings", () => {
  it('are accepted for every kind of endpoint', () => {
    for (const change of [
      {},
      { endpoint: 'http://127.0.0.1:9000' },
      { endpoint: 'https://[::1]:9000/' },
      { endpoint: 'oss-cn-beijing-internal.aliyuncs.com', region: 'cn-beijing' },
      { endpoint: 'files.example.com', addressing: 'customDomain', presetPath: 'my-bucket' },
      { kind: 's3', endpoint: 'https://s3.example.com', region: 'us-east-1', addressing: 'path' },
      { kind: 's3', endpoint: 'https://s3.example.com', region: '', signatureVersion: 'v2' },
    ]) {
      expect(ProfileFields.safeParse({ ...fields, ...change }).success, JSON.stringify(change)).toBe(true)
    }
  })

  it.each([
    ['endpoint', { endpoint: 'http://' }],
    ['endpoint', { endpoint: 'https://host/path' }],
    ['endpoint', { endpoint: 'https://user:password@host' }],
    ['endpoint', { endpoint: 'two words' }],
    ['region', { region: '' }],
    ['signatureVersion', { signatureVersion: 'v2' }],
    ['signatureVersion', { kind: 's3', signatureVersion: 'v1' }],
    ['presetPath', { presetPath: 'Not A Bucket/x' }],
    ['bucketNeeded', { addressing: 'customDomain' }],
    ['caCertificate', { caCertificate: 'not a certificate' }],
  ] as const)('are refused by name: %s %j', (problem, change) => {
    expect(problemOfProfile({ ...fields, ...change })).toBe(problem)
    expect(ProfileFields.safeParse({ ...fields, ...change }).success).toBe(false)
  })

  it('split a preset path into a bucket and a prefix that ends in a slash', () => {
    expect(splitPresetPath('bucket')).toEqual({ bucket: 'bucket', prefix: '' })
    expect(splitPresetPath('bucket/')).toEqual({ bucket: 'bucket', prefix: '' })
    expect(splitPresetPath('bucket/a/b')).toEqual({ bucket: 'bucket', prefix: 'a/b/' })
    expect(splitPresetPath('/bucket')).toBeUndefined()
  })

  it('take no key that could break out of a header', () => {
    for (const accessKeySecret of ['', 'a b', 'a\r\nHost: x', '密钥']) expect(CredentialInput.safeParse({ accessKeyId: 'LTAI', accessKeySecret }).success).toBe(false)
    expect(CredentialInput.parse({ accessKeyId: ' LTAI\n', accessKeySecret: 'a+/=' })).toEqual({ accessKeyId: 'LTAI', accessKeySecret: 'a+/=' })
  })
})
