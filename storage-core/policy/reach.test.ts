import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionsOf, covers, reachOf } from './reach.ts'
import { compileWildcard } from './wildcard.ts'

const bucket = { name: 'data', ownerId: '1000' }

describe('reachOf', () => {
  it.each([
    ['*', true, true],
    ['acs:oss:*:*:*', true, true],
    ['acs:oss:*:*:data', true, false],
    ['acs:oss:*:*:data*', true, true],
    ['acs:oss:*:*:data/', false, false],
    ['acs:oss:*:*:data/*', false, true],
    ['acs:oss:*:1000:data/logs/2026.txt', false, true],
    ['acs:oss:*:*:d*/x', false, true],
    ['acs:oss:*:*:*/x', false, true],
    ['acs:oss:*:*:database', false, false],
    ['acs:oss:*:*:database/*', false, false],
    ['acs:oss:*:2000:data/*', false, false],
    ['acs:ecs:*:*:data', false, false],
    ['data/*', false, false],
  ])('says what of the bucket %s takes in', (resource, inBucket, objects) => {
    expect(reachOf(resource, bucket)).toEqual({ bucket: inBucket, objects })
  })

  it('never calls a resource out of reach that fits an object of the bucket', () => {
    const pattern = fc.array(fc.constantFrom('d', 'data', '/', '*', 'a', 'x'), { maxLength: 6 }).map((parts) => parts.join(''))
    const key = fc.array(fc.constantFrom('a', 'x', '/'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(pattern, key, (text, objectKey) => {
        if (compileWildcard(text, false).matches(`data/${objectKey}`)) expect(reachOf(`acs:oss:*:*:${text}`, bucket).objects).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('covers', () => {
  it('takes in every text that the narrower pattern takes in', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 5 }).map((parts) => parts.join(''))
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((parts) => parts.join(''))
    let both = 0
    fc.assert(
      fc.property(pattern, pattern, text, (outer, inner, each) => {
        if (!covers(outer, inner) || !compileWildcard(inner, false).matches(each)) return
        both += 1
        expect(compileWildcard(outer, false).matches(each)).toBe(true)
      }),
      { numRuns: 3000 },
    )
    expect(both).toBeGreaterThan(50)
  })

  it.each([
    ['*', 'a*b', true],
    ['a*', 'ab*', true],
    ['ab*', 'a*', false],
    ['a*b', 'a*c*b', true],
    ['ab', 'ab', true],
    ['ab', '*', false],
  ])('of %s and %s answers %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected)
  })
})

it('counts what NotAction leaves as named', () => {
  const named = actionsOf({ Effect: 'Allow', NotAction: ['oss:Get*', 'oss:PutObject'], Resource: ['*'] })
  expect(named).toContain('oss:DeleteObject')
  expect(named).not.toContain('oss:GetObject')
  expect(named).not.toContain('oss:PutObject')
})
