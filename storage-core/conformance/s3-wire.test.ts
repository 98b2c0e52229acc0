import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QueryPair } from '../signature/request.ts'
import { sendAws, type AwsRequest } from './aws-client.ts'
import { elementText, type RawAnswer, send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const bucket = 's3-wire'
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
let running: TestStore
const aws = (request: AwsRequest) => sendAws(running.port, request)
beforeAll(async () => {
  running = await startTestStore()
  await aws({ method: 'PUT', bucket })
  await aws({ method: 'PUT', bucket, key: 'k', body: 'x' })
})
afterAll(() => running.stop())

const contentMd5 = (body: string) => createHash('md5').update(body).digest('base64')
const deletion = '<Delete><Object><Key>nothing</Key></Object></Delete>'

describe('answers in S3', () => {
  it.each<readonly [string, AwsRequest, string]>([
    ['ListBuckets', {}, 'ListAllMyBucketsResult'],
    ['ListObjects', { bucket }, 'ListBucketResult'],
    ['ListObjectsV2', { bucket, query: [['list-type', '2']] }, 'ListBucketResult'],
    ['ListObjectVersions', { bucket, query: [['versions', '']] }, 'ListVersionsResult'],
    ['ListMultipartUploads', { bucket, query: [['uploads', '']] }, 'ListMultipartUploadsResult'],
    ['GetBucketLocation', { bucket, query: [['location', '']] }, 'LocationConstraint'],
    ['GetBucketAcl', { bucket, query: [['acl', '']] }, 'AccessControlPolicy'],
    ['GetBucketVersioning', { bucket, query: [['versioning', '']] }, 'VersioningConfiguration'],
    ['GetBucketLogging', { bucket, query: [['logging', '']] }, 'BucketLoggingStatus'],
    ['GetObjectTagging', { bucket, key: 'k', query: [['tagging', '']] }, 'Tagging'],
    ['GetObjectAcl', { bucket, key: 'k', query: [['acl', '']] }, 'AccessControlPolicy'],
  ])('have the root and the namespace of %s', async (_, request, root) => {
    const answer = await aws(request)
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/xml'])
    expect(answer.text).toMatch(new RegExp(`^<\\?xml version="1\\.0" encoding="UTF-8"\\?>\n<${root} ${namespace}>`))
    expect(answer.headers['x-oss-request-id']).toBeUndefined()
    expect(answer.headers['x-amz-request-id']).toBe(answer.headers['x-amz-id-2'])
  })

  it('name the error, where it happened and the request', async () => {
    const { status, text, headers } = await aws({ bucket, key: 'a&b' })
    expect(status).toBe(404)
    const id = String(headers['x-amz-request-id'])
    expect(text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>` +
        `<BucketName>${bucket}</BucketName><Key>a&amp;b</Key><Resource>/${bucket}/a&amp;b</Resource>` +
        `<RequestId>${id}</RequestId><HostId>127.0.0.1:${running.port}</HostId></Error>\n`,
    )
  })

  it('have no body and no document in a header where HEAD fails', async () => {
    const { status, body, headers } = await aws({ method: 'HEAD', bucket, key: 'nothing' })
    expect([status, body.length, headers['x-oss-err'], headers['x-oss-ec']]).toEqual([404, 0, undefined, undefined])
  })

  it('say of a delete marker that it is one', async () => {
    const other = 's3-wire-versions'
    await aws({ method: 'PUT', bucket: other })
    await aws({ method: 'PUT', bucket: other, query: [['versioning', '']], body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' })
    await aws({ method: 'PUT', bucket: other, key: 'k', body: 'x' })
    const deleted = await aws({ method: 'DELETE', bucket: other, key: 'k' })
    const versionId = String(deleted.headers['x-amz-version-id'])
    expect([deleted.status, deleted.headers['x-amz-delete-marker']]).toEqual([204, 'true'])
    const missing = await aws({ bucket: other, key: 'k' })
    expect([missing.status, missing.headers['x-amz-delete-marker'], missing.headers['x-amz-version-id']]).toEqual([404, 'true', versionId])
    const marker = await aws({ bucket: other, key: 'k', query: [['versionId', versionId]] })
    expect([marker.status, marker.code, marker.headers['x-amz-delete-marker']]).toEqual([405, 'MethodNotAllowed', 'true'])
  })

  it('are in the words of the host where nobody signs', async () => {
    const ask = (headers: Record<string, string>) => send(running.port, { bucket, key: 'k', sign: false, headers })
    const [plain, byHost, byHeader] = [await ask({}), await send(running.port, { path: `/k`, sign: false, headers: { host: `${bucket}.s3.localhost` } }), await ask({ 'x-amz-date': 'x' })]
    expect([plain.status, byHost.status, byHeader.status]).toEqual([403, 403, 403])
    expect([plain, byHost, byHeader].map(({ headers }) => headers['x-oss-s3-compat'])).toEqual([undefined, 'true', 'true'])
    expect([plain.text.includes('<EC>'), byHost.text.includes('<EC>'), byHeader.text.includes('<EC>')]).toEqual([true, false, false])
  })

  it('are in the words of the signature where somebody does', async () => {
    const signedAsOss = await send(running.port, { bucket, key: 'k', headers: { 'x-amz-acl': 'public-read', host: 's3.localhost' } })
    expect([signedAsOss.status, signedAsOss.headers['x-oss-s3-compat']]).toEqual([200, undefined])
    const broken = await aws({ bucket, path: '/s3-wire/%zz', key: 'k' })
    expect([broken.status, broken.headers['x-oss-s3-compat']]).toEqual([400, 'true'])
  })
})

describe('S3 requests that cannot be right', () => {
  const put = (key: string, headers: Record<string, string>, body = 'x'): AwsRequest => ({ method: 'PUT', bucket, key, headers, body })
  const configure = (name: string, body: string, headers: Record<string, string> = {}): AwsRequest => ({ method: 'PUT', bucket, query: [[name, '']], body, headers })
  const post = (query: readonly QueryPair[], body: string, headers: Record<string, string> = {}): AwsRequest => ({ method: 'POST', bucket, query, body, headers })
  const list = (...query: QueryPair[]): AwsRequest => ({ bucket, query })

  it.each<readonly [string, AwsRequest, number, string]>([
    ['a class nobody has', put('n', { 'x-amz-storage-class': 'COLDEST' }), 400, 'InvalidStorageClass'],
    ['an ACL nobody has', put('n', { 'x-amz-acl': 'everything' }), 400, 'InvalidArgument'],
    ['single grants', put('n', { 'x-amz-grant-read': 'id=1' }), 501, 'NotImplemented'],
    ['a lock', put('n', { 'x-amz-object-lock-mode': 'GOVERNANCE' }), 501, 'NotImplemented'],
    ['a key of the customer', put('n', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }), 501, 'NotImplemented'],
    ['a redirect', put('n', { 'x-amz-website-redirect-location': '/other' }), 501, 'NotImplemented'],
    ['another owner', put('n', { 'x-amz-expected-bucket-owner': '1' }), 403, 'AccessDenied'],
    ['a malformed digest', put('n', { 'content-md5': 'x' }), 400, 'InvalidDigest'],
    ['another digest', put('n', { 'content-md5': contentMd5('y') }), 400, 'BadDigest'],
    ['a malformed checksum', put('n', { 'x-amz-checksum-crc32': 'x' }), 400, 'InvalidArgument'],
    ['a checksum that is announced and not sent', put('n', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }), 400, 'InvalidRequest'],
    ['another checksum', put('n', { 'x-amz-checksum-crc32': 'AAAAAA==' }), 400, 'BadDigest'],
    ['malformed tags', put('n', { 'x-amz-tagging': 'a=%zz' }), 400, 'InvalidTag'],
    ['a source without a key', put('n', { 'x-amz-copy-source': '/only-a-bucket' }, ''), 400, 'InvalidArgument'],
    ['a source that is not there', put('n', { 'x-amz-copy-source': `/${bucket}/nothing` }, ''), 404, 'NoSuchKey'],
    ['a source in a bucket that is not there', put('n', { 'x-amz-copy-source': '/no-such-bucket/k' }, ''), 404, 'NoSuchBucket'],
    ['metadata with other names', put('n', { 'x-amz-meta-a_b': 'x' }), 400, 'InvalidArgument'],
    ['a key with a slash in front', { method: 'PUT', bucket, key: '/k', body: 'x' }, 400, 'InvalidURI'],
    ['a key that is too long', { bucket, key: 'k'.repeat(1024) }, 400, 'InvalidURI'],
    ['a bucket whose name is none', { bucket: 'No_Bucket' }, 400, 'InvalidBucketName'],
    ['a document that is none', configure('acl', '<AccessControlPolicy'), 400, 'MalformedXML'],
    ['another document', configure('versioning', '<Tagging/>'), 400, 'MalformedXML'],
    ['a state nobody has', configure('versioning', '<VersioningConfiguration><Status>Half</Status></VersioningConfiguration>'), 400, 'InvalidArgument'],
    ['grants to somebody else', configure('acl', '<AccessControlPolicy><AccessControlList><Grant><Grantee><ID>9</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>'), 501, 'NotImplemented'],
    ['no ACL at all', configure('acl', ''), 400, 'InvalidRequest'],
    ['a feature that is not built', configure('website', '<WebsiteConfiguration/>'), 501, 'NotImplemented'],
    ['a sub-resource nobody has', list(['nonsense', '']), 501, 'NotImplemented'],
    ['two sub-resources', list(['acl', ''], ['versioning', '']), 501, 'NotImplemented'],
    ['a page of words', list(['max-keys', 'many']), 400, 'InvalidArgument'],
    ['a page below zero', list(['max-keys', '-1']), 400, 'InvalidArgument'],
    ['a token of its own making', list(['list-type', '2'], ['continuation-token', 'x']), 400, 'InvalidArgument'],
    ['another encoding', list(['encoding-type', 'base64']), 400, 'InvalidArgument'],
    ['a version that is none', { bucket, key: 'k', query: [['versionId', '!']] }, 400, 'InvalidArgument'],
    ['a part without a number', { method: 'PUT', bucket, key: 'k', query: [['uploadId', 'x']], body: 'x' }, 400, 'InvalidArgument'],
    ['a part of nothing', { method: 'PUT', bucket, key: 'k', query: [['uploadId', 'x'], ['partNumber', '1']], body: 'x' }, 404, 'NoSuchUpload'],
    ['a part that an object does not have', { bucket, key: 'k', query: [['partNumber', '2']] }, 416, 'InvalidPartNumber'],
    ['a part of something else', { bucket, key: 'k', query: [['partNumber', '1'], ['acl', '']] }, 501, 'NotImplemented'],
    ['a deletion that nothing vouches for', post([['delete', '']], deletion), 400, 'InvalidRequest'],
    ['a deletion of nothing', post([['delete', '']], '<Delete></Delete>', { 'content-md5': contentMd5('<Delete></Delete>') }), 400, 'MalformedXML'],
    ['a method nobody has', { method: 'PATCH', bucket, key: 'k' }, 405, 'MethodNotAllowed'],
    ['attributes without names', { bucket, key: 'k', query: [['attributes', '']] }, 400, 'InvalidRequest'],
  ])('are refused: %s', async (_, request, status, code) => {
    const answer: RawAnswer = await aws(request)
    expect([answer.status, answer.code]).toEqual([status, code])
    expect(elementText(answer.text, 'RequestId')).toBe(answer.headers['x-amz-request-id'])
    expect(running.log.filter(({ kind }) => kind === 'internal-error')).toEqual([])
  })

  it('change nothing', async () => {
    const { text } = await aws({ bucket })
    expect(text.match(/<Key>([^<]*)<\/Key>/g)).toEqual(['<Key>k</Key>'])
    expect(elementText((await aws({ bucket, query: [['versioning', '']] })).text, 'Status')).toBeUndefined()
  })
})
