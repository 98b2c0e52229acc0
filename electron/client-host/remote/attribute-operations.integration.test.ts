import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { getBytes } from '../test-support/transfer-bench.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const attributes = {
  headers: { 'content-type': 'text/plain', 'cache-control': 'max-age=60' },
  userMetadata: { owner: '小明', note: 'a b' },
  tags: { team: 'blue + green=x', '区域': '华东' },
  storageClass: 'IA',
  acl: 'public-read',
}
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)

describe.each([
  ['OSS, V4', { kind: 'oss', signatureVersion: 'v4' }],
  ['OSS, V1', { kind: 'oss', signatureVersion: 'v1' }],
  ['S3, V4', { kind: 's3', signatureVersion: 'v4' }],
] as const)('what an object has besides its bytes, over %s', (name, settings) => {
  let provider: Provider
  const bucket = `attributes-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  const put = (key: string, text: string, more = {}): ReturnType<Provider['putObject']> =>
    provider.putObject({ bucket, key, sizeBytes: text.length, forbidOverwrite: false, body: () => Readable.from([Buffer.from(text)], { objectMode: false }), ...more })
  beforeAll(async () => {
    provider = openProvider({ ...store.connection, ...settings })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await put('dir/源 1+2.txt', 'content', { attributes })
  })
  afterAll(() => {
    provider.close()
  })
  const source = { bucket, key: 'dir/源 1+2.txt' }

  it('is written with the object and read again, in any language', async () => {
    expect(await provider.headObject(source)).toMatchObject({ headers: attributes.headers, userMetadata: attributes.userMetadata, storageClass: 'IA', tagCount: 2 })
    expect(await provider.getObjectTagging(source)).toEqual(attributes.tags)
    expect(await provider.getObjectAcl(source)).toBe('public-read')
  })

  it('comes along with a copy but for what each copy is told', async () => {
    const answer = await provider.copyObject({ bucket, key: 'copy', source, attributes: { storageClass: 'IA', acl: 'public-read' }, forbidOverwrite: true })
    expect(answer.etag).toMatch(/^[0-9A-F]{32}$/i)
    expect(await provider.headObject({ bucket, key: 'copy' })).toMatchObject({ userMetadata: attributes.userMetadata, storageClass: 'IA', tagCount: 2, sizeBytes: 7 })
    expect(await provider.getObjectAcl({ bucket, key: 'copy' })).toBe('public-read')
    await provider.copyObject({ bucket, key: 'copy', source, attributes: { headers: { 'content-type': 'x/y' }, userMetadata: { owner: 'me' }, tags: {} }, forbidOverwrite: false })
    expect(await provider.headObject({ bucket, key: 'copy' })).toMatchObject({ headers: { 'content-type': 'x/y' }, userMetadata: { owner: 'me' }, storageClass: 'Standard', tagCount: 0 })
    expect(await codeOf(provider.copyObject({ bucket, key: 'copy', source, ifMatch: 'f'.repeat(32), attributes: {}, forbidOverwrite: false }))).toBe('PreconditionFailed')
    expect(await codeOf(provider.copyObject({ bucket, key: 'copy', source: { bucket, key: 'none' }, attributes: {}, forbidOverwrite: false }))).toBe('NoSuchKey')
    if (settings.kind === 'oss') expect(await codeOf(provider.copyObject({ bucket, key: 'copy', source, attributes: {}, forbidOverwrite: true }))).toBe('FileAlreadyExists')
  })

  it('belongs to an upload whose parts are copied', async () => {
    const { acl, ...kept } = attributes
    const { uploadId } = await provider.initiateMultipartUpload({ bucket, key: 'parts', attributes, forbidOverwrite: true })
    const { etag } = await provider.uploadPartCopy({ bucket, key: 'parts', uploadId, source, partNumber: 1, range: { start: 0, end: 3 } })
    await provider.completeMultipartUpload({ bucket, key: 'parts', uploadId, parts: [{ partNumber: 1, etag }], acl, forbidOverwrite: true })
    expect((await getBytes(provider, bucket, 'parts')).toString()).toBe('cont')
    expect(await provider.headObject({ bucket, key: 'parts' })).toMatchObject({ headers: kept.headers, userMetadata: kept.userMetadata, storageClass: 'IA', tagCount: 2 })
    expect(await provider.getObjectAcl({ bucket, key: 'parts' })).toBe(acl)
  })

  it('is changed by itself', async () => {
    await put('changing', 'x')
    await provider.putObjectAcl({ bucket, key: 'changing', acl: 'public-read-write' })
    expect(await provider.getObjectAcl({ bucket, key: 'changing' })).toBe('public-read-write')
    await provider.putObjectAcl({ bucket, key: 'changing', acl: 'default' })
    expect(await provider.getObjectAcl({ bucket, key: 'changing' })).toMatch(settings.kind === 's3' ? /default|private/ : /^default$/)
    await provider.putObjectTagging({ bucket, key: 'changing', tags: { a: '1', b: '' } })
    expect(await provider.getObjectTagging({ bucket, key: 'changing' })).toEqual({ a: '1', b: '' })
    await provider.putObjectTagging({ bucket, key: 'changing', tags: {} })
    expect(await provider.getObjectTagging({ bucket, key: 'changing' })).toEqual({})
  })

  it('is restored when it is archived', async () => {
    await put('archived', 'x', { attributes: { storageClass: settings.kind === 's3' ? 'GLACIER' : 'Archive' } })
    expect(await codeOf(getBytes(provider, bucket, 'archived'))).toBe('InvalidObjectState')
    await provider.restoreObject({ bucket, key: 'archived', days: 2 })
    expect(await codeOf(provider.restoreObject({ bucket, key: 'changing', days: 2 }))).toMatch(settings.kind === 's3' ? /InvalidObjectState|OperationNotSupported/ : /^OperationNotSupported$/)
  })

  it('may be that it is a link', async () => {
    if (settings.kind === 's3') {
      expect(await codeOf(provider.getSymlink({ bucket, key: 'copy' }))).toBe('NotImplemented')
      return
    }
    await provider.putSymlink({ bucket, key: 'link', target: source.key, attributes: { userMetadata: { a: 'b' } }, forbidOverwrite: true })
    expect(await provider.getSymlink({ bucket, key: 'link' })).toMatchObject({ target: source.key, head: { userMetadata: { a: 'b' } } })
    expect(await provider.headObject({ bucket, key: 'link' })).toMatchObject({ type: 'Symlink' })
    expect((await getBytes(provider, bucket, 'link')).toString()).toBe('content')
  })
})
