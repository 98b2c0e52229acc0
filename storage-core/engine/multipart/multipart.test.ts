import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { crc64 } from '../../blobs/content-hasher.ts'
import { checkStore } from '../../tools/check-store.ts'
import { sweepOnce } from '../sweep.ts'
import { bodyOf, createEngineFixture, type EngineFixture, putInput, readBody } from '../test-support/engine-fixture.ts'

const kibibyte = 1024
const size = 100 * kibibyte
const filled = (text: string, bytes = size) => Buffer.alloc(bytes, text)
const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex').toUpperCase()
const { signal } = new AbortController()

/** One upload of `key`, with everything that can be done to it. */
async function begin({ engine }: EngineFixture, key: string) {
  const initiated = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
  const { uploadId } = await engine.initiateMultipartUpload({ bucket: 'bucket', key, ...initiated })
  const address = { bucket: 'bucket', key, uploadId }
  return {
    ...address,
    put: (partNumber: number, bytes: Uint8Array) =>
      engine.uploadPart({ ...address, partNumber, body: bodyOf(bytes), claims: {}, signal }),
    complete: (parts: readonly { partNumber: number; etag: string }[] | 'all') =>
      engine.completeMultipartUpload({ ...address, parts, forbidOverwrite: false }),
    abort: () => engine.abortMultipartUpload(address),
    list: (after = 0, maxParts = 1000) => engine.listParts({ ...address, after, maxParts }),
  }
}

async function read({ engine }: EngineFixture, key: string, range?: { start: number; end: number }): Promise<Buffer> {
  const wanted = range === undefined ? {} : { range: { kind: 'from', ...range } as const }
  const { body } = await engine.getObject({ bucket: 'bucket', key, conditions: {}, rangeBehavior: 'standard', ...wanted })
  return readBody(body)
}

/** Sweeps everything there is, and says what fsck finds. */
async function tidy({ deps }: EngineFixture) {
  await sweepOnce(deps, { graceMs: -1000, batchSize: 1_000_000 })
  const reader = deps.metadata.snapshot()
  try {
    const { problems, garbageCount, blobCount } = await checkStore(reader, deps.blobs, { deep: true })
    return { problems, garbageCount, blobCount, files: deps.blobs.files.size }
  } finally {
    reader.close()
  }
}
const inOrder = { problems: [], garbageCount: 0 }

