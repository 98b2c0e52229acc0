import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QueryPair } from '../signature/request.ts'
import type { SigningCredential } from '../signature/sign.ts'
import { sendAws } from './aws-client.ts'
import { send } from './raw-client.ts'
import { refusal, s3Client } from './s3-client.ts'
import { createTestPeople, type Person, type TestPeople } from './test-people.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
let people: TestPeople
beforeAll(async () => {
  running = await startTestStore()
  people = await createTestPeople(running.port)
})
afterAll(() => running.stop())

const allow = (Action: string | readonly string[], Resource: string | readonly string[], Condition?: object) => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) }],
})
const clientOf = ({ accessKeyId, accessKeySecret, securityToken }: SigningCredential) =>
  s3Client(running.port, {
    credentials: { accessKeyId, secretAccessKey: accessKeySecret, ...(securityToken === undefined ? {} : { sessionToken: securityToken }) },
  })

describe('who may do what through S3', () => {
  const Bucket = 's3-access'
  beforeAll(async () => {
    await sendAws(running.port, { method: 'PUT', bucket: Bucket })
    for (const key of ['home/a', 'home/b', 'other/c']) await sendAws(running.port, { method: 'PUT', bucket: Bucket, key, body: key })
  })

  it('is what the policy of a RAM user says', async () => {
    const user = await people.createUser(allow('oss:GetObject', `acs:oss:*:*:${Bucket}/home/*`))
    const client = clientOf(user.credential)
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'home/a' }))).Body?.transformToString()).toBe('home/a')
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'other/c' })))).toEqual(['AccessDenied', 403])
    expect(await refusal(client.send(new PutObjectCommand({ Bucket, Key: 'home/a', Body: 'x' })))).toEqual(['AccessDenied', 403])
    expect(await refusal(client.send(new ListObjectsV2Command({ Bucket })))).toEqual(['AccessDenied', 403])
    client.destroy()
  })

  it('sees the parameters of a listing', async () => {
    const user = await people.createUser(allow('oss:ListObjects', `acs:oss:*:*:${Bucket}`, { StringLike: { 'oss:Prefix': 'home/*' } }))
    const client = clientOf(user.credential)
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'home/' }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(['home/a', 'home/b'])
    expect(await refusal(client.send(new ListObjectsV2Command({ Bucket })))).toEqual(['AccessDenied', 403])
    client.destroy()
  })

  it('is asked for each key that is to be deleted', async () => {
    const user = await people.createUser(allow('oss:DeleteObject', `acs:oss:*:*:${Bucket}/home/*`))
    const client = clientOf(user.credential)
    const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'home/b' }, { Key: 'other/c' }] } }))
    expect(Deleted).toEqual([{ Key: 'home/b' }])
    expect(Errors).toMatchObject([{ Key: 'other/c', Code: 'AccessDenied' }])
    expect((await sendAws(running.port, { bucket: Bucket, key: 'other/c' })).text).toBe('other/c')
    client.destroy()
  })

  it('goes with temporary credentials, in requests and in links', async () => {
    const session = allow('oss:GetObject', `acs:oss:*:*:${Bucket}/home/*`)
    const role = await people.assumeRole(allow('oss:*', '*'), session)
    const client = clientOf(role.credential)
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key: 'home/a' }))).Body?.transformToString()).toBe('home/a')
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'other/c' })))).toEqual(['AccessDenied', 403])
    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'home/a' }), { expiresIn: 60 })
    expect(await (await fetch(link)).text()).toBe('home/a')
    const stripped = new URL(link)
    stripped.searchParams.delete('X-Amz-Security-Token')
    expect((await fetch(stripped)).status).toBe(403)
    const { securityToken: _, ...tokenless } = role.credential
    expect((await refusal(clientOf(tokenless).send(new GetObjectCommand({ Bucket, Key: 'home/a' }))))[1]).toBe(403)
    client.destroy()
  })
})

