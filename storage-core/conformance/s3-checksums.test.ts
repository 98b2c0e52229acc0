import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
  type UploadPartCommandInput,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { createCRC32, createCRC64 } from 'hash-wasm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send } from './raw-client.ts'
import { failure, refusal, s3Client } from './s3-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

const Bucket = 's3-checksums'
let running: TestStore
let client: S3Client
/** Sends no checksum unless it is told to. */
let plain: S3Client
beforeAll(async () => {
  running = await startTestStore()
  client = s3Client(running.port)
  plain = s3Client(running.port, { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' })
  await client.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  client.destroy()
  plain.destroy()
  await running.stop()
})

const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
type Algorithm = (typeof algorithms)[number]
const field = (algorithm: Algorithm) => `Checksum${algorithm}` as const

/** By other means than the endpoint's, where there are any. */
async function sum(algorithm: Algorithm, bytes: Uint8Array): Promise<string> {
  const hex = async (): Promise<string> => {
    if (algorithm === 'CRC32') return crc32(bytes).toString(16).padStart(8, '0')
    if (algorithm === 'SHA1' || algorithm === 'SHA256') return createHash(algorithm.toLowerCase()).update(bytes).digest('hex')
    const crc = algorithm === 'CRC32C' ? await createCRC32(0x82f63b78) : await createCRC64('9a6c9329ac4bc9b5')
    return crc.init().update(bytes).digest('hex')
  }
  return Buffer.from(await hex(), 'hex').toString('base64')
}
const composite = async (algorithm: Algorithm, parts: readonly Uint8Array[]) => {
  const sums = await Promise.all(parts.map(async (part) => Buffer.from(await sum(algorithm, part), 'base64')))
  return `${await sum(algorithm, Buffer.concat(sums))}-${parts.length}`
}

const put = (Key: string, Body: string | Uint8Array, more: Partial<PutObjectCommandInput> = {}) =>
  plain.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const head = (Key: string) => plain.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
const attributes = (Key: string, more: object = {}) =>
  plain.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum', 'ObjectParts', 'ObjectSize'], ...more }))

async function begin(Key: string, ChecksumAlgorithm?: ChecksumAlgorithm, ChecksumType?: ChecksumType) {
  const begun = await plain.send(new CreateMultipartUploadCommand({ Bucket, Key, ...(ChecksumAlgorithm && { ChecksumAlgorithm }), ...(ChecksumType && { ChecksumType }) }))
  const address = { Bucket, Key, UploadId: begun.UploadId }
  return {
    begun,
    address,
    put: (PartNumber: number, Body: Uint8Array, more: Partial<UploadPartCommandInput> = {}) =>
      plain.send(new UploadPartCommand({ ...address, PartNumber, Body, ...more })),
    complete: (Parts: readonly CompletedPart[], more: object = {}) =>
      plain.send(new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts: [...Parts] }, ...more })),
  }
}
const parts = [randomBytes(100 * 1024), randomBytes(130_000), randomBytes(7)] as const
const whole = Buffer.concat(parts)

describe('checksums of objects, with @aws-sdk/client-s3', () => {
  it.each(algorithms)('keeps the %s it was told and says it when asked, wherever it is read', async (algorithm) => {
    const value = await sum(algorithm, whole)
    const said = { [field(algorithm)]: value, ChecksumType: 'FULL_OBJECT' }
    expect(await put('kept', whole, { [field(algorithm)]: value })).toMatchObject(said)
    expect(await head('kept')).toMatchObject(said)
    expect(await attributes('kept')).toMatchObject({ Checksum: said, ObjectSize: whole.length })
    // The client compares it with the bytes by itself.
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'kept', ChecksumMode: 'ENABLED' }))
    expect(got).toMatchObject(said)
    expect(whole.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
    const unasked = await plain.send(new HeadObjectCommand({ Bucket, Key: 'kept' }))
    expect([unasked[field(algorithm)], unasked.ChecksumType]).toEqual([undefined, undefined])
  })

  it('keeps the one that came behind the body', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'behind', Body: Readable.from([parts[0], parts[1]]), ContentLength: parts[0].length + parts[1].length, ChecksumAlgorithm: 'CRC32C' }))
    expect(await head('behind')).toMatchObject({ ChecksumCRC32C: await sum('CRC32C', whole.subarray(0, -7)), ChecksumType: 'FULL_OBJECT' })
  })

  it('has none of an object nobody gave one, nor of one that replaced another, nor for a range', async () => {
    await put('replaced', 'x', { ChecksumCRC32: 'jNwWgw==' })
    const range = await plain.send(new GetObjectCommand({ Bucket, Key: 'replaced', Range: 'bytes=0-0', ChecksumMode: 'ENABLED' }))
    expect([range.ContentRange, range.ChecksumCRC32]).toEqual(['bytes 0-0/1', undefined])
    await put('replaced', 'y')
    expect((await head('replaced')).ChecksumCRC32).toBeUndefined()
    expect((await attributes('replaced')).Checksum).toBeUndefined()
  })

  it('shows it to a link that asks', async () => {
    await put('linked', 'x', { ChecksumCRC32: 'jNwWgw==' })
    const url = await getSignedUrl(plain, new GetObjectCommand({ Bucket, Key: 'linked', ChecksumMode: 'ENABLED' }))
    expect((await fetch(url)).headers.get('x-amz-checksum-crc32')).toBe('jNwWgw==')
  })

  it('refuses two at once', async () => {
    expect(await refusal(put('two', 'x', { ChecksumCRC32: 'jNwWgw==', ChecksumSHA1: 'EfatjsUqKYSrqv18O1FlA3hcIHI=' }))).toEqual(['InvalidRequest', 400])
  })

  it('gives a copy the checksum of its source, or the one that is asked for', async () => {
    await put('source', whole, { ChecksumSHA256: await sum('SHA256', whole) })
    const copy = (Key: string, more: object = {}) => plain.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }))
    expect((await copy('same')).CopyObjectResult?.ChecksumSHA256).toBe(await sum('SHA256', whole))
    expect(await head('same')).toMatchObject({ ChecksumSHA256: await sum('SHA256', whole) })
    expect((await copy('other', { ChecksumAlgorithm: 'CRC64NVME' })).CopyObjectResult?.ChecksumCRC64NVME).toBe(await sum('CRC64NVME', whole))
    const other = await head('other')
    expect([other.ChecksumCRC64NVME, other.ChecksumSHA256]).toEqual([await sum('CRC64NVME', whole), undefined])
    expect(await refusal(copy('conditional', { ChecksumAlgorithm: 'CRC32', CopySourceIfMatch: '"0"' }))).toEqual(['PreconditionFailed', 412])
    expect(await refusal(copy('unknown', { ChecksumAlgorithm: 'XYZ' }))).toEqual(['InvalidRequest', 400])
  })
})

