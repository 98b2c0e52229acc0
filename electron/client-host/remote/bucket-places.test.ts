import { describe, expect, it } from 'vitest'
import { RemoteError } from '../errors.ts'
import { parseEndpoint } from './addressing.ts'
import { createBucketPlaces } from './bucket-places.ts'

const failure = (code: string, status: number, details: Record<string, string>) => new RemoteError({ code, message: 'm', status, retryable: false, details })
const denied = (endpoint: string) => failure('AccessDenied', 403, { Bucket: 'b', Endpoint: endpoint })

describe('where a bucket is', () => {
  it.each<[string, string, string, RemoteError, string, string | undefined]>([
    ['OSS', 'oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', denied('oss-cn-beijing.aliyuncs.com'), 'oss-cn-beijing.aliyuncs.com', 'cn-beijing'],
    ['OSS with the bucket before it', 'oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', denied('b.oss-cn-beijing.aliyuncs.com'), 'oss-cn-beijing.aliyuncs.com', 'cn-beijing'],
    ['OSS from inside a region', 'oss-cn-hangzhou-internal.aliyuncs.com', 'cn-hangzhou', denied('oss-eu-central-1.aliyuncs.com'), 'oss-eu-central-1.aliyuncs.com', 'eu-central-1'],
    ['OSS for S3 tools', 's3.oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', failure('PermanentRedirect', 301, { Endpoint: 's3.oss-cn-beijing.aliyuncs.com', BucketRegion: 'cn-beijing' }), 's3.oss-cn-beijing.aliyuncs.com', 'cn-beijing'],
    ['OSS for S3 tools, by a header to HEAD', 's3.oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', failure('Http301', 301, { BucketRegion: 'cn-beijing' }), 's3.oss-cn-beijing.aliyuncs.com', 'cn-beijing'],
    ['AWS with an endpoint', 's3.amazonaws.com', 'us-east-1', failure('PermanentRedirect', 301, { Endpoint: 'b.s3.eu-west-1.amazonaws.com', BucketRegion: 'eu-west-1' }), 's3.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['AWS with a region in the document', 's3.us-east-1.amazonaws.com', 'us-east-1', failure('AuthorizationHeaderMalformed', 400, { Region: 'eu-west-1' }), 's3.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['AWS with a header to HEAD', 's3.us-east-1.amazonaws.com', 'us-east-1', failure('BadRequest', 400, { BucketRegion: 'eu-west-1' }), 's3.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['AWS in China', 's3.cn-north-1.amazonaws.com.cn', 'cn-north-1', failure('Http301', 301, { BucketRegion: 'cn-northwest-1' }), 's3.cn-northwest-1.amazonaws.com.cn', 'cn-northwest-1'],
    ['a cluster that wants another region in the signature', 'https://ceph.example.com:8443', 'us-east-1', failure('AuthorizationHeaderMalformed', 400, { Region: 'default' }), 'ceph.example.com', 'default'],
    ['a private cloud', 'oss-a.cloud.corp.example', 'a', denied('oss-b.cloud.corp.example'), 'oss-b.cloud.corp.example', undefined],
  ])('is learned of %s', (_, connection, region, error, hostname, signedBy) => {
    const base = parseEndpoint(connection)
    const places = createBucketPlaces(base, region)
    expect(places.of('b')).toBeUndefined()
    expect(places.learn(error, 'b')).toBe(true)
    expect(places.of('b')).toEqual({ endpoint: { ...base, hostname }, region: signedBy })
    // The same once more is no news: the request has failed.
    expect(places.learn(error, 'b')).toBe(false)
    expect([places.of('c'), places.of(undefined)]).toEqual([undefined, undefined])
  })

  it.each([
    ['oss-cn-hangzhou.aliyuncs.com', 'oss-cn-hangzhou.aliyuncs.com.evil.example'],
    ['oss-cn-hangzhou.aliyuncs.com', 'evil.oss-cn-beijing.aliyuncs.com'],
    ['oss-cn-hangzhou.aliyuncs.com', 'ecs.aliyuncs.com'],
    ['oss-cn-hangzhou.aliyuncs.com', 's3.eu-west-1.amazonaws.com'],
    ['oss-cn-hangzhou.aliyuncs.com', 'oss-cn-beijing.aliyuncs.com:8080'],
    ['oss-cn-hangzhou.aliyuncs.com', '169.254.169.254'],
    ['s3.us-east-1.amazonaws.com', 'ec2-1-2-3-4.compute-1.amazonaws.com'],
    ['s3.us-east-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn'],
    ['minio.example.com', 'other.example.com'],
    ['minio.co.uk', 'evil.co.uk'],
    ['127.0.0.1:9000', '127.0.0.2:9000'],
    ['http://localhost:9000', 'localhost:9001'],
  ])('is not looked for outside of the service: from %s to %s', (connection, endpoint) => {
    const places = createBucketPlaces(parseEndpoint(connection), 'r')
    expect(() => places.learn(denied(endpoint), 'b')).toThrow(expect.objectContaining({ code: 'BucketElsewhere', details: expect.objectContaining({ Endpoint: endpoint }) as unknown }) as Error)
    expect(places.of('b')).toBeUndefined()
  })

  it('stays where a domain of the bucket’s own is', () => {
    const places = createBucketPlaces(parseEndpoint('files.oss-cn-hangzhou.aliyuncs.com', 'customDomain'), 'cn-hangzhou')
    expect(() => places.learn(denied('oss-cn-beijing.aliyuncs.com'), 'b')).toThrow(expect.objectContaining({ code: 'BucketElsewhere' }) as Error)
  })

  it('is not learned from other failures', () => {
    const places = createBucketPlaces(parseEndpoint('s3.eu-west-1.amazonaws.com'), 'eu-west-1')
    expect(places.learn(failure('AccessDenied', 403, {}), 'b')).toBe(false)
    // A refusal that names the region it came from.
    expect(places.learn(failure('AccessDenied', 403, { BucketRegion: 'eu-west-1' }), 'b')).toBe(false)
    expect(places.learn(new Error('x'), 'b')).toBe(false)
    expect(places.learn(failure('PermanentRedirect', 301, { Endpoint: 's3.us-west-2.amazonaws.com' }), undefined)).toBe(false)
  })

  it('is a matter of the signature alone where the service itself was asked', () => {
    const places = createBucketPlaces(parseEndpoint('minio.example.com'), 'us-east-1')
    expect(places.learn(failure('AuthorizationHeaderMalformed', 400, { Region: 'home' }), undefined)).toBe(true)
    expect(places.of(undefined)?.region).toBe('home')
  })
})
