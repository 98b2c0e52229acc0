import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc64 } from '../blobs/content-hasher.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let folder: string
beforeAll(async () => {
  running = await startTestStore()
  folder = await mkdtemp(path.join(tmpdir(), 'ossia-multipart-'))
})
afterAll(async () => {
  await running.stop()
  await rm(folder, { recursive: true, force: true })
})

const kibibyte = 1024
const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex').toUpperCase()
const multipartETag = (...parts: readonly Uint8Array[]) => `"${md5(parts.map((part) => md5(part)).join(''))}-${parts.length}"`

/** Methods and shapes that the client has and its type package does not. */
interface Untyped {
  listUploads(query: Record<string, string | number>): Promise<{
    uploads: { name: string; uploadId: string; initiated: string }[]
    nextKeyMarker?: string
    nextUploadIdMarker?: string
    isTruncated: boolean
  }>
  listParts(name: string, uploadId: string, query?: Record<string, number>): Promise<{
    parts: PartShown[] | PartShown
    nextPartNumberMarker: string
    isTruncated: string
  }>
  multipartUploadCopy(name: string, source: { sourceKey: string; sourceBucketName: string }, options: { partSize: number }): Promise<unknown>
  uploadPartCopy(
    name: string,
    uploadId: string,
    partNumber: number,
    range: string | undefined,
    source: { sourceKey: string; sourceBucketName: string },
    options?: object,
  ): Promise<{ etag: string; res: { headers: Record<string, string> } }>
}
interface PartShown {
  readonly PartNumber: string
  readonly ETag: string
  readonly Size: string
  readonly HashCrc64ecma: string
}

async function failure(work: Promise<unknown>): Promise<{ code: string; status: number }> {
  try {
    await work
  } catch (error) {
    return error as { code: string; status: number }
  }
  throw new Error('the call succeeded')
}