describe('CompleteMultipartUpload', () => {
  it('joins the named parts without touching their files, and gives the others up', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    const bytes = [filled('one'), filled('two', 150_000), filled('three', 9)]
    const parts: { partNumber: number; etag: string }[] = []
    for (const [index, each] of bytes.entries()) {
      const { etag } = await upload.put(2 + index * 3, each)
      parts.push({ partNumber: 2 + index * 3, etag })
    }
    await upload.put(3, filled('not named'))
    const filesBefore = new Map(fixture.deps.blobs.files)

    const output = await upload.complete(parts)
    const whole = Buffer.concat(bytes)
    expect(output).toEqual({
      etag: `${md5(bytes.map((each) => md5(each)).join(''))}-3`,
      crc64: await crc64(whole),
      sizeBytes: whole.length,
    })
    const { head } = await fixture.engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })
    expect(head).toMatchObject({ type: 'Multipart', sizeBytes: whole.length, etag: output.etag, crc64: output.crc64 })
    expect((await read(fixture, 'k')).equals(whole)).toBe(true)
    expect([...fixture.deps.blobs.files]).toEqual([...filesBefore])
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, blobCount: 2, files: 2 })
    await expect(upload.list()).rejects.toMatchObject({ code: 'NoSuchUpload', details: { UploadId: upload.uploadId } })
    await expect(upload.complete(parts)).rejects.toMatchObject({ code: 'NoSuchUpload' })
  })

  it('gives the object the ETag of S3 for those who ask for it, and keeps it', async () => {
    const fixture = await createEngineFixture()
    const { put, bucket, key, uploadId } = await begin(fixture, 'k')
    const bytes = [filled('one'), filled('two', 9)]
    const parts = [
      { partNumber: 1, etag: (await put(1, filled('one'))).etag },
      { partNumber: 2, etag: (await put(2, filled('two', 9))).etag },
    ]
    const digests = bytes.map((each) => createHash('md5').update(each).digest())
    const etag = `${md5(Buffer.concat(digests))}-2`
    const output = await fixture.engine.completeMultipartUpload({ bucket, key, uploadId, parts, forbidOverwrite: false, etagForm: 'binary' })
    expect(output.etag).toBe(etag)
    expect((await fixture.engine.headObject({ bucket, key, conditions: {} })).head.etag).toBe(etag)
  })

  it('finds each part of what was joined by its place, and says so of an object that was not', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    const upload = await begin(fixture, 'k')
    const bytes = [filled('one'), filled('two', 150_000), Buffer.alloc(0)]
    for (const [index, each] of bytes.entries()) await upload.put(3 + index * 2, each)
    await upload.complete('all')
    const head = (key: string, partNumber: number) => engine.headObject({ bucket: 'bucket', key, conditions: {}, partNumber })
    expect(await head('k', 1)).toMatchObject({ range: { start: 0, end: size - 1 }, partsCount: 3 })
    expect(await head('k', 2)).toMatchObject({ range: { start: size, end: size + 149_999 }, partsCount: 3 })
    const second = await engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard', partNumber: 2 })
    expect((await readBody(second.body)).equals(filled('two', 150_000))).toBe(true)
    for (const none of [3, 4]) {
      await expect(head('k', none)).rejects.toMatchObject({ code: 'InvalidRange', details: { PartNumberRequested: String(none), ActualPartCount: '3' } })
    }
    await engine.putObject(putInput('plain', 'text'))
    const plain = await head('plain', 1)
    expect(plain.range).toEqual({ start: 0, end: 3 })
    expect(plain.partsCount).toBeUndefined()
    await expect(head('plain', 2)).rejects.toMatchObject({ code: 'InvalidRange' })
    await engine.putObject(putInput('empty', ''))
    expect((await head('empty', 1)).range).toBeUndefined()
  })

  it('takes every part in order when all are asked for', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    for (const partNumber of [10_000, 7, 1]) await upload.put(partNumber, filled(String(partNumber % 10)))
    await upload.complete('all')
    expect((await read(fixture, 'k')).equals(Buffer.concat([filled('1'), filled('7'), filled('0')]))).toBe(true)
  })

  it('keeps an object of one part in one place, also an inline or an empty one', async () => {
    const fixture = await createEngineFixture()
    for (const [key, bytes] of [['file', filled('f')], ['inline', Buffer.from('small')], ['empty', Buffer.alloc(0)]] as const) {
      const upload = await begin(fixture, key)
      const { etag } = await upload.put(5, bytes)
      expect(await upload.complete([{ partNumber: 5, etag }])).toMatchObject({ etag: `${md5(md5(bytes))}-1` })
      expect((await read(fixture, key)).equals(bytes)).toBe(true)
    }
    const reader = fixture.deps.metadata.snapshot()
    expect(['file', 'inline', 'empty'].map((key) => reader.object(1, key)?.content.kind)).toEqual(['file', 'inline', 'empty'])
    expect([...reader.pieceLists()]).toEqual([])
    reader.close()
    expect(await tidy(fixture)).toMatchObject(inOrder)
  })

  it('refuses unknown parts, other ETags, wrong order and small parts, and leaves the upload as it was', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    const [one, two, three] = [await upload.put(1, filled('1')), await upload.put(2, filled('2', size - 1)), await upload.put(3, filled('3'))]
    const part = (partNumber: number, { etag }: { etag: string }) => ({ partNumber, etag })
    const cases: [string, readonly { partNumber: number; etag: string }[] | 'all'][] = [
      ['InvalidPart', [part(1, one), part(4, two)]],
      ['InvalidPart', [part(1, two)]],
      ['InvalidPart', [{ partNumber: 1, etag: one.etag.toLowerCase() }]],
      ['InvalidPartOrder', [part(2, two), part(1, one)]],
      ['InvalidPartOrder', [part(1, one), part(1, one)]],
      ['InvalidPartOrder', [part(10_001, one)]],
      ['EntityTooSmall', [part(1, one), part(2, two), part(3, three)]],
      ['EntityTooSmall', 'all'],
    ]
    for (const [code, parts] of cases) await expect(upload.complete(parts), code).rejects.toMatchObject({ code })
    await expect((await begin(fixture, 'none')).complete('all')).rejects.toMatchObject({ code: 'InvalidPart' })
    expect((await upload.list()).parts.map((each) => each.partNumber)).toEqual([1, 2, 3])
    await upload.complete([part(1, one), part(2, two)])
    expect(await tidy(fixture)).toMatchObject(inOrder)
  })

  it('respects forbid-overwrite at the end as at the beginning', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    const upload = await begin(fixture, 'k')
    await upload.put(1, filled('1'))
    await engine.putObject(putInput('k', 'already there'))
    const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const
    await expect(engine.initiateMultipartUpload({ bucket: 'bucket', key: 'k', ...attributes, forbidOverwrite: true })).rejects.toMatchObject({ code: 'FileAlreadyExists' })
    await expect(engine.completeMultipartUpload({ ...upload, parts: 'all', forbidOverwrite: true })).rejects.toMatchObject({ code: 'FileAlreadyExists' })
    await upload.complete('all')
    expect((await read(fixture, 'k')).equals(filled('1'))).toBe(true)
  })

  it('makes a version where the bucket has versioning', async () => {
    const fixture = await createEngineFixture()
    await fixture.engine.putBucketVersioning({ bucket: 'bucket', status: 'Enabled' })
    const { versionId: first } = await fixture.engine.putObject(putInput('k', 'first'))
    const upload = await begin(fixture, 'k')
    await upload.put(1, filled('1'))
    await upload.put(2, filled('2'))
    const { versionId: second } = await upload.complete('all')
    expect(second).toMatch(/^[0-9a-z]{21}$/)
    const old = await fixture.engine.getObject({ bucket: 'bucket', key: 'k', versionId: first!, conditions: {}, rangeBehavior: 'standard' })
    expect((await readBody(old.body)).toString()).toBe('first')
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'k', versionId: second! })
    expect((await read(fixture, 'k')).toString()).toBe('first')
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 0 })
  })

  it('applies what the upload was initiated with, and the ACL of the completion', async () => {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    const attributes = { headers: { 'content-type': 'text/x' }, userMetadata: { a: 'b' }, tags: { t: 'v' }, acl: 'private', storageClass: 'IA' } as const
    const { uploadId } = await engine.initiateMultipartUpload({ bucket: 'bucket', key: 'k', ...attributes, forbidOverwrite: false })
    const address = { bucket: 'bucket', key: 'k', uploadId }
    await engine.uploadPart({ ...address, partNumber: 1, body: bodyOf('x'), claims: {}, signal })
    expect(await engine.listParts({ ...address, after: 0, maxParts: 10 })).toMatchObject({ storageClass: 'IA' })
    await engine.completeMultipartUpload({ ...address, parts: 'all', acl: 'public-read', forbidOverwrite: false })
    expect((await engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })).head).toMatchObject({ ...attributes, acl: 'public-read' })
  })
})

