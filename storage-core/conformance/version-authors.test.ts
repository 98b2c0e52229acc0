import { createHash, createHmac } from 'node:crypto'
import { CompleteMultipartUploadCommand, CopyObjectCommand, CreateMultipartUploadCommand, DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import type { SigningCredential } from '../signature/sign.ts'
import { elementText, type RawRequest, send } from './raw-client.ts'
import { rpcClient } from './rpc-client.ts'
import { s3Client } from './s3-client.ts'
import { createTestPeople, type TestPeople } from './test-people.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

const ram = '2015-05-01'
const bucket = 'authors'
const internal = { accessKeyId: 'internal-key', accessKeySecret: 'internal-secret' }
const everything = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: '*' }] }
const dayMs = 86_400_000
let running: TestStore
let people: TestPeople
let aheadMs = 0
beforeAll(async () => {
  running = await startTestStore({ internalAccessKey: internal, platform: { ...createNodePlatform(), clock: { now: () => Date.now() + aheadMs } } })
  people = await createTestPeople(running.port)
  await call({ method: 'PUT' })
  await call({ method: 'PUT', query: [['versioning', '']], body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' })
  await call({ method: 'PUT', key: 'source', body: 'source' })
})
afterAll(() => running.stop())

const call = (input: RawRequest) => send(running.port, { bucket, now: Date.now() + aheadMs, ...input })

interface Told {
  readonly VersionId: string
  readonly IsThere: boolean
  readonly Author?: Readonly<Record<string, string>>
}
const ask = async (key: string, versionIds: readonly string[], credentials: SigningCredential = accessKey): Promise<readonly Told[]> => {
  const named = Object.fromEntries(versionIds.map((id, at) => [`VersionId.${at + 1}`, id]))
  const answer = (await rpcClient(running.port, credentials)(ram, 'ListVersionAuthors', { BucketName: bucket, ObjectKey: key, ...named })) as { Versions: { Version: readonly Told[] } }
  return answer.Versions.Version
}
/** The authors of all versions and markers of a key, newest first. */
const authors = async (key: string) => {
  const { text } = await call({ query: [['versions', ''], ['prefix', key]] })
  const ids = [...text.matchAll(/<VersionId>([^<]*)<\/VersionId>/g)].map((match) => match[1] ?? '')
  return (await ask(key, ids)).map((each) => each.Author)
}
const accountAuthor = () => ({ Kind: 'Account', AccountId: people.ownerId, AccessKeyId: accessKey.accessKeyId })

const multipart = async (key: string, credential: SigningCredential = accessKey) => {
  const uploadId = elementText((await call({ method: 'POST', key, query: [['uploads', '']] })).text, 'UploadId') ?? ''
  await call({ method: 'PUT', key, query: [['partNumber', '1'], ['uploadId', uploadId]], body: 'parts' })
  return call({ method: 'POST', key, credential, query: [['uploadId', uploadId]], headers: { 'x-oss-complete-all': 'yes' } })
}
const form = (key: string) => {
  const policy = Buffer.from(JSON.stringify({ expiration: new Date(Date.now() + 60_000).toISOString(), conditions: [{ bucket }] })).toString('base64')
  const signature = createHmac('sha1', accessKey.accessKeySecret).update(policy).digest('base64')
  const fields = { key, OSSAccessKeyId: accessKey.accessKeyId, policy, Signature: signature }
  const parts = Object.entries(fields).map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  const body = `${parts.join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\na form\r\n--b--\r\n`
  return call({ method: 'POST', sign: false, body, headers: { 'content-type': 'multipart/form-data; boundary=b' } })
}

describe('the author of a version', () => {
  it.each<[string, (key: string) => Promise<unknown>]>([
    ['PutObject', (key) => call({ method: 'PUT', key, body: 'x' })],
    ['CopyObject', (key) => call({ method: 'PUT', key, headers: { 'x-oss-copy-source': `/${bucket}/source` } })],
    ['AppendObject', (key) => call({ method: 'POST', key, query: [['append', ''], ['position', '0']], body: 'x' })],
    ['PutSymlink', (key) => call({ method: 'PUT', key, query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'source' } })],
    ['CompleteMultipartUpload', (key) => multipart(key)],
    ['PostObject', form],
    ['DeleteObject', (key) => call({ method: 'DELETE', key })],
    ['S3 PutObject', (Key) => s3().send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))],
    ['S3 CopyObject', (Key) => s3().send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/source` }))],
    ['S3 CompleteMultipartUpload', s3Multipart],
    ['S3 DeleteObject', (Key) => s3().send(new DeleteObjectCommand({ Bucket: bucket, Key }))],
    ['S3 DeleteObjects', (Key) => s3().send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key }] } }))],
  ])('is kept by %s', async (name, write) => {
    const key = `by/${name.replaceAll(' ', '-')}`
    await write(key)
    expect(await authors(key)).toEqual([accountAuthor()])
  })

  it('is kept by DeleteMultipleObjects', async () => {
    const body = '<Delete><Object><Key>many</Key></Object></Delete>'
    await call({ method: 'POST', query: [['delete', '']], body, headers: { 'content-md5': createHash('md5').update(body).digest('base64') } })
    expect(await authors('many')).toEqual([accountAuthor()])
  })

  it('names RAM users, sessions of roles, other accounts and nobody, newest first', async () => {
    const user = await people.createUser(everything)
    const session = await people.assumeRole(everything)
    const guest = await people.createAccount()
    const grant = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:PutObject'], Principal: [guest.id], Resource: [`acs:oss:*:*:${bucket}/*`] }] }
    expect((await call({ method: 'PUT', query: [['policy', '']], body: JSON.stringify(grant) })).status).toBe(200)
    await call({ method: 'PUT', key: 'people', body: '1', credential: user.credential })
    await call({ method: 'PUT', key: 'people', body: '2', credential: session.credential })
    await call({ method: 'PUT', key: 'people', body: '3', credential: guest.credential })
    await call({ method: 'PUT', key: 'people', body: '4', credential: internal })
    await call({ method: 'DELETE', key: 'people', credential: user.credential })
    const byUser = { Kind: 'User', AccountId: people.ownerId, UserId: user.id, UserName: expect.stringMatching(/^user-/), AccessKeyId: user.credential.accessKeyId }
    expect(await authors('people')).toEqual([
      byUser,
      // The key that the app signs with is another one at each start, and says nothing.
      { Kind: 'Account', AccountId: people.ownerId },
      { Kind: 'Account', AccountId: guest.id, AccessKeyId: guest.credential.accessKeyId },
      { Kind: 'Role', AccountId: people.ownerId, RoleId: expect.stringMatching(/^3\d{17}$/), RoleName: expect.stringMatching(/^role-/), RoleSessionName: 'session', AccessKeyId: session.credential.accessKeyId },
      byUser,
    ])
    await call({ method: 'DELETE', query: [['policy', '']] })
    expect((await call({ method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'public-read-write' } })).status).toBe(200)
    expect((await call({ method: 'PUT', key: 'open', body: 'x', sign: false })).status).toBe(200)
    expect(await authors('open')).toEqual([{ Kind: 'Anonymous' }])
    await call({ method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'private' } })
  })

  it('stays who wrote the bytes when tags, ACL or another version change, and is who copied or completed, not who wrote the source', async () => {
    const user = await people.createUser(everything)
    await call({ method: 'PUT', key: 'kept', body: 'x', credential: user.credential })
    await call({ method: 'PUT', key: 'kept', query: [['tagging', '']], body: '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>' })
    await call({ method: 'PUT', key: 'kept', query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } })
    await call({ method: 'PUT', key: 'kept', headers: { 'x-oss-copy-source': `/${bucket}/kept` } })
    await multipart('kept', user.credential)
    expect((await authors('kept')).map((author) => author?.['Kind'])).toEqual(['User', 'Account', 'User'])
    await call({ method: 'POST', key: 'grows', query: [['append', ''], ['position', '0']], body: 'x' })
    await call({ method: 'POST', key: 'grows', query: [['append', ''], ['position', '1']], body: 'y', credential: user.credential })
    expect((await authors('grows')).map((author) => author?.['Kind'])).toEqual(['User'])
  })

  it('is the rule where a lifecycle rule deleted', async () => {
    await call({ method: 'PUT', key: 'logs/old', body: 'x' })
    const rule = '<Rule><ID>sweep</ID><Prefix>logs/</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>'
    expect((await call({ method: 'PUT', query: [['lifecycle', '']], body: `<LifecycleConfiguration>${rule}</LifecycleConfiguration>` })).status).toBe(200)
    const asOf = new Date(Date.now() + 3 * dayMs).toISOString().slice(0, 10)
    await rpcClient(running.port, accessKey)(ram, 'RunLifecycle', { BucketName: bucket, AsOf: asOf })
    expect(await authors('logs/old')).toEqual([{ Kind: 'Lifecycle', RuleId: 'sweep' }, accountAuthor()])
  })
})

describe('ListVersionAuthors', () => {
  it('tells of versions that are not there that they are not, and takes a hundred at most', async () => {
    const gone = '0'.repeat(21)
    const id = (await call({ method: 'PUT', key: 'asked', body: 'x' })).headers['x-oss-version-id'] as string
    expect(await ask('asked', [gone, id])).toEqual([{ VersionId: gone, IsThere: false }, { VersionId: id, IsThere: true, Author: accountAuthor() }])
    expect(await ask('asked', Array.from({ length: 100 }, () => gone))).toHaveLength(100)
    await expect(ask('asked', Array.from({ length: 101 }, () => gone))).rejects.toMatchObject({ code: 'InvalidParameter' })
    await expect(ask('asked', [])).rejects.toMatchObject({ code: 'MissingParameter' })
    await expect(ask('asked', ['x'])).rejects.toMatchObject({ code: 'InvalidParameter' })
    await expect(ask('/asked', [gone])).rejects.toMatchObject({ code: 'InvalidParameter' })
  })

  it('is for the account of the bucket and those it lets, and does not tell others whether there is such a bucket', async () => {
    const id = (await call({ method: 'PUT', key: 'asked', body: 'x' })).headers['x-oss-version-id'] as string
    const plain = await people.createUser(everything)
    await expect(ask('asked', [id], plain.credential)).rejects.toMatchObject({ code: 'NoPermission' })
    const auditor = await people.createUser({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ram:ListVersionAuthors', Resource: `acs:ram:*:*:version-author/${bucket}` }] })
    expect(await ask('asked', [id], auditor.credential)).toHaveLength(1)
    const { credential } = await people.createAccount()
    const refusal = { code: 'InvalidParameter' }
    await expect(ask('asked', [id], credential)).rejects.toMatchObject(refusal)
    const other = rpcClient(running.port, accessKey)(ram, 'ListVersionAuthors', { BucketName: 'no-such-bucket', ObjectKey: 'k', 'VersionId.1': id })
    await expect(other).rejects.toMatchObject(refusal)
  })
})

const s3 = () => s3Client(running.port)
async function s3Multipart(Key: string): Promise<void> {
  const Bucket = bucket
  const { UploadId } = await s3().send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const { ETag } = await s3().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'parts' }))
  await s3().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }))
}
