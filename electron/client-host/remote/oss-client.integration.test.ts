import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCrc64 } from '../crc64.ts'
import type { Provider } from '../providers/object-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'

let store: RealStore
let oss: Provider
beforeAll(async () => {
  store = await startRealStore()
  oss = store.provider
  await oss.putBucket({ bucket: 'client-bucket', acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
})
afterAll(() => store.close())

const put = (key: string, text: string, forbidOverwrite = false): ReturnType<Provider['putObject']> => {
  const bytes = Buffer.from(text)
  return oss.putObject({ bucket: 'client-bucket', key, sizeBytes: bytes.length, contentType: 'text/plain', forbidOverwrite, body: () => Readable.from([bytes], { objectMode: false }) })
}
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)

describe('the OSS client against the local store', () => {
  it('lists, describes and deletes buckets', async () => {
    await oss.putBucket({ bucket: 'second-bucket', acl: 'public-read', storageClass: 'IA', dataRedundancyType: 'LRS' })
    const bucket = (await oss.listBuckets()).find((one) => one.name === 'second-bucket')
    expect(bucket).toMatchObject({ region: 'cn-hangzhou', storageClass: 'IA' })
    expect(await oss.getBucketInfo('second-bucket')).toMatchObject({ name: 'second-bucket', acl: 'public-read', dataRedundancyType: 'LRS' })
    expect(await oss.getBucketStat('second-bucket')).toEqual({ objectCount: 0, storageBytes: 0, multipartUploadCount: 0 })
    await oss.deleteBucket('second-bucket')
    expect(await codeOf(oss.getBucketInfo('second-bucket'))).toBe('NoSuchBucket')
  })

  it('puts and gets an object with the CRC64 of its bytes', async () => {
    const crc = await startCrc64()
    crc.update(Buffer.from('123456789'))
    expect((await put('digits.txt', '123456789')).crc64).toBe(crc.finish())
    const head = await oss.headObject({ bucket: 'client-bucket', key: 'digits.txt' })
    expect(head).toMatchObject({ sizeBytes: 9, crc64: '11051210869376104954', type: 'Normal', storageClass: 'Standard' })
    expect(head.etag).toBe(createHash('md5').update('123456789').digest('hex').toUpperCase())
    const opened = await oss.openObject({ bucket: 'client-bucket', key: 'digits.txt', range: { start: 2, end: 4 } })
    expect((await opened.body.toArray()).join('')).toBe('345')
    expect(opened.sizeBytes).toBe(3)
  })

  it('tells a missing object by HEAD and GET, with the request id', async () => {
    const error = await oss.headObject({ bucket: 'client-bucket', key: 'nowhere' }).catch((one: unknown) => one)
    expect(error).toMatchObject({ code: 'NoSuchKey', status: 404 })
    expect((error as { requestId?: string }).requestId).toMatch(/^[0-9A-F]{24}$/)
    expect(await codeOf(oss.openObject({ bucket: 'client-bucket', key: 'nowhere' }))).toBe('NoSuchKey')
  })

  it('keeps an object when overwriting is forbidden', async () => {
    await put('kept.txt', 'first')
    expect(await codeOf(put('kept.txt', 'second', true))).toBe('FileAlreadyExists')
    const opened = await oss.openObject({ bucket: 'client-bucket', key: 'kept.txt' })
    expect((await opened.body.toArray()).join('')).toBe('first')
  })

  it('carries any key to the store, into listings and out again', async () => {
    const keys = ['a b', 'a+b', '100%', '%2F', '#?&=', '中文/文件.txt', '😀', 'x//y', './z', '../up', 'tab\tline\ncr\r', '<xml>&"\'', 'q'.repeat(1023), '\u0001bell', 'e\u0301', "quote'(1)*!~"]
    for (const key of keys) await put(`names/${key}`.slice(0, 1023), key)
    const page = await oss.listPage({ bucket: 'client-bucket', prefix: 'names/', delimiter: '' })
    expect(page.objects.map((one) => one.key).toSorted()).toEqual(keys.map((key) => `names/${key}`.slice(0, 1023)).toSorted())
    const gone = await oss.deleteMultipleObjects({ bucket: 'client-bucket', keys: page.objects.map((one) => one.key) })
    expect(gone.size).toBe(keys.length)
    expect((await oss.listPage({ bucket: 'client-bucket', prefix: 'names/', delimiter: '' })).objects).toEqual([])
  })

  it('pages through a prefix with folders', async () => {
    for (let i = 0; i < 5; i++) await put(`paged/sub${String(i)}/x`, 'x')
    await put('paged/file', 'y')
    const page = await oss.listPage({ bucket: 'client-bucket', prefix: 'paged/', delimiter: '/' })
    expect(page.commonPrefixes).toEqual([0, 1, 2, 3, 4].map((i) => `paged/sub${String(i)}/`))
    expect(page.objects.map((one) => one.key)).toEqual(['paged/file'])
    expect(page.nextToken).toBeUndefined()
  })

  it('signs a link that needs no headers', async () => {
    await put('linked 中.txt', 'through the link')
    const answer = await fetch(oss.presignGet({ bucket: 'client-bucket', key: 'linked 中.txt' }, 60))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('through the link')
  })
})