describe('a body in pieces', () => {
  it('answers every range, and opens only the files it touches', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    // More than one row of pieces, so that the seek inside the list is used.
    const bytes = Array.from({ length: 300 }, (_, i) => filled(`part ${i} `))
    for (const [index, each] of bytes.entries()) await upload.put(index + 1, each)
    await upload.complete('all')
    const whole = Buffer.concat(bytes)
    const opened: string[] = []
    const { blobs } = fixture.deps
    const open = blobs.open.bind(blobs)
    blobs.open = (blobId, sizeBytes) => {
      opened.push(blobId)
      return open(blobId, sizeBytes)
    }
    for (const [start, end, files] of [
      [0, 0, 1],
      [size - 1, size, 2],
      [128 * size - 1, 128 * size, 2],
      [200 * size, 201 * size - 1, 1],
      [299 * size + 5, 300 * size - 1, 1],
      [150 * size + 1, 153 * size + 1, 4],
    ] as const) {
      opened.length = 0
      expect((await read(fixture, 'k', { start, end })).equals(whole.subarray(start, end + 1)), `${start}-${end}`).toBe(true)
      expect(opened).toHaveLength(files)
    }
  })

  it('is shared by copies, and its files go with the last one', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    for (const partNumber of [1, 2]) await upload.put(partNumber, filled(String(partNumber)))
    await upload.put(3, Buffer.from('inline end'))
    await upload.complete('all')
    const whole = await read(fixture, 'k')
    await fixture.engine.copyObject({ bucket: 'bucket', key: 'copy', source: { bucket: 'bucket', key: 'k' }, sourceConditions: {}, acl: 'default', forbidOverwrite: false })
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'k' })
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 2 })
    expect((await read(fixture, 'copy')).equals(whole)).toBe(true)
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'copy' })
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 0 })
  })

  it('is kept by the sweep while somebody reads it, and goes when the reader is done', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    for (const partNumber of [1, 2, 3]) await upload.put(partNumber, filled(String(partNumber)))
    await upload.complete('all')
    const { body } = await fixture.engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' })
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'k' })
    await sweepOnce(fixture.deps, { graceMs: -1000, batchSize: 1000 })
    expect((await readBody(body)).equals(Buffer.concat([filled('1'), filled('2'), filled('3')]))).toBe(true)
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 0 })
  })

  it('is an error before the first byte when its file is missing', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    for (const partNumber of [1, 2]) await upload.put(partNumber, filled(String(partNumber)))
    await upload.complete('all')
    fixture.deps.blobs.files.clear()
    await expect(fixture.engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' })).rejects.toMatchObject({ code: 'InternalError' })
  })
})

