import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { presignUrl, type SigningCredential } from '../signature/sign.ts'
import { signForm } from '../signature/sign-form.ts'
import { sendAws, sendAwsLink } from './aws-client.ts'
import { queryOf, send, sendForm, sendWire, pathOf, type RawAnswer } from './raw-client.ts'
import { createTestPeople } from './test-people.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

const bucket = 'tokens'
const key = 'object'
let running: TestStore
let one: Required<SigningCredential>
let two: Required<SigningCredential>
/** How far the store's clock is ahead; requests are signed for it. */
let aheadMs = 0
const now = () => Date.now() + aheadMs
beforeAll(async () => {
  running = await startTestStore({ platform: { ...createNodePlatform(), clock: { now } } })
  expect((await send(running.port, { method: 'PUT', bucket })).status).toBe(200)
  expect((await send(running.port, { method: 'PUT', bucket, key, body: 'content' })).status).toBe(200)
  const people = await createTestPeople(running.port)
  const assume = async () => {
    const { credential } = await people.assumeRole({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: '*' }] })
    return { ...credential, securityToken: credential.securityToken ?? '' }
  }
  one = await assume()
  two = await assume()
})
afterAll(() => running.stop())

type Sender = (credential: SigningCredential, link?: { readonly expiresSeconds: number; readonly at: number }) => Promise<RawAnswer>
const ossLink =
  (version: 'v1' | 'v4'): Sender =>
  (credential, { expiresSeconds, at } = { expiresSeconds: 600, at: now() }) => {
    const query = presignUrl({ method: 'GET', bucket, key, region: 'cn-hangzhou', credential, version, now: at, expiresSeconds })
    return sendWire(running.port, { method: 'GET', path: pathOf(bucket, key) + queryOf(query), headers: { host: `127.0.0.1:${running.port}` } })
  }
const form =
  (scheme: 'oss-v1' | 'oss-v4' | 'aws-v2' | 'aws-v4'): Sender =>
  (credential) => {
    const conditions = [{ bucket }, ['starts-with', '$key', '']] as const
    return sendForm(running.port, bucket, { key: 'form', ...signForm({ scheme, credential, region: 'x', now: now(), expiresMs: now() + 60_000, conditions }) })
  }
const senders: readonly (readonly [name: string, dialect: 'oss' | 's3' | 'form', send: Sender])[] = [
  ['V1 header', 'oss', (credential) => send(running.port, { bucket, key, credential, sign: 'v1', now: now() })],
  ['V4 header', 'oss', (credential) => send(running.port, { bucket, key, credential, sign: 'v4', now: now() })],
  ['V1 link', 'oss', ossLink('v1')],
  ['V4 link', 'oss', ossLink('v4')],
  ['AWS V4 header', 's3', (credential) => sendAws(running.port, { bucket, key, credential, now: now() })],
  ['AWS V2 header', 's3', (credential) => sendAws(running.port, { bucket, key, credential, now: now(), version: 'v2' })],
  ['AWS V4 link', 's3', (credential, { expiresSeconds, at } = { expiresSeconds: 600, at: now() }) => sendAwsLink(running.port, { bucket, key, credential, now: at, expiresSeconds })],
  ['AWS V2 link', 's3', (credential, { expiresSeconds, at } = { expiresSeconds: 600, at: now() }) => sendAwsLink(running.port, { bucket, key, credential, now: at, version: 'v2', expiresSeconds })],
  ['form of V1', 'form', form('oss-v1')],
  ['form of V4', 'form', form('oss-v4')],
  ['form of AWS V2', 'form', form('aws-v2')],
  ['form of AWS V4', 'form', form('aws-v4')],
]

describe.each(senders)('temporary keys in a %s', (_, dialect, sender) => {
  const shown = (code: string) => (dialect === 's3' && code !== 'InvalidAccessKeyId' ? 'InvalidToken' : code)
  const refused = async (credential: SigningCredential, code: string) => {
    const answer = await sender(credential)
    expect([answer.status >= 400 && answer.status < 500, answer.code]).toEqual([true, shown(code)])
    expect(answer.text).not.toContain('content<')
    expect(answer.text).not.toContain(one.accessKeySecret)
  }
  it('work with their token', async () => {
    const answer = await sender(one)
    expect([answer.status, answer.text]).toEqual(dialect === 'form' ? [204, ''] : [200, 'content'])
  })
  it('do not work with the token of another role', () => refused({ ...one, securityToken: two.securityToken }, 'AccessKeyIdAndSecurityTokenNotMatch'))
  it('do not work with a changed token', () => refused({ ...one, securityToken: `${one.securityToken.slice(0, -1)}!` }, 'AccessKeyIdAndSecurityTokenNotMatch'))
  it('do not work without a token', () => refused({ accessKeyId: one.accessKeyId, accessKeySecret: one.accessKeySecret }, 'InvalidAccessKeyId'))
  it('cannot be made up', () => refused({ ...one, accessKeyId: 'STS.0000000000000000' }, 'InvalidSecurityToken'))
  it('lend their token to no permanent key', () => refused({ ...accessKey, securityToken: one.securityToken }, 'InvalidSecurityToken'))
})

describe('when the hour of a temporary key is over', () => {
  afterAll(() => {
    aheadMs = 0
  })
  it('nothing signed with it works any more, links for a week included', async () => {
    const link = { expiresSeconds: 604_800, at: now() }
    for (const [name, , sender] of senders) expect((await sender(one, link)).status, name).toBeLessThan(300)
    aheadMs = 3_700_000
    for (const [name, dialect, sender] of senders) {
      const answer = await sender(one, link)
      const code = dialect === 's3' ? 'ExpiredToken' : 'SecurityTokenExpired'
      expect([answer.status >= 400 && answer.status < 500, answer.code], name).toEqual([true, code])
    }
  })
})
