import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { createTestPeople, type Person, type TestPeople } from './test-people.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let people: TestPeople
let stranger: Person
beforeAll(async () => {
  running = await startTestStore()
  people = await createTestPeople(running.port)
  stranger = await people.createAccount()
})
afterAll(() => running.stop())

const ask = (input: RawRequest) => send(running.port, input)
const nobody = (input: RawRequest) => ask({ ...input, sign: false })
const facts = ({ status, code }: RawAnswer) => [status, code]
const secret = 'what nobody may read'
const denied = [403, 'AccessDenied']

async function newBucket(headers: Record<string, string> = {}): Promise<string> {
  const bucket = `attack-${randomBytes(5).toString('hex')}`
  expect((await ask({ method: 'PUT', bucket, headers })).status).toBe(200)
  return bucket
}
const put = async (bucket: string, key: string, body = secret, headers: Record<string, string> = {}) => {
  expect((await ask({ method: 'PUT', bucket, key, body, headers })).status).toBe(200)
}
interface Statement {
  readonly Effect?: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Principal?: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: object
}
const putPolicy = (bucket: string, ...statements: readonly Statement[]) =>
  ask({
    method: 'PUT',
    bucket,
    query: [['policy', '']],
    body: JSON.stringify({ Version: '1', Statement: statements.map((each) => ({ Effect: 'Allow', Principal: ['*'], ...each })) }),
  })
async function setPolicy(bucket: string, ...statements: readonly Statement[]): Promise<void> {
  const answer = await putPolicy(bucket, ...statements)
  expect(answer.status, answer.text).toBe(200)
}
const objectsOf = (bucket: string, pattern = '*') => `acs:oss:*:*:${bucket}/${pattern}`

describe('names that look like others', () => {
  it.each([
    '/public/../secret', '/public/%2e%2e/secret', '/public/%2E%2E%2Fsecret', '/public%2f..%2fsecret', '/public/%252e%252e/secret', '/public/..%5csecret',
    '/./secret', '/%2e/secret', '//secret', '/public/%00/../secret', '/public/..;/secret', '/Secret', '/secret%20', '/secret/', '/secret%23', '/%73ecret',
  ])('%s never leads from what is public to what is not', async (path) => {
    const bucket = await newBucket()
    await put(bucket, 'secret')
    await put(bucket, 'public/page', 'page')
    await setPolicy(bucket, { Action: 'oss:GetObject', Resource: objectsOf(bucket, 'public/*') })
    expect((await nobody({ bucket, key: 'public/page' })).text).toBe('page')
    for (const method of ['GET', 'HEAD']) {
      const answer = await nobody({ method, path: `/${bucket}${path}` })
      expect([400, 403, 404]).toContain(answer.status)
      expect(answer.text).not.toContain(secret)
    }
  })

  it('of buckets are lower case, and so nothing else', async () => {
    const bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(bucket, 'k')
    for (const name of [bucket.toUpperCase(), `${bucket}.`, `${bucket}%20`, ` ${bucket}`, `${bucket}%00`]) {
      const answer = await nobody({ path: `/${name.replaceAll(' ', '%20')}/k` })
      expect(facts(answer), name).toEqual([400, 'InvalidBucketName'])
    }
    expect((await putPolicy(bucket, { Effect: 'Deny', Action: 'oss:GetObject', Resource: objectsOf(bucket.toUpperCase()) })).code).toBe('InvalidPolicyDocument')
  })

  it('of actions mean the same in any case', async () => {
    const bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(bucket, 'k')
    await setPolicy(bucket, { Effect: 'Deny', Action: 'OSS:getOBJECT', Resource: objectsOf(bucket) })
    expect(facts(await nobody({ bucket, key: 'k' }))).toEqual(denied)
  })

  it('of keys differ by case, and so do the patterns for them', async () => {
    const bucket = await newBucket()
    await put(bucket, 'Public/k')
    await setPolicy(bucket, { Action: 'oss:GetObject', Resource: objectsOf(bucket, 'public/*') })
    expect(facts(await nobody({ bucket, key: 'Public/k' }))).toEqual(denied)
  })
})

