import { describe, expect, it } from 'vitest'
import type { CorsConfiguration, CorsRule } from '../model/bucket-settings.ts'
import { corsHeaders, judgeCorsRules, matchCorsRule, parseHeaderNames, type CorsRequest } from './cors.ts'

const rule = (changes: Partial<CorsRule>): CorsRule => ({
  allowedOrigins: ['*'],
  allowedMethods: ['GET'],
  allowedHeaders: [],
  exposeHeaders: [],
  ...changes,
})
const configuration: CorsConfiguration = {
  responseVary: false,
  rules: [
    rule({
      allowedOrigins: ['https://app.example', 'http://*.dev.example'],
      allowedMethods: ['GET', 'PUT'],
      allowedHeaders: ['x-oss-*', 'Content-Type'],
      exposeHeaders: ['ETag', 'x-oss-request-id'],
      maxAgeSeconds: 600,
    }),
    rule({ allowedMethods: ['GET', 'HEAD'] }),
  ],
}
const find = (request: CorsRequest) => matchCorsRule(configuration, request)?.index

describe('matchCorsRule', () => {
  it.each([
    ['the first rule that fits', { origin: 'https://app.example', method: 'GET' }, 0],
    ['a later rule when the method is of that one', { origin: 'https://app.example', method: 'HEAD' }, 1],
    ['an origin with a wildcard', { origin: 'http://a.b.dev.example', method: 'PUT' }, 0],
    ['no rule for another scheme', { origin: 'https://a.dev.example', method: 'PUT' }, undefined],
    ['no rule for a longer origin', { origin: 'https://app.example.evil.test', method: 'PUT' }, undefined],
    ['no rule for a method of none', { origin: 'https://app.example', method: 'DELETE' }, undefined],
    ['methods exactly', { origin: 'https://app.example', method: 'put' }, undefined],
    ['headers in any letter case', { origin: 'https://app.example', method: 'PUT', headers: ['X-OSS-Meta-A', 'content-type'] }, 0],
    ['no rule when one header is not allowed', { origin: 'https://app.example', method: 'PUT', headers: ['x-oss-a', 'range'] }, undefined],
    ['a later rule only when its headers fit', { origin: 'https://app.example', method: 'GET', headers: ['range'] }, undefined],
  ] as const)('finds %s', (_title, request, index) => {
    expect(find(request)).toBe(index)
  })
})

describe('corsHeaders', () => {
  const answer = (request: CorsRequest, changes: Partial<CorsConfiguration> = {}) => {
    const changed = { ...configuration, ...changes }
    const match = matchCorsRule(changed, request)
    return match === undefined ? undefined : corsHeaders(changed, match, request)
  }

  it('answers a preflight with all that is allowed', () => {
    expect(answer({ origin: 'https://app.example', method: 'PUT', headers: ['x-oss-meta-a'] })).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'x-oss-meta-a',
      'access-control-expose-headers': 'ETag, x-oss-request-id',
      'access-control-max-age': '600',
      vary: 'Origin',
    })
  })

  it('names no origin where all are allowed, and then does not vary', () => {
    expect(answer({ origin: 'https://other.example', method: 'GET' })).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
    })
    expect(answer({ origin: 'https://other.example', method: 'GET' }, { responseVary: true })?.vary).toBe('Origin')
  })
})

describe('judgeCorsRules', () => {
  it('says of each rule which part it does not take', () => {
    expect(judgeCorsRules(configuration, { origin: 'http://a.dev.example', method: 'HEAD', headers: ['X-OSS-a', 'Range'] })).toEqual([
      { origin: true, method: false, refusedHeaders: ['Range'] },
      { origin: true, method: true, refusedHeaders: ['X-OSS-a', 'Range'] },
    ])
  })

  it('takes all of a request exactly for the rules that could answer it', () => {
    const requests: readonly CorsRequest[] = ['https://app.example', 'https://other'].flatMap((origin) =>
      ['GET', 'PUT', 'HEAD', 'DELETE'].flatMap((method) => [[], ['x-oss-a'], ['range']].map((headers) => ({ origin, method, headers }))),
    )
    for (const request of requests) {
      const first = judgeCorsRules(configuration, request).findIndex(({ origin, method, refusedHeaders }) => origin && method && refusedHeaders.length === 0)
      expect(first === -1 ? undefined : first).toBe(find(request))
    }
  })
})

describe('parseHeaderNames', () => {
  it('reads a list with and without spaces', () => {
    expect(parseHeaderNames(' a,b , ,c')).toEqual(['a', 'b', 'c'])
    expect(parseHeaderNames(undefined)).toEqual([])
  })
})
