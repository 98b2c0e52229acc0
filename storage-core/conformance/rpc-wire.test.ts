import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { openStore } from '../server.ts'
import { canonicalRequestAcs3, sha256Hex, signAcs3, signRpc, stringToSignRpc } from '../signature/rpc.ts'
import type { QueryPair } from '../signature/request.ts'
import { elementText, queryOf, type RawAnswer, send } from './raw-client.ts'
import { accessKey, startTestStore, type TestStore } from './test-store.ts'

type Pairs = Readonly<Record<string, string>>
/** Ahead of the clock of the machine, and moved by the tests. */
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs }
const hourMs = 3_600_000

let running: TestStore
beforeAll(async () => {
  running = await startTestStore({ platform: { ...createNodePlatform(), clock } })
})
afterAll(() => running.stop())

let nonce = 0
const time = (timeMs = clock.now()) => `${new Date(timeMs).toISOString().slice(0, 19)}Z`
const common = (change: Pairs = {}): Pairs => ({
  Action: 'GetCallerIdentity', Version: '2015-04-01', AccessKeyId: accessKey.accessKeyId, SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0',
  SignatureNonce: `n${++nonce}`, Timestamp: time(), ...change,
})
const signed = (method: string, pairs: Pairs, secret = accessKey.accessKeySecret): Pairs => ({
  ...pairs,
  Signature: signRpc(secret, stringToSignRpc(method, Object.entries(pairs))),
})
const get = (pairs: Pairs, port = running.port) => send(port, { sign: false, query: Object.entries(pairs) })
const post = (pairs: Pairs, port = running.port) =>
  send(port, { method: 'POST', sign: false, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: queryOf(Object.entries(pairs)).slice(1) })

interface Acs3Change {
  readonly query?: readonly QueryPair[]
  readonly body?: string
  readonly sentBody?: string
  readonly headers?: Pairs
  readonly unsigned?: Pairs
  readonly signedHeaders?: readonly string[]
}
function acs3({ query = [], body = '', sentBody = body, headers = {}, unsigned = {}, signedHeaders }: Acs3Change = {}): Promise<RawAnswer> {
  const payloadHash = sha256Hex(body)
  const all: Record<string, string> = {
    host: `127.0.0.1:${running.port}`, 'x-acs-action': 'GetCallerIdentity', 'x-acs-version': '2015-04-01', 'x-acs-date': time(),
    'x-acs-signature-nonce': `a${++nonce}`, 'x-acs-content-sha256': payloadHash, ...headers,
  }
  const names = signedHeaders ?? Object.keys(all)
  const signature = signAcs3(accessKey.accessKeySecret, canonicalRequestAcs3({ method: 'POST', query, headers: all, signedHeaders: names, payloadHash }))
  const authorization = `ACS3-HMAC-SHA256 Credential=${accessKey.accessKeyId},SignedHeaders=${names.toSorted().join(';')},Signature=${signature}`
  return send(running.port, { method: 'POST', sign: false, query, headers: { ...all, authorization, ...unsigned }, body: sentBody })
}
const codeOf = ({ text }: RawAnswer) => elementText(text, 'Code') ?? (JSON.parse(text) as { Code?: string }).Code

