import { randomBytes } from 'node:crypto'
import OSS from 'ali-oss'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../http/operation-table.ts'
import type { QueryPair } from '../signature/request.ts'
import { elementText, type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

/** Methods that the client has and its type package does not, or types wrongly. */
interface Settings {
  putBucketTags(name: string, tag: Record<string, string>): Promise<unknown>
  getBucketTags(name: string): Promise<{ tag: Record<string, string> }>
  deleteBucketTags(name: string): Promise<unknown>
  putBucketPolicy(name: string, policy: object): Promise<unknown>
  getBucketPolicy(name: string): Promise<{ policy: object | null; status: number }>
  deleteBucketPolicy(name: string): Promise<unknown>
  putBucketRequestPayment(name: string, payer: string): Promise<unknown>
  getBucketRequestPayment(name: string): Promise<{ payer: string }>
}

let running: TestStore
let client: OSS & Settings
const bucket = `settings-${randomBytes(4).toString('hex')}`
const ask = (method: string, subResource: string, input: Partial<RawRequest> = {}) =>
  send(running.port, { method, bucket, query: [subResource.split('=') as unknown as QueryPair].map(([name, value]) => [name, value ?? ''] as const), ...input })
const facts = ({ status, code, headers }: RawAnswer) => [status, code, headers['x-oss-ec']]
beforeAll(async () => {
  running = await startTestStore()
  client = new OSS({ ...accessKey, endpoint: `http://127.0.0.1:${running.port}`, region: 'oss-cn-hangzhou', secure: false }) as OSS & Settings
  await client.putBucket(bucket)
  client.useBucket(bucket)
})
afterAll(() => running.stop())

describe('every operation of the endpoint', () => {
  // Those that find out from the body who asks, or what for, are tried where that is told.
  const asking = operations.filter(({ authenticatesInBody, authorizesItself }) => authenticatesInBody === undefined && authorizesItself === undefined)
  it.each(asking.map((operation) => [operation.name, operation] as const))('%s is closed to whoever is not known', async (_, { match }) => {
    const names = [...(match.companions ?? []), ...(match.subResource === undefined ? [] : [match.subResource])]
    const query = match.query === undefined ? names.map((name) => [name, '1'] as const) : [match.query]
    const target = match.scope === 'service' ? {} : match.scope === 'bucket' ? { bucket } : { bucket, key: 'k' }
    const headers = { 'x-oss-acl': 'private', 'x-oss-object-acl': 'private', ...(match.header === undefined ? {} : { [match.header]: `/${bucket}/k` }) }
    const answer = await send(running.port, { method: match.method, ...target, query, sign: false, headers })
    expect([answer.status, match.method === 'HEAD' ? 'AccessDenied' : answer.code]).toEqual([403, 'AccessDenied'])
  })
})

describe('bucket policy', () => {
  const policyFor = (action: string, principal = '*', effect = 'Allow') => ({
    Version: '1',
    Statement: [{ Effect: effect, Action: [action], Principal: [principal], Resource: [`acs:oss:*:*:${bucket}/*`] }],
  })
  const put = (text: string) => ask('PUT', 'policy', { body: text })

  it('round-trips through the official client', async () => {
    await client.putBucketPolicy(bucket, policyFor('oss:GetObject'))
    expect((await client.getBucketPolicy(bucket)).policy).toEqual(policyFor('oss:GetObject'))
    await client.deleteBucketPolicy(bucket)
    await client.deleteBucketPolicy(bucket)
    expect(await client.getBucketPolicy(bucket)).toMatchObject({ policy: null, status: 404 })
    expect((await ask('GET', 'policy')).code).toBe('NoSuchBucketPolicy')
  })
  it('is answered as it was put, byte for byte, and as JSON', async () => {
    const text = `\n${JSON.stringify(policyFor('oss:GetObject'), undefined, 3)}\n`
    expect((await put(text)).status).toBe(200)
    const answer = await ask('GET', 'policy')
    expect([answer.headers['content-type'], answer.text]).toEqual(['application/json', text])
  })
  it('opens and closes at once, what was known of the bucket before notwithstanding', async () => {
    await client.put('open', Buffer.from('body'))
    const read = () => send(running.port, { bucket, key: 'open', sign: false })
    for (let round = 0; round < 3; round++) {
      await client.putBucketPolicy(bucket, policyFor('oss:GetObject'))
      expect((await read()).text).toBe('body')
      await client.putBucketPolicy(bucket, policyFor('oss:GetObject', '*', 'Deny'))
      expect((await read()).code).toBe('AccessDenied')
      await client.deleteBucketPolicy(bucket)
      expect((await read()).code).toBe('AccessDenied')
    }
  })
  it('knows public from not', async () => {
    const status = async () => elementText((await ask('GET', 'policyStatus')).text, 'IsPublic')
    expect(await status()).toBe('false')
    await client.putBucketPolicy(bucket, policyFor('oss:GetObject'))
    expect(await status()).toBe('true')
    await client.putBucketPolicy(bucket, policyFor('oss:GetObject', '1234567890123456'))
    expect(await status()).toBe('false')
    await client.deleteBucketPolicy(bucket)
  })
  it.each([
    ['no JSON', 'not json'],
    ['another bucket', JSON.stringify(policyFor('oss:GetObject')).replaceAll(bucket, 'somebody-elses')],
    ['an unknown element', JSON.stringify({ ...policyFor('oss:GetObject'), Extra: 1 })],
    ['no principal', JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: `acs:oss:*:*:${bucket}` }] })],
    ['more than 16 KB', JSON.stringify(policyFor('oss:GetObject')) + ' '.repeat(17_000)],
    ['more than anybody would read', ' '.repeat(100_000)],
    ['nothing', ''],
  ])('refuses %s and says why', async (_, text) => {
    const answer = await put(text)
    expect([answer.status, answer.code]).toEqual([400, 'InvalidPolicyDocument'])
    expect(elementText(answer.text, 'Message')).toMatch(/.{10}/)
    expect((await ask('GET', 'policy')).code).toBe('NoSuchBucketPolicy')
    // Too long is one cause, wherever it is noticed.
    if (text.length > 16_384) expect(answer.headers['x-oss-ec']).toBe('0030-00000001')
  })
})

