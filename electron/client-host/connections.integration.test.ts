import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Connection } from '../contract/host-messages.ts'
import { openProvider, tryConnection } from './providers/open-provider.ts'
import type { Provider } from './providers/object-provider.ts'
import { startRealStore, type RealStore } from './test-support/real-store.ts'
import { startScriptedServer, errorXml } from './test-support/scripted-server.ts'
import { startTlsEndpoint, testCertificate } from './test-support/tls-endpoint.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const impatient = { retryPolicy: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 } }
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)
const bytesOf = (text: string) => () => Readable.from([Buffer.from(text)], { objectMode: false })
const put = (provider: Provider, bucket: string, key: string, text: string, forbidOverwrite = false) =>
  provider.putObject({ bucket, key, sizeBytes: Buffer.byteLength(text), contentType: 'text/plain', forbidOverwrite, body: bytesOf(text) })

/** The store's own endpoint under another name, as a user would enter it. */
function connectionTo(change: Partial<Connection>, host?: string): Connection {
  const { port } = new URL(store.connection.endpoint)
  return { ...store.connection, profileId: 'p', name: 'By hand', kind: 'oss', ...(host === undefined ? {} : { endpoint: `http://${host}:${port}` }), ...change }
}
function open(change: Partial<Connection>, host?: string): Provider {
  const provider = openProvider(connectionTo(change, host), impatient)
  onTestFinished(() => provider.close())
  return provider
}

const ways: readonly { readonly name: string; readonly change: Partial<Connection>; readonly host?: string }[] = [
  { name: 'OSS, V4, path style', change: { signatureVersion: 'v4' } },
  { name: 'OSS, V1, path style', change: { signatureVersion: 'v1' } },
  { name: 'OSS, V4, bucket in the host', change: { signatureVersion: 'v4', addressing: 'virtualHost' }, host: 'oss-cn-hangzhou.localhost' },
  { name: 'OSS, V1, bucket in the host', change: { signatureVersion: 'v1', addressing: 'virtualHost' }, host: 'oss-cn-hangzhou.localhost' },
  { name: 'S3, V4, path style', change: { kind: 's3', signatureVersion: 'v4', addressing: 'path' } },
  { name: 'S3, V2, path style', change: { kind: 's3', signatureVersion: 'v2', addressing: 'path' } },
  { name: 'S3, V4, bucket in the host', change: { kind: 's3', signatureVersion: 'v4', addressing: 'virtualHost' }, host: 's3.localhost' },
]

