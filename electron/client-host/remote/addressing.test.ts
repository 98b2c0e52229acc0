import { describe, expect, it } from 'vitest'
import { addressOf, parseEndpoint } from './addressing.ts'

describe('request addresses', () => {
  it('puts the bucket into the path for IP addresses and localhost', () => {
    for (const [endpoint, host] of [['http://127.0.0.1:9000', '127.0.0.1:9000'], ['http://[::1]:9000', '[::1]:9000'], ['http://localhost:9000', 'localhost:9000']] as const) {
      expect(addressOf(parseEndpoint(endpoint), { bucket: 'b', key: 'a b/c+d/中/..//x%' })).toMatchObject({ host, path: '/b/a%20b/c%2Bd/%E4%B8%AD/..//x%25' })
    }
    expect(addressOf(parseEndpoint('http://127.0.0.1:9000'), { bucket: 'b', query: { acl: '', prefix: 'x/y z' } }).path).toBe('/b/?acl&prefix=x%2Fy%20z')
  })

  it('puts the bucket into the host otherwise, and leaves out usual ports', () => {
    const endpoint = parseEndpoint('oss-cn-hangzhou.aliyuncs.com')
    expect(endpoint).toMatchObject({ protocol: 'https:', port: 443, pathStyle: false })
    expect(addressOf(endpoint, { bucket: 'b', key: "it's(1)" })).toEqual({ hostname: 'b.oss-cn-hangzhou.aliyuncs.com', host: 'b.oss-cn-hangzhou.aliyuncs.com', path: '/it%27s%281%29' })
    expect(addressOf(endpoint, {})).toMatchObject({ host: 'oss-cn-hangzhou.aliyuncs.com', path: '/' })
  })

  it('refuses what is no address', () => {
    expect(() => parseEndpoint('http://')).toThrow(TypeError)
  })
})
