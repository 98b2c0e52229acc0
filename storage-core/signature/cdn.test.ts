import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signCdnTarget, verifyCdnTarget, type CdnSigningType } from './cdn.ts'

const privateKey = 'aliyuncdnexp1234'
const types = ['A', 'B', 'C1', 'C2'] as const
const validSeconds = 1800
const verify = (type: CdnSigningType, target: string, nowMs: number, privateKeys: readonly string[] = [privateKey]) =>
  verifyCdnTarget({ type, target, privateKeys, validSeconds, nowMs })

// The examples of Alibaba Cloud CDN documentation, "Type A signing", "Type B signing" and "Type C signing".
describe('signed CDN URLs, the examples of the documentation', () => {
  const examples: readonly (readonly [CdnSigningType, string, number, string])[] = [
    ['A', '/video/standard/1K.html', 1_444_435_200_000, '/video/standard/1K.html?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f'],
    [
      'B',
      '/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
      Date.UTC(2015, 7, 15, 0, 0),
      '/201508150800/9044548ef1527deadafa49a890a377f0/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
    ],
  ]
  it.each(examples)('type %s', (type, target, timeMs, signed) => {
    expect(signCdnTarget({ type, target, privateKey, timeMs })).toBe(signed)
    expect(verify(type, signed, timeMs)).toEqual({ kind: 'allowed', target })
  })
  it('type C, whose example writes the time in capitals', () => {
    const timeMs = 0x55ce8100 * 1000
    const hash = 'a37fa50a5fb8f71214b1e7c95ec7a1bd'
    expect(verify('C1', `/${hash}/55CE8100/test.flv`, timeMs)).toEqual({ kind: 'allowed', target: '/test.flv' })
    expect(verify('C2', `/test.flv?KEY1=${hash}&KEY2=55CE8100`, timeMs)).toEqual({ kind: 'allowed', target: '/test.flv' })
  })
})

describe.each(types)('signed CDN URLs of type %s', { timeout: 60_000 }, (type) => {
  const timeMs = Date.UTC(2026, 0, 2, 3, 4)
  const target = '/a%20b/%E4%B8%AD.jpg?x=1&y'
  const signed = signCdnTarget({ type, target, privateKey, timeMs, random: '477b3bbc253f467b8def6711128c7bec' })

  it('are good for as long as the domain says, to the millisecond', () => {
    expect(verify(type, signed, timeMs)).toEqual({ kind: 'allowed', target })
    expect(verify(type, signed, timeMs + validSeconds * 1000)).toEqual({ kind: 'allowed', target })
    expect(verify(type, signed, timeMs + validSeconds * 1000 + 1)).toEqual({ kind: 'refused', reason: 'expired' })
  })
  it('may be signed by either of two keys', () => {
    expect(verify(type, signed, timeMs, ['another', privateKey])).toEqual({ kind: 'allowed', target })
    expect(verify(type, signed, timeMs, ['another'])).toEqual({ kind: 'refused', reason: 'mismatch' })
    expect(verify(type, signed, timeMs, [])).toEqual({ kind: 'refused', reason: 'mismatch' })
  })
  it('give access to nothing else', () => {
    expect(verify(type, signed.replace('/a%20b/', '/other/'), timeMs)).toEqual({ kind: 'refused', reason: 'mismatch' })
    expect(verify(type, target, timeMs)).toEqual({ kind: 'refused', reason: 'unsigned' })
    for (const other of types) if (other !== type) expect(verify(other, signed, timeMs).kind, other).toBe('refused')
  })
  it('are refused with any one character changed, but for the query of the object', () => {
    const unsigned = signed.indexOf('x=1&y')
    for (let at = 0; at < signed.length; at++) {
      if (at >= unsigned - 1 && at <= unsigned + 'x=1&y'.length) continue
      const changed = signed.slice(0, at) + (signed[at] === '1' ? '2' : '1') + signed.slice(at + 1)
      expect(verify(type, changed, timeMs).kind, changed).toBe('refused')
    }
  })
  it('come back as they were, whatever the path', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const any = `/o${path}${query === '' ? '' : `?${query}`}`
        expect(verify(type, signCdnTarget({ type, target: any, privateKey, timeMs }), timeMs)).toEqual({ kind: 'allowed', target: any })
      }),
      { numRuns: 50 },
    )
  })
  it('survive anything that is no URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(verify(type, `/${text}`, timeMs).kind).toBe('refused')
      }),
    )
  })
})

describe('malformed signatures', () => {
  it.each([
    ['A', '/o?auth_key=1444435200-0-0'],
    ['A', '/o?auth_key=1444435200-0-0-80CD3862D699B7118EED99103F2A3A4F'],
    ['A', '/o?auth_key=99999999999-0-0-80cd3862d699b7118eed99103f2a3a4f'],
    ['A', '/o?auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f&auth_key=1444435200-0-0-80cd3862d699b7118eed99103f2a3a4f'],
    ['B', '/201513150800/9044548ef1527deadafa49a890a377f0/o'],
    ['B', '/201502310800/9044548ef1527deadafa49a890a377f0/o'],
    ['B', '/201508152500/9044548ef1527deadafa49a890a377f0/o'],
    ['B', '/201508150800/9044548ef1527deadafa49a890a377f0'],
    ['C1', '/a37fa50a5fb8f71214b1e7c95ec7a1bd/xyz/o'],
    ['C1', '/a37fa50a5fb8f71214b1e7c95ec7a1bd/o'],
    ['C2', '/o?KEY1=a37fa50a5fb8f71214b1e7c95ec7a1bd'],
    ['C2', '/o?KEY2=55CE8100'],
    ['C2', '/o?KEY1=short&KEY2=55CE8100'],
  ] as const)('of type %s count as none: %s', (type, target) => {
    expect(verify(type, target, 0)).toEqual({ kind: 'refused', reason: 'unsigned' })
  })
  it('are found under the names that a domain chose', () => {
    const parameters = { authKey: 'k', hash: 'sign', time: 'time' }
    for (const type of ['A', 'C2'] as const) {
      const signed = signCdnTarget({ type, target: '/o', privateKey, timeMs: 1_444_435_200_000, parameters })
      const input = { type, target: signed, privateKeys: [privateKey], validSeconds, nowMs: 1_444_435_200_000 }
      expect(verifyCdnTarget({ ...input, parameters })).toEqual({ kind: 'allowed', target: '/o' })
      expect(verifyCdnTarget(input)).toEqual({ kind: 'refused', reason: 'unsigned' })
    }
  })
})
