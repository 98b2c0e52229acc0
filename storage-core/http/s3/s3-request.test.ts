import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Bucket } from '../../model/bucket.ts'
import { isOssError } from '../../model/oss-error.ts'
import type { QueryPair } from '../../signature/request.ts'
import { readHost } from '../host.ts'
import { isS3Request } from './is-s3-request.ts'
import { S3Error } from './s3-error.ts'
import { readWriteCondition, translateHeaders, translateQuery, type RequestText } from './translate-request.ts'

const owner = { id: '1000', displayName: '1000' }
const bucketRecord: Bucket = {
  name: 'pail',
  owner,
  region: 'cn-hangzhou',
  createdMs: 0,
  acl: 'private',
  storageClass: 'Standard',
  dataRedundancyType: 'LRS',
  tags: {},
}

function host(name: string) {
  const reading = readHost(name)
  if (reading === undefined) throw new Error(`${name} is no host`)
  return reading
}

describe('telling S3 requests from those of OSS', () => {
  const plain = host('127.0.0.1:9000')
  it.each<readonly [string, IncomingHttpHeaders, readonly QueryPair[], string, boolean]>([
    ['an AWS V4 header', { authorization: 'AWS4-HMAC-SHA256 Credential=a' }, [], '127.0.0.1', true],
    ['an AWS V2 header', { authorization: 'AWS key:sig' }, [], '127.0.0.1', true],
    ['an OSS V1 header', { authorization: 'OSS key:sig' }, [], '127.0.0.1', false],
    ['an OSS V4 header at the host for S3', { authorization: 'OSS4-HMAC-SHA256 x' }, [], 's3.localhost', false],
    ['an OSS header beside S3 headers', { authorization: 'OSS key:sig', 'x-amz-acl': 'private' }, [], '127.0.0.1', false],
    ['an AWS V4 link', {}, [['X-Amz-Algorithm', 'AWS4-HMAC-SHA256']], '127.0.0.1', true],
    ['an AWS V2 link', {}, [['AWSAccessKeyId', 'key']], '127.0.0.1', true],
    ['an OSS V1 link at the host for S3', {}, [['OSSAccessKeyId', 'key']], 's3.localhost', false],
    ['an OSS V4 link with an S3 header', { 'x-amz-date': 'x' }, [['x-oss-signature-version', 'OSS4-HMAC-SHA256']], '127.0.0.1', false],
    ['an unsigned request with an S3 header', { 'x-amz-acl': 'private' }, [], '127.0.0.1', true],
    ['an unsigned request at the host for S3', {}, [], 's3.oss-cn-hangzhou.aliyuncs.com', true],
    ['an unsigned request at a bucket of that host', {}, [], 'pail.s3.localhost:9000', true],
    ['any other unsigned request', {}, [['versionId', 'null']], 'pail.localhost:9000', false],
  ])('knows %s', (_, headers, query, name, expected) => {
    expect(isS3Request(headers, query, host(name))).toBe(expected)
  })

  it('reads buckets and endpoints from the hosts for S3', () => {
    expect(plain).toEqual({ kind: 'path', base: '127.0.0.1:9000' })
    expect(host('s3.localhost:9000')).toEqual({ kind: 'path', base: 's3.localhost:9000', isS3: true })
    expect(host('pail.s3.localhost:9000')).toEqual({ kind: 'bucket', bucket: 'pail', base: 's3.localhost:9000', isS3: true })
    expect(host('pail.s3.oss-cn-hangzhou.aliyuncs.com')).toEqual({
      kind: 'bucket',
      bucket: 'pail',
      base: 's3.oss-cn-hangzhou.aliyuncs.com',
      isS3: true,
    })
  })
})

