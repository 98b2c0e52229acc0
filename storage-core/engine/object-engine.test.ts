import { describe, expect, it } from 'vitest'
import { isOssError, ossError } from '../model/oss-error.ts'
import { bodyOf, createEngineFixture, listAll, owner, putInput, readBody, readObject } from './test-support/engine-fixture.ts'
import type { WriteCondition } from './object-engine.ts'
import { removeOrphans } from './orphan-scan.ts'
import { sweepOnce } from './sweep.ts'

const codeOf = async (promise: Promise<unknown>) => {
  try {
    await promise
    return 'no error'
  } catch (error) {
    return isOssError(error) ? error.code : String(error)
  }
}
const long = 'a body that is longer than the inline limit'
const sweepAll = { graceMs: 0, batchSize: 100 }

describe('PutObject', () => {
  it.each(['', 'short', long])('gives back the bytes, digests and attributes of %j', async (text) => {
    const { engine, clock } = await createEngineFixture()
    const headers = { 'content-type': 'text/plain' }
    const attributes = { headers, userMetadata: { a: 'b' }, tags: { t: 'v' }, acl: 'private' as const, storageClass: 'IA' as const }
    const put = await engine.putObject(putInput('k', text, attributes))
    const { head } = await engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })
    expect(head).toMatchObject({ ...attributes, key: 'k', type: 'Normal', versionId: 'null', sizeBytes: text.length })
    expect(head).toMatchObject({ etag: put.etag, crc64: put.crc64, lastModifiedMs: clock.nowMs })
    expect(await readObject(engine, 'k')).toBe(text)
  })

  it('knows the check values of MD5 and CRC-64', async () => {
    const { engine } = await createEngineFixture()
    const put = await engine.putObject(putInput('k', '123456789'))
    expect([put.etag, put.crc64.toString(16)]).toEqual(['25F9E794323B453885F5181F1B624D0B', '995dc9bbdf1939fa'])
  })

  it.each([
    ['InvalidDigest', { md5: new Uint8Array(16) }],
    ['InvalidCRC64', { crc64: 1n }],
    ['IncompleteBody', { sizeBytes: 99 }],
  ])('answers %s for a body that is not what was announced, and leaves the old object', async (code, claims) => {
    const { engine, deps } = await createEngineFixture()
    await engine.putObject(putInput('k', 'old'))
    expect(await codeOf(engine.putObject(putInput('k', long, { claims })))).toBe(code)
    expect(await readObject(engine, 'k')).toBe('old')
    expect(deps.blobs.files.size).toBe(0)
  })

  it('does not read the body of a write it refuses', async () => {
    const { engine } = await createEngineFixture()
    await engine.putObject(putInput('k', 'old'))
    const untouchable = {
      [Symbol.asyncIterator]: () => {
        throw new Error('the body was read')
      },
    }
    expect(await codeOf(engine.putObject(putInput('k', '', { body: untouchable, forbidOverwrite: true })))).toBe('FileAlreadyExists')
    expect(await codeOf(engine.putObject(putInput('k', '', { body: untouchable, bucket: 'nowhere' })))).toBe('NoSuchBucket')
    expect(await codeOf(engine.putObject(putInput('/k', '', { body: untouchable })))).toBe('InvalidObjectName')
  })

  it('lets one of two racing writes win when overwriting is forbidden', async () => {
    const { engine, deps } = await createEngineFixture()
    const racing = Array.from({ length: 5 }, (_, i) => codeOf(engine.putObject(putInput('k', `${long} ${i}`, { forbidOverwrite: true }))))
    const codes = await Promise.all(racing)
    expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
    expect(codes.filter((code) => code === 'FileAlreadyExists')).toHaveLength(4)
    expect(deps.blobs.files.size).toBe(1)
  })

  it('lets one of racing writes win that want nothing there, or what they know', async () => {
    const { engine } = await createEngineFixture()
    // Each body has an ETag of its own: a write of the same bytes would leave the one that is waited for.
    const race = (condition: WriteCondition, text: string) =>
      Promise.all(Array.from({ length: 5 }, (_, i) => codeOf(engine.putObject(putInput('k', `${text} ${i}`, { condition })))))
    const first = await race({ kind: 'absent' }, long)
    expect(first.toSorted()).toEqual(['PreconditionFailed', 'PreconditionFailed', 'PreconditionFailed', 'PreconditionFailed', 'no error'])
    const { head } = await engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })
    const second = await race({ kind: 'match', etags: [head.etag] }, `another ${long}`)
    expect(second.filter((code) => code === 'no error')).toHaveLength(1)
    expect(second.filter((code) => code === 'PreconditionFailed')).toHaveLength(4)
    expect(await codeOf(engine.putObject(putInput('other', 'x', { condition: { kind: 'match', etags: ['*'] } })))).toBe('NoSuchKey')
    expect(await codeOf(engine.putObject(putInput('k', 'x', { condition: { kind: 'match', etags: ['*'] } })))).toBe('no error')
  })

  it('refuses when its bucket is deleted while the body arrives', async () => {
    const { engine, deps } = await createEngineFixture()
    const body = async function* () {
      yield Buffer.from(long)
      await engine.deleteBucket({ bucket: 'bucket' })
    }
    expect(await codeOf(engine.putObject(putInput('k', '', { body: body() })))).toBe('NoSuchBucket')
    expect(deps.blobs.files.size).toBe(0)
  })

  it('leaves nothing behind when the sender gives up', async () => {
    const { engine, deps } = await createEngineFixture()
    const giveUp = new AbortController()
    const body = async function* () {
      yield Buffer.from(long)
      giveUp.abort(new Error('client gone'))
    }
    expect(await codeOf(engine.putObject(putInput('k', '', { body: body(), signal: giveUp.signal })))).toContain('client gone')
    expect(await listAll(engine)).toEqual([])
    expect(deps.blobs.files.size).toBe(0)
  })

  it('removes the bytes when the commit fails, keeps the old object, and works again afterwards', async () => {
    const { engine, deps } = await createEngineFixture()
    await engine.putObject(putInput('k', 'old'))
    const write = deps.metadata.write.bind(deps.metadata)
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    deps.metadata.write = () => Promise.reject(ossError('InternalError', { cause: full }))
    await expect(engine.putObject(putInput('k', long))).rejects.toMatchObject({ code: 'InternalError', cause: full })
    deps.metadata.write = write
    expect(deps.blobs.files.size).toBe(0)
    expect(await readObject(engine, 'k')).toBe('old')
    await engine.putObject(putInput('k', long))
    expect(await readObject(engine, 'k')).toBe(long)
  })

  it('keeps the bytes when a commit holds although its confirmation failed', async () => {
    const { engine, deps } = await createEngineFixture()
    const write = deps.metadata.write.bind(deps.metadata)
    deps.metadata.write = async (fn) => {
      await write(fn)
      throw ossError('InternalError')
    }
    expect(await codeOf(engine.putObject(putInput('k', long)))).toBe('InternalError')
    deps.metadata.write = write
    expect(await readObject(engine, 'k')).toBe(long)
  })
})