describe('a policy is for its bucket', () => {
  it('and cannot name another', async () => {
    const [mine, other] = [await newBucket(), await newBucket()]
    await put(other, 'k')
    for (const Resource of [objectsOf(other), `acs:oss:*:*:${other}`]) {
      expect((await putPolicy(mine, { Action: 'oss:*', Resource })).code, Resource).toBe('InvalidPolicyDocument')
    }
    expect(facts(await nobody({ bucket: other, key: 'k' }))).toEqual(denied)
  })
  it('whichever way the bucket is named', async () => {
    const [open, closed] = [await newBucket(), await newBucket()]
    await put(open, 'k', 'body')
    await put(closed, 'k')
    await put(open, `${closed}/k`, 'mine')
    await setPolicy(open, { Action: 'oss:GetObject', Resource: objectsOf(open) })
    const host = (bucket: string) => ({ host: `${bucket}.oss-cn-hangzhou.aliyuncs.com` })
    expect((await nobody({ path: '/k', headers: host(open) })).text).toBe('body')
    // The host names the bucket; what follows is the key.
    expect((await nobody({ path: `/${closed}/k`, headers: host(open) })).text).toBe('mine')
    expect(facts(await nobody({ path: `/${open}/k`, headers: host(closed) }))).toEqual(denied)
    expect(facts(await nobody({ path: '/k', headers: host(closed) }))).toEqual(denied)
    expect(facts(await nobody({ path: `/${closed}/k`, headers: { host: `oss-cn-hangzhou.aliyuncs.com` } }))).toEqual(denied)
    expect(facts(await nobody({ path: `http://${open}.localhost/${closed}/k` }))).toEqual(denied)
    expect((await nobody({ path: '/k', headers: { host: `${open}.${closed}.oss-cn-hangzhou.aliyuncs.com` } })).code).toBe('InvalidBucketName')
  })
  it('and ends with it', async () => {
    const bucket = await newBucket()
    await setPolicy(bucket, { Action: 'oss:*', Resource: [`acs:oss:*:*:${bucket}`, objectsOf(bucket)] })
    expect((await nobody({ bucket })).status).toBe(200)
    await ask({ method: 'DELETE', bucket })
    await ask({ method: 'PUT', bucket })
    expect(facts(await nobody({ bucket }))).toEqual(denied)
  })
})

