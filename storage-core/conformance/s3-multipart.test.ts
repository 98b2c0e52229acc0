import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal, s3Client, virtualHostClient } from './s3-client.ts'
import { elementText, send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const Bucket = 's3-multipart'
const partBytes = 5 * 1024 * 1024
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

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()
/** Amazon S3 User Guide, "Checking object integrity": the digest of the parts' digests, as bytes. */
const etagOf = (parts: readonly Uint8Array[]) => `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`
const bytesOf = async (Key: string) =>
  Buffer.from((await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? [])

async function begin(Key: string, more: object = {}) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  const address = { Bucket, Key, UploadId }
  return {
    ...address,
    put: (PartNumber: number, Body: Uint8Array) => client.send(new UploadPartCommand({ ...address, PartNumber, Body })),
    complete: (Parts: readonly { PartNumber: number; ETag: string | undefined }[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts: [...Parts] } })),
  }
}

describe('multipart uploads, with @aws-sdk/client-s3', () => {
  it('makes an object of its parts, with the ETag of S3 wherever it is shown', async () => {
    const parts = [randomBytes(150_000), randomBytes(9)]
    const upload = await begin('joined', { ContentType: 'text/plain', Metadata: { a: 'b' } })
    const sent = [await upload.put(1, parts[0] ?? parts[1]!), await upload.put(2, parts[1]!)]
    const done = await upload.complete(sent.map(({ ETag }, index) => ({ PartNumber: index + 1, ETag })))
    const ETag = etagOf(parts)
    expect([done.ETag, done.Bucket, done.Key]).toEqual([ETag, Bucket, 'joined'])
    expect((await bytesOf('joined')).equals(Buffer.concat(parts))).toBe(true)
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'joined' }))).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { a: 'b' } })
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'joined' }))
    expect(Contents?.[0]?.ETag).toBe(ETag)
    expect((await send(running.port, { method: 'HEAD', bucket: Bucket, key: 'joined' })).headers['etag']).toBe(ETag.toUpperCase())
  })

  it('reads the parts of an object one by one, also of its copy, and says how many there are', async () => {
    const parts = [randomBytes(150_000), randomBytes(110_000), randomBytes(9)]
    const upload = await begin('in-parts', { ChecksumAlgorithm: 'CRC32' })
    const sent = []
    for (const [index, part] of parts.entries()) sent.push(await upload.put(index + 1, part))
    await upload.complete(sent.map(({ ETag, ChecksumCRC32 }, index) => ({ PartNumber: index + 1, ETag, ChecksumCRC32 })))
    await client.send(new CopyObjectCommand({ Bucket, Key: 'in-parts-copy', CopySource: `${Bucket}/in-parts` }))
    const total = parts.reduce((sum, part) => sum + part.length, 0)
    for (const Key of ['in-parts', 'in-parts-copy']) {
      let start = 0
      for (const [index, part] of parts.entries()) {
        const asked = { Bucket, Key, PartNumber: index + 1, ChecksumMode: 'ENABLED' } as const
        const facts = { ContentLength: part.length, ContentRange: `bytes ${start}-${start + part.length - 1}/${total}`, PartsCount: 3, ETag: etagOf(parts), ChecksumCRC32: sent[index]?.ChecksumCRC32 }
        // The client holds the bytes against the checksum as well.
        const got = await client.send(new GetObjectCommand(asked))
        expect(got).toMatchObject({ ...facts, $metadata: { httpStatusCode: 206 } })
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(part)).toBe(true)
        expect(await client.send(new HeadObjectCommand(asked))).toMatchObject({ ...facts, $metadata: { httpStatusCode: 206 } })
        start += part.length
      }
    }
    const get = (more: object) => refusal(client.send(new GetObjectCommand({ Bucket, Key: 'in-parts', ...more })))
    expect(await get({ PartNumber: 4 })).toEqual(['InvalidPartNumber', 416])
    expect(await get({ PartNumber: 0 })).toEqual(['InvalidArgument', 400])
    expect(await get({ PartNumber: 10_001 })).toEqual(['InvalidArgument', 400])
    expect(await get({ PartNumber: 1, Range: 'bytes=0-1' })).toEqual(['InvalidRequest', 400])
    expect(await get({ PartNumber: 1, IfMatch: '"other"' })).toEqual(['PreconditionFailed', 412])
    expect(await get({ Range: 'bytes=999999999-' })).toEqual(['InvalidRange', 416])
  })

  it('takes an object that was not uploaded in parts for one part', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'text' }))
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'plain', PartNumber: 1 }))
    expect(got).toMatchObject({ ContentRange: 'bytes 0-3/4', $metadata: { httpStatusCode: 206 } })
    expect([await got.Body?.transformToString(), got.PartsCount]).toEqual(['text', undefined])
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'plain', PartNumber: 2 })))).toMatchObject([expect.any(String), 416])
    await client.send(new PutObjectCommand({ Bucket, Key: 'plain-empty', Body: '' }))
    expect(await client.send(new GetObjectCommand({ Bucket, Key: 'plain-empty', PartNumber: 1 }))).toMatchObject({ ContentLength: 0, $metadata: { httpStatusCode: 200 } })
    // OSS documents nothing of the kind.
    expect(await send(running.port, { method: 'GET', bucket: Bucket, key: 'plain', query: [['partNumber', '1']] })).toMatchObject({ code: 'NotImplemented' })
  })

  it('shows the ETag of OSS for what OSS uploaded', async () => {
    const address = { bucket: Bucket, key: 'from-oss' }
    const begun = await send(running.port, { ...address, method: 'POST', query: [['uploads', '']] })
    const uploadId = elementText(begun.text, 'UploadId') ?? ''
    await send(running.port, { ...address, method: 'PUT', query: [['partNumber', '1'], ['uploadId', uploadId]], body: 'x' })
    await send(running.port, { ...address, method: 'POST', query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes' } })
    const { headers } = await send(running.port, { ...address, method: 'HEAD' })
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'from-oss' }))
    expect(ETag).toBe(String(headers['etag']).toLowerCase())
    expect(ETag).not.toBe(etagOf([Buffer.from('x')]))
  })

  it('lists the parts of an upload in pages', async () => {
    const upload = await begin('parts')
    for (const number of [3, 1, 2]) await upload.put(number, Buffer.alloc(number, 'x'))
    const { Bucket: bucket, Key, UploadId } = upload
    const first = await client.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId, MaxParts: 2 }))
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 1], [2, 2]])
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', StorageClass: 'STANDARD' })
    const second = await client.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId, PartNumberMarker: '2' }))
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3])
    expect(second.Owner?.ID).toMatch(/^\d+$/)
  })

  it('lists and aborts uploads', async () => {
    const upload = await begin('aborted/one')
    const listed = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'aborted/' }))
    expect(listed.Uploads?.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([['aborted/one', upload.UploadId]])
    const { Bucket: bucket, Key, UploadId } = upload
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'aborted/' }))).Uploads).toBeUndefined()
    expect(await refusal(upload.put(1, Buffer.from('x')))).toEqual(['NoSuchUpload', 404])
  })

  it('makes parts of other objects', async () => {
    const source = randomBytes(300_000)
    await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: source }))
    const { put: _, complete, ...address } = await begin('copied')
    const copy = (PartNumber: number, CopySourceRange?: string) =>
      client.send(new UploadPartCopyCommand({ ...address, PartNumber, CopySource: `${Bucket}/source`, CopySourceRange }))
    const first = await copy(1, 'bytes=0-149999')
    const second = await copy(2)
    expect(first.CopyPartResult?.ETag).toBe(`"${md5(source.subarray(0, 150_000)).toString('hex')}"`)
    await complete([
      { PartNumber: 1, ETag: first.CopyPartResult?.ETag },
      { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
    ])
    expect((await bytesOf('copied')).equals(Buffer.concat([source.subarray(0, 150_000), source]))).toBe(true)
    const again = await begin('copied')
    const asked = { Bucket, Key: 'copied', UploadId: again.UploadId, PartNumber: 1, CopySource: `${Bucket}/source` }
    expect(await refusal(client.send(new UploadPartCopyCommand({ ...asked, CopySourceRange: 'bytes=5-' })))).toEqual(['InvalidArgument', 400])
  })

  it('refuses parts that are missing, out of order, too small or other than named', async () => {
    const upload = await begin('refused')
    const small = await upload.put(1, Buffer.from('small'))
    const last = await upload.put(2, Buffer.from('last'))
    const part = (PartNumber: number, { ETag }: { ETag?: string | undefined }) => ({ PartNumber, ETag })
    expect(await refusal(upload.complete([part(1, small), part(2, last)]))).toEqual(['EntityTooSmall', 400])
    expect(await refusal(upload.complete([part(2, last), part(1, small)]))).toEqual(['InvalidPartOrder', 400])
    expect(await refusal(upload.complete([part(1, last)]))).toEqual(['InvalidPart', 400])
    expect(await refusal(upload.complete([part(3, last)]))).toEqual(['InvalidPart', 400])
    expect(await refusal(upload.complete([]))).toEqual(['MalformedXML', 400])
  })

  it('completes only where nothing is yet when If-None-Match says so', async () => {
    const complete = async () => {
      const { put, complete: _, ...address } = await begin('only once')
      const { ETag } = await put(1, Buffer.from('x'))
      return client.send(new CompleteMultipartUploadCommand({ ...address, IfNoneMatch: '*', MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }))
    }
    await complete()
    expect(await refusal(complete())).toEqual(['PreconditionFailed', 412])
  })

  it('replaces a part that is sent again', async () => {
    const upload = await begin('replaced')
    await upload.put(1, Buffer.from('first'))
    const { ETag } = await upload.put(1, Buffer.from('second'))
    await upload.complete([{ PartNumber: 1, ETag }])
    expect(String(await bytesOf('replaced'))).toBe('second')
  })
})

