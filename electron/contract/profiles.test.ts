import { describe, expect, it } from 'vitest'
import { CredentialInput, ossPlaceOf, problemOfProfile, ProfileFields, splitPresetPath } from './profiles.ts'
import { systemProxy } from './proxy.ts'

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
  proxy: systemProxy,
} as const

describe("a connection's settings", () => {
  it('are accepted for every kind of endpoint', () => {
    for (const change of [
      {},
      { endpoint: 'http://127.0.0.1:9000' },
      { endpoint: 'https://[::1]:9000/' },
      { endpoint: 'oss-cn-beijing-internal.aliyuncs.com', region: 'cn-beijing' },
      { endpoint: 'files.example.com', addressing: 'customDomain', presetPath: 'my-bucket' },
      { endpoint: 'my-bucket.oss-cn-hangzhou.aliyuncs.com', addressing: 'customDomain', presetPath: 'my-bucket' },
      { endpoint: 'oss-accelerate.aliyuncs.com', presetPath: 'my-bucket' },
      { endpoint: 'oss-cn-beijing.aliyuncs.com', signatureVersion: 'v1' },
      { endpoint: 'https://oss-cn-private-d01-a.ops.cloud.example', region: 'cn-private-d01' },
      { proxy: { mode: 'manual', address: 'socks5://proxy:1080', bypass: '*.internal', username: 'ada' } },
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
    ['acceleratedBucketNeeded', { endpoint: 'https://oss-accelerate.aliyuncs.com' }],
    ['acceleratedBucketNeeded', { endpoint: 'oss-accelerate-overseas.aliyuncs.com' }],
    ['bucketNeeded', { addressing: 'customDomain', endpoint: 'files.example.com' }],
    ['endpointBucket', { endpoint: 'https://my-bucket.oss-cn-hangzhou.aliyuncs.com' }],
    ['regionMismatch', { endpoint: 'https://oss-cn-beijing-internal.aliyuncs.com' }],
    ['proxyAddress', { proxy: { ...systemProxy, mode: 'manual', address: 'ftp://proxy' } }],
    ['pacAddress', { proxy: { ...systemProxy, mode: 'pac' } }],
    ['caCertificate', { caCertificate: 'not a certificate' }],
  ] as const)('are refused by name: %s %j', (problem, change) => {
    expect(problemOfProfile({ ...fields, ...change })).toBe(problem)
    expect(ProfileFields.safeParse({ ...fields, ...change }).success).toBe(false)
  })

  it.each([
    ['https://oss-cn-hangzhou.aliyuncs.com', { region: 'cn-hangzhou', isInternal: false, isAccelerated: false }],
    ['oss-cn-hangzhou-internal.aliyuncs.com:443', { region: 'cn-hangzhou', isInternal: true, isAccelerated: false }],
    ['http://b.oss-cn-hangzhou.aliyuncs.com/', { bucket: 'b', region: 'cn-hangzhou', isInternal: false, isAccelerated: false }],
    ['cn-hangzhou.oss.aliyuncs.com', { region: 'cn-hangzhou', isInternal: false, isAccelerated: false }],
    ['oss-accelerate-overseas.aliyuncs.com', { isInternal: false, isAccelerated: true }],
    ['https://oss-cn-hangzhou.aliyuncs.com.example', undefined],
    ['http://127.0.0.1:9000', undefined],
  ])('know what an OSS address says about itself: %s', (endpoint, place) => {
    expect(ossPlaceOf(endpoint)).toEqual(place)
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
