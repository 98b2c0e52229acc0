import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shownError } from '../http/s3/s3-error.ts'
import { parseXml } from '../http/xml/parse-xml.ts'
import { ossError } from '../model/oss-error.ts'
import { malformedSignatures } from '../signature/test-support/malformed-signatures.ts'
import type { QueryPair } from '../signature/request.ts'
import { presignUrl, signRequest } from '../signature/sign.ts'
import { signAwsRequest } from '../signature/sign-aws.ts'
import { sendAws, sendAwsLink } from './aws-client.ts'
import { openConnection, pathOf, queryOf, send, sendWire, type RawAnswer } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'attacked'
const key = 'secret.txt'
const content = 'what nobody else may read'
beforeAll(async () => {
  running = await startTestStore()
  for (const name of [bucket, 'elsewhere']) expect((await send(running.port, { method: 'PUT', bucket: name })).status).toBe(200)
  expect((await send(running.port, { method: 'PUT', bucket, key, body: content })).status).toBe(200)
})
afterAll(() => running.stop())

const host = () => `127.0.0.1:${running.port}`
const outcome = ({ status, code }: RawAnswer) => [status, code]
const isSendable = (headers: Readonly<Record<string, string>>) => Object.values(headers).every((value) => /^[ -~]*$/.test(value))

describe('malformed signatures over the wire', () => {
  it('are answered with their errors, and never with the object', async () => {
    const cases = malformedSignatures({ bucket, key, host: host(), credential: accessKey, now: Date.now() }).filter(({ headers }) => isSendable(headers))
    expect(cases.length).toBeGreaterThan(250)
    const wrong: unknown[] = []
    for (const { name, query, headers, code } of cases) {
      const answer = await sendWire(running.port, { method: 'GET', path: pathOf(bucket, key) + queryOf(query), headers: { host: host(), ...headers } })
      const shown = shownError(ossError(code)).code
      const isRight = (answer.code === code || answer.code === shown) && answer.status >= 400 && (answer.status < 500 || answer.status === 501)
      if (!isRight || answer.text.includes(content)) wrong.push([name, ...outcome(answer), code])
      if (answer.text.includes(accessKey.accessKeySecret)) wrong.push([name, 'tells the secret'])
    }
    expect(wrong).toEqual([])
    expect(running.log.filter(({ kind }) => kind === 'internal-error')).toEqual([])
  }, 60_000)
})

describe('what a refusal tells', () => {
  const wrong = { credential: { ...accessKey, accessKeySecret: 'wrong' } }
  it('is what the server signed, readable whatever the name of the object', async () => {
    for (const sign of ['v1', 'v4'] as const) {
      for (const name of ['plain', 'a<b>&"c', '\u0001\u000b\u001f', '\ud83d\ude00', ']]>', 'a\nb']) {
        const answer = await send(running.port, { bucket, key: name, sign, ...wrong })
        expect(outcome(answer)).toEqual([403, 'SignatureDoesNotMatch'])
        const error = await parseXml(answer.body, 'Error')
        const names = ['OSSAccessKeyId', 'SignatureProvided', 'StringToSign', 'StringToSignBytes', ...(sign === 'v4' ? ['CanonicalRequest'] : [])]
        expect(Object.keys(error)).toEqual(expect.arrayContaining(names))
        // Exact, also where XML could not carry the characters themselves.
        if (sign === 'v1') {
          const spaced = error['StringToSignBytes']
          const bytes = Buffer.from((typeof spaced === 'string' ? spaced : '').replaceAll(' ', ''), 'hex')
          expect(bytes.toString('utf8').endsWith(`\n/${bucket}/${name}`)).toBe(true)
        }
      }
    }
  })
  it('comes in a header of bounded size where there is no body', async () => {
    const answer = await send(running.port, { method: 'HEAD', bucket, key: 'k'.repeat(1000), query: [['prefix', 'x'.repeat(6000)]], sign: 'v4', ...wrong })
    expect(answer.status).toBe(403)
    expect(Buffer.from(String(answer.headers['x-oss-err']), 'base64').toString('utf8')).toContain('<Code>SignatureDoesNotMatch</Code>')
  })
})

const oss = (more: Partial<Parameters<typeof signRequest>[0]> = {}) =>
  signRequest({ method: 'GET', bucket, key, region: 'cn-hangzhou', credential: accessKey, version: 'v1', now: Date.now(), ...more })
const get = (headers: Readonly<Record<string, string>>, path = pathOf(bucket, key)) =>
  sendWire(running.port, { method: 'GET', path, headers: { host: host(), ...headers } })