describe('large bodies, with @aws-sdk/lib-storage', () => {
  it('uploads a stream in parallel parts', async () => {
    const bytes = randomBytes(2 * partBytes + 12_345)
    const Body = Readable.from((function* chunks() {
      for (let at = 0; at < bytes.length; at += 65_000) yield bytes.subarray(at, at + 65_000)
    })())
    const seen: number[] = []
    const upload = new Upload({ client, params: { Bucket, Key: 'stream', Body }, partSize: partBytes, queueSize: 3 })
    upload.on('httpUploadProgress', ({ loaded }) => seen.push(loaded ?? 0))
    const { ETag } = await upload.done()
    expect(ETag).toBe(etagOf([bytes.subarray(0, partBytes), bytes.subarray(partBytes, 2 * partBytes), bytes.subarray(2 * partBytes)]))
    expect((await bytesOf('stream')).equals(bytes)).toBe(true)
    expect(Math.max(...seen)).toBe(bytes.length)
  })

  it('uploads a small stream in one piece', async () => {
    const upload = new Upload({ client, params: { Bucket, Key: 'small stream', Body: Readable.from([Buffer.from('small')]) } })
    await upload.done()
    expect(String(await bytesOf('small stream'))).toBe('small')
  })

  it('leaves no upload behind when it is aborted', async () => {
    const Body = Readable.from((function* endless() {
      for (let i = 0; i < 400; i++) yield Buffer.alloc(65_536)
    })())
    const upload = new Upload({ client, params: { Bucket, Key: 'given up', Body }, partSize: partBytes, queueSize: 1 })
    upload.on('httpUploadProgress', () => void upload.abort())
    await expect(upload.done()).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(async () => (await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'given up' }))).Uploads).toBeUndefined()
  })
})

