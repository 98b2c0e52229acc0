import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBucketName } from '../../../storage-core/model/names.ts'
import { bucketNameProblem } from './bucket-name.ts'

describe('bucketNameProblem', () => {
  it('names the first thing that helps', () => {
    expect(bucketNameProblem('My-bucket', [])).toEqual({ problem: 'characters', character: 'M' })
    expect(bucketNameProblem('-ab', [])).toEqual({ problem: 'edge' })
    expect(bucketNameProblem('ab', [])).toEqual({ problem: 'short' })
    expect(bucketNameProblem('a'.repeat(64), [])).toEqual({ problem: 'long' })
    expect(bucketNameProblem('photos', ['photos'])).toEqual({ problem: 'taken' })
  })

  it('agrees with the store on every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'z', '0', '-', '_', 'A', '.'), maxLength: 66 }), (name) => {
        expect(bucketNameProblem(name, []) === undefined).toBe(isBucketName(name))
      }),
    )
  })
})