describe('GetObject', () => {
  const get = { bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' } as const

  it.each(['0123456789', `0123456789${long}`])('answers a range of %j', async (text) => {
    const { engine } = await createEngineFixture()
    await engine.putObject(putInput('k', text))
    const output = await engine.getObject({ ...get, range: { kind: 'from', start: 2, end: 5 } })
    expect(output).toMatchObject({ range: { start: 2, end: 5 }, notModified: false })
    expect(output.body.sizeBytes).toBe(4)
    expect((await readBody(output.body)).toString()).toBe('2345')
    const whole = await engine.getObject({ ...get, rangeBehavior: 'legacy', range: { kind: 'from', start: 2, end: 500 } })
    expect(whole.range).toBeUndefined()
    expect((await readBody(whole.body)).toString()).toBe(text)
  })

  it('sends no bytes when the client’s copy is current, and none of an archived object', async () => {
    const { engine } = await createEngineFixture()
    const { etag } = await engine.putObject(putInput('k', 'text'))
    const output = await engine.getObject({ ...get, conditions: { ifNoneMatch: [etag] } })
    expect(output).toMatchObject({ notModified: true, body: { sizeBytes: 0 } })
    await engine.putObject(putInput('k', 'text', { storageClass: 'ColdArchive' }))
    expect(await codeOf(engine.getObject(get))).toBe('InvalidObjectState')
    expect((await engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })).head.storageClass).toBe('ColdArchive')
  })

  it('says which is missing, the bucket or the key', async () => {
    const { engine } = await createEngineFixture()
    expect(await codeOf(engine.getObject(get))).toBe('NoSuchKey')
    expect(await codeOf(engine.getObject({ ...get, bucket: 'nowhere' }))).toBe('NoSuchBucket')
  })
})