describe('links, with @aws-sdk/s3-request-presigner', () => {
  it('let anyone download until they expire', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'a b/linked+.txt', Body: 'linked' }))
    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'a b/linked+.txt' }), { expiresIn: 60 })
    expect(await (await fetch(link)).text()).toBe('linked')
    const old = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'a b/linked+.txt' }), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - 120_000),
    })
    const late = await fetch(old)
    expect([late.status, elementText(await late.text(), 'Code')]).toEqual([403, 'AccessDenied'])
  })

  it('let anyone upload what they name and nothing else', async () => {
    const link = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'uploaded', ContentType: 'text/plain' }), { expiresIn: 60 })
    const put = (url: string, headers: Record<string, string> = {}) => fetch(url, { method: 'PUT', body: 'by link', headers })
    expect((await put(link)).status).toBe(200)
    expect(String(await bytesOf('uploaded'))).toBe('by link')
    expect((await put(link.replace('/uploaded?', '/other?'))).status).toBe(403)
    expect((await fetch(link)).status).toBe(403)
    // What the signature does not cover may not change what is stored.
    expect((await put(link, { 'x-oss-object-acl': 'public-read' })).status).toBe(403)
    expect((await put(link, { 'x-amz-acl': 'public-read' })).status).toBe(403)
    expect((await send(running.port, { bucket: Bucket, key: 'uploaded', sign: false })).status).toBe(403)
  })

  it('carry an ACL, metadata, tags and a storage class, which are then stored', async () => {
    const input = { Bucket, Key: 'carried', ACL: 'public-read', Metadata: { who: 'm\u00fcller' }, StorageClass: 'STANDARD_IA', Tagging: 'k=v' } as const
    const link = await getSignedUrl(client, new PutObjectCommand(input), { expiresIn: 60 })
    const names = [...new URL(link).searchParams.keys()]
    expect(names).toEqual(expect.arrayContaining(['x-amz-acl', 'x-amz-meta-who', 'x-amz-storage-class', 'x-amz-tagging', 'x-amz-checksum-crc32']))
    expect((await fetch(link, { method: 'PUT', body: 'by link' })).status).toBe(200)
    const stored = await client.send(new HeadObjectCommand({ Bucket, Key: 'carried' }))
    expect(stored).toMatchObject({ StorageClass: 'STANDARD_IA', TagCount: 1 })
    // Clients show the bytes of a header as they are.
    expect(Buffer.from(stored.Metadata?.['who'] ?? '', 'latin1').toString('utf8')).toBe('m\u00fcller')
    expect((await send(running.port, { bucket: Bucket, key: 'carried', sign: false })).text).toBe('by link')
    const unbuilt = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'secret', ServerSideEncryption: 'AES256' }), { expiresIn: 60 })
    // This one the client leaves for the header, and only signs that it is to be there.
    const refused = await fetch(unbuilt, { method: 'PUT', body: 'x', headers: { 'x-amz-server-side-encryption': 'AES256' } })
    expect([refused.status, elementText(await refused.text(), 'Code')]).toEqual([501, 'NotImplemented'])
  })

  it('word a download as they say, and name the bucket in the host', async () => {
    const virtual = virtualHostClient(running.port)
    const link = await getSignedUrl(virtual, new GetObjectCommand({ Bucket, Key: 'uploaded', ResponseContentType: 'text/csv' }), { expiresIn: 60 })
    const url = new URL(link)
    expect(url.hostname).toBe(`${Bucket}.s3.localhost`)
    const answer = await send(running.port, { path: url.pathname + url.search, sign: false, change: () => ({ host: url.host }) })
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([200, 'by link', 'text/csv'])
    virtual.destroy()
  })
})
