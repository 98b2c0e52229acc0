import { describe, expect, it } from 'vitest'
import { fakeProfile } from '../../test-support/fake-window-api.ts'
import { connectionProblem } from './connection-problem.ts'
import { systemProxy } from '../../../electron/contract/proxy.ts'
import { credentialOf, draftOf, fieldsOf, isKeepingChosen, problemOf, withCode, type Draft } from './draft.ts'

const complete: Draft = { ...draftOf(undefined, true), name: 'Archive', accessKeyId: 'LTAI', accessKeySecret: 'secret' }

const codeOf = (change: Record<string, string> = {}) =>
  btoa(JSON.stringify({ id: 'STS.1', secret: 's', stoken: 't', expiration: '2100-01-01T00:00:00Z', region: 'oss-cn-beijing', osspath: 'oss://team/reports/', privilege: 'readOnly', ...change }))

describe('a connection while it is described', () => {
  it('takes its place and its limits from an authorisation code', () => {
    const draft = { ...complete, accessKeySecret: '', keyKind: 'code' as const, ...withCode(complete, codeOf()) }
    expect(problemOf(draft, undefined)).toBeUndefined()
    expect(fieldsOf(draft)).toMatchObject({ endpoint: 'https://oss-cn-beijing.aliyuncs.com', region: 'cn-beijing', presetPath: 'team/reports/', readOnly: true })
    expect(credentialOf(draft)).toMatchObject({ accessKeyId: 'STS.1', securityToken: 't', privilege: 'readOnly', expiresMs: Date.UTC(2100, 0, 1) })
    const ofOwn = { ...draft, ...withCode(complete, codeOf({ eptpl: 'https://oss.cloud.example' })) }
    expect(fieldsOf(ofOwn).endpoint).toBe('https://oss.cloud.example')
    expect(problemOf(draftOf(fakeProfile({ privilege: 'readOnly', isTemporary: true }), true), fakeProfile({ privilege: 'readOnly' }))).toBeUndefined()
  })

  it('keeps of the proxy only what its mode shows', () => {
    const proxy = { mode: 'manual', address: ' http://proxy:1 ', bypass: '*.a', username: 'ada' } as const
    expect(fieldsOf({ ...complete, proxy }).proxy).toEqual({ ...proxy, address: 'http://proxy:1' })
    expect(fieldsOf({ ...complete, proxy: { ...proxy, mode: 'system' } }).proxy).toEqual({ mode: 'system', address: '', bypass: '', username: 'ada' })
    expect(fieldsOf({ ...complete, proxy: { ...proxy, mode: 'none' } }).proxy).toEqual({ mode: 'none', address: '', bypass: '', username: '' })
  })

  it('finds a custom domain again', () => {
    expect(draftOf(fakeProfile({ endpoint: 'https://files.example.com', addressing: 'customDomain' }), true).network).toBe('cname')
  })

  it('has its endpoint from region and network until it is typed', () => {
    expect(fieldsOf({ ...complete, region: 'cn-beijing' }).endpoint).toBe('https://oss-cn-beijing.aliyuncs.com')
    expect(fieldsOf({ ...complete, region: 'cn-beijing', network: 'internal' }).endpoint).toBe('https://oss-cn-beijing-internal.aliyuncs.com')
    expect(fieldsOf({ ...complete, network: 'accelerate' }).endpoint).toBe('https://oss-accelerate.aliyuncs.com')
    expect(fieldsOf({ ...complete, network: 'other', endpoint: ' http://127.0.0.1:9000 ' }).endpoint).toBe('http://127.0.0.1:9000')
  })

  it('finds the network again when it is changed later', () => {
    const network = (endpoint: string) => draftOf(fakeProfile({ endpoint, region: 'cn-beijing' }), true).network
    expect(network('oss-cn-beijing.aliyuncs.com')).toBe('public')
    expect(network('https://oss-cn-beijing-internal.aliyuncs.com')).toBe('internal')
    expect(network('http://oss-cn-beijing.aliyuncs.com')).toBe('other')
  })

  it('names the first thing to put right', () => {
    expect(problemOf(complete, undefined)).toBeUndefined()
    for (const [problem, change] of [
      ['name', { name: ' ' }],
      ['endpoint', { network: 'other', endpoint: 'two words' }],
      ['region', { network: 'other', endpoint: 'http://h', region: '' }],
      ['region', { network: 'other', endpoint: 'http://h', region: 'two words' }],
      ['presetPath', { presetPath: '///' }],
      ['accessKeyId', { accessKeyId: '' }],
      ['accessKeyId', { accessKeyId: 'a b' }],
      ['accessKeySecret', { accessKeySecret: '' }],
      ['accessKeySecret', { accessKeySecret: 'a b' }],
      ['securityToken', { keyKind: 'sts' }],
      ['code', { keyKind: 'code' }],
      ['code', { keyKind: 'code', code: 'not a code' }],
      ['codeExpired', { keyKind: 'code', code: codeOf({ expiration: '2020-01-01T00:00:00Z' }) }],
      ['endpointBucket', { network: 'other', endpoint: 'https://b.oss-cn-hangzhou.aliyuncs.com' }],
      ['proxyAddress', { proxy: { ...systemProxy, mode: 'manual' } }],
    ] as const) {
      expect(problemOf({ ...complete, ...change }, undefined), JSON.stringify(change)).toBe(problem)
    }
  })

  it('goes on with a kept secret, but not under another id, and not with one that is gone', () => {
    const profile = fakeProfile({})
    const draft = draftOf(profile, true)
    expect([problemOf(draft, profile), credentialOf(draft)]).toEqual([undefined, undefined])
    expect(problemOf({ ...draft, accessKeyId: 'LTAI6' }, profile)).toBe('accessKeySecret')
    expect(problemOf(draft, fakeProfile({ secret: 'missing' }))).toBe('accessKeySecret')
    expect(problemOf(draft, fakeProfile({ secret: 'locked' }))).toBe('accessKeySecret')
  })

  it('is not complete without a keychain until the user chose, and unprotected takes a yes', () => {
    const draft = { ...complete, keep: draftOf(undefined, false).keep }
    expect(draft.keep).toBeUndefined()
    expect(isKeepingChosen(draft)).toBe(false)
    expect(isKeepingChosen({ ...draft, keep: 'session' })).toBe(true)
    expect(isKeepingChosen({ ...draft, keep: 'unprotected' })).toBe(false)
    expect(isKeepingChosen({ ...draft, keep: 'unprotected', acceptsUnprotected: true })).toBe(true)
  })
})

describe('what stands in the way of a connection', () => {
  it('has a sentence of its own', () => {
    const unreachable = (cause: string) => connectionProblem({ code: 'NetworkUnreachable', details: { cause } })
    expect(unreachable('ENOTFOUND')).toBe('notFound')
    expect(unreachable('ECONNREFUSED')).toBe('refused')
    expect(unreachable('ETIMEDOUT')).toBe('timedOut')
    expect(unreachable('DEPTH_ZERO_SELF_SIGNED_CERT')).toBe('certificate')
    expect(unreachable('ERR_TLS_CERT_ALTNAME_INVALID')).toBe('certificateName')
    expect(unreachable('CERT_HAS_EXPIRED')).toBe('certificateExpired')
    expect(unreachable('ERR_SSL_WRONG_VERSION_NUMBER')).toBe('plainForTls')
    expect(unreachable('EPROTO')).toBe('plainForTls')
    expect(unreachable('ECONNRESET')).toBeUndefined()
    expect(connectionProblem({ code: 'SignatureDoesNotMatch' })).toBe('signature')
    expect(connectionProblem({ code: 'InternalError' })).toBeUndefined()
  })
})
