import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  PutBucketAclCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal, s3Client, virtualHostClient } from './s3-client.ts'
import { send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let client: S3Client
beforeAll(async () => {
  running = await startTestStore()
  client = s3Client(running.port)
})
afterAll(async () => {
  client.destroy()
  await running.stop()
})

describe('buckets, with @aws-sdk/client-s3', () => {
  it('creates, finds and deletes a bucket', async () => {
    const Bucket = 'made-by-s3'
    const created = await client.send(new CreateBucketCommand({ Bucket }))
    expect(created.Location).toBe(`/${Bucket}`)
    const found = await client.send(new HeadBucketCommand({ Bucket }))
    expect(found.BucketRegion).toBe('cn-hangzhou')
    await client.send(new DeleteBucketCommand({ Bucket }))
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket })))).toEqual(['NotFound', 404])
  })

  it('creates a bucket in its own region only', async () => {
    const create = (LocationConstraint: string) =>
      client.send(new CreateBucketCommand({ Bucket: 'located', CreateBucketConfiguration: { LocationConstraint: LocationConstraint as 'EU' } }))
    expect(await refusal(create('eu-west-1'))).toEqual(['IllegalLocationConstraintException', 400])
    await create('cn-hangzhou')
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: 'located' }))
    expect(LocationConstraint).toBe('cn-hangzhou')
  })

  it('creates no other bucket than was asked for', async () => {
    const CreateBucketConfiguration = { Tags: [{ Key: 'team', Value: 'red' }] }
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket: 'with-tags', CreateBucketConfiguration })))).toEqual(['NotImplemented', 501])
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket: 'with-tags' })))).toEqual(['NotFound', 404])
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket: 'with-lock', ObjectLockEnabledForBucket: true })))).toEqual(['NotImplemented', 501])
  })

  it('lists buckets with their regions, also in pages', async () => {
    for (const Bucket of ['page-one', 'page-two', 'page-three']) await client.send(new CreateBucketCommand({ Bucket }))
    const { Buckets, Owner } = await client.send(new ListBucketsCommand({ Prefix: 'page-' }))
    expect(Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([
      ['page-one', 'cn-hangzhou'],
      ['page-three', 'cn-hangzhou'],
      ['page-two', 'cn-hangzhou'],
    ])
    expect(Owner?.ID).toMatch(/^\d+$/)
    const first = await client.send(new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2 }))
    expect(first.Buckets).toHaveLength(2)
    const second = await client.send(new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2, ContinuationToken: first.ContinuationToken }))
    expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['page-two'])
    expect(second.ContinuationToken).toBeUndefined()
  })

  it('refuses names that are none, and deleting what is not empty or not there', async () => {
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket: 'Under_Score' })))).toEqual(['InvalidBucketName', 400])
    await client.send(new CreateBucketCommand({ Bucket: 'not-empty' }))
    await client.send(new PutObjectCommand({ Bucket: 'not-empty', Key: 'k', Body: 'x' }))
    expect(await refusal(client.send(new DeleteBucketCommand({ Bucket: 'not-empty' })))).toEqual(['BucketNotEmpty', 409])
    expect(await refusal(client.send(new DeleteBucketCommand({ Bucket: 'no-such-bucket' })))).toEqual(['NoSuchBucket', 404])
  })

  it('opens a bucket to everyone and closes it again', async () => {
    const Bucket = 'open-pail'
    await client.send(new CreateBucketCommand({ Bucket, ACL: 'public-read' }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'open' }))
    expect((await send(running.port, { bucket: Bucket, key: 'k', sign: false })).text).toBe('open')
    const { Grants } = await client.send(new GetBucketAclCommand({ Bucket }))
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL', 'READ'])
    await client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))
    expect((await send(running.port, { bucket: Bucket, key: 'k', sign: false })).status).toBe(403)
    expect(await refusal(client.send(new PutBucketAclCommand({ Bucket: 'no-such-bucket', ACL: 'private' })))).toEqual(['NoSuchBucket', 404])
  })

  it('says what was never configured, and that more cannot be', async () => {
    const Bucket = 'page-one'
    expect(await refusal(client.send(new GetBucketEncryptionCommand({ Bucket })))).toEqual(['ServerSideEncryptionConfigurationNotFoundError', 404])
    expect(await refusal(client.send(new GetObjectLockConfigurationCommand({ Bucket })))).toEqual(['ObjectLockConfigurationNotFoundError', 404])
    expect((await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined()
    const AnalyticsConfiguration = { Id: 'a', StorageClassAnalysis: {} }
    expect(await refusal(client.send(new PutBucketAnalyticsConfigurationCommand({ Bucket, Id: 'a', AnalyticsConfiguration })))).toEqual([
      'NotImplemented',
      501,
    ])
  })

  it('refuses keys it does not know and signatures that do not fit', async () => {
    const with_ = (accessKeyId: string, secretAccessKey: string) => s3Client(running.port, { credentials: { accessKeyId, secretAccessKey } })
    expect(await refusal(with_('nobody', 'x').send(new ListBucketsCommand({})))).toEqual(['InvalidAccessKeyId', 403])
    expect(await refusal(with_('test-key', 'wrong').send(new ListBucketsCommand({})))).toEqual(['SignatureDoesNotMatch', 403])
  })
})

