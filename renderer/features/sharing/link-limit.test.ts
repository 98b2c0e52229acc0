import { describe, expect, it } from 'vitest'
import { linkLimit } from './link-limit.ts'

describe('linkLimit', () => {
  it('is seven days with V4 and years with V1', () => {
    expect(linkLimit({ signatureVersion: 'v4' }, 0)).toEqual({ seconds: 604_800, because: 'signature' })
    expect(linkLimit({ signatureVersion: 'v1' }, 0).seconds).toBe(315_360_000)
  })

  it('ends with a temporary key that ends sooner, and is nothing when that is over', () => {
    expect(linkLimit({ signatureVersion: 'v4', expiresMs: 3_600_000 }, 600_000)).toEqual({ seconds: 3000, because: 'temporaryKey' })
    expect(linkLimit({ signatureVersion: 'v4', expiresMs: 1000 }, 600_000)).toEqual({ seconds: 0, because: 'temporaryKey' })
    expect(linkLimit({ signatureVersion: 'v4', expiresMs: 10 ** 12 }, 0).because).toBe('signature')
  })
})
