import { describe, expect, it } from 'vitest'
import type { RefererConfiguration } from '../model/bucket-settings.ts'
import { evaluateReferer, refererRefusalCause } from './referer.ts'

const base: RefererConfiguration = {
  allowEmptyReferer: false,
  allowTruncateQueryString: true,
  truncatePath: false,
  referers: ['http://www.example.com', 'https://*.partner.org', 'http://img?.example.net'],
  blacklist: ['http://www.example.com/stolen'],
}
const ask = (referer: string | undefined, changes: Partial<RefererConfiguration> = {}) =>
  evaluateReferer({ ...base, ...changes }, referer).reason

describe('evaluateReferer', () => {
  it.each([
    ['http://www.example.com', 'whitelisted'],
    ['http://www.example.com/page?x=1', 'whitelisted'],
    ['https://www.example.com/', 'not-whitelisted'],
    ['https://shop.partner.org/a/b', 'whitelisted'],
    ['https://partner.org/', 'not-whitelisted'],
    ['http://img1.example.net/', 'whitelisted'],
    ['http://img12.example.net/', 'not-whitelisted'],
    ['http://www.example.com/stolen/goods', 'blacklisted'],
    ['http://elsewhere.example/?http://www.example.com', 'not-whitelisted'],
    ['HTTP://WWW.EXAMPLE.COM/', 'not-whitelisted'],
  ])('compares the beginning of %s: %s', (referer, reason) => {
    expect(ask(referer)).toBe(reason)
  })

  it('lets in requests without Referer when that is allowed, or when there is no whitelist', () => {
    expect(ask(undefined)).toBe('empty-refused')
    expect(ask('')).toBe('empty-refused')
    expect(ask('', { allowEmptyReferer: true })).toBe('empty-allowed')
    expect(ask(undefined, { referers: [] })).toBe('empty-allowed')
  })

  it('lets in every page when there is no whitelist, save those of the blacklist', () => {
    expect(ask('http://anyone.example', { referers: [] })).toBe('no-whitelist')
    expect(ask('http://www.example.com/stolen', { referers: [] })).toBe('blacklisted')
  })

  it('compares the query only when it is not truncated', () => {
    const referers = ['http://a.example/page?token=1']
    expect(ask('http://a.example/page?token=1', { referers })).toBe('not-whitelisted')
    expect(ask('http://a.example/page?token=1', { referers, allowTruncateQueryString: false })).toBe('whitelisted')
  })

  it('compares the host alone when paths are truncated', () => {
    const changes = { truncatePath: true, referers: ['http://*.example'], blacklist: ['http://a.example/x'] }
    expect(ask('http://a.example/x', changes)).toBe('whitelisted')
    expect(ask('http://evil.test/.example', { ...changes, referers: ['http://*.example'] })).toBe('not-whitelisted')
    expect(ask('http://evil.test?x=.example', changes)).toBe('not-whitelisted')
  })

  it('names the pattern that decided', () => {
    expect(evaluateReferer(base, 'https://shop.partner.org/a')).toEqual({ allowed: true, reason: 'whitelisted', pattern: 'https://*.partner.org' })
    expect(evaluateReferer(base, 'http://www.example.com/stolen/goods')).toMatchObject({ pattern: 'http://www.example.com/stolen' })
  })

  it('tells why it refused', () => {
    expect(refererRefusalCause({ allowed: false, reason: 'blacklisted', pattern: 'http://a' })).toBe('0003-00000502')
    expect(refererRefusalCause({ allowed: false, reason: 'not-whitelisted' })).toBe('0003-00000503')
  })
})
