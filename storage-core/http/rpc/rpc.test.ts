import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTally } from '../../engine/lifecycle/lifecycle-run.ts'
import { createEngineFixture } from '../../engine/test-support/engine-fixture.ts'
import { createIdentityFixture } from '../../engine/test-support/identity-fixture.ts'
import { systemPolicies } from '../../engine/identities/system-policies.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'
import type { QueryPair } from '../../signature/request.ts'
import { signRpc, stringToSignRpc } from '../../signature/rpc.ts'
import type { HttpLog } from '../http-log.ts'
import { identityOf } from '../identify.ts'
import { redactHeaders, redactUrl } from '../redact.ts'
import { createNonces } from './nonces.ts'
import { rpcActions } from './rpc-actions.ts'
import { pageOf, RpcParameters } from './rpc-parameters.ts'
import { isRpcRequest } from './rpc-request.ts'
import { createRpcService } from './rpc-service.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('the actions of RAM and STS', () => {
  it('each have a name of their own, and a resource to be allowed on unless they decide by themselves', () => {
    expect(new Set(rpcActions.map((action) => `${action.version}/${action.name}`)).size).toBe(rpcActions.length)
    expect(rpcActions.filter((action) => action.resource === undefined).map((action) => action.name)).toEqual(['AssumeRole', 'GetCallerIdentity'])
    expect(rpcActions.filter((action) => action.ofStore).map((action) => action.name)).toEqual(['CreateAccount', 'ListAccounts', 'DeleteAccount', 'CreateAccountAccessKey', 'ListAccountAccessKeys', 'UpdateAccountAccessKey', 'DeleteAccountAccessKey', 'RunLifecycle'])
  })
  it('are the ones that the README names', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    const [, ram = '', sts = ''] = /^RAM: (.+?) STS: (.+)$/m.exec(readme) ?? []
    const named = `${ram} ${sts}`.match(/\b[A-Z][a-z]+[A-Z]\w+/g)
    expect(named?.toSorted()).toEqual(rpcActions.map((action) => action.name).toSorted())
  })
  it.each([
    ['GET', {}, [['Action', 'X']], true],
    ['POST', form, [], true],
    ['POST', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, [], true],
    ['POST', { 'x-acs-action': 'X' }, [], true],
    ['GET', {}, [], false],
    ['GET', {}, [['prefix', 'Action']], false],
    ['PUT', form, [['Action', 'X']], false],
    ['POST', { 'content-type': 'multipart/form-data' }, [], false],
  ] as const)('are told from OSS\'s: %s %j %j is %s', (method, headers, query, expected) => {
    expect(isRpcRequest({ method, headers }, query)).toBe(expected)
  })
  it('have system policies that the evaluator understands', () => {
    for (const { document } of systemPolicies.values()) expect(parsePolicy(document, { kind: 'ram' }).Statement).toHaveLength(1)
  })
})

describe('nonces', () => {
  const minute = 60_000
  it('are refused as long as their time stamp would be accepted, for each key apart', () => {
    const nonces = createNonces()
    const used = (key: string, nonce: string, minutes: number) => {
      try {
        nonces.use(key, nonce, minutes * minute)
        return false
      } catch {
        return true
      }
    }
    expect([used('a', '1', 100), used('a', '1', 100), used('b', '1', 100)]).toEqual([false, true, false])
    // Signed with a clock that is 15 minutes ahead, it would be accepted for half an hour.
    expect([used('a', '1', 129), used('a', '1', 130), used('a', '1', 131)]).toEqual([true, true, true])
    for (let minutes = 132; minutes < 200; minutes++) used('c', String(minutes), minutes)
    expect(used('a', '1', 200)).toBe(false)
  })
})

describe('pages', () => {
  it('hold everything once, whatever their size', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9._-]{1,8}$/)), fc.integer({ min: 1, max: 5 }), (names, size) => {
        const seen: string[] = []
        for (let marker: string | undefined = ''; marker !== undefined; ) {
          const pairs: QueryPair[] = [['MaxItems', String(size)], ['Marker', marker]]
          const page: { readonly items: readonly string[]; readonly Marker?: string } = pageOf(new RpcParameters(pairs), names, (name) => name)
          seen.push(...page.items)
          marker = page.Marker
        }
        expect(seen).toEqual(names.toSorted())
      }),
    )
  })
})