describe('CopyObject', () => {
  const copy = { bucket: 'bucket', key: 'copy', source: { bucket: 'bucket', key: 'k' }, sourceConditions: {}, acl: 'default', forbidOverwrite: false } as const

  it.each(['short', long])('shares %j, which stays until the last copy is gone', async (text) => {
    const { engine, deps, clock } = await createEngineFixture()
    await engine.putObject(putInput('k', text, { userMetadata: { a: 'b' }, tags: { t: '1' } }))
    await engine.copyObject(copy)
    expect(deps.blobs.files.size).toBe(text === long ? 1 : 0)
    await engine.deleteObject({ bucket: 'bucket', key: 'k' })
    clock.nowMs += 1
    await sweepOnce(deps, sweepAll)
    expect(await readObject(engine, 'copy')).toBe(text)
    const { head } = await engine.headObject({ bucket: 'bucket', key: 'copy', conditions: {} })
    expect(head).toMatchObject({ userMetadata: { a: 'b' }, tags: { t: '1' } })
    await engine.deleteObject({ bucket: 'bucket', key: 'copy' })
    clock.nowMs += 1
    await sweepOnce(deps, sweepAll)
    expect(deps.blobs.files.size).toBe(0)
  })

  it.each(['short', long])('onto itself changes the attributes of %j and nothing else', async (text) => {
    const { engine, deps, clock } = await createEngineFixture()
    await engine.putObject(putInput('k', text, { userMetadata: { a: 'b' }, headers: { 'content-type': 'text/plain' } }))
    clock.nowMs += 5000
    const output = await engine.copyObject({ ...copy, key: 'k', replaceMetadata: { headers: {}, userMetadata: { c: 'd' } }, storageClass: 'IA' })
    const { head } = await engine.headObject({ bucket: 'bucket', key: 'k', conditions: {} })
    expect(head).toMatchObject({ userMetadata: { c: 'd' }, headers: {}, storageClass: 'IA', etag: output.etag, lastModifiedMs: clock.nowMs })
    await sweepOnce(deps, sweepAll)
    expect(await readObject(engine, 'k')).toBe(text)
    expect((await engine.getBucketStat({ bucket: 'bucket' })).byClass).toEqual({ IA: { objectCount: 1, storageBytes: text.length } })
  })

  it('obeys conditions on the source and changes nothing when they fail', async () => {
    const { engine } = await createEngineFixture()
    const { etag } = await engine.putObject(putInput('k', long))
    expect(await codeOf(engine.copyObject({ ...copy, sourceConditions: { ifMatch: ['other'] } }))).toBe('PreconditionFailed')
    expect(await engine.copyObject({ ...copy, sourceConditions: { ifNoneMatch: [etag] } })).toMatchObject({ notModified: true })
    expect(await listAll(engine)).toEqual(['k'])
  })

  it('refuses what it may not copy', async () => {
    const { engine } = await createEngineFixture()
    await engine.putBucket({ bucket: 'beijing', owner, region: 'cn-beijing' })
    await engine.putObject(putInput('k', 'x'))
    await engine.putObject(putInput('frozen', 'x', { storageClass: 'Archive' }))
    expect(await codeOf(engine.copyObject({ ...copy, source: { bucket: 'bucket', key: 'none' } }))).toBe('NoSuchKey')
    expect(await codeOf(engine.copyObject({ ...copy, source: { bucket: 'nowhere', key: 'k' } }))).toBe('NoSuchBucket')
    expect(await codeOf(engine.copyObject({ ...copy, bucket: 'beijing' }))).toBe('AccessDenied')
    expect(await codeOf(engine.copyObject({ ...copy, source: { bucket: 'bucket', key: 'frozen' } }))).toBe('InvalidObjectState')
    expect(await codeOf(engine.copyObject({ ...copy, key: 'frozen', forbidOverwrite: true }))).toBe('FileAlreadyExists')
    expect(await codeOf(engine.copyObject({ ...copy, key: '' }))).toBe('InvalidObjectName')
  })
})