describe('a request to STS', () => {
  it('is answered as XML or JSON, over GET and POST', async () => {
    const xml = await get(signed('GET', common()))
    expect([xml.status, xml.headers['content-type']]).toEqual([200, 'text/xml;charset=utf-8'])
    expect(xml.text).toMatch(/^<\?xml .*\?>\n<GetCallerIdentityResponse><RequestId>\w+<\/RequestId><IdentityType>Account<\/IdentityType>/)
    for (const each of [await post(signed('POST', common({ Format: 'JSON' }))), await get(signed('GET', common({ Format: 'json' }))), await acs3()]) {
      expect([each.status, JSON.parse(each.text)]).toEqual([200, expect.objectContaining({ IdentityType: 'Account' })])
      expect(each.headers['cache-control']).toBe('no-store')
    }
    const form = await acs3({ body: 'Format=XML', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(form.text).toContain('<GetCallerIdentityResponse>')
  })
  it('leaves requests to OSS alone', async () => {
    expect((await send(running.port, {})).text).toContain('<ListAllMyBucketsResult>')
    const bucket = await send(running.port, { bucket: 'no-such-bucket', query: [['Action', 'GetCallerIdentity']] })
    expect(bucket.code).toBe('NoSuchBucket')
  })
  it('is refused when it was answered before', async () => {
    const pairs = signed('GET', common())
    expect((await get(pairs)).status).toBe(200)
    expect(codeOf(await get(pairs))).toBe('SignatureNonceUsed')
    const headers = { 'x-acs-signature-nonce': 'same', 'x-acs-date': time() }
    expect((await acs3({ headers })).status).toBe(200)
    expect(codeOf(await acs3({ headers }))).toBe('SignatureNonceUsed')
  })
  it('does not use its nonce up by being refused', async () => {
    const pairs = common()
    expect(codeOf(await get(signed('GET', pairs, 'wrong')))).toBe('SignatureDoesNotMatch')
    expect((await get(signed('GET', pairs))).status).toBe(200)
  })
  it('is refused when its time is not now', async () => {
    for (const Timestamp of [time(clock.now() - hourMs), time(clock.now() + 20 * 60_000)]) {
      expect(codeOf(await get(signed('GET', common({ Timestamp }))))).toBe('InvalidTimeStamp.Expired')
    }
    for (const Timestamp of ['now', '2024-13-01T00:00:00Z', '2024-01-01 00:00:00']) {
      expect(codeOf(await get(signed('GET', common({ Timestamp }))))).toBe('InvalidTimeStamp.Format')
    }
  })
  it('is refused when anything in it changed', async () => {
    const { Signature, ...pairs } = signed('GET', common({ DurationSeconds: '900' }))
    expect(codeOf(await get({ ...pairs, DurationSeconds: '43200', Signature: Signature ?? '' }))).toBe('SignatureDoesNotMatch')
    expect(codeOf(await get({ ...pairs, RoleArn: 'x', Signature: Signature ?? '' }))).toBe('SignatureDoesNotMatch')
    expect(codeOf(await post({ ...pairs, Signature: Signature ?? '' }))).toBe('SignatureDoesNotMatch')
    expect(codeOf(await acs3({ body: 'a=1', sentBody: 'a=2' }))).toBe('SignatureDoesNotMatch')
  })
  it('must sign every header that decides something', async () => {
    const all = ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']
    for (const left of all) {
      expect(codeOf(await acs3({ signedHeaders: all.filter((each) => each !== left) })), left).toBe('IncompleteSignature')
    }
    expect(codeOf(await acs3({ unsigned: { 'x-acs-security-token': 'added' } }))).toBe('IncompleteSignature')
  })
  it.each([
    ['no signature', {}, 'MissingParameter'],
    ['another method', { SignatureMethod: 'HMAC-SHA256' }, 'IncompleteSignature'],
    ['another version of signatures', { SignatureVersion: '2.0' }, 'IncompleteSignature'],
    ['no nonce', { SignatureNonce: '' }, 'MissingParameter'],
    ['no key', { AccessKeyId: '' }, 'MissingParameter'],
    ['a nonce of a thousand characters', { SignatureNonce: 'x'.repeat(1000) }, 'InvalidParameter'],
    ['a token that the key has none of', { SecurityToken: 'x' }, 'InvalidSecurityToken.Malformed'],
    ['an unknown action', { Action: 'Nothing' }, 'NotImplemented'],
    ['an unknown version', { Version: '2000-01-01' }, 'NotImplemented'],
    ['no action', { Action: '' }, 'MissingParameter'],
    ['a format nobody knows', { Format: 'YAML' }, 'InvalidParameter'],
  ])('is refused with %s', async (what, change, code) => {
    const answer = await get(what === 'no signature' ? common() : signed('GET', common(change)))
    expect(answer.status).toBeLessThan(500)
    expect(codeOf(answer)).toBe(code)
    expect(answer.text).not.toContain(accessKey.accessKeySecret)
  })
  it('is refused when a parameter is there twice, in the query and the form or in one of them', async () => {
    const pairs = Object.entries(signed('GET', common()))
    expect(codeOf(await send(running.port, { sign: false, query: [...pairs, ['Action', 'Other']] }))).toBe('InvalidParameter')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(codeOf(await send(running.port, { method: 'POST', sign: false, headers, query: pairs, body: 'Action=Other' }))).toBe('InvalidParameter')
  })
  it('is refused, not broken, by any Authorization header', async () => {
    const bad = ['', 'ACS3-HMAC-SHA256', 'ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=zz', 'OSS a:b', `ACS3-HMAC-SHA256 Credential=${'x'.repeat(5000)}`]
    for (const authorization of bad) {
      const answer = await send(running.port, { method: 'POST', sign: false, headers: { 'x-acs-action': 'GetCallerIdentity', authorization } })
      expect([authorization, answer.status < 500, answer.status >= 400]).toEqual([authorization, true, true])
    }
  })
  it('is not read past what any document needs', async () => {
    const answer = await post({ ...signed('POST', common()), PolicyDocument: 'x'.repeat(200_000) })
    expect(codeOf(answer)).toBe('InvalidParameter')
  })
  it('leaves nothing secret in the log', () => {
    expect(JSON.stringify(running.log)).not.toContain(accessKey.accessKeySecret)
    expect(running.log.filter((event) => event.kind === 'internal-error')).toEqual([])
  })
})

interface Session {
  readonly Credentials: { readonly AccessKeyId: string; readonly AccessKeySecret: string; readonly SecurityToken: string }
}

describe('a restart', () => {
  it('keeps identities and tokens, ends tokens by the clock, and answers nothing from before it', async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'ossia-rpc-restart-'))
    const platform = { ...createNodePlatform(), clock }
    const open = async () => {
      const store = await openStore({ dataFolder, region: 'cn-hangzhou', port: 0, accessKey, platform })
      return { port: Number(new URL(store.url).port), close: () => store.close() }
    }
    let store = await open()
    try {
      const call = async (change: Pairs, secret?: string) => {
        const { text, status } = await post(signed('POST', common({ Version: '2015-05-01', Format: 'JSON', ...change }), secret), store.port)
        return { status, body: JSON.parse(text) as object }
      }
      await call({ Action: 'CreateUser', UserName: 'u' })
      const made = (await call({ Action: 'CreateAccessKey', UserName: 'u' })).body as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
      await call({ Action: 'AttachPolicyToUser', UserName: 'u', PolicyType: 'System', PolicyName: 'AliyunSTSAssumeRoleAccess' })
      const { AccountId } = (await call({ Action: 'GetCallerIdentity', Version: '2015-04-01' })).body as { AccountId: string }
      const trust = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${AccountId}:root`] } }] })
      await call({ Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument: trust })
      const assume = { Action: 'AssumeRole', Version: '2015-04-01', AccessKeyId: made.AccessKey.AccessKeyId, RoleArn: `acs:ram::${AccountId}:role/r`, RoleSessionName: 'me', DurationSeconds: '900' }
      const { Credentials } = (await call(assume, made.AccessKey.AccessKeySecret)).body as Session

      const last = signed('POST', common())
      expect((await post(last, store.port)).status).toBe(200)
      await store.close()
      clock.aheadMs += 1000
      store = await open()
      expect(codeOf(await post(last, store.port))).toBe('InvalidTimeStamp.Expired')

      const session = { Action: 'GetCallerIdentity', Version: '2015-04-01', AccessKeyId: Credentials.AccessKeyId, SecurityToken: Credentials.SecurityToken }
      expect((await call(session, Credentials.AccessKeySecret)).body).toMatchObject({ IdentityType: 'AssumedRoleUser' })
      const credential = { accessKeyId: Credentials.AccessKeyId, accessKeySecret: Credentials.AccessKeySecret }
      const oss = (token = Credentials.SecurityToken) => send(store.port, { credential, headers: { 'x-oss-security-token': token }, now: clock.now() })
      expect((await oss()).code).not.toMatch(/Token|InvalidAccessKeyId/)
      expect((await oss('other')).code).toBe('AccessKeyIdAndSecurityTokenNotMatch')
      expect((await send(store.port, { credential, now: clock.now() })).code).toBe('InvalidAccessKeyId')
      clock.aheadMs += 901_000
      expect((await oss()).code).toBe('SecurityTokenExpired')
      expect((await call(session, Credentials.AccessKeySecret)).body).toMatchObject({ Code: 'InvalidSecurityToken.Expired' })
    } finally {
      await store.close()
      await rm(dataFolder, { recursive: true, force: true })
    }
  })
})