describe.each(ways)('a connection by hand: $name', ({ name, change, host }) => {
  const bucket = `by-hand-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`

  it('makes a bucket, fills it, reads it, empties it and removes it', async () => {
    const provider = open(change, host)
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    expect((await provider.listBuckets()).map((one) => one.name)).toContain(bucket)
    expect(await provider.getBucketInfo(bucket)).toMatchObject({ name: bucket })
    const key = 'folder/a b+中%🦴.txt'
    await put(provider, bucket, key, 'twelve bytes')
    for (const other of ['folder/1', 'folder/2', 'root']) await put(provider, bucket, other, other)
    expect(await provider.headObject({ bucket, key })).toMatchObject({ sizeBytes: 12, storageClass: 'Standard', headers: { 'content-type': 'text/plain' } })
    const opened = await provider.openObject({ bucket, key, range: { start: 7, end: 11 } })
    expect((await opened.body.toArray()).join('')).toBe('bytes')
    const root = await provider.listPage({ bucket, prefix: '', delimiter: '/' })
    expect([root.objects.map((one) => one.key), root.commonPrefixes]).toEqual([['root'], ['folder/']])
    expect(root.objects[0]).toMatchObject({ storageClass: 'Standard', type: 'Normal' })
    const paged: string[] = []
    for (let token: string | undefined = undefined, more = true; more; ) {
      const page: Awaited<ReturnType<Provider['listPage']>> = await provider.listPage({ bucket, prefix: 'folder/', delimiter: '', token, maxKeys: 1 })
      paged.push(...page.objects.map((one) => one.key))
      token = page.nextToken
      more = token !== undefined
    }
    expect(paged).toEqual(['folder/1', 'folder/2', key])
    // Names under localhost are this machine to the client and to browsers, but not to every resolver.
    const link = new URL(provider.presignGet({ bucket, key: 'root' }, 60))
    expect(link.hostname).toBe(host === undefined ? '127.0.0.1' : `${bucket}.${host}`)
    if (host === undefined) expect(await (await fetch(link)).text()).toBe('root')
    expect(await codeOf(put(provider, bucket, 'root', 'other', true))).toBe('FileAlreadyExists')
    await provider.deleteObject({ bucket, key: 'root' })
    expect(await provider.deleteMultipleObjects({ bucket, keys: paged })).toEqual(new Set(paged))
    await provider.deleteBucket(bucket)
    expect(await codeOf(provider.getBucketInfo(bucket))).toBe('NoSuchBucket')
  })

  it('sends an object in parts, reads it back in ranges of the version it began with, and gives parts back', async () => {
    const provider = open(change, host)
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    const address = { bucket, key: 'in/parts +.bin' }
    const bytes = Buffer.alloc(5 * 1024 * 1024 + 7, 'part')
    const pieces = [bytes.subarray(0, 5 * 1024 * 1024), bytes.subarray(5 * 1024 * 1024)]
    const { uploadId } = await provider.initiateMultipartUpload({ ...address, contentType: 'text/plain', forbidOverwrite: true })
    const parts = []
    for (const [index, piece] of pieces.entries()) {
      const body = () => Readable.from([piece], { objectMode: false })
      const { etag } = await provider.uploadPart({ ...address, uploadId, partNumber: index + 1, sizeBytes: piece.length, body })
      parts.push({ partNumber: index + 1, etag })
    }
    const { etag } = await provider.completeMultipartUpload({ ...address, uploadId, parts, forbidOverwrite: true })
    const tail = await provider.openObject({ ...address, ifMatch: etag, range: { start: bytes.length - 9, end: bytes.length - 1 } })
    expect(Buffer.concat((await tail.body.toArray()) as Buffer[])).toEqual(bytes.subarray(-9))
    expect(await provider.headObject(address)).toMatchObject({ sizeBytes: bytes.length, headers: { 'content-type': 'text/plain' } })
    expect(await codeOf(provider.openObject({ ...address, ifMatch: 'another', range: { start: 0, end: 1 } }))).toBe('PreconditionFailed')
    const second = await provider.initiateMultipartUpload({ ...address, forbidOverwrite: false })
    await provider.abortMultipartUpload({ ...address, uploadId: second.uploadId })
    await provider.abortMultipartUpload({ ...address, uploadId: second.uploadId })
    await provider.deleteObject(address)
    await provider.deleteBucket(bucket)
  })

  it('names what is wrong with the key, the name and the place', async () => {
    const credential = { ...store.connection.credential, accessKeySecret: 'not the secret' }
    expect(await codeOf(open({ ...change, credential }, host).listBuckets())).toBe('SignatureDoesNotMatch')
    expect(await codeOf(open({ ...change, credential: { ...credential, accessKeyId: 'nobody' } }, host).listBuckets())).toBe('InvalidAccessKeyId')
    const provider = open(change, host)
    expect(await codeOf(provider.listPage({ bucket: 'no-such-bucket-here', prefix: '', delimiter: '/' }))).toBe('NoSuchBucket')
    expect(await codeOf(provider.headObject({ bucket: 'no-such-bucket-here', key: 'x' }))).toMatch(/^NoSuch(Bucket|Key)$/)
  })
})