describe('DeleteMultipleObjects', () => {
  it('deletes all in one go and answers in the order given, missing and repeated keys included', async () => {
    const { engine } = await createEngineFixture()
    for (const key of ['a', 'b', 'c']) await engine.putObject(putInput(key, long))
    const objects = ['c', 'missing', 'a', 'a'].map((key) => ({ key }))
    expect(await engine.deleteMultipleObjects({ bucket: 'bucket', objects })).toEqual(objects)
    expect(await listAll(engine)).toEqual(['b'])
    expect(await engine.getBucketStat({ bucket: 'bucket' })).toMatchObject({ objectCount: 1, storageBytes: long.length })
    expect(await codeOf(engine.deleteMultipleObjects({ bucket: 'nowhere', objects }))).toBe('NoSuchBucket')
  })
})

describe('ListObjects', () => {
  it('shows keys and common prefixes in one byte order, page by page', async () => {
    const { engine } = await createEngineFixture()
    for (const key of ['b/2', 'a', 'b/1', 'b0', 'b', '😀', '\uFFFF', 'c/x/y']) await engine.putObject(putInput(key, 'x'))
    const expected = ['a', 'b', 'b/', 'b0', 'c/', '\uFFFF', '😀']
    for (const maxKeys of [1, 2, 3, 1000]) expect(await listAll(engine, { delimiter: '/', maxKeys })).toEqual(expected)
    expect(await listAll(engine, { prefix: 'b/', delimiter: '/' })).toEqual(['b/1', 'b/2'])
    const page = await engine.listObjects({ bucket: 'bucket', prefix: '', delimiter: '/', after: '', maxKeys: 3 })
    expect(page).toMatchObject({ isTruncated: true, next: 'b/', owner })
  })

  it('refuses what has no place in the order', async () => {
    const { engine } = await createEngineFixture()
    const input = { bucket: 'bucket', prefix: '', delimiter: '', after: '', maxKeys: 10 }
    expect(await codeOf(engine.listObjects({ ...input, maxKeys: 0 }))).toBe('InvalidArgument')
    expect(await codeOf(engine.listObjects({ ...input, maxKeys: 1001 }))).toBe('InvalidArgument')
    expect(await codeOf(engine.listObjects({ ...input, delimiter: '\uD83D' }))).toBe('InvalidArgument')
    expect(await codeOf(engine.listObjects({ ...input, bucket: 'nowhere' }))).toBe('NoSuchBucket')
  })
})

