import { describe, expect, it } from 'vitest'
import { createBucketCache } from './bucket-cache.ts'

describe('createBucketCache', () => {
  it('reads a bucket once until some bucket changes', async () => {
    const reads: string[] = []
    let revision = 0
    const cache = createBucketCache(async (name) => {
      reads.push(name)
      return { name, revision }
    }, () => revision)
    await cache.get('b')
    expect(await cache.get('b')).toEqual({ name: 'b', revision: 0 })
    await cache.get('c')
    expect(reads).toEqual(['b', 'c'])
    revision = 1
    expect(await cache.get('b')).toEqual({ name: 'b', revision: 1 })
    expect(await cache.get('c')).toEqual({ name: 'c', revision: 1 })
    expect(reads).toEqual(['b', 'c', 'b', 'c'])
  })
  it('does not keep what a change has overtaken', async () => {
    let revision = 0
    let release: (value: object) => void = () => undefined
    let next = new Promise<object>((resolve) => {
      release = resolve
    })
    const cache = createBucketCache(() => next, () => revision)
    const slow = cache.get('b')
    revision = 1
    release({ acl: 'public-read' })
    expect(await slow).toEqual({ acl: 'public-read' })
    next = Promise.resolve({ acl: 'private' })
    expect(await cache.get('b')).toEqual({ acl: 'private' })
  })
  it('does not keep what a change overtook while another request had noticed the change already', async () => {
    let revision = 0
    let release: (value: object) => void = () => undefined
    let next = new Promise<object>((resolve) => {
      release = resolve
    })
    const cache = createBucketCache(() => next, () => revision)
    const slow = cache.get('b')
    revision = 1
    next = Promise.resolve({ acl: 'private' })
    expect(await cache.get('b')).toEqual({ acl: 'private' })
    release({ acl: 'public-read' })
    await slow
    expect(await cache.get('b')).toEqual({ acl: 'private' })
  })
  it('keeps no failures', async () => {
    let fails = true
    const cache = createBucketCache(async () => {
      if (fails) throw new Error('gone')
      return {}
    }, () => 0)
    await expect(Promise.resolve(cache.get('b'))).rejects.toThrow('gone')
    fails = false
    expect(await cache.get('b')).toEqual({})
  })
})