describe('the read-only lock', () => {
  it.each(['oss', 's3'] as const)('refuses everything that writes before anything is sent, and lets reads through (%s)', async (kind) => {
    const bucket = `locked-${kind}`
    await store.provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await put(store.provider, bucket, 'kept.txt', 'kept')
    const locked = open({ kind, readOnly: true })
    const writes: Promise<unknown>[] = [
      put(locked, bucket, 'kept.txt', 'changed'),
      put(locked, bucket, 'new.txt', 'new'),
      locked.deleteObject({ bucket, key: 'kept.txt' }),
      locked.deleteMultipleObjects({ bucket, keys: ['kept.txt'] }),
      locked.putBucket({ bucket: `${bucket}-2`, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' }),
      locked.deleteBucket(bucket),
      locked.initiateMultipartUpload({ bucket, key: 'new.txt', forbidOverwrite: false }),
      locked.uploadPart({ bucket, key: 'new.txt', uploadId: 'u', partNumber: 1, sizeBytes: 1, body: bytesOf('x') }),
      locked.completeMultipartUpload({ bucket, key: 'new.txt', uploadId: 'u', parts: [], forbidOverwrite: false }),
      locked.abortMultipartUpload({ bucket, key: 'new.txt', uploadId: 'u' }),
    ]
    expect(new Set(await Promise.all(writes.map(codeOf)))).toEqual(new Set(['ConnectionReadOnly']))
    expect((await locked.listPage({ bucket, prefix: '', delimiter: '/' })).objects.map((one) => one.key)).toEqual(['kept.txt'])
    expect((await (await locked.openObject({ bucket, key: 'kept.txt' })).body.toArray()).join('')).toBe('kept')
    expect((await store.provider.listBuckets()).map((one) => one.name)).not.toContain(`${bucket}-2`)
  })

  it('sends nothing at all for a refused request', async () => {
    const server = await startScriptedServer((_request, response) => void response.end())
    onTestFinished(() => server.close())
    expect(await codeOf(open({ endpoint: server.url, readOnly: true }).deleteBucket('any-bucket'))).toBe('ConnectionReadOnly')
    expect(server.seen).toEqual([])
  })
})

describe('a custom domain', () => {
  it('stands for its bucket, which is signed but not named', async () => {
    const server = await startScriptedServer(async (_request, response, body) => {
      await body()
      response.setHeader('content-length', '0')
      response.end()
    })
    onTestFinished(() => server.close())
    const provider = open({ endpoint: server.url, addressing: 'customDomain', preset: { bucket: 'my-bucket', prefix: '' } })
    await provider.headObject({ bucket: 'my-bucket', key: 'a/b.txt' })
    expect(server.seen[0]).toMatchObject({ url: '/a/b.txt', headers: { host: new URL(server.url).host } })
    expect(provider.presignGet({ bucket: 'my-bucket', key: 'a/b.txt' }, 60)).toMatch(`${server.url}/a/b.txt?`)
  })
})

describe('certificates', () => {
  it('are refused from an unknown authority, and accepted once the connection names it', async () => {
    const tls = await startTlsEndpoint(store.connection.endpoint)
    onTestFinished(() => tls.close())
    const endpoint = tls.url
    await expect(open({ endpoint }).listBuckets()).rejects.toMatchObject({ code: 'NetworkUnreachable', details: { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
    expect(Array.isArray(await open({ endpoint, caCertificate: testCertificate }).listBuckets())).toBe(true)
  })

  it('are refused for another host, whoever signed them', async () => {
    const tls = await startTlsEndpoint(store.connection.endpoint)
    onTestFinished(() => tls.close())
    const endpoint = tls.url.replace('localhost', 'other.localhost')
    await expect(open({ endpoint, caCertificate: testCertificate, addressing: 'path' }).listBuckets()).rejects.toMatchObject({
      code: 'NetworkUnreachable',
      details: { cause: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
  })
})

describe('a preset path', () => {
  it('asks neither for the buckets nor for the bucket', async () => {
    const asked: string[] = []
    const server = await startScriptedServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url?.includes('list-type=2') === true) {
        response.end('<ListBucketResult><Contents><Key>team/a.txt</Key><Size>1</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"x"</ETag></Contents><IsTruncated>false</IsTruncated></ListBucketResult>')
        return
      }
      response.writeHead(403)
      response.end(errorXml('AccessDenied'))
    })
    onTestFinished(() => server.close())
    const connection = connectionTo({ endpoint: server.url, preset: { bucket: 'shared-bucket', prefix: 'team/' } })
    expect(await tryConnection(connection, new AbortController().signal)).toEqual({ checked: 'path', count: 1 })
    const provider = open(connection)
    expect(await provider.listBuckets()).toEqual([{ name: 'shared-bucket', region: 'cn-hangzhou', createdMs: 0, storageClass: '' }])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('/shared-bucket/?')
    expect(await provider.getBucketInfo('shared-bucket')).toMatchObject({ name: 'shared-bucket', acl: '' })
    expect(await codeOf(provider.getBucketStat('shared-bucket'))).toBe('NotImplemented')
  })
})

describe('temporary credentials and wrong clocks', () => {
  it.each([
    ['oss', 'v1', 'x-oss-security-token'],
    ['oss', 'v4', 'x-oss-security-token'],
    ['s3', 'v4', 'x-amz-security-token'],
  ] as const)('a token travels with every request and inside links: %s %s', async (kind, signatureVersion, header) => {
    const server = await startScriptedServer(async (_request, response, body) => {
      await body()
      response.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')
    })
    onTestFinished(() => server.close())
    const provider = open({ kind, signatureVersion, endpoint: server.url, credential: { ...store.connection.credential, securityToken: 'token+/=1' } })
    await provider.listBuckets()
    expect(server.seen[0]?.headers[header]).toBe('token+/=1')
    expect(provider.presignGet({ bucket: 'b', key: 'k' }, 60)).toContain('token%2B%2F%3D1')
  })

  it.each([
    ['oss', 'RequestTimeTooSkewed'],
    ['s3', 'RequestTimeTooSkewed'],
    ['oss', 'AccessDenied'],
  ] as const)('a clock that is a day off is corrected from the refusal: %s %s', async (kind, code) => {
    const aDayAheadMs = Date.now() + 86_400_000
    const dates: number[] = []
    const server = await startScriptedServer((request, response) => {
      const text = (request.headers['x-oss-date'] ?? request.headers['x-amz-date']) as string
      const signedMs = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
      dates.push(signedMs)
      response.setHeader('date', new Date(aDayAheadMs).toUTCString())
      if (Math.abs(signedMs - aDayAheadMs) > 900_000) {
        response.writeHead(403)
        response.end(errorXml(code))
      } else response.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>')
    })
    onTestFinished(() => server.close())
    const provider = open({ kind, endpoint: server.url })
    expect(await provider.listBuckets()).toEqual([])
    expect(await provider.listBuckets()).toEqual([])
    expect(dates).toHaveLength(3)
  })
})