describe('buckets', () => {
  it('are created once and again only alike, by the same owner', async () => {
    const { engine, clock } = await createEngineFixture()
    const first = await engine.putBucket({ bucket: 'two', owner, region: 'cn-beijing', acl: 'public-read', storageClass: 'IA', tags: { a: 'b' } })
    clock.nowMs += 1000
    expect(await engine.putBucket({ bucket: 'two', owner, region: 'cn-beijing', storageClass: 'IA' })).toEqual(first)
    expect(await engine.getBucketInfo({ bucket: 'two' })).toEqual(first)
    const other = { id: '2', displayName: 'other' }
    expect(await codeOf(engine.putBucket({ bucket: 'two', owner: other, region: 'cn-beijing', storageClass: 'IA' }))).toBe('BucketAlreadyExists')
    expect(await codeOf(engine.putBucket({ bucket: 'two', owner, region: 'cn-hangzhou', storageClass: 'IA' }))).toBe('BucketAlreadyExists')
    expect(await codeOf(engine.putBucket({ bucket: 'Two', owner, region: 'cn-hangzhou' }))).toBe('InvalidBucketName')
  })

  it('are limited for each owner in each region', async () => {
    const { engine } = await createEngineFixture()
    for (let i = 1; i < 100; i++) await engine.putBucket({ bucket: `bucket-${i}`, owner, region: 'cn-hangzhou' })
    expect(await codeOf(engine.putBucket({ bucket: 'one-more', owner, region: 'cn-hangzhou' }))).toBe('TooManyBuckets')
    expect(await codeOf(engine.putBucket({ bucket: 'bucket-1', owner, region: 'cn-hangzhou' }))).toBe('no error')
    expect(await codeOf(engine.putBucket({ bucket: 'one-more', owner, region: 'cn-beijing' }))).toBe('no error')
  })

  it('are listed by owner, prefix, marker and tag', async () => {
    const { engine } = await createEngineFixture()
    for (const bucket of ['b-3', 'b-1', 'b-2']) await engine.putBucket({ bucket, owner, region: 'cn-hangzhou', tags: { n: bucket } })
    await engine.putBucket({ bucket: 'b-4', owner: { id: '2', displayName: 'other' }, region: 'cn-hangzhou' })
    const list = { ownerId: owner.id, prefix: 'b-', marker: '', maxKeys: 2 }
    const page = await engine.listBuckets(list)
    expect([page.buckets.map((bucket) => bucket.name), page.isTruncated, page.nextMarker]).toEqual([['b-1', 'b-2'], true, 'b-2'])
    const last = await engine.listBuckets({ ...list, marker: 'b-2' })
    expect([last.buckets.map((bucket) => bucket.name), last.isTruncated, last.nextMarker]).toEqual([['b-3'], false, undefined])
    expect((await engine.listBuckets({ ...list, tag: { key: 'n', value: 'b-2' } })).buckets.map((bucket) => bucket.name)).toEqual(['b-2'])
    expect((await engine.listBuckets({ ...list, tag: { key: 'toString' } })).buckets).toEqual([])
  })

  it('are deleted when empty, and a new one of the name starts from nothing', async () => {
    const { engine, clock } = await createEngineFixture()
    await engine.putObject(putInput('k', long))
    expect(await codeOf(engine.deleteBucket({ bucket: 'bucket' }))).toBe('BucketNotEmpty')
    await engine.deleteObject({ bucket: 'bucket', key: 'k' })
    await engine.deleteBucket({ bucket: 'bucket' })
    expect(await codeOf(engine.deleteBucket({ bucket: 'bucket' }))).toBe('NoSuchBucket')
    clock.nowMs += 1000
    await engine.putBucket({ bucket: 'bucket', owner, region: 'cn-hangzhou' })
    expect(await engine.getBucketStat({ bucket: 'bucket' })).toEqual({
      objectCount: 0,
      storageBytes: 0,
      byClass: {},
      deleteMarkerCount: 0,
      multipartUploadCount: 0,
      multipartPartCount: 0,
      lastModifiedMs: clock.nowMs,
    })
  })
})

describe('sweep and orphan scan', () => {
  it('keep a blob through its grace delay, so that a reader who saw the row can open it', async () => {
    const { engine, deps, clock } = await createEngineFixture()
    await engine.putObject(putInput('k', long))
    await engine.putObject(putInput('k', 'new'))
    clock.nowMs += 59_999
    expect(await sweepOnce(deps)).toBe(0)
    expect(await removeOrphans(deps, { batchSize: 10, signal: new AbortController().signal })).toBe(0)
    expect(deps.blobs.files.size).toBe(1)
    clock.nowMs += 1
    expect(await sweepOnce(deps)).toBe(1)
    expect(deps.blobs.files.size).toBe(0)
    expect(await sweepOnce(deps)).toBe(0)
  })

  it('never take a blob whose commit is still on its way', async () => {
    const { engine, deps } = await createEngineFixture()
    const scans: Promise<number>[] = []
    const write = deps.metadata.write.bind(deps.metadata)
    deps.metadata.write = async (fn) => {
      scans.push(removeOrphans(deps, { batchSize: 10, signal: new AbortController().signal }))
      await scans[0]
      return await write(fn)
    }
    await engine.putObject(putInput('k', long))
    expect(await Promise.all(scans)).toEqual([0])
    expect(await readObject(engine, 'k')).toBe(long)
  })

  it('remove files that no row refers to', async () => {
    const { engine, deps } = await createEngineFixture()
    await engine.putObject(putInput('k', long))
    const staged = await deps.blobs.stage(bodyOf(long), { signal: new AbortController().signal, maxSizeBytes: 1000 })
    await staged.publish()
    await staged.release('committed')
    expect(deps.blobs.files.size).toBe(2)
    expect(await removeOrphans(deps, { batchSize: 1, signal: new AbortController().signal })).toBe(1)
    expect(await readObject(engine, 'k')).toBe(long)
  })
})
