import { createHmac, randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signingKeyV4 } from '../signature/v4.ts'
import { elementText, openConnection, send, type RawAnswer, type RawRequest } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let client: OSS
const bucket = 'forms'
const object = (input: RawRequest) => send(running.port, { bucket, ...input })
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false })
  await client.putBucket(bucket)
  client.useBucket(bucket)
})
afterAll(() => running.stop())

type Field = readonly [name: string, value: string | Uint8Array, file?: { readonly name?: string; readonly type?: string }]
const boundary = 'form-boundary-7d93b'

function formBody(fields: readonly Field[], end = `--${boundary}--\r\n`): Buffer {
  const parts = fields.map(([name, value, file]) => {
    const filename = file?.name === undefined ? '' : `; filename="${file.name}"`
    const type = file?.type === undefined ? '' : `\r\nContent-Type: ${file.type}`
    return Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename}${type}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ])
  })
  return Buffer.concat([...parts, Buffer.from(end)])
}
const post = (fields: readonly Field[], more: Partial<RawRequest> & { readonly type?: string; readonly end?: string } = {}) =>
  object({
    method: 'POST',
    sign: false,
    body: formBody(fields, more.end),
    ...more,
    headers: { 'content-type': more.type ?? `multipart/form-data; boundary=${boundary}`, ...more.headers },
  })
const file = (value: string | Uint8Array = 'content', name = 'photo.png', type = 'image/png'): Field => ['file', value, { name, type }]
const policyOf = (conditions: unknown[], expiration = new Date(Date.now() + 60_000).toISOString()) =>
  Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
const signedV1 = (conditions: unknown[] = [{ bucket }], expiration?: string): Field[] => {
  const policy = policyOf(conditions, expiration)
  return [
    ['OSSAccessKeyId', accessKey.accessKeyId],
    ['policy', policy],
    ['Signature', createHmac('sha1', accessKey.accessKeySecret).update(policy).digest('base64')],
  ]
}
const signedV4 = (conditions: unknown[] = [], now = new Date()): Field[] => {
  const date = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  const scope = { date: date.slice(0, 8), region: 'cn-hangzhou', product: 'oss' }
  const bound: Field[] = [
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', `${accessKey.accessKeyId}/${scope.date}/${scope.region}/oss/aliyun_v4_request`],
    ['x-oss-date', date],
  ]
  const policy = policyOf([...bound.map(([name, value]) => ({ [name]: value })), ...conditions])
  const signature = createHmac('sha256', signingKeyV4(accessKey.accessKeySecret, scope)).update(policy).digest('hex')
  return [...bound, ['policy', policy], ['x-oss-signature', signature]]
}
const facts = ({ status, code }: RawAnswer) => [status, code]

describe('PostObject', () => {
  it.each([
    ['version 1', signedV1],
    ['version 4', signedV4],
  ])('stores the file of a form signed with %s', async (_, signed) => {
    const bytes = randomBytes(300_000)
    const answer = await post([...signed(), ['key', 'dir/${filename}'], ['x-oss-meta-who', 'täst'], ['x-oss-tagging', 'a=1'], ['Cache-Control', 'no-store'], file(bytes)])
    expect([answer.status, answer.text]).toEqual([204, ''])
    const stored = await object({ key: 'dir/photo.png' })
    expect(stored.body.equals(bytes)).toBe(true)
    expect(stored.headers).toMatchObject({
      etag: answer.headers.etag,
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-oss-tagging-count': '1',
      'x-oss-hash-crc64ecma': answer.headers['x-oss-hash-crc64ecma'],
      'x-oss-object-type': 'Normal',
    })
    expect(Buffer.from(String(stored.headers['x-oss-meta-who']), 'latin1').toString()).toBe('täst')
  })

  it('takes the fields that the official client calculates', async () => {
    const policy = { expiration: new Date(Date.now() + 60_000).toISOString(), conditions: [{ bucket }, ['starts-with', '$key', 'sdk/']] }
    const fields = client.calculatePostSignature(policy) as unknown as Record<string, string>
    const signed = Object.entries(fields).map(([name, value]): Field => [name, value])
    expect((await post([['key', 'sdk/form'], ...signed, file()])).status).toBe(204)
    expect((await client.get('sdk/form')).content).toEqual(Buffer.from('content'))
    expect(facts(await post([['key', 'other/form'], ...signed, file()]))).toEqual([403, 'AccessDenied'])
  })

  it('is made by the form of a web page, with a signature', async () => {
    const form = new FormData()
    for (const [name, value] of [...signedV1(), ['key', 'browser'] as const]) form.append(name, String(value))
    form.append('file', new Blob(['from a browser'], { type: 'text/plain' }), 'a.txt')
    const answer = await fetch(`http://127.0.0.1:${running.port}/${bucket}`, { method: 'POST', body: form, headers: { origin: 'https://example.com' } })
    expect(answer.status).toBe(204)
    expect((await object({ key: 'browser' })).text).toBe('from a browser')
  })

  it('answers as success_action_status and success_action_redirect ask', async () => {
    const ask = (name: string, value: string) => post([...signedV1(), ['key', 'an swer'], [name, value], file()])
    expect((await ask('success_action_status', '200')).status).toBe(200)
    expect((await ask('success_action_status', '999')).status).toBe(204)
    const created = await ask('success_action_status', '201')
    expect([created.status, elementText(created.text, 'Bucket'), elementText(created.text, 'Key')]).toEqual([201, bucket, 'an swer'])
    expect(elementText(created.text, 'Location')).toBe(`http://127.0.0.1:${running.port}/${bucket}/an%20swer`)
    expect(created.headers['content-type']).toBe('application/xml')
    const redirected = await ask('success_action_redirect', 'http://example.com/done?x=1')
    expect(redirected.status).toBe(303)
    const url = new URL(String(redirected.headers.location))
    expect(Object.fromEntries(url.searchParams)).toEqual({ x: '1', bucket, key: 'an swer', etag: redirected.headers.etag })
    expect((await ask('success_action_redirect', 'javascript:alert(1)')).status).toBe(204)
  })

  it('prefers x-oss-content-type, and ignores fields behind the file', async () => {
    await post([...signedV1(), ['key', 'typed'], ['x-oss-content-type', 'text/x-mine'], file(), ['x-oss-meta-late', '1']])
    const { headers } = await object({ method: 'HEAD', key: 'typed' })
    expect([headers['content-type'], headers['x-oss-meta-late']]).toEqual(['text/x-mine', undefined])
  })

  it('takes a file without a name, and an empty one', async () => {
    expect((await post([...signedV1(), ['key', 'bare'], ['file', 'text']])).status).toBe(204)
    expect((await object({ key: 'bare' })).text).toBe('text')
    expect((await post([...signedV1(), ['key', 'hollow'], file('')])).status).toBe(204)
    expect((await object({ key: 'hollow' })).headers['content-length']).toBe('0')
  })
})

