import { randomBytes } from 'node:crypto'
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send } from './raw-client.ts'
import { refusal, s3Client } from './s3-client.ts'
import { createTestPeople, type Person } from './test-people.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let stranger: Person
let client: S3Client
beforeAll(async () => {
  running = await startTestStore()
  stranger = await (await createTestPeople(running.port)).createAccount()
  const { accessKeyId, accessKeySecret } = stranger.credential
  client = s3Client(running.port, { credentials: { accessKeyId, secretAccessKey: accessKeySecret } })
})
afterAll(async () => {
  client.destroy()
  await running.stop()
})

const denied = ['AccessDenied', 403]
const objectsOf = (bucket: string, pattern = '*') => `acs:oss:*:*:${bucket}/${pattern}`
async function newBucket(headers: Record<string, string> = {}): Promise<string> {
  const bucket = `s3-access-${randomBytes(5).toString('hex')}`
  expect((await send(running.port, { method: 'PUT', bucket, headers })).status).toBe(200)
  return bucket
}
const put = (bucket: string, key: string, headers: Record<string, string> = {}) => send(running.port, { method: 'PUT', bucket, key, body: 'body', headers })
async function allow(bucket: string, ...statements: readonly { readonly Action: string | string[]; readonly Resource: string; readonly Condition?: object }[]): Promise<void> {
  const body = JSON.stringify({ Version: '1', Statement: statements.map((each) => ({ Effect: 'Allow', Principal: [stranger.id], ...each })) })
  const answer = await send(running.port, { method: 'PUT', bucket, query: [['policy', '']], body })
  expect(answer.status, answer.text).toBe(200)
}

describe("what AWS's own client may do is decided as for OSS's clients", () => {
  it('by the prefix of a listing', async () => {
    const Bucket = await newBucket()
    await allow(Bucket, { Action: 'oss:ListObjects', Resource: `acs:oss:*:*:${Bucket}`, Condition: { StringLike: { 'oss:Prefix': 'home/*' } } })
    const list = (Prefix?: string) => client.send(new ListObjectsV2Command({ Bucket, Prefix }))
    expect((await list('home/a')).KeyCount).toBe(0)
    expect(await refusal(list('other'))).toEqual(denied)
    expect(await refusal(list())).toEqual(denied)
  })
  it('by the ACL and the tags that are given, whatever they are called', async () => {
    const Bucket = await newBucket()
    await put(Bucket, 'k')
    await allow(
      Bucket,
      { Action: 'oss:PutObject', Resource: objectsOf(Bucket) },
      { Action: 'oss:PutObjectAcl', Resource: objectsOf(Bucket), Condition: { StringEquals: { 'oss:x-oss-object-acl': 'private' } } },
      { Action: 'oss:PutObjectTagging', Resource: objectsOf(Bucket), Condition: { StringEquals: { 'oss:RequestObjectTag/colour': 'green' } } },
    )
    const write = (more: object) => client.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x', ...more }))
    await write({ ACL: 'private' })
    expect(await refusal(write({ ACL: 'public-read' }))).toEqual(denied)
    await client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL: 'private' }))
    expect(await refusal(client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL: 'public-read' })))).toEqual(denied)
    await write({ Tagging: 'colour=green' })
    expect(await refusal(write({ Tagging: 'colour=red' }))).toEqual(denied)
    const tag = (Value: string) => client.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet: [{ Key: 'colour', Value }] } }))
    await tag('green')
    expect(await refusal(tag('red'))).toEqual(denied)
  })
  it('key by key when many are deleted', async () => {
    const Bucket = await newBucket()
    for (const key of ['mine', 'theirs']) await put(Bucket, key)
    await allow(Bucket, { Action: 'oss:DeleteObject', Resource: objectsOf(Bucket, 'mine') })
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'theirs' }, { Key: 'mine' }] } }))
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['mine'])
    expect(answer.Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([['theirs', 'AccessDenied']])
    expect((await send(running.port, { bucket: Bucket, key: 'theirs' })).status).toBe(200)
  })
  it('on both sides of a copy', async () => {
    const [from, to] = [await newBucket(), await newBucket()]
    await put(from, 'k')
    await allow(to, { Action: 'oss:PutObject', Resource: objectsOf(to) })
    const copy = () => client.send(new CopyObjectCommand({ Bucket: to, Key: 'copy', CopySource: `${from}/k` }))
    expect(await refusal(copy())).toEqual(denied)
    await allow(from, { Action: 'oss:GetObject', Resource: objectsOf(from) })
    await copy()
  })
  it('by who pays, and says so', async () => {
    const Bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(Bucket, 'k')
    await send(running.port, { method: 'PUT', bucket: Bucket, query: [['requestPayment', '']], body: '<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>' })
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toEqual(denied)
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'k', RequestPayer: 'requester' }))).RequestCharged).toBe('requester')
  })
  it('and what is blocked for everybody stays blocked', async () => {
    const Bucket = await newBucket({ 'x-oss-acl': 'public-read' })
    await put(Bucket, 'k')
    await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
    await send(running.port, { method: 'PUT', bucket: Bucket, query: [['publicAccessBlock', '']], body: '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>' })
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toEqual(denied)
  })
})