describe('what is logged', () => {
  it('holds neither key ids nor tokens nor signatures', () => {
    expect(redactUrl('/?Action=A&AccessKeyId=id&SecurityToken=token&Signature=s')).toBe('/?Action=A&AccessKeyId=***&SecurityToken=***&Signature=***')
    expect(redactHeaders({ 'x-acs-security-token': 'token' })).toEqual({ 'x-acs-security-token': '***' })
  })
})

describe('any request', () => {
  const name = fc.constantFrom('Action', 'Version', 'UserName', 'PolicyName', 'PolicyType', 'PolicyDocument', 'RoleName', 'MaxItems', 'Marker', 'Status', 'UserAccessKeyId',
    'RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy', 'AccountId', 'DisplayName', 'VersionId', 'VersionId.1', 'VersionId.2', 'BucketName', 'ObjectKey', 'AssumeRolePolicyDocument', 'Format', 'NewMaxSessionDuration')
  const value = fc.oneof(
    fc.constantFrom('', 'Custom', 'System', 'Active', 'bucket', 'null', '900', '-1', '1e9', '2015-05-01', '2015-04-01', 'root', '../x', '__proto__', 'constructor', 'AliyunOSSFullAccess', '{}', '{"Version":"1","Statement":[]}', 'acs:ram::1:role/x'),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  )
  const action = fc.constantFrom(...rpcActions.map((each) => [each.version, each.name] as const))
  it('that is signed well is answered or refused, and is never an error of the store', async () => {
    const { engine, root } = await createIdentityFixture()
    const logged: Parameters<HttpLog>[0][] = []
    const clock = { now: () => 1_700_000_000_000 }
    const service = createRpcService({ engine: (await createEngineFixture()).engine, identities: engine, runLifecycle: () => Promise.resolve(emptyTally()), findAccessKey: (id) => engine.findAccessKey(id), clock, log: (event) => logged.push(event) })
    let nonce = 0
    await fc.assert(
      fc.asyncProperty(action, fc.dictionary(name, value, { maxKeys: 8 }), async ([Version, Action], changes) => {
        const common = { Version, Action, AccessKeyId: root.accessKeyId, SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', SignatureNonce: String(++nonce), Timestamp: '2023-11-14T22:13:20Z' }
        const pairs = Object.entries({ ...common, ...changes })
        const signed: QueryPair[] = [...pairs, ['Signature', signRpc(root.accessKeySecret, stringToSignRpc('GET', pairs))]]
        const request = { method: 'GET', url: '/', headers: {}, socket: { remoteAddress: '127.0.0.1' } } as unknown as Parameters<typeof service.answer>[0]['request']
        const reply = await service.answer({ request, requestId: 'id', body: () => (async function* () {})() }, signed)
        expect(reply.status).toBeLessThan(500)
        expect(reply.body).toEqual(expect.not.stringContaining(root.accessKeySecret))
      }),
      { numRuns: 400 },
    )
    expect(logged).toEqual([])
  })
  it('finds the policies of whoever signed parsed, and the account as owner', async () => {
    const { engine, accountId } = await createIdentityFixture()
    await engine.users.create({ accountId, userName: 'u' })
    await engine.policies.attach({ accountId, policyType: 'System', policyName: 'AliyunOSSFullAccess', target: { kind: 'user', name: 'u' } })
    const { accessKeyId } = await engine.accessKeys.create({ accountId, userName: 'u' })
    const key = engine.findAccessKey(accessKeyId)
    expect(key && identityOf(key)).toMatchObject({
      kind: 'user', owner: { id: accountId }, isTemporary: false,
      principal: { kind: 'user', userName: 'u', policies: [{ name: 'AliyunOSSFullAccess', document: { Statement: [{ Effect: 'Allow', Action: ['oss:*'] }] } }] },
    })
  })
})
