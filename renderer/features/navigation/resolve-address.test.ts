import { describe, expect, it } from 'vitest'
import { resolveAddress } from './resolve-address.ts'

const endpoints = [
  { profileId: 'local', endpoint: 'http://127.0.0.1:9000' },
  { profileId: 'hangzhou', endpoint: 'https://oss-cn-hangzhou.aliyuncs.com' },
  { profileId: 'minio', endpoint: 'minio.example:9443' },
]
const from = (text: string, current = 'local') => resolveAddress(text, endpoints, current)

describe('an address', () => {
  it('with a scheme of its own, or none, is of the connection in use', () => {
    expect(from('oss://photos/a b', 'minio')).toEqual({ profileId: 'minio', bucket: 'photos', key: 'a b' })
    expect(from('s3://photos/')).toEqual({ profileId: 'local', bucket: 'photos', key: '' })
    expect(from('photos/2026/')).toEqual({ profileId: 'local', bucket: 'photos', key: '2026/' })
  })

  it('that is a URL leads to the connection whose endpoint it names, in either style', () => {
    expect(from('https://photos.oss-cn-hangzhou.aliyuncs.com/2026/b%C3%A9.jpg?Expires=1')).toEqual({ profileId: 'hangzhou', bucket: 'photos', key: '2026/bé.jpg' })
    expect(from('https://photos.oss-cn-hangzhou-internal.aliyuncs.com/x')).toEqual({ profileId: 'hangzhou', bucket: 'photos', key: 'x' })
    expect(from('https://minio.example:9443/photos/a/../b')).toEqual({ profileId: 'minio', bucket: 'photos', key: 'a/../b' })
    expect(from('https://photos.minio.example:9443/a', 'hangzhou')).toEqual({ profileId: 'minio', bucket: 'photos', key: 'a' })
  })

  it('of the local store may name the machine as it likes, but not another port', () => {
    for (const host of ['127.0.0.1:9000', 'localhost:9000']) expect(from(`http://${host}/photos/a`, 'minio')).toEqual({ profileId: 'local', bucket: 'photos', key: 'a' })
    expect(from('http://photos.oss-cn-hangzhou.localhost:9000/a', 'minio')).toEqual({ profileId: 'local', bucket: 'photos', key: 'a' })
    expect(from('http://127.0.0.1:9001/photos/a', 'minio')).toEqual({ profileId: 'minio', bucket: 'photos', key: 'a' })
  })

  it('of an endpoint nobody knows is tried in the connection in use, and nonsense is none', () => {
    expect(from('https://photos.oss-cn-beijing.aliyuncs.com/a')).toEqual({ profileId: 'local', bucket: 'photos', key: 'a' })
    for (const text of ['', 'ftp://photos/x', 'https://', 'http://127.0.0.1:9000/', 'https://minio.example:9443/%ff', 'https://Not_A_Bucket!.minio.example:9443/']) expect(from(text)).toBeUndefined()
  })
})
