import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeAwsChunks } from '../signature/encode-aws-chunks.ts'
import { signAwsRequest } from '../signature/sign-aws.ts'
import { signForm, type FormConditionText } from '../signature/sign-form.ts'
import { sendAws, sendAwsLink, sha256, type AwsRequest } from './aws-client.ts'
import { openConnection, send, sendForm, type RawAnswer } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'aws-signatures'
const call = (request: AwsRequest) => sendAws(running.port, { bucket, ...request })
const put = (request: AwsRequest) => call({ method: 'PUT', ...request })
const outcome = ({ status, code }: RawAnswer) => [status, code]
beforeAll(async () => {
  running = await startTestStore()
  expect((await send(running.port, { method: 'PUT', bucket })).status).toBe(200)
})
afterAll(() => running.stop())

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return chunks
}
const crc32Base64 = (body: Uint8Array) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}

const key = "a b+c/'ü%&=中.txt"

describe.each(['path', 'host'] as const)('AWS signatures in %s style', (addressing) => {
  it.each(['v4', 'v2'] as const)('%s: store, read and list, in headers and links', async (version) => {
    const common = { version, addressing, key }
    expect((await put({ ...common, body: version })).status).toBe(200)
    expect((await call(common)).text).toBe(version)
    const link = { bucket, ...common, expiresSeconds: 60 }
    expect((await sendAwsLink(running.port, link)).text).toBe(version)
    expect((await sendAwsLink(running.port, { ...link, method: 'PUT', body: 'by link' })).status).toBe(200)
    expect((await call(common)).text).toBe('by link')
    const listing = await call({ version, addressing, query: [['list-type', '2'], ['prefix', 'a b+']] })
    expect(listing.text).toContain('<KeyCount>1</KeyCount>')
  })
})

describe('signed payloads', () => {
  it('are stored when the hash is theirs', async () => {
    expect((await put({ key: 'hashed', body: 'body', payload: sha256('body') })).status).toBe(200)
    expect((await call({ key: 'hashed' })).text).toBe('body')
    expect((await put({ key: 'hashed-empty', payload: sha256('') })).status).toBe(200)
  })
  it('are refused before anything is stored when it is not', async () => {
    const files = await running.blobFiles()
    for (const body of ['other', 'body ', '', Buffer.alloc(300_000)]) {
      expect(outcome(await put({ key: 'refused', body, payload: sha256('body') }))).toEqual([400, 'XAmzContentSHA256Mismatch'])
    }
    expect((await call({ key: 'refused' })).code).toBe('NoSuchKey')
    expect(await running.blobFiles()).toEqual(files)
  })
  it('protect documents, too', async () => {
    const xml = '<Delete><Object><Key>hashed</Key></Object></Delete>'
    const md5 = createHash('md5').update(xml).digest('base64')
    const request = { method: 'POST', query: [['delete', '']] as const, headers: { 'content-md5': md5 }, body: xml }
    expect((await call({ ...request, payload: sha256('another document') })).code).toBe('XAmzContentSHA256Mismatch')
    expect((await call({ key: 'hashed' })).status).toBe(200)
    expect((await call({ ...request, payload: sha256(xml) })).status).toBe(200)
    expect((await call({ key: 'hashed' })).code).toBe('NoSuchKey')
  })
})

