import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, refusal, s3Client, virtualHostClient } from './s3-client.ts'
import { send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const Bucket = 's3-objects'
let running: TestStore
let client: S3Client
beforeAll(async () => {
  running = await startTestStore()
  client = s3Client(running.port)
  await client.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  client.destroy()
  await running.stop()
})

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex')
const put = (Key: string, Body: string | Uint8Array | Readable, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string) => client.send(new GetObjectCommand({ Bucket, Key }))
const text = async (Key: string) => (await get(Key)).Body?.transformToString()
const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key }))

describe('objects, with @aws-sdk/client-s3', () => {
  it('stores a buffer and answers its MD5 in lower case', async () => {
    const bytes = randomBytes(300_000)
    const stored = await put('buffer.bin', bytes)
    expect(stored.ETag).toBe(`"${md5(bytes)}"`)
    expect(stored.$metadata.requestId).toMatch(/^[0-9A-F]{24}$/)
    const { Body, ContentLength, ETag, AcceptRanges } = await get('buffer.bin')
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
    expect({ ContentLength, ETag, AcceptRanges }).toEqual({ ContentLength: bytes.length, ETag: `"${md5(bytes)}"`, AcceptRanges: 'bytes' })
  })

  it('stores a stream that comes in chunks with a checksum behind them', async () => {
    const bytes = randomBytes(200_000)
    await put('stream.bin', Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]), { ContentLength: bytes.length })
    const { Body, ContentEncoding } = await get('stream.bin')
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true)
    expect(ContentEncoding).toBeUndefined()
  })

  it('stores an empty object', async () => {
    await put('empty', Buffer.alloc(0))
    expect((await head('empty')).ContentLength).toBe(0)
    expect(await text('empty')).toBe('')
  })

  it.each([
    ['punctuation', "a b+c%d#e?f&g=h'i(j)k*l!m~n.txt"],
    ['Chinese', '中文/文件 名.txt'],
    ['emoji', '🦴/👩‍🚀.bin'],
    ['an empty segment', 'a//b'],
    ['a slash at the end', 'folder/'],
    ['XML characters', 'quote\'"<>&'],
    ['1,023 bytes', 'k'.repeat(1023)],
  ])('keeps a key with %s exactly', async (_, key) => {
    await put(key, key)
    expect(await text(key)).toBe(key)
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
    expect(await refusal(get(key))).toEqual(['NoSuchKey', 404])
  })

  it('keeps metadata and headers', async () => {
    await put('meta', 'x', {
      Metadata: { colour: 'green', 'two-words': 'a b' },
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      ContentType: 'text/plain; charset=utf-8',
    })
    expect(await head('meta')).toMatchObject({
      Metadata: { colour: 'green', 'two-words': 'a b' },
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      ContentType: 'text/plain; charset=utf-8',
    })
  })

  it.each([
    ['a stretch', 'bytes=2-4', '234', 'bytes 2-4/10'],
    ['the end', 'bytes=-3', '789', 'bytes 7-9/10'],
    ['an open stretch', 'bytes=8-', '89', 'bytes 8-9/10'],
    ['a stretch past the end', 'bytes=5-100', '56789', 'bytes 5-9/10'],
  ])('answers %s of an object', async (_, Range, expected, ContentRange) => {
    await put('digits', '0123456789')
    const part = await client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }))
    expect(await part.Body?.transformToString()).toBe(expected)
    expect([part.$metadata.httpStatusCode, part.ContentRange]).toEqual([206, ContentRange])
  })

  it('refuses a range that starts past the end', async () => {
    await put('digits', '0123456789')
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=10-' })))).toEqual(['InvalidRange', 416])
  })

  it('holds a download against conditions', async () => {
    const { ETag } = await put('conditions', 'x')
    const ask = (more: object) => client.send(new GetObjectCommand({ Bucket, Key: 'conditions', ...more }))
    expect(await (await ask({ IfMatch: ETag })).Body?.transformToString()).toBe('x')
    expect(await refusal(ask({ IfMatch: '"0"' }))).toEqual(['PreconditionFailed', 412])
    expect((await failure(ask({ IfNoneMatch: ETag }))).$metadata.httpStatusCode).toBe(304)
    expect((await failure(ask({ IfModifiedSince: new Date(Date.now() + 60_000) }))).$metadata.httpStatusCode).toBe(304)
    expect(await refusal(ask({ IfUnmodifiedSince: new Date(0) }))).toEqual(['PreconditionFailed', 412])
  })

  it('words a download as its query asks', async () => {
    await put('worded', 'x', { ContentType: 'text/plain' })
    const answer = await client.send(
      new GetObjectCommand({ Bucket, Key: 'worded', ResponseContentType: 'text/csv', ResponseContentDisposition: 'inline' }),
    )
    expect([answer.ContentType, answer.ContentDisposition]).toEqual(['text/csv', 'inline'])
  })

  it('refuses to replace an object when If-None-Match says so', async () => {
    await put('once', 'first', { IfNoneMatch: '*' })
    expect(await refusal(put('once', 'second', { IfNoneMatch: '*' }))).toEqual(['PreconditionFailed', 412])
    expect(await text('once')).toBe('first')
    expect(await refusal(put('once', 'third', { IfNoneMatch: '"0"' }))).toEqual(['NotImplemented', 501])
    const copy = { Bucket, Key: 'once', CopySource: `${Bucket}/once`, MetadataDirective: 'REPLACE', IfNoneMatch: '*' } as const
    expect(await refusal(client.send(new CopyObjectCommand(copy)))).toEqual(['PreconditionFailed', 412])
  })

  it('replaces only the object that the client knows when If-Match says so', async () => {
    const { ETag } = await put('known', 'first')
    expect(await refusal(put('known', 'second', { IfMatch: '"0"' }))).toEqual(['PreconditionFailed', 412])
    const second = await put('known', 'second', { IfMatch: ETag ?? '' })
    expect(await refusal(put('known', 'third', { IfMatch: ETag ?? '' }))).toEqual(['PreconditionFailed', 412])
    expect([second.ETag, await text('known')]).toEqual([`"${md5('second')}"`, 'second'])
    expect(await refusal(put('unknown', 'first', { IfMatch: ETag ?? '' }))).toEqual(['NoSuchKey', 404])
  })

  it('holds a body against its MD5', async () => {
    const ContentMD5 = createHash('md5').update('other').digest('base64')
    expect(await refusal(put('digest', 'x', { ContentMD5 }))).toEqual(['BadDigest', 400])
    expect(await refusal(put('digest', 'x', { ContentMD5: 'abc' }))).toEqual(['InvalidDigest', 400])
    expect(await refusal(head('digest'))).toEqual(['NotFound', 404])
  })

  it.each([
    ['CRC32', 'jNwWgw==', '+9smFQ=='],
    ['CRC32C', 'qTxfkw==', 'W1fckA=='],
    ['CRC64NVME', 'Lb1nAmRU5LE=', 'UtOXylRhbcg='],
    ['SHA1', 'EfatjsUqKYSrqv18O1FlA3hcIHI=', 'lcsL/Sl3x2EpjZYk5LTUxyo5l0o='],
    ['SHA256', 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=', 'ofzkNjhU/4iM/0uOeHXWAMJoI5BBKoz3mzfQsRFIsPo='],
  ])('holds a body against its %s and says it again', async (name, ofX, ofY) => {
    expect(await put('checksum', 'x', { [`Checksum${name}`]: ofX })).toMatchObject({ [`Checksum${name}`]: ofX })
    expect(await refusal(put('checksum', 'x', { [`Checksum${name}`]: ofY }))).toEqual(['BadDigest', 400])
  })

  it('says the checksum again that came behind the body', async () => {
    const stored = await put('behind', Readable.from([Buffer.from('x')]), { ContentLength: 1, ChecksumAlgorithm: 'CRC32' })
    expect(stored.ChecksumCRC32).toBe('jNwWgw==')
  })

  it('copies an object with what is known of it', async () => {
    await put('from here', 'copied', { Metadata: { a: 'b' }, ContentType: 'text/plain', Tagging: 'x=y' })
    const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from%20here` }))
    expect(CopyObjectResult?.ETag).toBe(`"${md5('copied')}"`)
    expect(await text('to')).toBe('copied')
    expect(await head('to')).toMatchObject({ Metadata: { a: 'b' }, ContentType: 'text/plain' })
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'to' }))).TagSet).toEqual([{ Key: 'x', Value: 'y' }])
  })

  it('copies with other metadata when told to', async () => {
    await put('source', 'copied', { Metadata: { a: 'b' } })
    const copy = { Bucket, CopySource: `${Bucket}/source`, MetadataDirective: 'REPLACE', Metadata: { c: 'd' } } as const
    await client.send(new CopyObjectCommand({ ...copy, Key: 'replaced' }))
    expect((await head('replaced')).Metadata).toEqual({ c: 'd' })
    await client.send(new CopyObjectCommand({ ...copy, Key: 'source' }))
    expect((await head('source')).Metadata).toEqual({ c: 'd' })
  })

  it('refuses a copy that changes nothing, of nothing, or whose source is another by now', async () => {
    await put('self', 'x')
    const copy = (more: object) => client.send(new CopyObjectCommand({ Bucket, Key: 'self', CopySource: `${Bucket}/self`, ...more }))
    expect(await refusal(copy({}))).toEqual(['InvalidRequest', 400])
    expect(await refusal(copy({ CopySource: `${Bucket}/nothing` }))).toEqual(['NoSuchKey', 404])
    expect(await refusal(copy({ Key: 'other', CopySourceIfMatch: '"0"' }))).toEqual(['PreconditionFailed', 412])
    expect(await refusal(copy({ Key: 'other', CopySourceIfNoneMatch: `"${md5('x')}"` }))).toEqual(['PreconditionFailed', 412])
  })

  it('deletes what is not there as well', async () => {
    const answer = await client.send(new DeleteObjectCommand({ Bucket, Key: 'never' }))
    expect(answer.$metadata.httpStatusCode).toBe(204)
  })

  it('deletes many objects, and names what it could not', async () => {
    await Promise.all(['m1', 'm2', 'm3'].map((key) => put(key, key)))
    const Objects = [{ Key: 'm1' }, { Key: 'm2' }, { Key: 'never' }, { Key: '/no key' }]
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['m1', 'm2', 'never'])
    expect(answer.Errors).toMatchObject([{ Key: '/no key', Code: 'InvalidURI' }])
    expect(await refusal(head('m1'))).toEqual(['NotFound', 404])
    const quiet = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'm3' }, { Key: '/no key' }], Quiet: true } }))
    expect(quiet.Deleted).toBeUndefined()
    expect(quiet.Errors).toHaveLength(1)
    expect(await refusal(head('m3'))).toEqual(['NotFound', 404])
  })

  it('keeps tags, in a write and by themselves', async () => {
    await put('tagged', 'x', { Tagging: 'team=red&stage=one%20two' })
    const tags = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet
    expect(await tags()).toEqual([{ Key: 'team', Value: 'red' }, { Key: 'stage', Value: 'one two' }])
    expect((await get('tagged')).TagCount).toBe(2)
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }))
    expect(await tags()).toEqual([{ Key: 'k', Value: 'v' }])
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }))
    expect(await tags()).toEqual([])
  })

  it('refuses tags that are none', async () => {
    await put('tagged', 'x')
    const TagSet = [{ Key: 'same', Value: '1' }, { Key: 'same', Value: '2' }]
    expect(await refusal(client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } })))).toEqual(['InvalidTag', 400])
  })

  it('shows canned ACLs as grants and takes them back', async () => {
    await put('acl', 'open')
    const grants = async () =>
      (await client.send(new GetObjectAclCommand({ Bucket, Key: 'acl' }))).Grants?.map(({ Permission, Grantee }) => [Grantee?.Type, Permission])
    expect(await grants()).toEqual([['CanonicalUser', 'FULL_CONTROL']])
    await client.send(new PutObjectAclCommand({ Bucket, Key: 'acl', ACL: 'public-read' }))
    expect(await grants()).toEqual([['CanonicalUser', 'FULL_CONTROL'], ['Group', 'READ']])
    expect((await send(running.port, { bucket: Bucket, key: 'acl', sign: false })).text).toBe('open')
    const { Owner, Grants } = await client.send(new GetObjectAclCommand({ Bucket, Key: 'acl' }))
    await client.send(new PutObjectAclCommand({ Bucket, Key: 'acl', AccessControlPolicy: { Owner, Grants: Grants?.slice(0, 1) } }))
    expect((await send(running.port, { bucket: Bucket, key: 'acl', sign: false })).status).toBe(403)
    expect(await refusal(client.send(new PutObjectAclCommand({ Bucket, Key: 'acl', ACL: 'authenticated-read' })))).toEqual(['NotImplemented', 501])
  })

  it('has the storage classes by the names of S3', async () => {
    await put('cool', 'x', { StorageClass: 'STANDARD_IA' })
    expect((await head('cool')).StorageClass).toBe('STANDARD_IA')
    await put('cold', 'x', { StorageClass: 'GLACIER' })
    expect(await refusal(get('cold'))).toEqual(['InvalidObjectState', 403])
    expect(await refusal(put('other', 'x', { StorageClass: 'INTELLIGENT_TIERING' }))).toEqual(['InvalidStorageClass', 400])
    const { headers } = await send(running.port, { method: 'HEAD', bucket: Bucket, key: 'cool' })
    expect(headers['x-oss-storage-class']).toBe('IA')
  })

  it('restores an archived object', async () => {
    await put('frozen', 'x', { StorageClass: 'GLACIER' })
    const answer = await client.send(new RestoreObjectCommand({ Bucket, Key: 'frozen', RestoreRequest: { Days: 2 } }))
    expect(answer.$metadata.httpStatusCode).toBe(202)
    expect((await head('frozen')).Restore).toBe('ongoing-request="true"')
  })

  it('says which object or bucket is missing', async () => {
    const missing = await failure(get('nothing'))
    expect([missing.name, missing.message, missing.$metadata.httpStatusCode]).toEqual(['NoSuchKey', 'The specified key does not exist.', 404])
    expect(await refusal(client.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' })))).toEqual(['NoSuchBucket', 404])
    expect(await refusal(head('nothing'))).toEqual(['NotFound', 404])
  })

  it('shows what S3 stored to OSS, and the other way round', async () => {
    await put('both', 'one', { Metadata: { from: 's3' } })
    const seen = await send(running.port, { bucket: Bucket, key: 'both' })
    expect([seen.text, seen.headers['x-oss-meta-from'], seen.headers['etag']]).toEqual(['one', 's3', `"${md5('one').toUpperCase()}"`])
    await send(running.port, { method: 'PUT', bucket: Bucket, key: 'both', body: 'two', headers: { 'x-oss-meta-from': 'oss' } })
    expect(await text('both')).toBe('two')
    expect((await head('both')).Metadata).toEqual({ from: 'oss' })
  })

  it('does not say that it is answered in the words of OSS', async () => {
    await put('plain', 'x')
    const names = await headerNames(client, new HeadObjectCommand({ Bucket, Key: 'plain' }))
    expect(names.filter((name) => name.startsWith('x-oss-'))).toEqual(['x-oss-s3-compat'])
    expect(names).toContain('x-amz-request-id')
  })

  it('finds buckets named in the host', async () => {
    const virtual = virtualHostClient(running.port)
    await virtual.send(new PutObjectCommand({ Bucket, Key: 'a b/中', Body: 'virtual' }))
    expect(await text('a b/中')).toBe('virtual')
    expect(await (await virtual.send(new GetObjectCommand({ Bucket, Key: 'a b/中' }))).Body?.transformToString()).toBe('virtual')
    virtual.destroy()
  })
})

/** The headers of the answer, which the client itself does not show. */
async function headerNames(from: S3Client, command: HeadObjectCommand): Promise<readonly string[]> {
  let names: readonly string[] = []
  const own = s3Client(running.port)
  own.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      names = Object.keys((result.response as { headers: Record<string, string> }).headers)
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'headerNames' },
  )
  await own.send(command)
  own.destroy()
  expect(from).not.toBe(own)
  return names
}