describe('the policy of a form', () => {
  it.each<[string, unknown[], Field[], string]>([
    ['the bucket', [{ bucket: 'another' }], [], 'AccessDenied'],
    ['the key', [['starts-with', '$key', 'user/']], [], 'AccessDenied'],
    ['a field that is missing', [{ 'x-oss-meta-a': 'b' }], [], 'AccessDenied'],
    ['the type of the file', [['in', '$content-type', ['image/jpg']]], [], 'AccessDenied'],
    ['the status', [['eq', '$success_action_status', '200']], [['success_action_status', '201']], 'AccessDenied'],
    ['the least length', [['content-length-range', 8, 100]], [], 'EntityTooSmall'],
    ['the greatest length', [['content-length-range', 1, 6]], [], 'EntityTooLarge'],
  ])('holds for %s', async (_, conditions, fields, code) => {
    const answer = await post([...signedV1(conditions), ['key', 'policed'], ...fields, file()])
    expect(answer.code).toBe(code)
    if (code === 'AccessDenied') expect(elementText(answer.text, 'Message')).toMatch(/^Invalid according to Policy: Policy Condition failed: /)
    expect((await object({ key: 'policed' })).code).toBe('NoSuchKey')
  })
  it('lets through what it names', async () => {
    const conditions = [{ bucket }, ['eq', '$key', 'named'], ['in', '$content-type', ['image/png']], ['content-length-range', 7, 7], ['not-in', '$cache-control', ['no-cache']]]
    expect((await post([...signedV1(conditions), ['key', 'named'], file()])).status).toBe(204)
  })
  it('expires, must be readable, and must hold what a V4 signature does not cover', async () => {
    const expired = await post([...signedV1([], '2020-01-01T00:00:00.000Z'), ['key', 'k'], file()])
    expect([...facts(expired), elementText(expired.text, 'Message')]).toEqual([403, 'AccessDenied', 'Invalid according to Policy: Policy expired.'])
    expect(facts(await post([...signedV1([{}]), ['key', 'k'], file()]))).toEqual([400, 'InvalidPolicyDocument'])
    const old = signedV4([], new Date(Date.now() - 8 * 86_400_000))
    expect(facts(await post([...old, ['key', 'k'], file()]))).toEqual([403, 'AccessDenied'])
    const [version, credential, date, , signature] = signedV4()
    const policy = policyOf([])
    const scope = { date: String(date?.[1]).slice(0, 8), region: 'cn-hangzhou', product: 'oss' }
    const unbound = createHmac('sha256', signingKeyV4(accessKey.accessKeySecret, scope)).update(policy).digest('hex')
    const fields = [version, credential, date].flatMap((field) => (field ? [field] : []))
    expect(signature?.[0]).toBe('x-oss-signature')
    expect(facts(await post([...fields, ['policy', policy], ['x-oss-signature', unbound], ['key', 'k'], file()]))).toEqual([403, 'AccessDenied'])
  })
})