describe('uploads', () => {
  it('of one key know nothing of each other, and count until they end', async () => {
    const fixture = await createEngineFixture()
    const [first, second] = [await begin(fixture, 'k'), await begin(fixture, 'k')]
    expect(first.uploadId).toMatch(/^[0-9A-F]{32}$/)
    await first.put(1, filled('a'))
    await second.put(1, filled('b'))
    for (const partNumber of [2, 2, 10_000]) await second.put(partNumber, filled('c'))
    expect(await fixture.engine.getBucketStat({ bucket: 'bucket' })).toMatchObject({ multipartUploadCount: 2, multipartPartCount: 4, objectCount: 0 })
    await first.complete('all')
    expect(await fixture.engine.getBucketStat({ bucket: 'bucket' })).toMatchObject({ multipartUploadCount: 1, multipartPartCount: 3, objectCount: 1 })
    expect((await read(fixture, 'k')).equals(filled('a'))).toBe(true)
    await second.abort()
    await expect(second.abort()).rejects.toMatchObject({ code: 'NoSuchUpload' })
    expect(await fixture.engine.getBucketStat({ bucket: 'bucket' })).toMatchObject({ multipartUploadCount: 0, multipartPartCount: 0, objectCount: 1 })
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 1 })
  })

  it('keep their bucket from being deleted', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    await expect(fixture.engine.deleteBucket({ bucket: 'bucket' })).rejects.toMatchObject({ code: 'BucketNotEmpty' })
    await upload.put(1, filled('1'))
    await upload.abort()
    await fixture.engine.deleteBucket({ bucket: 'bucket' })
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 0 })
  })

  it('replace a part of the same number, and refuse one that is not what it claims', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    await upload.put(1, filled('old'))
    await upload.put(1, filled('new'))
    const bad = { ...upload, partNumber: 1, body: bodyOf(filled('bad')), signal }
    await expect(fixture.engine.uploadPart({ ...bad, claims: { md5: new Uint8Array(16) } })).rejects.toMatchObject({ code: 'InvalidDigest' })
    expect((await upload.list()).parts).toMatchObject([{ partNumber: 1, etag: md5(filled('new')), sizeBytes: size }])
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 1 })
  })

  it('are found by their own id, key and bucket only', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    const forged = [
      { ...upload, key: 'other' },
      { ...upload, uploadId: `${upload.uploadId.slice(0, 31)}f` },
      { ...upload, uploadId: upload.uploadId.slice(0, 16) + '0'.repeat(16) },
      { ...upload, uploadId: 'F'.repeat(32) },
      { ...upload, uploadId: '' },
    ]
    for (const address of forged) {
      const { bucket, key, uploadId } = address
      await expect(fixture.engine.abortMultipartUpload({ bucket, key, uploadId })).rejects.toMatchObject({ code: 'NoSuchUpload' })
    }
    await expect(fixture.engine.abortMultipartUpload({ ...upload, bucket: 'no-bucket' })).rejects.toMatchObject({ code: 'NoSuchBucket' })
  })

  it('do not accept a part once they ended, even one that is being received', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    const late = async function* () {
      yield filled('1')
      await upload.abort()
    }
    await expect(fixture.engine.uploadPart({ ...upload, partNumber: 1, body: late(), claims: {}, signal })).rejects.toMatchObject({ code: 'NoSuchUpload' })
    expect(await tidy(fixture)).toMatchObject({ ...inOrder, files: 0 })
  })

  it('list their parts in pages', async () => {
    const fixture = await createEngineFixture()
    const upload = await begin(fixture, 'k')
    for (const partNumber of [1, 5, 9, 10_000]) await upload.put(partNumber, Buffer.from(String(partNumber)))
    const first = await upload.list(0, 3)
    expect([first.isTruncated, first.parts.map((part) => part.partNumber)]).toEqual([true, [1, 5, 9]])
    const rest = await upload.list(9, 3)
    expect([rest.isTruncated, rest.parts.map((part) => part.partNumber)]).toEqual([false, [10_000]])
  })
})