describe('S3 requests as OSS reads them', () => {
  const headersOf = (headers: IncomingHttpHeaders, more: Partial<RequestText> = {}) => ({
    ...translateHeaders({ method: 'PUT', scope: 'object', headers, query: [], bucketRecord, ...more }),
  })
  const refusal = (headers: IncomingHttpHeaders, more: Partial<RequestText> = {}): unknown => {
    try {
      headersOf(headers, more)
    } catch (error) {
      return error instanceof S3Error ? error.s3Code : isOssError(error) ? error.code : error
    }
    return undefined
  }

  it('renames what means the same', () => {
    const translated = headersOf({
      'content-type': 'text/plain',
      'x-amz-meta-colour': 'green',
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-acl': 'public-read',
      'x-amz-tagging': 'a=b',
      'x-amz-copy-source': '/pail/key',
      'x-amz-copy-source-if-match': '"abc"',
      'x-amz-metadata-directive': 'REPLACE',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-date': '20240101T000000Z',
    })
    expect(translated).toEqual({
      'content-type': 'text/plain',
      'x-oss-meta-colour': 'green',
      'x-oss-storage-class': 'IA',
      'x-oss-object-acl': 'public-read',
      'x-oss-tagging': 'a=b',
      'x-oss-copy-source': '/pail/key',
      'x-oss-copy-source-if-match': '"abc"',
      'x-oss-metadata-directive': 'REPLACE',
      'x-oss-server-side-encryption': 'KMS',
    })
    expect(headersOf({ 'x-amz-acl': 'public-read-write' }, { scope: 'bucket' })).toEqual({ 'x-oss-acl': 'public-read-write' })
  })

  it('lets no header of OSS through, which an AWS signature does not cover', () => {
    expect(headersOf({ 'x-oss-object-acl': 'public-read', 'x-oss-callback': 'x', 'x-oss-copy-source': '/a/b', 'x-oss-meta-a': 'b' })).toEqual({})
    const query: readonly QueryPair[] = [['callback', 'x'], ['x-oss-traffic-limit', '1'], ['versionId', 'null']]
    expect(translateQuery({ method: 'PUT', scope: 'object', headers: {}, query, bucketRecord })).toEqual([['versionId', 'null']])
  })

  it('takes the length and the coding of the content from behind the chunks', () => {
    const headers = { 'content-length': '120', 'x-amz-decoded-content-length': '66', 'content-encoding': 'aws-chunked' }
    expect(headersOf(headers)).toEqual({ 'content-length': '66' })
    expect(headersOf({ ...headers, 'content-encoding': 'aws-chunked,gzip' })).toMatchObject({ 'content-encoding': 'gzip' })
    expect(refusal({ 'x-amz-decoded-content-length': '-1' })).toBe('InvalidArgument')
  })

  it('reads a range as S3 does and never compresses', () => {
    expect(headersOf({ range: 'bytes=0-1', 'accept-encoding': 'gzip' }, { method: 'GET' })).toEqual({
      range: 'bytes=0-1',
      'x-oss-range-behavior': 'standard',
    })
  })

  it('takes what a write depends on out of the headers, and leaves what it cannot depend on', () => {
    const read = (headers: IncomingHttpHeaders, method = 'PUT', query: readonly QueryPair[] = []) => [
      readWriteCondition({ method, headers, query }),
      Object.keys(headersOf(headers, { method, query })),
    ]
    const uploadId: readonly QueryPair[] = [['uploadId', 'x']]
    expect(read({ 'if-none-match': '*' })).toEqual([{ kind: 'absent' }, []])
    expect(read({ 'if-match': '"abc"' })).toEqual([{ kind: 'match', etags: ['ABC'] }, []])
    expect(read({ 'if-match': '*' }, 'POST', uploadId)).toEqual([{ kind: 'match', etags: ['*'] }, []])
    expect(read({ 'if-none-match': '"abc"' })).toEqual([undefined, ['if-none-match']])
    expect(read({ 'if-none-match': '*', 'if-match': '"abc"' })).toEqual([undefined, ['if-none-match', 'if-match']])
    expect(read({ 'if-none-match': '*' }, 'PUT', uploadId)).toEqual([undefined, ['if-none-match']])
    expect(read({ 'if-none-match': '*' }, 'POST', [['uploads', '']])).toEqual([undefined, ['if-none-match']])
    expect(read({ 'if-none-match': '*' }, 'GET')[0]).toBeUndefined()
  })

  it.each<readonly [string, IncomingHttpHeaders, string]>([
    ['a class that only S3 has', { 'x-amz-storage-class': 'INTELLIGENT_TIERING' }, 'InvalidStorageClass'],
    ['an ACL that only S3 has', { 'x-amz-acl': 'authenticated-read' }, 'NotImplemented'],
    ['an ACL that nobody has', { 'x-amz-acl': 'everything' }, 'InvalidArgument'],
    ['single grants', { 'x-amz-grant-read': 'id=1' }, 'NotImplemented'],
    ['keys of the customer', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 'NotImplemented'],
    ['object lock', { 'x-amz-object-lock-mode': 'GOVERNANCE' }, 'NotImplemented'],
    ['another owner than expected', { 'x-amz-expected-bucket-owner': '2000' }, 'AccessDenied'],
    ['a digest that is none', { 'content-md5': 'abc' }, 'InvalidDigest'],
  ])('refuses %s', (_, headers, code) => {
    expect(refusal(headers)).toBe(code)
  })

  it('accepts the owner it expects', () => {
    expect(headersOf({ 'x-amz-expected-bucket-owner': '1000' })).toEqual({})
  })

  it('asks for a thousand entries unless told otherwise, and never for more', () => {
    const asked = (query: readonly QueryPair[]) => translateQuery({ method: 'GET', scope: 'bucket', headers: {}, query, bucketRecord })
    expect(asked([])).toEqual([['max-keys', '1000']])
    expect(asked([['max-keys', '']])).toEqual([['max-keys', '1000']])
    expect(asked([['max-keys', '2147483647']])).toEqual([['max-keys', '1000']])
    expect(asked([['max-keys', '7']])).toEqual([['max-keys', '7']])
  })
})
