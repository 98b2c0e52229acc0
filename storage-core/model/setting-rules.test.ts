import { describe, expect, it } from 'vitest'
import { type CorsElement, type CorsTextProblem, corsTextProblem, parseCorsMaxAge } from './cors-rules.ts'
import { bucketTagRules, objectTagRules, tagProblem } from './tag-rules.ts'

describe('corsTextProblem', () => {
  it.each<readonly [CorsElement, string, CorsTextProblem | undefined]>([
    ['AllowedOrigin', 'https://*.example.com', undefined],
    ['AllowedOrigin', 'https://*.*', 'twoWildcards'],
    ['AllowedOrigin', 'https://例子.com', 'notHeaderText'],
    ['AllowedHeader', '*', undefined],
    ['AllowedHeader', 'a*b*', 'twoWildcards'],
    ['AllowedHeader', '', 'notHeaderText'],
    ['ExposeHeader', 'ETag', undefined],
    ['ExposeHeader', 'x-oss-*', 'wildcard'],
    ['ExposeHeader', 'a\r\nb', 'notHeaderText'],
  ])('says of %s %s: %s', (element, text, problem) => {
    expect(corsTextProblem(element, text)).toBe(problem)
  })
})

describe('parseCorsMaxAge', () => {
  it('takes whole seconds up to the most', () => {
    expect(['0', '60', '999999999'].map(parseCorsMaxAge)).toEqual([0, 60, 999_999_999])
    expect(['', '-1', '1.5', '1000000000', '99999999999', 'x'].map(parseCorsMaxAge)).toEqual(Array(6).fill(undefined))
  })
})

describe('tagProblem', () => {
  it('knows what buckets may be tagged with', () => {
    const of = (key: string, value = '') => tagProblem(bucketTagRules, key, value)
    expect(of('team', 'a&b')).toBeUndefined()
    expect(of('')).toBe('emptyKey')
    expect([of('k'.repeat(64)), of('k'.repeat(65)), of('键'.repeat(22))]).toEqual([undefined, 'longKey', 'longKey'])
    expect([of('k', 'v'.repeat(128)), of('k', 'v'.repeat(129))]).toEqual([undefined, 'longValue'])
    expect([of('http://a'), of('Aliyun-x'), of('my-aliyun')]).toEqual(['notAllowed', 'notAllowed', undefined])
  })

  it('knows what objects may be tagged with', () => {
    expect([tagProblem(objectTagRules, 'k', 'a b+-=._:/'), tagProblem(objectTagRules, 'k', 'a&b')]).toEqual([undefined, 'notAllowed'])
  })
})