describe('the sender of a form', () => {
  it('is anonymous without a signature, and may write to a public bucket only', async () => {
    expect(facts(await post([['key', 'anonymous'], file()]))).toEqual([403, 'AccessDenied'])
    await send(running.port, { method: 'PUT', bucket: 'public-forms', headers: { 'x-oss-acl': 'public-read-write' } })
    const open = (headers: Record<string, string> = {}) => post([['key', 'anonymous'], file()], { bucket: 'public-forms', headers })
    expect((await open()).status).toBe(204)
    expect((await open({ origin: 'https://example.com' })).code).toBe('AccessDenied')
    expect((await post([['key', 'k'], ['x-oss-object-acl', 'public-read'], file()], { bucket: 'public-forms' })).code).toBe('AccessDenied')
  })
  it('is refused with a wrong signature, an unknown key, a token, or half of a signature', async () => {
    const change = (name: string, value: string | undefined) =>
      post([...signedV1().flatMap((field): Field[] => (field[0] !== name ? [field] : value === undefined ? [] : [[name, value]])), ['key', 'k'], file()])
    expect((await change('Signature', 'AAAA')).code).toBe('SignatureDoesNotMatch')
    expect((await change('OSSAccessKeyId', 'nobody')).code).toBe('InvalidAccessKeyId')
    for (const name of ['Signature', 'OSSAccessKeyId', 'policy']) expect((await change(name, undefined)).code, name).toBe('InvalidArgument')
    expect((await post([...signedV1(), ['x-oss-security-token', 't'], ['key', 'k'], file()])).code).toBe('InvalidSecurityToken')
    expect((await object({ key: 'k' })).code).toBe('NoSuchKey')
  })
})

describe('forms that are not right', () => {
  it('answer what is wrong with them', async () => {
    expect(facts(await post([file()], { type: 'application/json' }))).toEqual([400, 'RequestIsNotMultiPartContent'])
    expect(facts(await post([file()], { type: 'multipart/form-data' }))).toEqual([400, 'MalformedPOSTRequest'])
    expect(facts(await post([...signedV1(), ['key', 'k']]))).toEqual([400, 'IncorrectNumberOfFilesInPOSTRequest'])
    expect(facts(await post([...signedV1(), ['key', 'k'], file(), file()]))).toEqual([400, 'IncorrectNumberOfFilesInPOSTRequest'])
    expect(facts(await post([...signedV1(), file()]))).toEqual([400, 'InvalidArgument'])
    expect(facts(await post([...signedV1(), ['key', '/k'], file()]))).toEqual([400, 'InvalidObjectName'])
    expect(facts(await post([...signedV1(), ['key', 'k'], ['x-oss-meta-a', 'x'.repeat(2 * 1024 * 1024 + 1)], file()]))).toEqual([400, 'FieldItemTooLong'])
    const many = Array.from({ length: 5 }, (_, i): Field => [`ignored-${i}`, 'x'.repeat(1024 * 1024)])
    expect(facts(await post([...signedV1(), ['key', 'k'], ...many, file()]))).toEqual([400, 'MaxPOSTPreDataLengthExceededError'])
    expect(facts(await post([...signedV1(), ['key', 'k'], file('x'.repeat(100_000))], { end: '' }))).toEqual([400, 'MalformedPOSTRequest'])
    expect(facts(await post([...signedV1(), ['key', 'k'], ['x-oss-object-acl', 'everyone'], file()]))).toEqual([400, 'InvalidArgument'])
    expect(facts(await post([...signedV1(), ['key', 'k'], ['callback', 'e30='], file()]))).toEqual([400, 'InvalidArgument'])
    expect(facts(await post([...signedV1(), ['key', 'k'], ['Content-MD5', 'AAAAAAAAAAAAAAAAAAAAAA=='], file()]))).toEqual([400, 'InvalidDigest'])
    expect(facts(await post([...signedV1(), ['key', 'k'], file()], { bucket: 'no-such-bucket' }))).toEqual([404, 'NoSuchBucket'])
    expect((await object({ key: 'k' })).code).toBe('NoSuchKey')
    expect(running.log).toEqual([])
  })
  it('keep what is there when told so', async () => {
    const once = () => post([...signedV1(), ['key', 'once'], ['x-oss-forbid-overwrite', 'true'], file()])
    expect([(await once()).status, (await once()).code]).toEqual([204, 'FileAlreadyExists'])
  })
  it('leave nothing when the client goes away in the middle of the file', async () => {
    const connection = openConnection(running.port)
    const body = formBody([...signedV1(), ['key', 'gone'], file(randomBytes(2_000_000))])
    connection.write(
      `POST /${bucket} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    connection.write(body.subarray(0, 1_000_000))
    await expect.poll(() => running.blobFiles()).not.toEqual([])
    const before = (await running.blobFiles()).length
    connection.destroy()
    await connection.closed
    await expect.poll(async () => (await running.blobFiles()).length).toBeLessThan(before)
    expect((await object({ key: 'gone' })).code).toBe('NoSuchKey')
    expect(running.log).toEqual([])
  })
})