describe('listings, with @aws-sdk/client-s3', () => {
  const Bucket = 's3-listing'
  const keys = ['a b.txt', 'folder/one', 'folder/two', 'folder/deep/three', 'plus+sign', 'z 中文']
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket }))
    for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
  })
  const names = ({ Contents }: Pick<ListObjectsV2CommandOutput, 'Contents'>) => Contents?.map(({ Key }) => Key)
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))

  it('lists in byte order with sizes, classes and ETags', async () => {
    const listed = await client.send(new ListObjectsV2Command({ Bucket }))
    expect(names(listed)).toEqual(sorted)
    expect(listed).toMatchObject({ KeyCount: keys.length, MaxKeys: 1000, IsTruncated: false, Name: Bucket })
    expect(listed.Contents?.[0]).toMatchObject({ Size: 7, StorageClass: 'STANDARD' })
    expect(listed.Contents?.[0]?.ETag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(listed.Contents?.[0]?.Owner).toBeUndefined()
    expect((await client.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }))).Contents?.[0]?.Owner?.ID).toMatch(/^\d+$/)
  })

  it('gathers common prefixes', async () => {
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }))
    expect(listed.CommonPrefixes).toEqual([{ Prefix: 'folder/' }])
    const inside = await client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'folder/' }))
    expect([names(inside), inside.CommonPrefixes]).toEqual([['folder/one', 'folder/two'], [{ Prefix: 'folder/deep/' }]])
  })

  it('goes on from page to page', async () => {
    const seen: (string | undefined)[] = []
    let pages = 0
    for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket })) {
      seen.push(...(names(page) ?? []))
      pages++
    }
    expect([seen, pages]).toEqual([sorted, 3])
  })

  it('starts after a key, and encodes keys when asked', async () => {
    expect(names(await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'folder/two' })))).toEqual(['plus+sign', 'z 中文'])
    const encoded = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', StartAfter: 'folder/two' }))
    expect([encoded.EncodingType, names(encoded)]).toEqual(['url', ['plus%2Bsign', 'z%20%E4%B8%AD%E6%96%87']])
  })

  it('lists in version 1 with markers', async () => {
    const first = await client.send(new ListObjectsCommand({ Bucket, MaxKeys: 4 }))
    expect([first.IsTruncated, names(first)]).toEqual([true, sorted.slice(0, 4)])
    const second = await client.send(new ListObjectsCommand({ Bucket, Marker: first.NextMarker }))
    expect([second.IsTruncated, second.Marker, names(second)]).toEqual([false, sorted[3], sorted.slice(4)])
    expect(first.Contents?.[0]?.Owner?.ID).toMatch(/^\d+$/)
  })

  it('takes a wish for more than a thousand as a thousand, and for none as none', async () => {
    expect((await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 5000 }))).MaxKeys).toBe(1000)
    const none = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))
    expect([none.MaxKeys, none.KeyCount, none.IsTruncated, none.Contents]).toEqual([0, 0, false, undefined])
    const noneInV1 = await client.send(new ListObjectsCommand({ Bucket, MaxKeys: 0 }))
    expect([noneInV1.MaxKeys, noneInV1.IsTruncated, noneInV1.Contents]).toEqual([0, false, undefined])
  })

  it('lists the bucket named in the host', async () => {
    const virtual = virtualHostClient(running.port)
    expect(names(await virtual.send(new ListObjectsV2Command({ Bucket })))).toEqual(sorted)
    expect((await virtual.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(Bucket)
    virtual.destroy()
  })
})