describe('checksums of multipart uploads, with @aws-sdk/client-s3', () => {
  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)('makes a composite %s of those of the parts', async (algorithm) => {
    const Key = `composite-${algorithm}`
    const upload = await begin(Key, algorithm)
    expect(upload.begun).toMatchObject({ ChecksumAlgorithm: algorithm, ChecksumType: 'COMPOSITE' })
    const named: CompletedPart[] = []
    for (const [index, bytes] of parts.entries()) {
      const value = await sum(algorithm, bytes)
      const sent = await upload.put(index + 1, bytes, { [field(algorithm)]: value })
      expect(sent[field(algorithm)]).toBe(value)
      named.push({ PartNumber: index + 1, ETag: sent.ETag, [field(algorithm)]: value })
    }
    const listed = await plain.send(new ListPartsCommand(upload.address))
    expect([listed.ChecksumAlgorithm, listed.ChecksumType, listed.Parts?.map((part) => part[field(algorithm)])]).toEqual([algorithm, 'COMPOSITE', named.map((part) => part[field(algorithm)])])
    const { Uploads } = await plain.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
    expect(Uploads?.[0]).toMatchObject({ ChecksumAlgorithm: algorithm, ChecksumType: 'COMPOSITE' })
    const value = await composite(algorithm, parts)
    const said = { [field(algorithm)]: value, ChecksumType: 'COMPOSITE' }
    expect(await upload.complete(named, { [field(algorithm)]: value })).toMatchObject(said)
    expect(await head(Key)).toMatchObject(said)
    const shown = await attributes(Key, { MaxParts: 2 })
    expect(shown.Checksum).toMatchObject(said)
    expect(shown.ObjectParts).toMatchObject({ TotalPartsCount: 3, IsTruncated: true, NextPartNumberMarker: '2', Parts: [{ PartNumber: 1, Size: parts[0].length, [field(algorithm)]: named[0]?.[field(algorithm)] }, { PartNumber: 2 }] })
    expect((await attributes(Key, { PartNumberMarker: '2' })).ObjectParts?.Parts).toMatchObject([{ PartNumber: 3, Size: 7, [field(algorithm)]: named[2]?.[field(algorithm)] }])
    const got = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(whole.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
  })

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('joins %s to that of the whole object, also of parts that brought none', async (algorithm) => {
    const Key = `full-${algorithm}`
    const upload = await begin(Key, algorithm, 'FULL_OBJECT')
    expect(upload.begun).toMatchObject({ ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' })
    const named: CompletedPart[] = []
    for (const [index, bytes] of parts.entries()) {
      const sent = await upload.put(index + 1, bytes, index === 1 ? { [field(algorithm)]: await sum(algorithm, bytes) } : {})
      expect(sent[field(algorithm)]).toBe(await sum(algorithm, bytes))
      named.push({ PartNumber: index + 1, ETag: sent.ETag })
    }
    const value = await sum(algorithm, whole)
    const said = { [field(algorithm)]: value, ChecksumType: 'FULL_OBJECT' }
    expect(await refusal(upload.complete(named, { [field(algorithm)]: await sum(algorithm, parts[0]), ChecksumType: 'FULL_OBJECT' }))).toEqual(['BadDigest', 400])
    expect(await refusal(upload.complete(named, { ChecksumType: 'COMPOSITE' }))).toEqual(['BadDigest', 400])
    expect(await refusal(upload.complete(named, { MpuObjectSize: String(whole.length + 1) }))).toEqual(['InvalidRequest', 400])
    expect(await upload.complete(named, { ...said, MpuObjectSize: String(whole.length) })).toMatchObject(said)
    expect(await head(Key)).toMatchObject(said)
    expect((await attributes(Key)).ObjectParts).toEqual({ TotalPartsCount: 3 })
    const got = await client.send(new GetObjectCommand({ Bucket, Key }))
    expect(whole.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
  })

  it('is CRC64NVME of the whole object when nothing else is said of it', async () => {
    expect((await begin('default', 'CRC64NVME')).begun.ChecksumType).toBe('FULL_OBJECT')
    expect(await refusal(begin('default', 'CRC64NVME', 'COMPOSITE'))).toEqual(['InvalidRequest', 400])
    expect(await refusal(begin('default', 'SHA256', 'FULL_OBJECT'))).toEqual(['InvalidRequest', 400])
    expect(await refusal(begin('default', undefined, 'FULL_OBJECT'))).toEqual(['InvalidRequest', 400])
    expect(await refusal(begin('default', 'XYZ' as ChecksumAlgorithm))).toEqual(['InvalidRequest', 400])
  })

  it('refuses what does not fit together', async () => {
    const upload = await begin('refused', 'CRC32')
    const [bytes] = parts
    expect(await failure(upload.put(1, bytes))).toMatchObject({ name: 'InvalidRequest', message: 'Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: null' })
    expect(await failure(upload.put(1, bytes, { ChecksumSHA1: await sum('SHA1', bytes) }))).toMatchObject({ name: 'InvalidRequest', message: 'Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha1' })
    expect(await refusal(upload.put(1, bytes, { ChecksumCRC32: 'AAAAAA==' }))).toEqual(['BadDigest', 400])
    const ChecksumCRC32 = await sum('CRC32', bytes)
    const { ETag } = await upload.put(1, bytes, { ChecksumCRC32 })
    expect(await failure(upload.complete([{ PartNumber: 1, ETag }]))).toMatchObject({ name: 'InvalidRequest', message: expect.stringContaining('missing for part 1') as string })
    expect(await refusal(upload.complete([{ PartNumber: 1, ETag, ChecksumCRC32: 'AAAAAA==' }]))).toEqual(['InvalidPart', 400])
    expect(await refusal(upload.complete([{ PartNumber: 1, ETag, ChecksumCRC32 }], { ChecksumCRC32 }))).toEqual(['BadDigest', 400])
    expect(await upload.complete([{ PartNumber: 1, ETag, ChecksumCRC32 }])).toMatchObject({ ChecksumCRC32: await composite('CRC32', [bytes]) })
  })

  it('computes that of a part that is copied', async () => {
    await put('part source', whole)
    for (const [Key, type] of [['copied composite', 'COMPOSITE'], ['copied full', 'FULL_OBJECT']] as const) {
      const { address, complete } = await begin(Key, 'CRC32', type)
      const copied = await plain.send(new UploadPartCopyCommand({ ...address, PartNumber: 1, CopySource: `${Bucket}/part%20source` }))
      const ranged = await plain.send(new UploadPartCopyCommand({ ...address, PartNumber: 2, CopySource: `${Bucket}/part%20source`, CopySourceRange: 'bytes=10-99' }))
      const range = whole.subarray(10, 100)
      expect([copied.CopyPartResult?.ChecksumCRC32, ranged.CopyPartResult?.ChecksumCRC32]).toEqual([await sum('CRC32', whole), await sum('CRC32', range)])
      await complete([copied, ranged].map(({ CopyPartResult }, index) => ({ PartNumber: index + 1, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 })))
      expect((await head(Key)).ChecksumCRC32).toBe(type === 'COMPOSITE' ? await composite('CRC32', [whole, range]) : await sum('CRC32', Buffer.concat([whole, range])))
    }
  })

  it('goes along with what the upload manager does by itself', async () => {
    const body = randomBytes(6 * 1024 * 1024)
    await new Upload({ client, params: { Bucket, Key: 'managed', Body: body }, partSize: 5 * 1024 * 1024 }).done()
    expect((await head('managed')).ChecksumCRC32).toBe(await composite('CRC32', [body.subarray(0, 5 * 1024 * 1024), body.subarray(5 * 1024 * 1024)]))
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'managed', ChecksumMode: 'ENABLED' }))
    expect(body.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true)
  })

  it('leaves an upload that OSS completes without one, and its bytes as they are', async () => {
    const { address, put: putPart } = await begin('finished by OSS', 'CRC32')
    await putPart(1, parts[0], { ChecksumCRC32: await sum('CRC32', parts[0]) })
    const done = await send(running.port, { method: 'POST', bucket: Bucket, key: address.Key, query: [['uploadId', address.UploadId ?? '']], headers: { 'x-oss-complete-all': 'yes' } })
    expect(done.status).toBe(200)
    expect((await head(address.Key)).ChecksumCRC32).toBeUndefined()
  })
})