describe('bodies in chunks', () => {
  const pieces = [Buffer.alloc(70_000, 'x'), Buffer.alloc(8192, 'y'), Buffer.alloc(5, 'z')]
  const whole = Buffer.concat(pieces)
  const trailers = [['x-amz-checksum-crc32', crc32Base64(whole)]] as const
  interface Shape {
    readonly payload: string
    readonly trailers?: readonly (readonly [string, string])[]
    readonly pieces?: readonly Uint8Array[]
    readonly sizeBytes?: number
    readonly headers?: Record<string, string>
    readonly spoil?: (body: Buffer) => Buffer
  }
  const upload = ({ spoil = (body) => body, ...shape }: Shape, name = 'chunks') =>
    put({
      key: name,
      payload: shape.payload,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': String(shape.sizeBytes ?? whole.length),
        ...(shape.trailers === undefined ? {} : { 'x-amz-trailer': shape.trailers.map(([header]) => header).join(',') }),
        ...shape.headers,
      },
      async body(chain) {
        const encoded: Buffer[] = []
        const options = shape.trailers === undefined ? { chain } : { chain, trailers: shape.trailers }
        for await (const piece of encodeAwsChunks(shape.pieces ?? pieces, options)) encoded.push(piece)
        return spoil(Buffer.concat(encoded))
      },
    })
  const signed = { payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }
  const signedTrailer = { payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', trailers }
  const unsignedTrailer = { payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', trailers }

  it.each([
    ['signed', signed],
    ['signed with a trailer', signedTrailer],
    ['unsigned with a trailer', unsignedTrailer],
  ])('%s: are stored without their framing', async (name, shape) => {
    const answer = await upload({ ...shape, headers: { 'content-encoding': 'aws-chunked,br', 'content-type': 'text/x' } }, name)
    expect(outcome(answer)).toEqual([200, undefined])
    const stored = await call({ key: name })
    expect(stored.body.equals(whole)).toBe(true)
    expect([stored.headers['content-encoding'], stored.headers['content-type']]).toEqual(['br', 'text/x'])
    expect(answer.headers['x-amz-checksum-crc32']).toBe('trailers' in shape ? trailers[0][1] : undefined)
  })
  it('may be empty', async () => {
    for (const shape of [signed, { ...signedTrailer, trailers: [['x-amz-checksum-crc32', crc32Base64(Buffer.alloc(0))]] as const }]) {
      expect((await upload({ ...shape, pieces: [], sizeBytes: 0 }, 'empty')).status).toBe(200)
      expect((await call({ key: 'empty' })).body.length).toBe(0)
    }
  })

  const flip = (at: number) => (body: Buffer) => {
    body[at] = (body[at] ?? 0) ^ 1
    return body
  }
  const text = (change: (body: string) => string) => (body: Buffer) => Buffer.from(change(body.toString('latin1')), 'latin1')
  const attacks: readonly (readonly [string, Shape, number, string])[] = [
    ['a byte changed in the first chunk', { ...signed, spoil: flip(1000) }, 403, 'SignatureDoesNotMatch'],
    ['a byte changed in the last chunk', { ...signed, spoil: (body) => flip(body.lastIndexOf('zzzzz'))(body) }, 403, 'SignatureDoesNotMatch'],
    ['a chunk signature changed', { ...signed, spoil: text((body) => body.replace(/signature=[0-9a-f]{4}/, 'signature=0000')) }, 403, 'SignatureDoesNotMatch'],
    ['a chunk without a signature', { ...signed, spoil: text((body) => body.replace(/;chunk-signature=[0-9a-f]+/, '')) }, 400, 'InvalidRequest'],
    ['chunks swapped', { ...signed, pieces: [Buffer.alloc(8192, 'a'), Buffer.alloc(8192, 'b')], sizeBytes: 16_384, spoil: swapHalves }, 403, 'SignatureDoesNotMatch'],
    ['a chunk left out', { ...signed, spoil: text((body) => body.slice(body.indexOf('\r\n', 70_000) + 2)) }, 403, 'SignatureDoesNotMatch'],
    ['the last chunk left out', { ...signed, spoil: text((body) => body.slice(0, body.lastIndexOf('0;chunk'))) }, 400, 'IncompleteBody'],
    ['the body cut in the middle of a chunk', { ...signed, spoil: (body) => body.subarray(0, 50_000) }, 400, 'IncompleteBody'],
    ['the body cut in the head of a chunk', { ...signed, spoil: (body) => body.subarray(0, 30) }, 400, 'IncompleteBody'],
    ['no body', { ...signed, spoil: (body) => body.subarray(0, 0) }, 400, 'IncompleteBody'],
    ['less than was announced', { ...signed, sizeBytes: whole.length + 1 }, 400, 'IncompleteBody'],
    ['more than was announced', { ...signed, sizeBytes: whole.length - 1 }, 400, 'IncompleteBody'],
    ['small chunks', { ...signed, pieces: [Buffer.alloc(8191), Buffer.alloc(1)], sizeBytes: 8192 }, 403, 'InvalidChunkSizeError'],
    ['a huge size in a head', { ...signed, spoil: text((body) => body.replace(/^[0-9a-f]+/, 'ffffffffff')) }, 400, 'IncompleteBody'],
    ['a size with a sign', { ...signed, spoil: text((body) => body.replace(/^[0-9a-f]+/, '-1')) }, 400, 'InvalidRequest'],
    ['a head without end', { ...signed, spoil: () => Buffer.alloc(100_000, '1') }, 400, 'InvalidRequest'],
    ['bytes behind the end', { ...signed, spoil: (body) => Buffer.concat([body, Buffer.from('0\r\n')]) }, 400, 'InvalidRequest'],
    ['a trailer where none was announced', { ...signed, spoil: text((body) => body.replace(/\r\n$/, 'x-amz-checksum-crc32:AAAAAA==\r\n\r\n')) }, 400, 'MalformedTrailerError'],
    ['a trailer of another body', { ...signedTrailer, trailers: [['x-amz-checksum-crc32', 'AAAAAA==']] }, 400, 'BadDigest'],
    ['an unsigned trailer of another body', { ...unsignedTrailer, trailers: [['x-amz-checksum-crc32', 'AAAAAA==']] }, 400, 'BadDigest'],
    ['a byte changed below an unsigned trailer', { ...unsignedTrailer, spoil: flip(1000) }, 400, 'BadDigest'],
    ['a trailer changed', { ...signedTrailer, spoil: text((body) => body.replace(/crc32:..../, 'crc32:AAAA')) }, 403, 'SignatureDoesNotMatch'],
    ['a trailer without its signature', { ...signedTrailer, spoil: text((body) => body.replace(/x-amz-trailer-signature:.*\r\n/, '')) }, 400, 'MalformedTrailerError'],
    ['no trailer', { ...unsignedTrailer, spoil: text((body) => body.replace(/x-amz-checksum-crc32:.*\r\n/, '')) }, 400, 'MalformedTrailerError'],
    ['a trailer that is no checksum', { ...unsignedTrailer, trailers: [['x-amz-checksum-crc32', 'short']] }, 400, 'InvalidRequest'],
    ['no length of what is inside', { ...signed, headers: { 'x-amz-decoded-content-length': '' } }, 400, 'InvalidArgument'],
    ['chunks of an unknown kind', { payload: 'STREAMING-UNSIGNED-PAYLOAD' }, 400, 'InvalidArgument'],
    ['chunks signed with a public key', { payload: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' }, 501, 'NotImplemented'],
  ]
  it.each(attacks)('with %s are refused and leave nothing', async (_, shape, status, code) => {
    const files = await running.blobFiles()
    expect(outcome(await upload(shape, 'attacked'))).toEqual([status, code])
    expect((await call({ key: 'attacked' })).code).toBe('NoSuchKey')
    expect(await running.blobFiles()).toEqual(files)
  })

  it('come out of their framing below a V2 signature and without any, too', async () => {
    const framed = Buffer.concat(await collect(encodeAwsChunks(pieces, { chain: undefined, trailers })))
    const headers = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(whole.length), 'x-amz-trailer': 'x-amz-checksum-crc32' }
    expect(outcome(await put({ key: 'framed', version: 'v2', headers, body: framed }))).toEqual([200, undefined])
    expect((await call({ key: 'framed' })).body.equals(whole)).toBe(true)
    const open = 'aws-signatures-open'
    expect((await send(running.port, { method: 'PUT', bucket: open, headers: { 'x-oss-acl': 'public-read-write' } })).status).toBe(200)
    const anonymous = { ...headers, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }
    const store = (body: Buffer) => send(running.port, { method: 'PUT', bucket: open, key: 'framed', sign: false, headers: anonymous, body })
    expect(outcome(await store(framed))).toEqual([200, undefined])
    expect((await send(running.port, { bucket: open, key: 'framed', sign: false })).body.equals(whole)).toBe(true)
    expect(outcome(await store(flip(1000)(Buffer.from(framed))))).toEqual([400, 'BadDigest'])
  })
  it('leave nothing when the connection breaks in the middle of a chunk', async () => {
    const files = await running.blobFiles()
    const host = `127.0.0.1:${running.port}`
    const { headers, chain } = signAwsRequest({
      method: 'PUT', bucket, key: 'attacked', host, addressing: 'path', region: 'x', credential: accessKey, now: Date.now(), version: 'v4', ...signed,
      headers: { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(whole.length), 'content-length': '100000' },
    })
    for await (const chunk of encodeAwsChunks(pieces, { chain })) {
      const connection = openConnection(running.port)
      connection.write(`PUT /${bucket}/attacked HTTP/1.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
      connection.write(chunk.subarray(0, 40_000))
      connection.end()
      expect(await connection.closed).toMatch(/^HTTP\/1\.1 400 [\s\S]*<Code>IncompleteBody</)
      break
    }
    expect((await call({ key: 'attacked' })).code).toBe('NoSuchKey')
    expect(await running.blobFiles()).toEqual(files)
  })

  function swapHalves(body: Buffer): Buffer {
    const chunk = body.indexOf('\r\n', 8192 + 80) + 2
    return Buffer.concat([body.subarray(chunk, 2 * chunk), body.subarray(0, chunk), body.subarray(2 * chunk)])
  }
})

describe('forms signed by AWS’s rules', () => {
  const submit = (fields: Readonly<Record<string, string>>) => sendForm(running.port, bucket, fields)
  const own = { key: 'user/form', acl: 'public-read', 'x-amz-meta-uuid': '14', 'content-type': 'image/webp' }
  const conditions: readonly FormConditionText[] = [
    { bucket },
    ['starts-with', '$key', 'user/'],
    { acl: 'public-read' },
    ['starts-with', '$x-amz-meta-uuid', ''],
    ['starts-with', '$Content-Type', 'image/'],
  ]
  const signed = (scheme: 'aws-v2' | 'aws-v4', named = conditions) =>
    signForm({ scheme, credential: accessKey, region: 'us-east-1', now: Date.now(), expiresMs: Date.now() + 60_000, conditions: named })

  it.each(['aws-v2', 'aws-v4'] as const)('%s: store the file with what the fields say', async (scheme) => {
    expect(outcome(await submit({ ...own, ...signed(scheme) }))).toEqual([204, undefined])
    const stored = await send(running.port, { bucket, key: 'user/form', sign: false })
    expect([stored.status, stored.text]).toEqual([200, 'content'])
    expect(stored.headers).toMatchObject({ 'content-type': 'image/webp', 'x-oss-meta-uuid': '14' })
  })
  it('are taken on the host for S3 tools as well, and answered in its words', async () => {
    const host = `s3.localhost:${running.port}`
    const fields = { ...own, key: 'user/at-s3' }
    const answer = await sendForm(running.port, bucket, { ...fields, ...signed('aws-v4') }, host)
    expect([answer.status, answer.headers['x-oss-s3-compat'], answer.headers['x-oss-hash-crc64ecma']]).toEqual([204, 'true', undefined])
    expect((await call({ key: 'user/at-s3' })).text).toBe('content')
    const refused = await sendForm(running.port, bucket, { ...fields, ...signed('aws-v4'), 'x-amz-signature': '0'.repeat(64) }, host)
    expect(outcome(refused)).toEqual([403, 'SignatureDoesNotMatch'])
    expect(refused.text).toContain('<AWSAccessKeyId>')
  })
  it('must name every field in the policy', async () => {
    for (const scheme of ['aws-v2', 'aws-v4'] as const) {
      for (const at of conditions.keys()) {
        const answer = await submit({ ...own, ...signed(scheme, conditions.filter((_, index) => index !== at)) })
        expect(outcome(answer), `${scheme} ${at}`).toEqual([403, 'AccessDenied'])
      }
      expect(outcome(await submit({ ...own, ...signed(scheme), 'x-oss-object-acl': 'public-read-write' }))).toEqual([403, 'AccessDenied'])
      expect((await submit({ ...own, ...signed(scheme), 'x-ignore-me': 'yes' })).status).toBe(204)
    }
  })
})