describe.each([false, true])('ali-oss uploads in parts, V4 %s', (authorizationV4) => {
  const bucket = `multipart-${randomBytes(4).toString('hex')}`
  let client: OSS
  let untyped: Untyped
  beforeAll(async () => {
    const options = { endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false, authorizationV4 }
    client = new OSS({ ...accessKey, ...options })
    untyped = client as unknown as Untyped
    await client.putBucket(bucket)
    client.useBucket(bucket)
  })
  const contentOf = async (name: string) => (await client.get(name)).content as Buffer
  const partFile = async (bytes: Uint8Array) => {
    const file = path.join(folder, randomBytes(6).toString('hex'))
    await writeFile(file, bytes)
    return file
  }
  const upload = async (name: string, bodies: readonly Uint8Array[], headers: Record<string, string> = {}) => {
    const { uploadId } = await client.initMultipartUpload(name, { headers })
    const parts: { number: number; etag: string }[] = []
    for (const [index, bytes] of bodies.entries()) {
      const { etag } = await client.uploadPart(name, uploadId, index + 1, await partFile(bytes), 0, bytes.length)
      parts.push({ number: index + 1, etag })
    }
    return { uploadId, parts }
  }
  const bodies = [randomBytes(100 * kibibyte), randomBytes(150 * kibibyte), randomBytes(1000)]

  it('step by step, and reads the object back with its type, ETag and checksum', async () => {
    const name = 'step/by step 步.bin'
    const { uploadId, parts } = await upload(name, bodies, { 'x-oss-meta-author': 'me', 'Content-Type': 'application/x-test' })
    expect(uploadId).toMatch(/^[0-9A-F]{32}$/)
    expect(parts.map((part) => part.etag)).toEqual(bodies.map((bytes) => `"${md5(bytes)}"`))
    const completed = await client.completeMultipartUpload(name, uploadId, parts)
    expect(completed.etag).toBe(multipartETag(...bodies))
    const whole = Buffer.concat(bodies)
    const { headers } = (await client.head(name)).res as { headers: Record<string, string> }
    expect(headers).toMatchObject({
      etag: multipartETag(...bodies),
      'content-length': String(whole.length),
      'content-type': 'application/x-test',
      'x-oss-object-type': 'Multipart',
      'x-oss-meta-author': 'me',
      'x-oss-hash-crc64ecma': String(await crc64(whole)),
    })
    expect(headers).not.toHaveProperty('content-md5')
    expect((await contentOf(name)).equals(whole)).toBe(true)
    const middle = await client.get(name, { headers: { Range: 'bytes=102390-102409' } })
    expect((middle.content as Buffer).equals(whole.subarray(102_390, 102_410))).toBe(true)
  })

  it('shows the object in listings with its type', async () => {
    const { objects } = await client.listV2({ prefix: 'step/', 'max-keys': '10' }, {})
    expect(objects.map((object) => [object.name, (object as unknown as { type: string }).type])).toEqual([['step/by step 步.bin', 'Multipart']])
  })

  it('lists its parts, page by page', async () => {
    const { uploadId } = await upload('parts', bodies)
    const all = await untyped.listParts('parts', uploadId)
    const crcs = await Promise.all(bodies.map((bytes) => crc64(bytes)))
    expect(all.parts).toMatchObject(
      bodies.map((bytes, index) => ({ PartNumber: String(index + 1), ETag: `"${md5(bytes)}"`, Size: String(bytes.length), HashCrc64ecma: String(crcs[index]) })),
    )
    expect(all.isTruncated).toBe('false')
    const first = await untyped.listParts('parts', uploadId, { 'max-parts': 2 })
    expect([first.isTruncated, first.nextPartNumberMarker]).toEqual(['true', '2'])
    const rest = await untyped.listParts('parts', uploadId, { 'max-parts': 2, 'part-number-marker': 2 })
    // The client gives a single one as it is.
    expect(rest.parts).toMatchObject({ PartNumber: '3' })
    await client.abortMultipartUpload('parts', uploadId)
  })

  it('lists uploads by key and id, with prefix and markers', async () => {
    const names = ['list/b', 'list/a', 'list/b', 'other']
    const started: { name: string; uploadId: string }[] = []
    for (const name of names) started.push({ name, uploadId: (await client.initMultipartUpload(name)).uploadId })
    const expected = [started[1], started[0], started[2]].map((each) => each!.uploadId)
    const all = await untyped.listUploads({ prefix: 'list/', 'max-uploads': 10 })
    expect(all.uploads.map((each) => each.uploadId)).toEqual(expected)
    expect(Date.parse(all.uploads[0]!.initiated)).toBeGreaterThan(Date.now() - 60_000)
    const found: string[] = []
    let markers: Record<string, string> = {}
    for (;;) {
      const page = await untyped.listUploads({ prefix: 'list/', 'max-uploads': 1, ...markers })
      found.push(...page.uploads.map((each) => each.uploadId))
      if (!page.isTruncated) break
      markers = { 'key-marker': page.nextKeyMarker!, 'upload-id-marker': page.nextUploadIdMarker! }
    }
    expect(found).toEqual(expected)
    for (const { name, uploadId } of started) await client.abortMultipartUpload(name, uploadId)
    expect((await untyped.listUploads({ 'max-uploads': 10 })).uploads).toEqual([])
  })

  it('gives an upload up, after which nobody knows it', async () => {
    const { uploadId, parts } = await upload('aborted', [bodies[0]!])
    await client.abortMultipartUpload('aborted', uploadId)
    for (const work of [
      () => client.abortMultipartUpload('aborted', uploadId),
      () => untyped.listParts('aborted', uploadId),
      () => client.completeMultipartUpload('aborted', uploadId, parts),
    ]) {
      expect(await failure(work())).toMatchObject({ code: 'NoSuchUpload', status: 404 })
    }
    expect(await failure(client.head('aborted'))).toMatchObject({ status: 404 })
  })

  it('refuses parts that are too small, missing or of another ETag', async () => {
    const { uploadId, parts } = await upload('bad', [bodies[2]!, bodies[0]!])
    expect(await failure(client.completeMultipartUpload('bad', uploadId, parts))).toMatchObject({ code: 'EntityTooSmall', status: 400 })
    const other = [{ number: 1, etag: parts[1]!.etag }]
    expect(await failure(client.completeMultipartUpload('bad', uploadId, other))).toMatchObject({ code: 'InvalidPart', status: 400 })
    const missing = [{ number: 3, etag: parts[0]!.etag }]
    expect(await failure(client.completeMultipartUpload('bad', uploadId, missing))).toMatchObject({ code: 'InvalidPart', status: 400 })
    await client.completeMultipartUpload('bad', uploadId, [parts[1]!])
    expect((await contentOf('bad')).equals(bodies[0]!)).toBe(true)
  })

  it('copies parts from objects, whole and by range', async () => {
    const source = randomBytes(250 * kibibyte)
    await client.put('copy source/源', source)
    const { uploadId } = await client.initMultipartUpload('copied')
    const from = { sourceKey: 'copy source/源', sourceBucketName: bucket }
    const whole = await untyped.uploadPartCopy('copied', uploadId, 1, undefined, from)
    expect(whole.etag).toBe(`"${md5(source)}"`)
    const range = await untyped.uploadPartCopy('copied', uploadId, 2, '100-102599', from)
    expect(range.res.headers['content-range']).toBe(`bytes 100-102599/${source.length}`)
    await client.completeMultipartUpload('copied', uploadId, [{ number: 1, etag: whole.etag }, { number: 2, etag: range.etag }])
    expect((await contentOf('copied')).equals(Buffer.concat([source, source.subarray(100, 102_600)]))).toBe(true)
  })

  it('copies an object in parts, also one that is in pieces itself', async () => {
    const source = randomBytes(350 * kibibyte)
    await client.put('large', source)
    await untyped.multipartUploadCopy('large copy', { sourceKey: 'large', sourceBucketName: bucket }, { partSize: 100 * kibibyte })
    expect((await contentOf('large copy')).equals(source)).toBe(true)
    await untyped.multipartUploadCopy('copy of copy', { sourceKey: 'large copy', sourceBucketName: bucket }, { partSize: 130 * kibibyte })
    expect((await contentOf('copy of copy')).equals(source)).toBe(true)
    await client.copy('plain copy', 'copy of copy')
    await client.delete('copy of copy')
    expect((await contentOf('plain copy')).equals(source)).toBe(true)
  })

  it('uploads a file in parallel parts and tells its progress', async () => {
    const bytes = randomBytes(1_200_000)
    const steps: number[] = []
    await client.multipartUpload('file', await partFile(bytes), {
      partSize: 200 * kibibyte,
      parallel: 4,
      headers: { 'x-oss-storage-class': 'IA' },
      progress: (done: number) => {
        steps.push(done)
      },
    })
    expect(steps.at(-1)).toBe(1)
    expect((await contentOf('file')).equals(bytes)).toBe(true)
    const { headers } = (await client.head('file')).res as { headers: Record<string, string> }
    expect(headers).toMatchObject({ 'x-oss-storage-class': 'IA', 'x-oss-object-type': 'Multipart' })
  })

  it('goes on from a checkpoint after it was interrupted', async () => {
    const bytes = randomBytes(1_000_000)
    const file = await partFile(bytes)
    let checkpoint: OSS.Checkpoint | undefined
    const options = { partSize: 150 * kibibyte, parallel: 1 }
    const interrupted = client.multipartUpload('resumed', file, {
      ...options,
      progress: (done: number, reached: OSS.Checkpoint) => {
        if (done > 0.4 && checkpoint === undefined) {
          checkpoint = structuredClone({ ...reached, file })
          client.cancel()
        }
      },
    })
    await expect(interrupted).rejects.toMatchObject({ name: 'cancel' })
    expect(checkpoint).toBeDefined()
    const done = (await untyped.listParts('resumed', checkpoint!.uploadId)).parts
    expect(Array.isArray(done) && done.length >= 2 && done.length < 7).toBe(true)
    await client.multipartUpload('resumed', file, { ...options, checkpoint: checkpoint! })
    expect((await contentOf('resumed')).equals(bytes)).toBe(true)
  })
})