describe('UploadPartCopy', () => {
  const copy = (fixture: EngineFixture, upload: { bucket: string; key: string; uploadId: string }, partNumber: number, key: string, range?: { start: number; end: number }) =>
    fixture.engine.uploadPartCopy({
      ...upload,
      partNumber,
      source: { bucket: 'bucket', key },
      sourceConditions: {},
      signal,
      ...(range === undefined ? {} : { sourceRange: { kind: 'from', ...range } as const }),
    })

  it('shares the file of a whole object and reads a range of any', async () => {
    const fixture = await createEngineFixture()
    const source = Buffer.concat([filled('a'), filled('b')])
    await fixture.engine.putObject(putInput('source', source))
    await fixture.engine.putObject(putInput('small', 'small'))
    const upload = await begin(fixture, 'k')
    expect(await copy(fixture, upload, 1, 'source')).toMatchObject({ etag: md5(source), notModified: false, sourceSizeBytes: source.length })
    expect(fixture.deps.blobs.files.size).toBe(1)
    const part = source.subarray(10, 10 + size)
    expect(await copy(fixture, upload, 2, 'source', { start: 10, end: 9 + size })).toMatchObject({ etag: md5(part), range: { start: 10, end: 9 + size } })
    await copy(fixture, upload, 3, 'small')
    await upload.complete('all')
    const whole = Buffer.concat([source, part, Buffer.from('small')])
    expect((await read(fixture, 'k')).equals(whole)).toBe(true)

    const again = await begin(fixture, 'again')
    expect(await copy(fixture, again, 1, 'k')).toMatchObject({ etag: md5(whole) })
    await copy(fixture, again, 2, 'k', { start: 2 * size - 3, end: 3 * size + 2 })
    // A range the source does not have is no range.
    expect(await copy(fixture, again, 3, 'small', { start: 2, end: 5 })).not.toHaveProperty('range')
    await again.complete('all')
    const expected = Buffer.concat([whole, whole.subarray(2 * size - 3, 3 * size + 3), Buffer.from('small')])
    expect((await read(fixture, 'again')).equals(expected)).toBe(true)
    for (const key of ['source', 'k', 'small']) await fixture.engine.deleteObject({ bucket: 'bucket', key })
    expect((await read(fixture, 'again')).equals(expected)).toBe(true)
    expect(await tidy(fixture)).toMatchObject(inOrder)
  })

  it('looks at the conditions on the source, and needs one', async () => {
    const fixture = await createEngineFixture()
    await fixture.engine.putObject(putInput('source', 'text'))
    const upload = await begin(fixture, 'k')
    const input = { ...upload, partNumber: 1, source: { bucket: 'bucket', key: 'source' }, signal }
    await expect(fixture.engine.uploadPartCopy({ ...input, sourceConditions: { ifMatch: ['X'] } })).rejects.toMatchObject({ code: 'PreconditionFailed' })
    expect(await fixture.engine.uploadPartCopy({ ...input, sourceConditions: { ifNoneMatch: ['*'] } })).toMatchObject({ notModified: true })
    await expect(copy(fixture, upload, 1, 'missing')).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(copy(fixture, { ...upload, uploadId: 'F'.repeat(32) }, 1, 'source')).rejects.toMatchObject({ code: 'NoSuchUpload' })
    expect((await upload.list()).parts).toEqual([])
  })

  it('reads a version that is named, and refuses a delete marker that is', async () => {
    const fixture = await createEngineFixture()
    await fixture.engine.putBucketVersioning({ bucket: 'bucket', status: 'Enabled' })
    const { versionId } = await fixture.engine.putObject(putInput('source', 'old'))
    const marker = await fixture.engine.deleteObject({ bucket: 'bucket', key: 'source' })
    const upload = await begin(fixture, 'k')
    const input = { ...upload, partNumber: 1, sourceConditions: {}, signal }
    const named = (id: string | undefined) => ({ bucket: 'bucket', key: 'source', ...(id === undefined ? {} : { versionId: id }) })
    expect(await fixture.engine.uploadPartCopy({ ...input, source: named(versionId) })).toMatchObject({ etag: md5('old'), sourceVersionId: versionId })
    await expect(fixture.engine.uploadPartCopy({ ...input, source: named(undefined) })).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(fixture.engine.uploadPartCopy({ ...input, source: named(marker.versionId) })).rejects.toMatchObject({ code: 'InvalidArgument' })
  })
})
