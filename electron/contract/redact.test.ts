import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

describe('redaction', () => {
  it('leaves no secret of any form in the text', () => {
    const secret = 'S3cr3tS3cr3t'
    for (const text of [
      `authorization: OSS LTAI123:${secret}+/=`,
      `{"Authorization":"OSS4-HMAC-SHA256 Credential=LTAI123/20250101/cn-hangzhou/oss/aliyun_v4_request,Signature=${secret}"}`,
      `OSS4-HMAC-SHA256 Credential=LTAI/x/y,Signature=${secret}`,
      `sent OSS LTAI123:${secret}= to the service`,
      `GET /k?OSSAccessKeyId=${secret}&Expires=1&Signature=${secret}%2B HTTP/1.1`,
      `http://h/k?x-oss-credential=${secret}%2F2025&x-oss-signature=${secret}&x-oss-security-token=${secret}`,
      `AWS4-HMAC-SHA256 Credential=AKIA/x/y, SignedHeaders=host, Signature=${secret}`,
      `sent AWS AKIA123:${secret}= to the service`,
      `GET /k?X-Amz-Credential=${secret}&X-Amz-Security-Token=${secret}&X-Amz-Signature=${secret}`,
      `x-amz-security-token: ${secret}`,
      `?security-token=${secret}&x=1`,
      `x-oss-security-token: ${secret}`,
      `SecurityToken: "${secret}"`,
      `{"accessKeySecret":"${secret}"}`,
      `access-key-secret = ${secret}`,
      `Proxy-Authorization: Basic ${secret}`,
      `sent Basic ${secret}== to the proxy`,
      `http://ada:${secret}@proxy.example.com:8080`,
    ]) {
      expect(redact(text), text).not.toContain(secret)
    }
  })

  it('leaves other text alone', () => {
    const text = 'NoSuchKey: The specified key does not exist. oss://bucket/a=b&c?d'
    expect(redact(text)).toBe(text)
  })
})
