import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, openConnection, send, signedHead, type RawAnswer, type RawRequest } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'multipart-wire'
const call = (input: RawRequest) => send(running.port, { bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  expect((await call({ method: 'PUT' })).status).toBe(200)
})
afterAll(() => running.stop())

const size = 100 * 1024
const body = (text: string, bytes = size) => Buffer.alloc(bytes, text)
const digest = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest()
const hex = (bytes: Uint8Array | string) => digest(bytes).toString('hex').toUpperCase()
const names = (answer: RawAnswer) => [...answer.text.matchAll(/<(\w+)[>/]/g)].map((match) => match[1])
const shown = (answer: RawAnswer) => [answer.status, answer.code, answer.headers['x-oss-ec']]
const none = '0000-00000000'

async function initiate(key: string, input: RawRequest = {}): Promise<string> {
  const answer = await call({ method: 'POST', key, ...input, query: [['uploads', ''], ...(input.query ?? [])] })
  expect(answer.status).toBe(200)
  return elementText(answer.text, 'UploadId') ?? ''
}
const put = (key: string, uploadId: string, partNumber: number | string, bytes: Uint8Array | string, headers: Record<string, string> = {}) =>
  call({ method: 'PUT', key, query: [['partNumber', String(partNumber)], ['uploadId', uploadId]], body: bytes, headers: { 'content-length': String(bytes.length), ...headers } })
const document = (...parts: readonly (readonly [number | string, string])[]) =>
  `<CompleteMultipartUpload>${parts.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`
const complete = (key: string, uploadId: string, xml: string, headers: Record<string, string> = {}, query: RawRequest['query'] = []) =>
  call({ method: 'POST', key, query: [['uploadId', uploadId], ...query], body: xml, headers: { 'content-length': String(Buffer.byteLength(xml)), ...headers } })
const partsOf = (key: string, uploadId: string, query: RawRequest['query'] = []) => call({ key, query: [['uploadId', uploadId], ...query] })

describe('InitiateMultipartUpload', () => {
  it('answers the elements that clients read, percent-encoded on request', async () => {
    const answer = await call({ method: 'POST', key: 'a b/步&', query: [['uploads', '']] })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/xml'])
    expect(names(answer)).toEqual(['InitiateMultipartUploadResult', 'Bucket', 'Key', 'UploadId'])
    expect(elementText(answer.text, 'Key')).toBe('a b/步&amp;')
    expect(elementText(answer.text, 'UploadId')).toMatch(/^[0-9A-F]{32}$/)
    const encoded = await call({ method: 'POST', key: 'a b/步', query: [['uploads', ''], ['encoding-type', 'url']] })
    expect([elementText(encoded.text, 'EncodingType'), elementText(encoded.text, 'Key')]).toEqual(['url', 'a%20b%2F%E6%AD%A5'])
    expect(shown(await call({ method: 'POST', key: 'k', query: [['uploads', ''], ['encoding-type', 'hex']] }))).toEqual([400, 'InvalidArgument', none])
    expect((await call({ method: 'POST', key: 'k', query: [['uploads', ''], ['sequential', '']] })).status).toBe(200)
  })

  it('refuses to begin over an object when told so, and what it cannot do', async () => {
    await call({ method: 'PUT', key: 'exists', body: 'x' })
    const headers = { 'x-oss-forbid-overwrite': 'true' }
    const answer = await call({ method: 'POST', key: 'exists', query: [['uploads', '']], headers })
    expect(shown(answer)).toEqual([409, 'FileAlreadyExists', '0026-00000020'])
    const encrypted = await call({ method: 'POST', key: 'k', query: [['uploads', '']], headers: { 'x-oss-server-side-encryption': 'AES256' } })
    expect(shown(encrypted)).toEqual([400, 'NotImplemented', none])
    expect((await send(running.port, { method: 'POST', bucket: 'no-such-bucket', key: 'k', query: [['uploads', '']] })).code).toBe('NoSuchBucket')
  })
})