describe('versions, with @aws-sdk/client-s3', () => {
  const Bucket = 's3-versions'
  const Key = 'k'
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket }))
  })
  const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }))
  const read = async (VersionId?: string) => (await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString()

  it('knows a bucket without, with and with suspended versioning', async () => {
    const status = async () => (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status
    expect(await status()).toBeUndefined()
    for (const Status of ['Enabled', 'Suspended', 'Enabled'] as const) {
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
      expect(await status()).toBe(Status)
    }
  })

  it('keeps every version and reads each', async () => {
    const first = await put('one')
    const second = await put('two')
    expect(first.VersionId).toMatch(/^[\w-]{16,}$/)
    expect([await read(), await read(first.VersionId), await read(second.VersionId)]).toEqual(['two', 'one', 'two'])
    expect((await client.send(new HeadObjectCommand({ Bucket, Key, VersionId: first.VersionId }))).VersionId).toBe(first.VersionId)
  })

  it('puts a delete marker on top, and takes it away again', async () => {
    const gone = await client.send(new DeleteObjectCommand({ Bucket, Key }))
    expect(gone.DeleteMarker).toBe(true)
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key })))).toEqual(['NoSuchKey', 404])
    const back = await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: gone.VersionId }))
    expect([back.DeleteMarker, back.VersionId]).toEqual([true, gone.VersionId])
    expect(await read()).toBe('two')
  })

  it('lists versions and delete markers, newest first, in pages', async () => {
    await client.send(new DeleteObjectCommand({ Bucket, Key }))
    const all = await client.send(new ListObjectVersionsCommand({ Bucket }))
    expect(all.Versions?.map(({ IsLatest, Size }) => [IsLatest, Size])).toEqual([[false, 3], [false, 3]])
    expect(all.DeleteMarkers).toMatchObject([{ Key, IsLatest: true }])
    const first = await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }))
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first
    const second = await client.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }))
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false])
    expect([...(first.Versions ?? []), ...(second.Versions ?? [])].map(({ VersionId }) => VersionId)).toEqual(
      all.Versions?.map(({ VersionId }) => VersionId),
    )
  })

  it('lets a write depend on what the key shows, also where versions are kept', async () => {
    const write = (more: object) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'new', ...more }))
    // A delete marker is on top.
    const { ETag } = await write({ IfNoneMatch: '*' })
    expect(await refusal(write({ IfNoneMatch: '*' }))).toEqual(['PreconditionFailed', 412])
    expect((await write({ IfMatch: ETag })).ETag).toBe(ETag)
    await client.send(new DeleteObjectCommand({ Bucket, Key }))
    expect(await refusal(write({ IfMatch: ETag }))).toEqual(['NoSuchKey', 404])
  })

  it('refuses versions that are none or gone', async () => {
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key, VersionId: '!' })))).toEqual(['InvalidArgument', 400])
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key, VersionId: 'x'.repeat(32) })))).toEqual(['NoSuchVersion', 404])
  })
})
