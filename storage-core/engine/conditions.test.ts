import { describe, expect, it } from 'vitest'
import { evaluateConditions } from './conditions.ts'
import type { Conditions } from './object-engine.ts'

const object = { etag: '900150983CD24FB0D6963F7D28E17F72', lastModifiedMs: 1_700_000_000_900 }
const other = '00000000000000000000000000000000'
const second = 1000

describe('conditional headers', () => {
  const cases: [string, Conditions, string][] = [
    ['proceeds without conditions', {}, 'proceed'],
    ['proceeds when an ETag of If-Match is the object’s', { ifMatch: [other, object.etag] }, 'proceed'],
    ['takes quotes, weakness and lower case of an ETag as notation', { ifMatch: [`W/"${object.etag.toLowerCase()}"`] }, 'proceed'],
    ['refuses when no ETag of If-Match is the object’s', { ifMatch: [other] }, 'If-Match'],
    ['takes * as any object', { ifMatch: ['*'] }, 'proceed'],
    ['is not modified when If-None-Match names the ETag', { ifNoneMatch: [object.etag] }, 'notModified'],
    ['proceeds when If-None-Match names other ETags', { ifNoneMatch: [other] }, 'proceed'],
    ['compares If-Modified-Since by whole seconds', { ifModifiedSinceMs: 1_700_000_000_000 }, 'notModified'],
    ['proceeds when modified after If-Modified-Since', { ifModifiedSinceMs: object.lastModifiedMs - second }, 'proceed'],
    ['compares If-Unmodified-Since by whole seconds', { ifUnmodifiedSinceMs: 1_700_000_000_000 }, 'proceed'],
    ['refuses when modified after If-Unmodified-Since', { ifUnmodifiedSinceMs: object.lastModifiedMs - second }, 'If-Unmodified-Since'],
    ['lets If-Match decide over If-Unmodified-Since', { ifMatch: [object.etag], ifUnmodifiedSinceMs: 0 }, 'proceed'],
    ['lets If-None-Match decide over If-Modified-Since', { ifNoneMatch: [other], ifModifiedSinceMs: 2_000_000_000_000 }, 'proceed'],
    ['refuses before it answers not modified', { ifMatch: [other], ifNoneMatch: [object.etag] }, 'If-Match'],
  ]
  it.each(cases)('%s', (_, conditions, expected) => {
    if (expected === 'proceed' || expected === 'notModified') expect(evaluateConditions(conditions, object)).toBe(expected)
    else {
      expect(() => evaluateConditions(conditions, object)).toThrow(
        expect.objectContaining({ code: 'PreconditionFailed', details: { Condition: expected } }) as Error,
      )
    }
  })
})