describe('signature stripping', () => {
  it('leaves an anonymous request, which may read nothing private', async () => {
    const { authorization: _, ...headers } = oss()
    expect(outcome(await get(headers))).toEqual([403, 'AccessDenied'])
    expect(outcome(await get({}))).toEqual([403, 'AccessDenied'])
  })
  it('of a link part by part leads nowhere', async () => {
    for (const version of ['v1', 'v4'] as const) {
      const query = presignUrl({ method: 'GET', bucket, key, region: 'x', credential: accessKey, version, now: Date.now(), expiresSeconds: 600 })
      expect((await get({}, pathOf(bucket, key) + queryOf(query))).text).toBe(content)
      for (const dropped of query.keys()) {
        const answer = await get({}, pathOf(bucket, key) + queryOf(query.filter((_, at) => at !== dropped)))
        expect(answer.status, query[dropped]?.[0]).toBeGreaterThanOrEqual(400)
        expect(answer.status).toBeLessThan(500)
      }
    }
  })
})

describe('headers sent twice', () => {
  const raw = async (lines: readonly string[]) => {
    const connection = openConnection(running.port)
    connection.write(`GET ${pathOf(bucket, key)} HTTP/1.1\r\n${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
    return connection.closed
  }
  const lines = (headers: Readonly<Record<string, string>>) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

  it('a second Authorization neither counts nor helps', async () => {
    const good = lines(oss())
    const bad = `authorization: OSS ${accessKey.accessKeyId}:AAAAAAAAAAAAAAAAAAAAAAAAAAA=`
    expect(await raw([`host: ${host()}`, ...good])).toContain(content)
    expect(await raw([`host: ${host()}`, bad, ...good])).not.toContain(content)
  })
  it('a second date makes the signature another', async () => {
    const answer = await raw([`host: ${host()}`, ...lines(oss()), `x-oss-date: ${new Date().toUTCString()}`])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).not.toContain(content)
  })
  it('a second host cannot move a request signed for one bucket to another', async () => {
    const { headers } = signAwsRequest({ method: 'GET', bucket, key, region: 'x', credential: accessKey, version: 'v4', now: Date.now(), host: `${bucket}.localhost:${running.port}`, addressing: 'host' })
    const { host: signedHost = '', ...rest } = headers
    const connection = openConnection(running.port)
    connection.write(`GET /${key} HTTP/1.1\r\nhost: elsewhere.localhost:${running.port}\r\nhost: ${signedHost}\r\n${lines(rest).join('\r\n')}\r\nConnection: close\r\n\r\n`)
    expect(await connection.closed).not.toContain(content)
  })
})

describe('signatures of one dialect beside words of the other', () => {
  it('an OSS signature gives no effect to headers of AWS', async () => {
    const headers = oss({ method: 'PUT', key: 'other' })
    const answer = await sendWire(running.port, { method: 'PUT', path: pathOf(bucket, 'other'), headers: { host: host(), ...headers, 'x-amz-acl': 'public-read', 'x-amz-copy-source': `/${bucket}/${key}`, 'content-length': '0' } })
    expect(answer.status).toBe(200)
    expect(outcome(await get({}, pathOf(bucket, 'other')))).toEqual([403, 'AccessDenied'])
    expect((await get(oss({ key: 'other' }), pathOf(bucket, 'other'))).text).toBe('')
  })
  it('an AWS signature refuses headers of OSS that it does not cover', async () => {
    const request = { method: 'PUT', bucket, key: 'other', body: 'x' } as const
    for (const version of ['v4', 'v2'] as const) {
      const answer = await sendAws(running.port, { ...request, version, change: (headers) => ({ ...headers, 'x-oss-object-acl': 'public-read' }) })
      expect(outcome(answer), version).toEqual([403, 'AccessDenied'])
    }
  })
  it('a key signs in both dialects, but no signature passes for one of the other', async () => {
    const { headers } = signAwsRequest({ method: 'GET', bucket, key, region: 'x', credential: accessKey, version: 'v2', now: Date.now(), host: host(), addressing: 'path' })
    const signature = headers['authorization']?.split(':').at(-1) ?? ''
    const ossDate = headers['x-amz-date'] ?? ''
    expect((await get({ 'x-oss-date': ossDate, authorization: `OSS ${accessKey.accessKeyId}:${signature}` })).code).toBe('SignatureDoesNotMatch')
    const v1 = oss()
    const [, v1Signature = ''] = (v1['authorization'] ?? '').split(':')
    expect((await get({ 'x-amz-date': v1['x-oss-date'] ?? '', authorization: `AWS ${accessKey.accessKeyId}:${v1Signature}` })).code).toBe('SignatureDoesNotMatch')
  })
})

describe('replays', () => {
  it('work within the window, as the service documents, and not outside it', async () => {
    const headers = oss({ now: Date.now() - 14 * 60_000 })
    expect((await get(headers)).text).toBe(content)
    expect((await get(headers)).text).toBe(content)
    expect((await get(oss({ now: Date.now() - 16 * 60_000 }))).code).toBe('RequestTimeTooSkewed')
    expect((await sendAws(running.port, { bucket, key, now: Date.now() - 16 * 60_000 })).code).toBe('RequestTimeTooSkewed')
  })
  it('of a GET as another method, on another object, or in another bucket are refused', async () => {
    for (const version of ['v1', 'v4'] as const) {
      const headers = oss({ version })
      for (const [method, path] of [['DELETE', pathOf(bucket, key)], ['GET', pathOf(bucket, 'other')], ['GET', pathOf('elsewhere', key)], ['GET', `${pathOf(bucket, key)}?acl`]] as const) {
        const answer = await sendWire(running.port, { method, path, headers: { host: host(), ...headers } })
        expect(answer.code, `${version} ${method} ${path}`).toBe('SignatureDoesNotMatch')
      }
    }
  })
})

describe('path style and virtual hosts', () => {
  it('a signature for a key is not one for the bucket that the key names', async () => {
    // Signed: key `attacked/secret.txt` of `elsewhere`. Sent: a host that names one bucket and a path that names the other.
    const headers = oss({ bucket: 'elsewhere', key: `${bucket}/${key}` })
    const answer = await sendWire(running.port, { method: 'GET', path: `/${bucket}/${key}`, headers: { ...headers, host: `elsewhere.localhost:${running.port}` } })
    expect(outcome(answer)).toEqual([404, 'NoSuchKey'])
    expect((await get(headers)).code).toBe('SignatureDoesNotMatch')
  })
  it('AWS signatures cover the host, so a request cannot be taken from one bucket to another', async () => {
    const headersOf = (name: string) => signAwsRequest({ method: 'GET', bucket: name, key, region: 'x', credential: accessKey, version: 'v4', now: Date.now(), host: `${name}.localhost:${running.port}`, addressing: 'host' }).headers
    expect((await sendWire(running.port, { method: 'GET', path: `/${key}`, headers: headersOf(bucket) })).text).toBe(content)
    const moved = { ...headersOf('elsewhere'), host: `${bucket}.localhost:${running.port}` }
    expect((await sendWire(running.port, { method: 'GET', path: `/${key}`, headers: moved })).code).toBe('SignatureDoesNotMatch')
    const v2 = await sendAws(running.port, { bucket: 'elsewhere', key, version: 'v2', addressing: 'host', change: (headers) => ({ ...headers, host: `${bucket}.localhost:${running.port}` }) })
    expect(v2.code).toBe('SignatureDoesNotMatch')
  })
  it('encodings of a path do not lead around a signature', async () => {
    for (const path of [`/elsewhere/../${bucket}/${key}`, `/elsewhere/%2e%2e/${bucket}/${key}`, `/elsewhere/..%2f${bucket}/${key}`, `/${bucket}/%2573ecret.txt`, `//${bucket}/${key}`, `/${bucket.toUpperCase()}/${key}`]) {
      const answer = await get(oss({ bucket: 'elsewhere', key }), path)
      expect(answer.text, path).not.toContain(content)
      expect(answer.status, path).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('links by AWS’s rules', () => {
  it.each(['v4', 'v2'] as const)('%s: end when they say, and cannot be bent into another call', async (version) => {
    const link = { bucket, key, version, expiresSeconds: 600 }
    expect((await sendAwsLink(running.port, link)).text).toBe(content)
    expect((await sendAwsLink(running.port, { ...link, now: Date.now() - 700_000 })).code).toBe('AccessDenied')
    expect((await sendAwsLink(running.port, { ...link, path: pathOf(bucket, 'other') })).code).toBe('SignatureDoesNotMatch')
    expect((await sendAwsLink(running.port, { ...link, change: (headers) => ({ ...headers, 'x-amz-acl': 'public-read' }) })).status).toBe(403)
  })
  it.each(['v4', 'v2'] as const)('%s: carry what they were signed with, and nothing that is put in beside it', async (version) => {
    const upload = { method: 'PUT', bucket, key: `by-${version}`, version, expiresSeconds: 600, body: 'by link', query: [['x-amz-acl', 'private']] as const }
    expect((await sendAwsLink(running.port, upload)).status).toBe(200)
    const added = [['x-amz-acl', 'public-read'], ['X-Amz-Acl', 'public-read'], ['x-amz-meta-a', 'b'], ['X-Amz-Meta-A', 'b']] as const
    for (const pair of added) {
      for (const bend of [(query: readonly QueryPair[]) => [pair, ...query], (query: readonly QueryPair[]) => [...query, pair]]) {
        await sendAwsLink(running.port, { ...upload, bend })
        expect((await send(running.port, { bucket, key: upload.key, sign: false })).status, pair.join()).toBe(403)
        expect((await send(running.port, { method: 'HEAD', bucket, key: upload.key })).headers['x-oss-meta-a']).toBeUndefined()
      }
    }
  })
})
