import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress, placeOf } from './address.ts'

describe('addresses', () => {
  it('are read as oss://, as bucket and path, and with a slash in front', () => {
    expect(parseAddress('oss://photos/2026/')).toEqual({ bucket: 'photos', key: '2026/' })
    expect(parseAddress(' photos ')).toEqual({ bucket: 'photos', key: '' })
    expect(parseAddress('/photos/a b.txt')).toEqual({ bucket: 'photos', key: 'a b.txt' })
  })

  it('take keys of oss:// as they are and decode keys of URLs', () => {
    expect(parseAddress('oss://photos/100%25?.txt')?.key).toBe('100%25?.txt')
    expect(parseAddress('http://127.0.0.1:9000/photos/100%25%3F%20%E5%90%8D.txt?Expires=1')).toEqual({ bucket: 'photos', key: '100%?  名.txt'.replace('  ', ' ') })
  })

  it('read the bucket from the host of a virtual-host URL', () => {
    expect(parseAddress('https://photos.oss-cn-hangzhou.aliyuncs.com/a/b.jpg#x')).toEqual({ bucket: 'photos', key: 'a/b.jpg' })
    expect(parseAddress('http://photos.oss-cn-hangzhou.localhost:9000/a')).toEqual({ bucket: 'photos', key: 'a' })
  })

  it('keep dot segments, which are ordinary text in OSS', () => {
    expect(parseAddress('http://127.0.0.1:9000/photos/a/../b')).toEqual({ bucket: 'photos', key: 'a/../b' })
  })

  it('refuse what cannot be one', () => {
    for (const text of ['', 'oss://', 'ftp://photos/x', 'Photos/x', 'https://%', 'http://127.0.0.1:9000/photos/%ff', 'ab']) expect(parseAddress(text)).toBeUndefined()
  })

  it('name a version at their end, as URLs do in their query', () => {
    const versionId = '0000000000701k83etakk'
    const address = formatAddress({ bucket: 'photos', key: 'a?b.txt', versionId })
    expect(address).toBe(`oss://photos/a?b.txt?versionId=${versionId}`)
    expect(parseAddress(address)).toEqual({ bucket: 'photos', key: 'a?b.txt', versionId })
    expect(parseAddress(formatAddress({ bucket: 'photos', key: 'k', versionId: 'null' }, 's3://'))).toEqual({ bucket: 'photos', key: 'k', versionId: 'null' })
    const ofS3 = '3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo'
    expect(parseAddress(formatAddress({ bucket: 'photos', key: 'k', versionId: ofS3 }, 's3://'))?.versionId).toBe(ofS3)
    expect(parseAddress(`https://photos.oss-cn-hangzhou.aliyuncs.com/a%3Fb.txt?versionId=${versionId}&Expires=1`)).toEqual({ bucket: 'photos', key: 'a?b.txt', versionId })
    expect(parseAddress(`http://127.0.0.1:9000/photos/k?versionId=${versionId}`)).toEqual({ bucket: 'photos', key: 'k', versionId })
  })

  it('tell a key that ends like a version from the version of another key', () => {
    const key = 'k?versionId=0000000000701k83etakk'
    expect(parseAddress(`oss://photos/${key}`)).toEqual({ bucket: 'photos', key: 'k', versionId: '0000000000701k83etakk' })
    expect(formatAddress({ bucket: 'photos', key })).toBe(`oss://photos/${key}?versionId=`)
    expect(parseAddress(`oss://photos/${key}?versionId=`)).toEqual({ bucket: 'photos', key })
    expect(parseAddress('oss://photos/k?versionId=')).toEqual({ bucket: 'photos', key: 'k' })
    // Too short for an id of any service, so it is part of the key.
    expect(parseAddress('oss://photos/k?versionId=7')).toEqual({ bucket: 'photos', key: 'k?versionId=7' })
  })

  it('survive a round trip for every key, with a version and without one', () => {
    const versionIds = fc.constantFrom(undefined, 'null', '0000000000701k83etakk', '3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY')
    const endings = fc.array(fc.constantFrom('?versionId=', '?versionId=null', '?versionId=0000000000701k83etakk', '\n', '/'), { maxLength: 3 })
    const keys = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 40 }), endings).map(([start, ends]) => start + ends.join(''))
    fc.assert(
      fc.property(keys, versionIds, (key, versionId) => {
        fc.pre(versionId !== undefined || key === key.trimEnd())
        const address = { bucket: 'photos', key, ...(versionId === undefined ? {} : { versionId }) }
        expect(parseAddress(formatAddress(address))).toEqual(address)
      }),
    )
  })

  it('name a folder to show and a row to focus', () => {
    expect(placeOf({ bucket: 'photos', key: '2026/beach.jpg' })).toEqual({ bucket: 'photos', prefix: '2026/', focusKey: '2026/beach.jpg' })
    expect(placeOf({ bucket: 'photos', key: '2026/' })).toEqual({ bucket: 'photos', prefix: '2026/' })
  })
})