/** The same request in both dialects; who signs it, or nobody, is the same too. */
describe('both dialects', () => {
  const bucket = 's3-agreement'
  const wanted: readonly { readonly name: string; readonly method?: string; readonly key?: string; readonly query?: readonly QueryPair[]; readonly body?: string }[] = [
    { name: 'read', key: 'k' },
    { name: 'ask for', method: 'HEAD', key: 'k' },
    { name: 'write', method: 'PUT', key: 'written', body: 'x' },
    { name: 'delete', method: 'DELETE', key: 'written' },
    { name: 'list' },
    { name: 'list the versions of', query: [['versions', '']] },
    { name: 'list the uploads of', query: [['uploads', '']] },
    { name: 'read the ACL of', query: [['acl', '']] },
    { name: 'read the policy of', query: [['policy', '']] },
    { name: 'locate', query: [['location', '']] },
    { name: 'read the tags of an object of', key: 'k', query: [['tagging', '']] },
    { name: 'read the ACL of an object of', key: 'k', query: [['acl', '']] },
    { name: 'begin an upload to', method: 'POST', key: 'uploaded', query: [['uploads', '']] },
  ]
  const policy = (Effect: string, Principal: readonly string[], Action: string, relative: string) => ({
    Version: '1',
    Statement: [{ Effect, Principal, Action, Resource: [`acs:oss:*:*:${bucket}${relative}`] }],
  })
  let senders: readonly (readonly [string, Person['credential'] | undefined])[]
  let other: Person
  beforeAll(async () => {
    await sendAws(running.port, { method: 'PUT', bucket })
    await sendAws(running.port, { method: 'PUT', bucket, key: 'k', body: 'x' })
    other = await people.createAccount()
    const reader = await people.createUser(allow(['oss:GetObject', 'oss:ListObjects'], ['acs:oss:*:*:*']))
    const role = await people.assumeRole(allow('oss:*', '*'))
    const user = await people.createUser()
    senders = [['the owner', undefined], ['a user', user.credential], ['a reader', reader.credential], ['a role', role.credential], ['another account', other.credential]]
  })

  it.each(['private', 'public-read', 'public-read-write'])('allow the same to everyone in a bucket that is %s', async (acl) => {
    await send(running.port, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': acl } })
    expect(await disagreements()).toEqual([])
  })

  it.each([
    ['opens reading to all', () => policy('Allow', ['*'], 'oss:GetObject', '/*')],
    ['opens listing to another account', () => policy('Allow', [other.id], 'oss:ListObjects', '')],
    ['opens everything to another account', () => policy('Allow', [other.id], 'oss:*', '*')],
    ['denies writing to the owner', () => policy('Deny', [people.ownerId], 'oss:PutObject', '/*')],
    ['denies everything to all', () => policy('Deny', ['*'], 'oss:*', '*')],
  ])('allow the same to everyone where a policy %s', async (_, make) => {
    await send(running.port, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': 'private' } })
    expect((await send(running.port, { method: 'PUT', bucket, query: [['policy', '']], body: JSON.stringify(make()) })).status).toBe(200)
    expect(await disagreements()).toEqual([])
    expect((await send(running.port, { method: 'DELETE', bucket, query: [['policy', '']] })).status).toBe(204)
  })

  async function disagreements(): Promise<readonly string[]> {
    const found: string[] = []
    let refused = 0
    for (const { name: what, ...request } of wanted) {
      for (const [who, credential] of senders) {
        const signer = credential === undefined ? {} : { credential }
        const oss = await send(running.port, { bucket, ...request, ...signer })
        const s3 = await sendAws(running.port, { bucket, ...request, ...signer })
        if (oss.status === 403) refused++
        if ((oss.status === 403) !== (s3.status === 403)) found.push(`${who} may ${what} a bucket: ${oss.status} ${s3.status}`)
      }
      const oss = await send(running.port, { bucket, ...request, sign: false })
      const s3 = await send(running.port, { bucket, ...request, sign: false, headers: { 'x-amz-date': '20240101T000000Z' } })
      if ((oss.status === 403) !== (s3.status === 403)) found.push(`anyone may ${what} a bucket: ${oss.status} ${s3.status}`)
    }
    // A comparison of nothing but successes would prove nothing.
    expect(refused).toBeGreaterThan(5)
    return found
  }
})
