import { describe, expect, it } from 'vitest'
import type { BucketAcl } from '../model/acl.ts'
import type { Bucket } from '../model/bucket.ts'
import { createBucketCache } from './bucket-cache.ts'

const bucket = (acl: BucketAcl): Bucket => ({
  name: 'b',
  owner: { id: '1', displayName: 'o' },
  region: 'r',
  createdMs: 0,
  acl,
  storageClass: 'Standard',
  dataRedundancyType: 'LRS',
  tags: {},
})

describe('createBucketCache', () => {
  it('reads a bucket once until it changes', async () => {
    const reads: string[] = []
    let acl: BucketAcl = 'public-read'
    const cache = createBucketCache(async (name) => {
      reads.push(name)
      return bucket(acl)
    })
    await cache.get('b')
    expect((await cache.get('b')).acl).toBe('public-read')
    expect(reads).toEqual(['b'])
    await cache.change('b', async () => {
      acl = 'private'
    })
    expect((await cache.get('b')).acl).toBe('private')
  })
  it('does not keep what a change has overtaken', async () => {
    let release: (value: Bucket) => void = () => undefined
    let next = new Promise<Bucket>((resolve) => {
      release = resolve
    })
    const cache = createBucketCache(() => next)
    const slow = cache.get('b')
    await cache.change('b', async () => undefined)
    release(bucket('public-read'))
    expect((await slow).acl).toBe('public-read')
    next = Promise.resolve(bucket('private'))
    expect((await cache.get('b')).acl).toBe('private')
  })
  it('forgets a bucket also when the change fails, and keeps no failures', async () => {
    let fails = true
    const cache = createBucketCache(async () => {
      if (fails) throw new Error('gone')
      return bucket('private')
    })
    await expect(Promise.resolve(cache.get('b'))).rejects.toThrow('gone')
    fails = false
    await cache.get('b')
    fails = true
    await expect(cache.change('b', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    await expect(Promise.resolve(cache.get('b'))).rejects.toThrow('gone')
  })
})
