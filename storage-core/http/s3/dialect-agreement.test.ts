import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../../model/oss-error.ts'
import type { QueryPair } from '../../signature/request.ts'
import { presignAwsUrl, signAwsRequest } from '../../signature/sign-aws.ts'
import { presignUrl, signRequest } from '../../signature/sign.ts'
import { createSigningKeyCache } from '../../signature/v4.ts'
import { verifySignature, type Verified } from '../../signature/verify.ts'
import { readHost } from '../host.ts'
import { isS3Request } from './is-s3-request.ts'

const now = Date.UTC(2026, 0, 2)
const credential = { accessKeyId: 'ak', accessKeySecret: 'sk' }
const object = { method: 'GET', bucket: 'bucket', key: 'k', region: 'x', credential, now }
const signingKey = createSigningKeyCache()

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly query: readonly QueryPair[]
}
/** Every way to sign, for one host. */
const ways: Readonly<Record<string, (host: string) => Sent>> = {
  none: (host) => ({ headers: { host }, query: [] }),
  'V1 header': (host) => ({ headers: { host, ...signRequest({ ...object, version: 'v1' }) }, query: [] }),
  'V4 header': (host) => ({ headers: { host, ...signRequest({ ...object, version: 'v4' }) }, query: [] }),
  'V1 link': (host) => ({ headers: { host }, query: presignUrl({ ...object, version: 'v1', expiresSeconds: 60 }) }),
  'V4 link': (host) => ({ headers: { host }, query: presignUrl({ ...object, version: 'v4', expiresSeconds: 60 }) }),
  'AWS V2 header': (host) => ({ headers: signAwsRequest({ ...object, host, addressing: 'path', version: 'v2' }).headers, query: [] }),
  'AWS V4 header': (host) => ({ headers: signAwsRequest({ ...object, host, addressing: 'path', version: 'v4' }).headers, query: [] }),
  'AWS V2 link': (host) => ({ headers: { host }, query: presignAwsUrl({ ...object, host, addressing: 'path', version: 'v2', expiresSeconds: 60 }) }),
  'AWS V4 link': (host) => ({ headers: { host }, query: presignAwsUrl({ ...object, host, addressing: 'path', version: 'v4', expiresSeconds: 60 }) }),
}

function verified({ headers, query }: Sent): Verified | undefined {
  try {
    const request = { ...object, headers, query, path: '/bucket/k' }
    return verifySignature(request, { nowMs: now, findKey: (id) => (id === 'ak' ? credential : undefined), signingKey })
  } catch (error) {
    if (isOssError(error)) return undefined
    throw error
  }
}

describe('the dialect a request is read in', () => {
  const host = fc.constantFrom('127.0.0.1:9000', 's3.localhost', 'oss.localhost', 's3.oss-cn-hangzhou.aliyuncs.com')
  const extraHeader = fc.constantFrom('x-amz-acl', 'x-amz-date', 'x-oss-object-acl', 'x-amz-content-sha256')
  const extraParameter = fc.constantFrom('X-Amz-Algorithm', 'AWSAccessKeyId', 'OSSAccessKeyId', 'x-oss-signature-version', 'Signature', 'prefix', 'x-id')

  it('is the one its signature was made in, whatever else is in the request', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(ways)),
        host,
        fc.dictionary(extraHeader, fc.constantFrom('', 'x', 'private'), { maxKeys: 1 }),
        fc.array(fc.tuple(extraParameter, fc.constantFrom('', 'ak', 'AWS4-HMAC-SHA256', 'OSS4-HMAC-SHA256')), { maxLength: 1 }),
        fc.boolean(),
        (way, name, headers, parameters, isInFront) => {
          const sent = ways[way]?.(name) ?? { headers: {}, query: [] }
          const query = isInFront ? [...parameters, ...sent.query] : [...sent.query, ...parameters]
          const request = { headers: { ...headers, ...sent.headers }, query }
          const result = verified(request)
          const reading = readHost(name)
          if (result?.kind !== 'signed' || reading === undefined) return
          accepted++
          expect(isS3Request(request.headers, query, reading)).toBe(result.dialect === 's3')
        },
      ),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(50)
  }, 60_000)
})
