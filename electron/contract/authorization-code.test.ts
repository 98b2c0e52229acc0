import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAuthorizationCode } from './authorization-code.ts'

const holds = {
  id: 'STS.L22',
  secret: 'theSecret',
  stoken: 'CAISqAN+/=',
  expiration: '2026-11-22T16:20:21Z',
  region: 'oss-cn-hangzhou',
  osspath: 'oss://team-bucket/reports/',
  privilege: 'all',
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

describe('an authorisation code', () => {
  it('brings a key that ends, what it is for and where', () => {
    const code = parseAuthorizationCode(encode(holds))
    expect(code).toEqual({
      credential: { accessKeyId: 'STS.L22', accessKeySecret: 'theSecret', securityToken: 'CAISqAN+/=', expiresMs: Date.UTC(2026, 10, 22, 16, 20, 21), privilege: 'readWrite' },
      region: 'cn-hangzhou',
      endpoint: '',
      presetPath: 'team-bucket/reports/',
    })
    expect(parseAuthorizationCode(JSON.stringify(holds))).toEqual(code)
    expect(parseAuthorizationCode(`  ${encode(holds).replace(/(.{76})/g, '$1\r\n')}\n`)).toEqual(code)
  })

  it('says what it allows, and that it does not say', () => {
    const privilegeOf = (privilege: unknown) => parseAuthorizationCode(encode({ ...holds, privilege }))?.credential.privilege
    expect([privilegeOf('readOnly'), privilegeOf('all'), privilegeOf('something'), privilegeOf(undefined)]).toEqual(['readOnly', 'readWrite', 'unknown', 'unknown'])
  })

  it('may name an endpoint of its own', () => {
    expect(parseAuthorizationCode(encode({ ...holds, eptpl: 'https://{region}.aliyuncs.com' }))).toMatchObject({ endpoint: 'https://oss-cn-hangzhou.aliyuncs.com' })
    expect(parseAuthorizationCode(encode({ ...holds, region: '', eptpl: 'https://oss-cn-beijing-internal.aliyuncs.com' }))).toMatchObject({ region: 'cn-beijing' })
    expect(parseAuthorizationCode(encode({ ...holds, eptpl: 'https://evil.example/path?x' }))).toMatchObject({ endpoint: '' })
  })

  it.each([
    ['nothing', ''],
    ['no base64', '*****'],
    ['no JSON', Buffer.from('hello').toString('base64')],
    ['no object', encode([holds])],
    ['no key', encode({ ...holds, secret: undefined })],
    ['a key that could break out of a header', encode({ ...holds, stoken: 'a\r\nHost: x' })],
    ['a number for a key', encode({ ...holds, id: 7 })],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]).toString('base64')],
    ['more than any code', encode({ ...holds, stoken: 'x'.repeat(70_000) })],
  ])('is none with %s', (_name, text) => {
    expect(parseAuthorizationCode(text)).toBeUndefined()
  })

  it('leaves out what it says in a wrong way', () => {
    expect(parseAuthorizationCode(encode({ ...holds, expiration: 'soon', region: 'a b', osspath: 'oss://NOT A BUCKET/' }))).toMatchObject({ region: '', presetPath: '' })
    expect(parseAuthorizationCode(encode({ ...holds, expiration: 'soon' }))?.credential).not.toHaveProperty('expiresMs')
  })

  it('never breaks, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json(), fc.json().map((text) => Buffer.from(text).toString('base64'))), (text) => {
        const code = parseAuthorizationCode(text)
        if (code !== undefined) expect(Object.values(code.credential).join('')).not.toMatch(/[\r\n]/)
      }),
    )
  })
})