describe('tags of a bucket', () => {
  const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`
  const put = (...tags: string[]) => ask('PUT', 'tagging', { body: `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>` })

  it('round-trip through the official client', async () => {
    expect((await client.getBucketTags(bucket)).tag).toEqual({})
    await client.putBucketTags(bucket, { team: 'a', stage: 'test' })
    await client.putBucketTags(bucket, { team: 'b', 'k e/y': '' })
    expect((await client.getBucketTags(bucket)).tag).toEqual({ team: 'b', 'k e/y': '' })
    await client.deleteBucketTags(bucket)
    expect((await client.getBucketTags(bucket)).tag).toEqual({})
  })
  it('narrow ListBuckets, and go one by one', async () => {
    await put(tag('one', '1'), tag('two', '2'), tag('three', '3'))
    const listed = async (query: RawRequest['query']) => (await send(running.port, { query: query! })).text.includes(`<Name>${bucket}</Name>`)
    expect(await listed([['tag-key', 'one'], ['tag-value', '1']])).toBe(true)
    expect(await listed([['tag-key', 'one'], ['tag-value', '2']])).toBe(false)
    expect((await ask('DELETE', 'tagging=one,three')).status).toBe(204)
    expect((await client.getBucketTags(bucket)).tag).toEqual({ two: '2' })
    expect((await ask('DELETE', 'tagging')).status).toBe(204)
    expect((await ask('GET', 'tagging')).text).toContain('<Tagging><TagSet></TagSet></Tagging>')
  })
  it('come with the bucket when it is created', async () => {
    const create = (name: string, tagging: string) => send(running.port, { method: 'PUT', bucket: name, headers: { 'x-oss-bucket-tagging': tagging } })
    expect((await create('created-tagged', 'a=1&b%20c=%C3%BC&d')).status).toBe(200)
    expect((await client.getBucketTags('created-tagged')).tag).toEqual({ a: '1', 'b c': 'ü', d: '' })
    const tooMany = Array.from({ length: 21 }, (_, index) => `k${index}=`).join('&')
    for (const [tagging, code] of [['a=1&a=2', 'RepeatedTags'], ['http://x=1', 'InvalidTag'], ['a=%zz', 'InvalidTag'], [tooMany, 'TooManyTags']] as const) {
      expect((await create('never-tagged', tagging)).code, tagging).toBe(code)
    }
    expect((await send(running.port, { bucket: 'never-tagged', query: [['bucketInfo', '']] })).code).toBe('NoSuchBucket')
  })
  it('have limits', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => tag(`key${index}`, ''))
    expect((await put(...many(20))).status).toBe(200)
    expect((await put(...many(21))).code).toBe('TooManyTags')
    expect((await put(tag('same', '1'), tag('same', '2'))).code).toBe('RepeatedTags')
    for (const [key, value] of [['', 'v'], ['k'.repeat(65), ''], ['k', 'v'.repeat(129)], ['HTTP://x', ''], ['https://', ''], ['aliyunX', '']] as const) {
      expect((await put(tag(key, value))).code, key).toBe('InvalidTag')
    }
    expect((await put(tag('k'.repeat(64), 'v'.repeat(128)))).status).toBe(200)
    expect((await ask('PUT', 'tagging', { body: '<Tagging/>' })).code).toBe('MalformedXML')
    expect((await client.getBucketTags(bucket)).tag).toEqual({ ['k'.repeat(64)]: 'v'.repeat(128) })
  })
})

describe('request payment', () => {
  it('round-trips through the official client', async () => {
    expect((await client.getBucketRequestPayment(bucket)).payer).toBe('BucketOwner')
    await client.putBucketRequestPayment(bucket, 'Requester')
    expect((await client.getBucketRequestPayment(bucket)).payer).toBe('Requester')
    await client.putBucketRequestPayment(bucket, 'BucketOwner')
    expect((await ask('PUT', 'requestPayment', { body: '<RequestPaymentConfiguration><Payer>Me</Payer></RequestPaymentConfiguration>' })).code).toBe('MalformedXML')
  })
})

describe('referer', () => {
  const put = (xml: string) => ask('PUT', 'referer', { body: `<RefererConfiguration>${xml}</RefererConfiguration>` })
  it('round-trips through the official client', async () => {
    expect(await client.getBucketReferer(bucket)).toMatchObject({ allowEmpty: true, referers: null })
    await client.putBucketReferer(bucket, false, ['http://a.example/', 'https://*.b.example/?'])
    expect(await client.getBucketReferer(bucket)).toMatchObject({ allowEmpty: false, referers: ['http://a.example/', 'https://*.b.example/?'] })
    await client.deleteBucketReferer(bucket)
    expect(await client.getBucketReferer(bucket)).toMatchObject({ allowEmpty: true, referers: null })
  })
  it('keeps every part of its document', async () => {
    const document =
      '<AllowEmptyReferer>false</AllowEmptyReferer><AllowTruncateQueryString>false</AllowTruncateQueryString><TruncatePath>true</TruncatePath>' +
      '<RefererList><Referer>http://a.example</Referer></RefererList><RefererBlacklist><Referer>http://b.example</Referer></RefererBlacklist>'
    expect((await put(document)).status).toBe(200)
    expect((await ask('GET', 'referer')).text).toContain(`<RefererConfiguration>${document}</RefererConfiguration>`)
    for (const bad of ['', '<AllowEmptyReferer>true</AllowEmptyReferer>', '<AllowEmptyReferer>maybe</AllowEmptyReferer><RefererList/>', '<RefererList/>']) {
      expect((await put(bad)).code, bad).toBe('MalformedXML')
    }
    await client.deleteBucketReferer(bucket)
  })
  it('asks anonymous and presigned requests for where they come from, and no others', async () => {
    const open = `referer-${randomBytes(4).toString('hex')}`
    await send(running.port, { method: 'PUT', bucket: open, headers: { 'x-oss-acl': 'public-read' } })
    await send(running.port, { method: 'PUT', bucket: open, key: 'k', body: 'body' })
    const body = '<RefererConfiguration><AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>http://a.example/</Referer></RefererList>' +
      '<RefererBlacklist><Referer>http://a.example/bad</Referer></RefererBlacklist></RefererConfiguration>'
    expect((await send(running.port, { method: 'PUT', bucket: open, query: [['referer', '']], body })).status).toBe(200)
    const options = { ...accessKey, bucket: open, endpoint: 'http://localhost', region: 'oss-cn-hangzhou', secure: false, sldEnable: true }
    const signed = new OSS(options).signatureUrl('k')
    const query = [...new URL(signed).searchParams] as const
    const get = async (referer: string | undefined, presigned: boolean) =>
      facts(await send(running.port, { bucket: open, key: 'k', sign: false, ...(presigned ? { query } : {}), headers: referer === undefined ? {} : { referer } }))
    for (const presigned of [false, true]) {
      expect(await get('http://a.example/page?x', presigned)).toEqual([200, undefined, undefined])
      expect(await get(undefined, presigned)).toEqual([403, 'AccessDenied', '0003-00000503'])
      expect(await get('http://b.example/', presigned)).toEqual([403, 'AccessDenied', '0003-00000503'])
      expect(await get('http://a.example/bad/page', presigned)).toEqual([403, 'AccessDenied', '0003-00000502'])
    }
    expect((await send(running.port, { bucket: open, key: 'k' })).status).toBe(200)
  })
})

describe('block public access', () => {
  const document = (value: string) => `<PublicAccessBlockConfiguration>${value}</PublicAccessBlockConfiguration>`
  const on = document('<BlockPublicAccess>true</BlockPublicAccess>')
  const account = (method: string, body?: string) => send(running.port, { method, query: [['publicAccessBlock', '']], ...(body === undefined ? {} : { body }) })
  const shown = async (answer: Promise<RawAnswer>) => elementText((await answer).text, 'BlockPublicAccess')

  it('is off until it is put, and off again when it is deleted, for a bucket and for an account', async () => {
    expect(await shown(ask('GET', 'publicAccessBlock'))).toBe('false')
    expect((await ask('PUT', 'publicAccessBlock', { body: on })).status).toBe(200)
    expect(await shown(ask('GET', 'publicAccessBlock'))).toBe('true')
    expect(await shown(ask('GET', 'bucketInfo'))).toBe('true')
    expect(await shown(account('GET'))).toBe('false')
    expect((await ask('DELETE', 'publicAccessBlock')).status).toBe(204)
    expect(await shown(ask('GET', 'publicAccessBlock'))).toBe('false')
    expect((await account('PUT', on)).status).toBe(200)
    expect(await shown(account('GET'))).toBe('true')
    expect(await shown(ask('GET', 'publicAccessBlock'))).toBe('false')
    expect((await account('DELETE')).status).toBe(204)
    expect(await shown(account('GET'))).toBe('false')
    expect((await ask('PUT', 'publicAccessBlock', { body: document('') })).status).toBe(200)
    expect((await ask('PUT', 'publicAccessBlock', { body: document('<BlockPublicAccess>yes</BlockPublicAccess>') })).code).toBe('MalformedXML')
  })

  it.each(['bucket', 'account'] as const)('of the %s closes what is open, at once, and opens it again', async (where) => {
    const open = `block-${randomBytes(4).toString('hex')}`
    const block = (method: string, body?: string) =>
      where === 'account' ? account(method, body) : send(running.port, { method, bucket: open, query: [['publicAccessBlock', '']], ...(body === undefined ? {} : { body }) })
    const put = (input: Partial<RawRequest>) => send(running.port, { method: 'PUT', bucket: open, ...input })
    const policy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:ListObjects', Principal: ['*'], Resource: `acs:oss:*:*:${open}` }] })
    await put({ headers: { 'x-oss-acl': 'public-read' } })
    await put({ key: 'k', body: 'body' })
    await put({ key: 'own', body: 'body', headers: { 'x-oss-object-acl': 'public-read' } })
    await put({ query: [['policy', '']], body: policy })
    const seen = async () => {
      const statuses = []
      for (const key of ['k', 'own', undefined]) statuses.push((await send(running.port, { bucket: open, sign: false, ...(key === undefined ? {} : { key }) })).status)
      return statuses
    }
    expect(await seen()).toEqual([200, 200, 200])
    expect((await block('PUT', on)).status).toBe(200)
    expect(await seen()).toEqual([403, 403, 403])
    const publishing: Partial<RawRequest>[] = [
      { query: [['acl', '']], headers: { 'x-oss-acl': 'public-read' } },
      { query: [['acl', '']], headers: { 'x-oss-acl': 'public-read-write' } },
      { query: [['policy', '']], body: policy },
      { key: 'k', query: [['acl', '']], headers: { 'x-oss-object-acl': 'public-read' } },
      { key: 'new', body: 'x', headers: { 'x-oss-object-acl': 'public-read' } },
      { key: 'copy', headers: { 'x-oss-copy-source': `/${open}/k`, 'x-oss-object-acl': 'public-read-write' } },
      { key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'k', 'x-oss-object-acl': 'public-read' } },
      { key: 'log', method: 'POST', query: [['append', ''], ['position', '0']], body: 'x', headers: { 'x-oss-object-acl': 'public-read' } },
      { key: 'parts', method: 'POST', query: [['uploads', '']], headers: { 'x-oss-object-acl': 'public-read' } },
    ]
    for (const request of publishing) expect(facts(await put(request)), JSON.stringify(request)).toEqual([403, 'AccessDenied', '0016-00000901'])
    expect((await put({ query: [['acl', '']], headers: { 'x-oss-acl': 'private' } })).status).toBe(200)
    expect((await put({ key: 'k', query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } })).status).toBe(200)
    const another = send(running.port, { method: 'PUT', bucket: `${open}-2`, headers: { 'x-oss-acl': 'public-read' } })
    expect((await another).status).toBe(where === 'account' ? 403 : 200)
    expect((await block('DELETE')).status).toBe(204)
    expect(await seen()).toEqual([403, 200, 200])
  })
})

describe('documents that are none', () => {
  const families = ['cors', 'referer', 'requestPayment', 'publicAccessBlock', 'tagging', 'policy', 'lifecycle', 'worm'] as const
  const roots: Readonly<Record<(typeof families)[number], string>> = {
    cors: 'CORSConfiguration',
    referer: 'RefererConfiguration',
    requestPayment: 'RequestPaymentConfiguration',
    publicAccessBlock: 'PublicAccessBlockConfiguration',
    tagging: 'Tagging',
    policy: 'Policy',
    lifecycle: 'LifecycleConfiguration',
    worm: 'InitiateWormConfiguration',
  }
  const bodies: readonly (readonly [string, (root: string) => string | Uint8Array])[] = [
    ['empty', () => ''],
    ['another document', () => '<Other/>'],
    ['cut off', (root) => `<${root}><A>`],
    ['text', () => 'plain text'],
    ['text in the root', (root) => `<${root}>text</${root}>`],
    ['two roots', (root) => `<${root}/><${root}/>`],
    ['bytes that are no UTF-8', (root) => Buffer.concat([Buffer.from(`<${root}>`), Buffer.from([0xff, 0xfe]), Buffer.from(`</${root}>`)])],
    ['entities of its own', (root) => `<!DOCTYPE x [<!ENTITY a "aaaa">]><${root}>&a;</${root}>`],
    ['nested without end', (root) => `<${root}>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</${root}>`],
    ['elements where text belongs', (root) => `<${root}>${['AllowEmptyReferer', 'RefererList', 'Payer', 'BlockPublicAccess', 'TagSet', 'CORSRule', 'Rule', 'RetentionPeriodInDays'].map((name) => `<${name}><x><y/></x></${name}>`.repeat(2)).join('')}</${root}>`],
    ['names of prototypes', (root) => `<${root}><__proto__><a/></__proto__><constructor/></${root}>`],
    ['deep JSON', () => '['.repeat(5000) + ']'.repeat(5000)],
    ['JSON with a member twice', () => '{"Version":"1","Version":"1","Statement":[]}'],
  ]
  it.each(families)('are refused for %s with a documented code, and change nothing', async (family) => {
    const method = family === 'worm' ? 'POST' : 'PUT'
    const before = (await ask('GET', family)).text.replace(/<RequestId>.*<\/RequestId>/, '')
    for (const [name, body] of bodies) {
      const answer = await ask(method, family, { body: body(roots[family]) })
      expect([name, answer.status, ['MalformedXML', 'InvalidPolicyDocument', 'InvalidArgument'].includes(answer.code ?? '')]).toEqual([name, 400, true])
    }
    const wrongMd5 = await ask(method, family, { body: '<x/>', headers: { 'content-md5': 'R2Fz+U+NbU14zs5A3TXcGw==' } })
    expect(wrongMd5.code).toBe('InvalidDigest')
    expect((await ask('GET', family)).text.replace(/<RequestId>.*<\/RequestId>/, '')).toBe(before)
  })
})
