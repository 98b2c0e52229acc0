import { expect, it } from 'vitest'
import { redact } from './log.ts'

it.each([
  'Authorization: OSS4-HMAC-SHA256 Credential=LTAI/20261122/cn-hangzhou/oss/aliyun_v4_request,Signature=SECRETPART',
  'http://127.0.0.1:9000/b/k?OSSAccessKeyId=id&Expires=1&Signature=SECRETPART',
  'http://127.0.0.1:9000/b/k?x-oss-signature=SECRETPART&x-oss-date=1',
  'http://127.0.0.1:9000/b/k?x-oss-security-token=SECRETPART',
  'Proxy-Authorization: Basic SECRETPART',
  'socks5://ada:SECRETPART@proxy:1080',
  '{"accessKeySecret":"SECRETPART"}',
  "accessKeySecret: 'SECRETPART'",
])('masks the secret part of %s', (text) => {
  expect(redact(text)).not.toContain('SECRETPART')
  expect(redact(text)).toContain('***')
})

it('leaves other text alone', () => {
  const text = 'The store host ended unexpectedly with code 139'
  expect(redact(text)).toBe(text)
})