describe('a change counts from the moment it is acknowledged', () => {
  it('for requests that come in by the hundred while it is made', async () => {
    const bucket = await newBucket()
    await put(bucket, 'k')
    const done = new AbortController()
    let served = 0
    const readers = Array.from({ length: 8 }, async () => {
      while (!done.signal.aborted) {
        await nobody({ bucket, key: 'k' })
        served += 1
      }
    })
    const statement = { Action: 'oss:GetObject', Resource: objectsOf(bucket) }
    const block = (on: boolean) => ask({ method: 'PUT', bucket, query: [['publicAccessBlock', '']], body: `<PublicAccessBlockConfiguration><BlockPublicAccess>${on}</BlockPublicAccess></PublicAccessBlockConfiguration>` })
    const acl = (value: string) => ask({ method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': value } })
    const changes: readonly (readonly [() => Promise<unknown>, number])[] = [
      [() => acl('public-read'), 200],
      [() => block(true), 403],
      [() => block(false), 200],
      [() => setPolicy(bucket, { ...statement, Effect: 'Deny' }), 403],
      [() => ask({ method: 'DELETE', bucket, query: [['policy', '']] }), 200],
      [() => acl('private'), 403],
      [() => setPolicy(bucket, statement), 200],
      [() => ask({ method: 'DELETE', bucket, query: [['policy', '']] }), 403],
    ]
    try {
      for (let round = 0; round < 5; round++) {
        for (const [change, status] of changes) {
          await change()
          const answers = await Promise.all([nobody({ bucket, key: 'k' }), nobody({ method: 'HEAD', bucket, key: 'k' }), nobody({ bucket, key: 'k' })])
          expect(answers.map((answer) => answer.status)).toEqual([status, status, status])
        }
      }
    } finally {
      done.abort()
      await Promise.all(readers)
    }
    expect(served).toBeGreaterThan(0)
  })
})

describe('HEAD tells no more and no less than GET', () => {
  it('for whoever asks, whatever is there', async () => {
    const bucket = await newBucket()
    await put(bucket, 'closed')
    await put(bucket, 'open', 'body', { 'x-oss-object-acl': 'public-read' })
    for (const signing of [{ sign: false as const }, { credential: stranger.credential }, {}]) {
      for (const key of ['closed', 'open', 'nothing']) {
        for (const query of [[], [['versionId', 'null']]] as const) {
          const [get, head] = [await ask({ bucket, key, query, ...signing }), await ask({ method: 'HEAD', bucket, key, query, ...signing })]
          expect([head.status, head.headers['x-oss-ec'], head.text]).toEqual([get.status, get.headers['x-oss-ec'], ''])
        }
      }
    }
  })
  it('and an object that is not there is refused as one that is', async () => {
    const bucket = await newBucket()
    await put(bucket, 'closed')
    const [there, missing] = [await nobody({ bucket, key: 'closed' }), await nobody({ bucket, key: 'nothing' })]
    const same = (text: string) => text.replace(/<RequestId>.*<\/RequestId>/, '').replaceAll('closed', 'nothing')
    expect(same(there.text)).toBe(same(missing.text))
    const writes: RawRequest[] = [{ method: 'DELETE' }, { method: 'PUT', body: 'x' }, { query: [['acl', '']] }, { query: [['tagging', '']] }, { query: [['symlink', '']] }, { method: 'POST', query: [['restore', '']] }]
    for (const request of writes) {
      const answers = [await nobody({ bucket, key: 'closed', ...request }), await nobody({ bucket, key: 'nothing', ...request })]
      expect(answers.map(facts)).toEqual([denied, denied])
    }
  })
})

describe('copies', () => {
  it('need the right to read the source, whole or in part, latest or by version', async () => {
    const [from, to] = [await newBucket(), await newBucket({ 'x-oss-acl': 'public-read-write' })]
    await put(from, 'k')
    const copy = (source: string, signing: Partial<RawRequest>) =>
      ask({ method: 'PUT', bucket: to, key: 'copy', headers: { 'x-oss-copy-source': source }, ...signing })
    const uploadId = elementText((await ask({ method: 'POST', bucket: to, key: 'parts', query: [['uploads', '']] })).text, 'UploadId')!
    for (const signing of [{ sign: false as const }, { credential: stranger.credential }]) {
      for (const source of [`/${from}/k`, `/${from}/k?versionId=null`, `/${from}/nothing`, `/${from}/%6b`]) {
        expect(facts(await copy(source, signing)), source).toEqual(denied)
        const part = ask({ method: 'PUT', bucket: to, key: 'parts', query: [['partNumber', '1'], ['uploadId', uploadId]], headers: { 'x-oss-copy-source': source }, ...signing })
        expect(facts(await part), source).toEqual(denied)
      }
    }
    await setPolicy(from, { Action: 'oss:GetObject', Principal: [stranger.id], Resource: objectsOf(from, 'k') })
    expect((await copy(`/${from}/k`, { credential: stranger.credential })).status).toBe(200)
    expect(facts(await copy(`/${from}/k?versionId=null`, { credential: stranger.credential })), 'a version is a permission of its own').toEqual(denied)
    expect(facts(await copy(`/${from}/k`, { sign: false }))).toEqual(denied)
  })
  it('that bring tags along need the rights to read and to write tags', async () => {
    const [from, to] = [await newBucket(), await newBucket()]
    await put(from, 'tagged', 'body', { 'x-oss-tagging': 'a=b' })
    await put(from, 'plain', 'body')
    const copy = (key: string) => ask({ method: 'PUT', bucket: to, key, headers: { 'x-oss-copy-source': `/${from}/${key}` }, credential: stranger.credential })
    const grant = (bucket: string, ...Action: string[]) => setPolicy(bucket, { Action, Principal: [stranger.id], Resource: objectsOf(bucket) })
    await grant(from, 'oss:GetObject')
    await grant(to, 'oss:PutObject')
    expect((await copy('plain')).status).toBe(200)
    expect(facts(await copy('tagged'))).toEqual(denied)
    await grant(from, 'oss:GetObject', 'oss:GetObjectTagging')
    expect(facts(await copy('tagged'))).toEqual(denied)
    await grant(to, 'oss:PutObject', 'oss:PutObjectTagging')
    expect((await copy('tagged')).status).toBe(200)
  })
})

describe('tags', () => {
  it('are not even counted for who may not read them', async () => {
    const bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(bucket, 'tagged', 'body', { 'x-oss-tagging': 'a=b' })
    const counted = async (input: Partial<RawRequest>) => {
      const { status, headers } = await ask({ bucket, key: 'tagged', ...input })
      return [status, headers['x-oss-tagging-count']]
    }
    for (const method of ['GET', 'HEAD']) {
      expect(await counted({ method })).toEqual([200, '1'])
      expect(await counted({ method, sign: false })).toEqual([200, undefined])
      expect(await counted({ method, credential: stranger.credential })).toEqual([200, undefined])
    }
    await setPolicy(bucket, { Action: 'oss:GetObjectTagging', Principal: [stranger.id], Resource: objectsOf(bucket) })
    expect(await counted({ credential: stranger.credential })).toEqual([200, '1'])
    expect(await counted({ sign: false })).toEqual([200, undefined])
  })
})

describe('links', () => {
  it('do not tell which keys there are, or what they hold', async () => {
    const bucket = await newBucket({ 'x-oss-acl': 'public-read-write' })
    await put(bucket, 'closed', secret, { 'x-oss-object-acl': 'private' })
    await put(bucket, 'archived', secret, { 'x-oss-object-acl': 'private', 'x-oss-storage-class': 'Archive' })
    await setPolicy(bucket, { Effect: 'Deny', Action: 'oss:GetObject', Resource: objectsOf(bucket, 'nothing') })
    const etag = String((await ask({ method: 'HEAD', bucket, key: 'closed' })).headers.etag)
    for (const target of ['closed', 'archived', 'nothing']) {
      expect((await nobody({ method: 'PUT', bucket, key: `to-${target}`, query: [['symlink', '']], headers: { 'x-oss-symlink-target': target } })).status).toBe(200)
      const headers: Record<string, string>[] = [{}, { 'if-match': etag }, { 'if-none-match': etag }, { range: 'bytes=99999-', 'x-oss-range-behavior': 'standard' }]
      for (const each of headers) {
        for (const method of ['GET', 'HEAD']) {
          const answer = await nobody({ method, bucket, key: `to-${target}`, headers: each })
          expect([answer.status, answer.headers['x-oss-ec']?.toString().slice(0, 4)], `${method} ${target} ${JSON.stringify(each)}`).toEqual([403, '0003'])
        }
      }
    }
  })
})

describe('a delete of many keys', () => {
  it('takes what it may and leaves the rest', async () => {
    const bucket = await newBucket()
    for (const key of ['mine/1', 'mine/2', 'theirs/1']) await put(bucket, key)
    await setPolicy(bucket, { Action: 'oss:DeleteObject', Resource: objectsOf(bucket, 'mine/*') })
    const remove = (...objects: string[]) => {
      const body = `<Delete>${objects.map((each) => `<Object>${each}</Object>`).join('')}</Delete>`
      return nobody({ method: 'POST', bucket, query: [['delete', '']], body, headers: { 'content-md5': createHash('md5').update(body).digest('base64') } })
    }
    const answer = await remove('<Key>mine/1</Key>', '<Key>theirs/1</Key>', '<Key>mine/2</Key><VersionId>null</VersionId>')
    expect([answer.status, [...answer.text.matchAll(/<Key>([^<]*)/g)].map((match) => match[1])]).toEqual([200, ['mine/1']])
    expect(facts(await remove('<Key>theirs/1</Key>'))).toEqual(denied)
    const left = (await ask({ bucket })).text
    expect([...left.matchAll(/<Key>([^<]*)/g)].map((match) => match[1])).toEqual(['mine/2', 'theirs/1'])
  })
})

describe('conditions', () => {
  // OSS wants to know of an address whether it is one of a VPC.
  const fromTheInternet = { StringNotLike: { 'acs:SourceVpc': 'vpc-*' } }
  const cases: readonly [string, object, RawRequest, RawRequest][] = [
    ['the address it comes from, whatever a header claims', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' }, ...fromTheInternet }, { headers: {} }, { headers: { 'x-forwarded-for': '10.0.0.1', 'x-real-ip': '10.0.0.1', forwarded: 'for=10.0.0.1' } }],
    ['TLS, whatever a header claims', { Bool: { 'acs:SecureTransport': 'true' } }, {}, { headers: { 'x-forwarded-proto': 'https' } }],
    ['the user agent', { StringLike: { 'acs:UserAgent': 'good/*' } }, { headers: { 'user-agent': 'bad/1' } }, {}],
    ['the time', { DateLessThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } }, {}, { headers: { date: 'Wed, 01 Jan 2019 00:00:00 GMT' } }],
    ['who signs', { StringLike: { 'acs:AccessId': 'STS.*' } }, {}, { headers: { 'x-oss-security-token': 'STS.1' } }],
  ]
  it.each(cases)('may ask for %s', async (_, Condition, ...requests) => {
    const bucket = await newBucket()
    await put(bucket, 'k')
    await setPolicy(bucket, { Action: 'oss:GetObject', Resource: objectsOf(bucket), Condition })
    for (const request of requests) expect(facts(await nobody({ bucket, key: 'k', ...request }))).toEqual(denied)
  })
  it('let through what meets them', async () => {
    const bucket = await newBucket()
    await put(bucket, 'k')
    const Condition = {
      IpAddress: { 'acs:SourceIp': '127.0.0.0/8' },
      ...fromTheInternet,
      Bool: { 'acs:SecureTransport': 'false' },
      StringLike: { 'acs:UserAgent': 'good/*' },
      DateGreaterThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' },
    }
    await setPolicy(bucket, { Action: 'oss:GetObject', Resource: objectsOf(bucket), Condition })
    expect((await nobody({ bucket, key: 'k', headers: { 'user-agent': 'good/1' } })).status).toBe(200)
    expect((await nobody({ bucket, key: 'k', headers: { 'user-agent': 'bad/1' } })).status).toBe(403)
  })
  it('may ask for the prefix of a listing', async () => {
    const bucket = await newBucket()
    await setPolicy(bucket, { Action: 'oss:ListObjects', Resource: `acs:oss:*:*:${bucket}`, Condition: { StringLike: { 'oss:Prefix': 'home/*' }, StringEquals: { 'oss:Delimiter': '/' } } })
    const list = async (...query: [string, string][]) => (await nobody({ bucket, query })).status
    expect(await list(['prefix', 'home/a'], ['delimiter', '/'])).toBe(200)
    expect(await list(['list-type', '2'], ['prefix', 'home/a'], ['delimiter', '/'])).toBe(200)
    expect(await list(['prefix', 'home/a'])).toBe(403)
    expect(await list(['delimiter', '/'])).toBe(403)
    expect(await list(['prefix', 'hom'], ['delimiter', '/'])).toBe(403)
    // The parameter that the listing goes by is the one that is asked about.
    expect(await list(['prefix', 'secret/'], ['prefix', 'home/a'], ['delimiter', '/'])).toBe(403)
  })
  it('may ask for the ACL that is given, and for tags, in headers and in documents', async () => {
    const bucket = await newBucket()
    await put(bucket, 'red', 'body', { 'x-oss-tagging': 'colour=red' })
    await put(bucket, 'blue', 'body', { 'x-oss-tagging': 'colour=blue' })
    await setPolicy(
      bucket,
      { Action: 'oss:GetObject', Resource: objectsOf(bucket), Condition: { StringEquals: { 'oss:ExistingObjectTag/colour': 'red' } } },
      { Action: ['oss:PutObjectTagging', 'oss:PutObject'], Resource: objectsOf(bucket), Condition: { StringEquals: { 'oss:RequestObjectTag/colour': 'green' } } },
      { Action: 'oss:PutObjectAcl', Resource: objectsOf(bucket), Condition: { StringEquals: { 'oss:x-oss-object-acl': 'private' } } },
    )
    expect((await nobody({ bucket, key: 'red' })).status).toBe(200)
    expect(facts(await nobody({ bucket, key: 'blue' }))).toEqual(denied)
    expect(facts(await nobody({ bucket, key: 'nothing' }))).toEqual(denied)
    const tagging = (value: string) => `<Tagging><TagSet><Tag><Key>colour</Key><Value>${value}</Value></Tag></TagSet></Tagging>`
    const tag = (value: string) => nobody({ method: 'PUT', bucket, key: 'blue', query: [['tagging', '']], body: tagging(value), headers: { 'x-oss-tagging': 'colour=green' } })
    expect(facts(await tag('red'))).toEqual(denied)
    expect((await tag('green')).status).toBe(200)
    const write = (value: string) => nobody({ method: 'PUT', bucket, key: 'new', body: 'x', headers: { 'x-oss-tagging': `colour=${value}` } })
    expect(facts(await write('red'))).toEqual(denied)
    expect((await write('green')).status).toBe(200)
    const acl = (value: string) => nobody({ method: 'PUT', bucket, key: 'red', query: [['acl', '']], headers: { 'x-oss-object-acl': value } })
    expect(facts(await acl('public-read'))).toEqual(denied)
    expect((await acl('private')).status).toBe(200)
  })
  it('may ask for the ACL that a bucket is given', async () => {
    const bucket = await newBucket()
    const Condition = { StringEquals: { 'oss:x-oss-acl': 'private' } }
    await setPolicy(bucket, { Action: 'oss:PutBucketAcl', Principal: [stranger.id], Resource: `acs:oss:*:*:${bucket}`, Condition })
    const acl = (value: string) => ask({ method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': value }, credential: stranger.credential })
    expect((await acl('private')).status).toBe(200)
    expect(facts(await acl('public-read'))).toEqual(denied)
    const { credential } = await people.createUser({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:PutBucket', 'oss:PutBucketAcl'], Resource: '*', Condition }] })
    const create = (value: string, query: RawRequest['query'] = []) =>
      ask({ method: 'PUT', bucket: `attack-${randomBytes(5).toString('hex')}`, query, headers: { 'x-oss-acl': value }, credential })
    expect((await create('private')).status).toBe(200)
    expect(facts(await create('public-read'))).toEqual(denied)
    expect((await create('private', [['acl', '']])).status).toBe(200)
    expect(facts(await create('public-read', [['acl', '']]))).toEqual(denied)
  })
  it('may ask for the tags of the bucket as they are now', async () => {
    const bucket = await newBucket()
    await put(bucket, 'k')
    await setPolicy(bucket, { Action: 'oss:GetObject', Resource: objectsOf(bucket), Condition: { StringEquals: { 'oss:BucketTag/stage': 'open' } } })
    const tag = (value: string) => ask({ method: 'PUT', bucket, query: [['tagging', '']], body: `<Tagging><TagSet><Tag><Key>stage</Key><Value>${value}</Value></Tag></TagSet></Tagging>` })
    for (const [value, status] of [['open', 200], ['closed', 403], ['open', 200]] as const) {
      await tag(value)
      expect((await nobody({ bucket, key: 'k' })).status).toBe(status)
    }
  })
  it('bind the owner where a statement for everyone has one', async () => {
    const bucket = await newBucket()
    await put(bucket, 'k')
    await setPolicy(bucket, { Effect: 'Deny', Action: 'oss:GetObject', Resource: objectsOf(bucket), Condition: { IpAddress: { 'acs:SourceIp': '127.0.0.1' }, ...fromTheInternet } })
    const refused = await ask({ bucket, key: 'k' })
    expect([...facts(refused), refused.headers['x-oss-ec'], elementText(refused.text, 'Message')]).toEqual([...denied, '0003-00000101', 'Access denied by bucket policy.'])
    await ask({ method: 'DELETE', bucket, query: [['policy', '']] })
    expect((await ask({ bucket, key: 'k' })).status).toBe(200)
  })
})

describe('forms', () => {
  const form = (fields: Readonly<Record<string, string>>) =>
    [...Object.entries(fields), ['file', 'body']]
      .map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('') + '--b--\r\n'
  const post = (bucket: string, fields: Readonly<Record<string, string>>) =>
    nobody({ method: 'POST', bucket, body: form(fields), headers: { 'content-type': 'multipart/form-data; boundary=b' } })

  it('are asked for their key, their ACL and their tags', async () => {
    const bucket = await newBucket()
    await setPolicy(
      bucket,
      { Action: 'oss:PutObject', Resource: objectsOf(bucket, 'in/*'), Condition: { StringEquals: { 'oss:RequestObjectTag/from': 'form' } } },
      { Action: 'oss:PutObjectTagging', Resource: objectsOf(bucket, 'in/*') },
    )
    const tags = { 'x-oss-tagging': 'from=form' }
    expect((await post(bucket, { key: 'in/1', ...tags })).status).toBe(204)
    expect(facts(await post(bucket, { key: 'in/1' }))).toEqual(denied)
    expect(facts(await post(bucket, { key: 'in/1', 'x-oss-tagging': 'from=elsewhere' }))).toEqual(denied)
    expect(facts(await post(bucket, { key: 'in/../out', ...tags })), 'a key is text').toEqual([204, undefined])
    expect(facts(await post(bucket, { key: 'out/1', ...tags }))).toEqual(denied)
    expect(facts(await post(bucket, { key: 'in/1', 'x-oss-object-acl': 'public-read', ...tags }))).toEqual(denied)
    // What the headers say of the object is not what the form says.
    const smuggled = { 'content-type': 'multipart/form-data; boundary=b', ...tags }
    expect(facts(await nobody({ method: 'POST', bucket, body: form({ key: 'in/1' }), headers: smuggled }))).toEqual(denied)
  })
})

describe('a bucket whose requester pays', () => {
  it('asks everybody else to say so, and tells who is charged', async () => {
    const bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(bucket, 'k')
    await ask({ method: 'PUT', bucket, query: [['requestPayment', '']], body: '<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>' })
    const paying = { 'x-oss-request-payer': 'requester' }
    const seen = async (input: RawRequest) => {
      const { status, headers } = await ask({ bucket, key: 'k', ...input })
      return [status, headers['x-oss-ec'], headers['x-oss-request-charged']]
    }
    const { credential } = stranger
    expect(await seen({})).toEqual([200, undefined, undefined])
    expect(await seen({ credential: (await people.createUser({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: '*' }] })).credential })).toEqual([200, undefined, undefined])
    expect(await seen({ sign: false })).toEqual([403, '0003-00000701', undefined])
    expect(await seen({ sign: false, headers: paying })).toEqual([403, '0003-00000701', undefined])
    expect(await seen({ credential })).toEqual([403, '0003-00000703', undefined])
    expect(await seen({ credential, headers: { 'x-oss-request-payer': 'owner' } })).toEqual([403, '0003-00000703', undefined])
    expect(await seen({ credential, headers: paying })).toEqual([200, undefined, 'requester'])
    expect(await seen({ credential, query: [['x-oss-request-payer', 'requester']] })).toEqual([200, undefined, 'requester'])
    await put(bucket, 'closed', secret, { 'x-oss-object-acl': 'private' })
    expect(await seen({ credential, key: 'closed', headers: paying }), 'paying opens nothing').toEqual([403, '0003-00000001', undefined])
  })
})