describe('UploadPart', () => {
  it('answers ETag, Content-MD5 and checksum of the part', async () => {
    const uploadId = await initiate('part')
    const answer = await put('part', uploadId, 1, '123456789')
    expect(answer.headers).toMatchObject({ etag: `"${hex('123456789')}"`, 'content-md5': digest('123456789').toString('base64'), 'x-oss-hash-crc64ecma': '11051210869376104954' })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  it.each(['0', '10001', 'STR', '', '1.5', '-1', '99999999999'])('refuses part number %j', async (partNumber) => {
    const answer = await put('part', await initiate('part'), partNumber, 'x')
    expect(shown(answer)).toEqual([400, 'InvalidArgument', '0017-00000220'])
    expect([elementText(answer.text, 'ArgumentName'), elementText(answer.text, 'ArgumentValue')]).toEqual(['partNumber', partNumber])
    expect(elementText(answer.text, 'Message')).toContain('Part number must be an integer between 1 and 10000')
  })

  it('takes the first and the last part number', async () => {
    const uploadId = await initiate('part')
    expect([(await put('part', uploadId, 1, 'x')).status, (await put('part', uploadId, 10_000, 'x')).status]).toEqual([200, 200])
  })

  it('needs a part number, an upload id and a length that a part may have', async () => {
    const uploadId = await initiate('part')
    expect(shown(await call({ method: 'PUT', key: 'part', query: [['uploadId', uploadId]], body: 'x' }))).toEqual([400, 'InvalidArgument', '0017-00000219'])
    expect(shown(await call({ method: 'PUT', key: 'part', query: [['partNumber', '1']], body: 'x' }))).toEqual([400, 'InvalidArgument', none])
    const query: [string, string][] = [['partNumber', '1'], ['uploadId', uploadId]]
    const chunked = await call({ method: 'PUT', key: 'part', query, headers: { 'transfer-encoding': 'chunked' }, body: 'chunked' })
    expect(chunked.status).toBe(200)
    const answerTo = (headers: Record<string, string>) => {
      const connection = openConnection(running.port)
      connection.write(signedHead(running.port, { method: 'PUT', bucket, key: 'part', query }, headers))
      connection.end()
      return connection.closed
    }
    expect(await answerTo({})).toMatch(/^HTTP\/1.1 411 [\s\S]*<Code>MissingContentLength</)
    expect(await answerTo({ 'content-length': String(5 * 1024 ** 3 + 1) })).toMatch(/^HTTP\/1.1 400 [\s\S]*<Code>EntityTooLarge</)
  })

  it('refuses wrong digests and checksums, and unknown uploads before it reads the body', async () => {
    const uploadId = await initiate('part')
    expect(shown(await put('part', uploadId, 1, 'x', { 'content-md5': digest('y').toString('base64') }))).toEqual([400, 'InvalidDigest', none])
    expect(shown(await put('part', uploadId, 1, 'x', { 'content-md5': 'nonsense' }))).toEqual([400, 'InvalidDigest', none])
    expect(shown(await put('part', uploadId, 1, 'x', { 'x-oss-hash-crc64ecma': '1' }))).toEqual([400, 'InvalidCRC64', none])
    expect(elementText((await partsOf('part', uploadId)).text, 'Part')).toBeUndefined()
    for (const forged of ['F'.repeat(32), 'x', '', uploadId.replace(/.$/, uploadId.endsWith('0') ? '1' : '0')]) {
      const answer = await put('part', forged, 1, 'x')
      expect(shown(answer)).toEqual([404, 'NoSuchUpload', '0017-00000244'])
      expect(elementText(answer.text, 'UploadId') ?? '').toBe(forged)
    }
    expect(shown(await put('other', uploadId, 1, 'x'))).toEqual([404, 'NoSuchUpload', '0017-00000244'])
  })

  it('leaves nothing of a part whose sender went away', async () => {
    const uploadId = await initiate('gone')
    const filesBefore = await running.blobFiles()
    const query: [string, string][] = [['partNumber', '1'], ['uploadId', uploadId]]
    const connection = openConnection(running.port)
    connection.write(signedHead(running.port, { method: 'PUT', bucket, key: 'gone', query }, { 'content-length': '300000' }))
    connection.write(Buffer.alloc(200_000))
    await expect.poll(async () => (await running.blobFiles()).length).toBe(filesBefore.length + 1)
    connection.destroy()
    await connection.closed
    expect(elementText((await partsOf('gone', uploadId)).text, 'Part')).toBeUndefined()
    await expect.poll(() => running.blobFiles()).toEqual(filesBefore)
  })
})

describe('UploadPartCopy', () => {
  const copy = (uploadId: string, partNumber: number, source: string, headers: Record<string, string> = {}) =>
    call({ method: 'PUT', key: 'copied', query: [['partNumber', String(partNumber)], ['uploadId', uploadId]], headers: { 'x-oss-copy-source': source, ...headers } })
  const source = `/${bucket}/source`
  beforeAll(async () => {
    await call({ method: 'PUT', key: 'source', body: body('s', 1000) })
  })

  it('answers the document of the copy', async () => {
    const answer = await copy(await initiate('copied'), 1, source)
    expect([answer.status, names(answer)]).toEqual([200, ['CopyPartResult', 'LastModified', 'ETag']])
    expect(elementText(answer.text, 'ETag')).toBe(`"${hex(body('s', 1000))}"`)
    expect(answer.headers).not.toHaveProperty('content-range')
  })

  it('copies a range, and everything where the range is none', async () => {
    const uploadId = await initiate('copied')
    const ranges: [string, number, string | undefined][] = [
      ['bytes=0-9', 10, 'bytes 0-9/1000'],
      ['bytes=990-', 10, 'bytes 990-999/1000'],
      ['bytes=-5', 5, 'bytes 995-999/1000'],
      ['bytes=990-1000', 1000, undefined],
      ['bytes=5-1', 1000, undefined],
      ['items=1-2', 1000, undefined],
    ]
    for (const [range, length, contentRange] of ranges) {
      const answer = await copy(uploadId, 1, source, { 'x-oss-copy-source-range': range })
      expect([answer.status, elementText(answer.text, 'ETag'), answer.headers['content-range']], range).toEqual([200, `"${hex(body('s', length))}"`, contentRange])
    }
  })

  it('looks at the conditions on the source', async () => {
    const uploadId = await initiate('copied')
    const condition = async (name: string, value: string) => shown(await copy(uploadId, 1, source, { [`x-oss-copy-source-${name}`]: value }))
    const etag = hex(body('s', 1000))
    expect(await condition('if-match', etag)).toEqual([200, undefined, undefined])
    expect(await condition('if-match', 'other')).toEqual([412, 'PreconditionFailed', none])
    expect((await condition('if-none-match', etag))[0]).toBe(304)
    expect(await condition('if-none-match', 'other')).toEqual([200, undefined, undefined])
    const [past, future] = [new Date(0).toUTCString(), new Date(Date.now() + 3_600_000).toUTCString()]
    expect((await condition('if-modified-since', future))[0]).toBe(304)
    expect((await condition('if-modified-since', past))[0]).toBe(200)
    expect(await condition('if-unmodified-since', past)).toEqual([412, 'PreconditionFailed', none])
  })

  it('needs a source and an upload', async () => {
    const uploadId = await initiate('copied')
    expect(shown(await copy(uploadId, 1, `/${bucket}/missing`))).toEqual([404, 'NoSuchKey', '0026-00000001'])
    expect(shown(await copy(uploadId, 1, '/no-such-bucket/k'))).toEqual([404, 'NoSuchBucket', '0015-00000101'])
    expect(shown(await copy(uploadId, 1, 'nonsense'))).toEqual([400, 'InvalidArgument', none])
    expect(shown(await copy('F'.repeat(32), 1, source))).toEqual([404, 'NoSuchUpload', '0017-00000244'])
    expect(shown(await copy(uploadId, 10_001, source))).toEqual([400, 'InvalidArgument', '0017-00000220'])
  })

  it('names the version it copied, and takes one by its id', async () => {
    const versioned = `${bucket}-versions`
    const inBucket = (input: RawRequest) => send(running.port, { bucket: versioned, ...input })
    await inBucket({ method: 'PUT' })
    await inBucket({ method: 'PUT', query: [['versioning', '']], body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' })
    const old = String((await inBucket({ method: 'PUT', key: 'v', body: 'old' })).headers['x-oss-version-id'])
    await inBucket({ method: 'PUT', key: 'v', body: 'new' })
    const marker = String((await inBucket({ method: 'DELETE', key: 'v' })).headers['x-oss-version-id'])
    const uploadId = await initiate('copied')
    const answer = await copy(uploadId, 1, `/${versioned}/v?versionId=${old}`)
    expect([elementText(answer.text, 'ETag'), answer.headers['x-oss-copy-source-version-id']]).toEqual([`"${hex('old')}"`, old])
    expect((await copy(uploadId, 1, `/${versioned}/v`)).code).toBe('NoSuchKey')
    expect((await copy(uploadId, 1, `/${versioned}/v?versionId=${marker}`)).status).toBe(400)
    const completing = elementText((await inBucket({ method: 'POST', key: 'm', query: [['uploads', '']] })).text, 'UploadId') ?? ''
    await inBucket({ method: 'PUT', key: 'm', query: [['partNumber', '1'], ['uploadId', completing]], body: 'x' })
    const done = await inBucket({ method: 'POST', key: 'm', query: [['uploadId', completing]], headers: { 'x-oss-complete-all': 'yes' } })
    expect([done.status, done.headers['x-oss-version-id']]).toEqual([200, expect.stringMatching(/^[0-9a-z]{21}$/)])
  })
})

describe('CompleteMultipartUpload', () => {
  it('answers location, bucket, key, ETag and the checksum of the whole', async () => {
    const key = 'done/a b'
    const uploadId = await initiate(key)
    await put(key, uploadId, 1, body('1'))
    await put(key, uploadId, 2, '123456789')
    const etag = `"${hex(hex(body('1')) + hex('123456789'))}-2"`
    const answer = await complete(key, uploadId, document([1, `"${hex(body('1'))}"`], [2, hex('123456789')]), {}, [['encoding-type', 'url']])
    expect([answer.status, names(answer)]).toEqual([200, ['CompleteMultipartUploadResult', 'EncodingType', 'Location', 'Bucket', 'Key', 'ETag']])
    expect(elementText(answer.text, 'Location')).toBe(`http://127.0.0.1:${running.port}/${bucket}/done/a%20b`)
    expect([elementText(answer.text, 'Bucket'), elementText(answer.text, 'Key'), elementText(answer.text, 'ETag')]).toEqual([bucket, 'done%2Fa%20b', etag])
    const got = await call({ key })
    expect(got.headers).toMatchObject({ etag, 'x-oss-object-type': 'Multipart', 'x-oss-hash-crc64ecma': answer.headers['x-oss-hash-crc64ecma'] })
    expect(got.headers).not.toHaveProperty('content-md5')
    expect(got.body.equals(Buffer.concat([body('1'), Buffer.from('123456789')]))).toBe(true)
  })

  it('takes all parts when asked to, and no body then', async () => {
    const uploadId = await initiate('all')
    for (const partNumber of [3, 1, 2]) await put('all', uploadId, partNumber, body(String(partNumber)))
    const all = { 'x-oss-complete-all': 'yes' }
    expect(shown(await complete('all', uploadId, document([1, hex(body('1'))]), all))).toEqual([400, 'InvalidArgument', '0042-00000216'])
    expect(shown(await complete('all', uploadId, '', { 'x-oss-complete-all': 'no' }))).toEqual([400, 'InvalidArgument', none])
    expect((await complete('all', uploadId, '', all)).status).toBe(200)
    expect((await call({ key: 'all' })).body.equals(Buffer.concat([body('1'), body('2'), body('3')]))).toBe(true)
  })

  it('refuses documents that are none', async () => {
    const uploadId = await initiate('xml')
    await put('xml', uploadId, 1, 'x')
    const deep = '<a>'.repeat(100_000)
    for (const xml of ['', 'text', document(), document(['x', hex('x')]), document([1, '']), document([1, hex('x')]).slice(0, -3), '<Complete/>', `<!DOCTYPE a [<!ENTITY b "c">]>${document([1, '&b;'])}`, deep]) {
      expect(shown(await complete('xml', uploadId, xml)), xml.slice(0, 60)).toEqual([400, 'MalformedXML', '0042-00000205'])
    }
    expect(shown(await complete('xml', uploadId, document([1, hex('x')]), { 'content-md5': digest('other').toString('base64') }))).toEqual([400, 'InvalidDigest', none])
    expect(shown(await complete('xml', uploadId, document([1, hex('x')]) + ' '.repeat(2 * 1024 * 1024)))).toEqual([400, 'MalformedXML', '0042-00000205'])
  })

  it('refuses parts in the wrong order, unknown, of another ETag, or too small', async () => {
    const uploadId = await initiate('bad')
    for (const partNumber of [1, 2]) await put('bad', uploadId, partNumber, body(String(partNumber)))
    await put('bad', uploadId, 3, 'small')
    const etags = [hex(body('1')), hex(body('2')), hex('small')] as const
    const cases: [readonly (readonly [number, string])[], string, string][] = [
      [[[2, etags[1]], [1, etags[0]]], 'InvalidPartOrder', '0042-00000209'],
      [[[1, etags[0]], [1, etags[0]]], 'InvalidPartOrder', '0042-00000209'],
      [[[0, etags[0]]], 'InvalidPartOrder', '0042-00000209'],
      [[[10_001, etags[0]]], 'InvalidPartOrder', '0042-00000209'],
      [[[1, etags[1]]], 'InvalidPart', none],
      [[[1, etags[0].toLowerCase()]], 'InvalidPart', none],
      [[[1, etags[0]], [4, etags[0]]], 'InvalidPart', none],
    ]
    for (const [parts, code, ec] of cases) expect(shown(await complete('bad', uploadId, document(...parts))), code).toEqual([400, code, ec])
    await put('bad', uploadId, 4, body('4'))
    const small = await complete('bad', uploadId, document([1, etags[0]], [3, etags[2]], [4, hex(body('4'))]))
    expect(shown(small)).toEqual([400, 'EntityTooSmall', '0042-00000213'])
    expect([elementText(small.text, 'PartNumber'), elementText(small.text, 'MinSizeAllowed')]).toEqual(['3', '102400'])
    expect((await complete('bad', uploadId, document([1, etags[0]], [3, etags[2]]))).status).toBe(200)
    expect(shown(await complete('bad', uploadId, document([1, etags[0]])))).toEqual([404, 'NoSuchUpload', '0017-00000244'])
  })

  it('respects forbid-overwrite and the ACL it is given', async () => {
    const uploadId = await initiate('acl')
    await put('acl', uploadId, 1, 'x')
    await call({ method: 'PUT', key: 'acl', body: 'before' })
    expect(shown(await complete('acl', uploadId, document([1, hex('x')]), { 'x-oss-forbid-overwrite': 'true' }))).toEqual([409, 'FileAlreadyExists', '0026-00000020'])
    expect(shown(await complete('acl', uploadId, document([1, hex('x')]), { 'x-oss-object-acl': 'everyone' }))[1]).toBe('InvalidArgument')
    expect((await complete('acl', uploadId, document([1, hex('x')]), { 'x-oss-object-acl': 'public-read' })).status).toBe(200)
    expect((await call({ key: 'acl', sign: false })).text).toBe('x')
  })
})

describe('AbortMultipartUpload', () => {
  it('answers 204 once', async () => {
    const uploadId = await initiate('abort')
    await put('abort', uploadId, 1, body('1'))
    const abort = () => call({ method: 'DELETE', key: 'abort', query: [['uploadId', uploadId]] })
    expect([(await abort()).status, shown(await abort())]).toEqual([204, [404, 'NoSuchUpload', '0017-00000244']])
    expect(shown(await partsOf('abort', uploadId))).toEqual([404, 'NoSuchUpload', '0017-00000244'])
  })
})

describe('ListParts', () => {
  it('has its elements even when there is no part', async () => {
    const uploadId = await initiate('empty')
    const answer = await partsOf('empty', uploadId)
    expect(names(answer)).toEqual(['ListPartsResult', 'Bucket', 'Key', 'UploadId', 'StorageClass', 'PartNumberMarker', 'NextPartNumberMarker', 'MaxParts', 'IsTruncated'])
    expect([elementText(answer.text, 'MaxParts'), elementText(answer.text, 'IsTruncated')]).toEqual(['1000', 'false'])
  })

  it('describes each part, and pages', async () => {
    const uploadId = await initiate('p q')
    for (const partNumber of [2, 7, 9]) await put('p q', uploadId, partNumber, '123456789')
    const answer = await partsOf('p q', uploadId, [['max-parts', '2'], ['encoding-type', 'url']])
    expect([elementText(answer.text, 'Key'), elementText(answer.text, 'IsTruncated'), elementText(answer.text, 'NextPartNumberMarker')]).toEqual(['p%20q', 'true', '7'])
    expect(answer.text).toMatch(/<Part><PartNumber>2<\/PartNumber><LastModified>[\d-]+T[\d:]+\.000Z<\/LastModified><ETag>"25F9E794323B453885F5181F1B624D0B"<\/ETag><HashCrc64ecma>11051210869376104954<\/HashCrc64ecma><Size>9<\/Size><\/Part>/)
    const rest = await partsOf('p q', uploadId, [['part-number-marker', '7']])
    expect([elementText(rest.text, 'PartNumber'), elementText(rest.text, 'IsTruncated')]).toEqual(['9', 'false'])
    expect((await partsOf('p q', uploadId, [['max-parts', ''], ['part-number-marker', '']])).status).toBe(200)
  })

  it.each([['max-parts', '0'], ['max-parts', '1001'], ['max-parts', 'x'], ['part-number-marker', 'x'], ['part-number-marker', '10001']])('refuses %s=%s', async (name, value) => {
    expect(shown(await partsOf('empty', await initiate('empty'), [[name, value]]))).toEqual([400, 'InvalidArgument', none])
  })
})

describe('ListMultipartUploads', () => {
  const listed = 'multipart-wire-list'
  const list = (...query: [string, string][]) => send(running.port, { bucket: listed, query: [['uploads', ''], ...query] })
  const ids: Record<string, string[]> = {}
  beforeAll(async () => {
    await send(running.port, { method: 'PUT', bucket: listed })
  })

  it('has its elements even when there is no upload', async () => {
    const answer = await list()
    expect(names(answer)).toEqual(['ListMultipartUploadsResult', 'Bucket', 'KeyMarker', 'UploadIdMarker', 'NextKeyMarker', 'NextUploadIdMarker', 'Delimiter', 'Prefix', 'MaxUploads', 'IsTruncated'])
    expect(elementText(answer.text, 'MaxUploads')).toBe('1000')
  })

  it('folds at the delimiter, pages by key and id, and ignores an id without a key', async () => {
    for (const key of ['dir/1', 'dir/2', 'k', 'k', '步/x']) {
      const answer = await send(running.port, { method: 'POST', bucket: listed, key, query: [['uploads', '']] })
      ;(ids[key] ??= []).push(elementText(answer.text, 'UploadId') ?? '')
    }
    const idsOf = (answer: RawAnswer) => [...answer.text.matchAll(/<UploadId>(\w+)</g)].map((match) => match[1])
    const folded = await list(['delimiter', '/'], ['encoding-type', 'url'])
    expect([...folded.text.matchAll(/<CommonPrefixes><Prefix>([^<]*)</g)].map((match) => match[1])).toEqual(['dir%2F', '%E6%AD%A5%2F'])
    expect(idsOf(folded)).toEqual(ids['k'])
    expect(elementText(folded.text, 'Delimiter')).toBe('%2F')
    const first = await list(['max-uploads', '3'])
    expect([elementText(first.text, 'IsTruncated'), elementText(first.text, 'NextKeyMarker'), elementText(first.text, 'NextUploadIdMarker')]).toEqual(['true', 'k', ids['k']![0]])
    const rest = await list(['key-marker', 'k'], ['upload-id-marker', ids['k']![0]!])
    expect(idsOf(rest)).toEqual([ids['k']![1], ids['步/x']![0]])
    expect(idsOf(await list(['key-marker', 'k']))).toEqual(ids['步/x'])
    expect(idsOf(await list(['upload-id-marker', 'F'.repeat(32)]))).toHaveLength(5)
    expect(idsOf(await list(['prefix', 'dir/']))).toEqual([...ids['dir/1']!, ...ids['dir/2']!])
    expect(first.text).toMatch(/<Upload><Key>dir\/1<\/Key><UploadId>\w{32}<\/UploadId><StorageClass>Standard<\/StorageClass><Initiated>[\d-]+T[\d:]+\.000Z<\/Initiated><\/Upload>/)
  })

  it.each([['max-uploads', '0'], ['max-uploads', '1001'], ['max-uploads', '-1'], ['encoding-type', 'x'], ['prefix', 'p'.repeat(1024)]])('refuses %s=%s', async (name, value) => {
    expect(shown(await list([name, value]))).toEqual([400, 'InvalidArgument', none])
  })

  it('counts in GetBucketStat, and uploads keep the bucket from being deleted', async () => {
    const counted = async () => {
      const { text } = await send(running.port, { bucket: listed, query: [['stat', '']] })
      return ['MultipartUploadCount', 'MultipartPartCount', 'ObjectCount'].map((name) => elementText(text, name))
    }
    expect(await counted()).toEqual(['5', '0', '0'])
    for (const partNumber of ['1', '1', '7']) {
      await send(running.port, { method: 'PUT', bucket: listed, key: 'k', query: [['partNumber', partNumber], ['uploadId', ids['k']![0]!]], body: 'part' })
    }
    expect(await counted()).toEqual(['5', '2', '0'])
    expect(shown(await send(running.port, { method: 'DELETE', bucket: listed }))).toEqual([409, 'BucketNotEmpty', '0015-00000301'])
    for (const [key, uploadIds] of Object.entries(ids)) {
      for (const uploadId of uploadIds) await send(running.port, { method: 'DELETE', bucket: listed, key, query: [['uploadId', uploadId]] })
    }
    expect((await send(running.port, { method: 'DELETE', bucket: listed })).status).toBe(204)
  })
})

describe('permissions', () => {
  it('are those of the object for parts, and the owner’s for listings', async () => {
    const uploadId = await initiate('secret')
    const anonymous = (input: RawRequest) => call({ key: 'secret', sign: false, ...input })
    const query: [string, string][] = [['uploadId', uploadId]]
    for (const input of [
      { method: 'POST', query: [['uploads', '']] },
      { method: 'PUT', query: [['partNumber', '1'], ...query], body: 'x' },
      { method: 'POST', query, body: 'x' },
      { method: 'DELETE', query },
      { query },
    ] satisfies RawRequest[]) {
      expect((await anonymous(input)).code).toBe('AccessDenied')
    }
    expect((await call({ sign: false, query: [['uploads', '']] })).code).toBe('AccessDenied')
  })
})
