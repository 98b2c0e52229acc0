import { describe, expect, it } from 'vitest'
import { isOssError } from '../../model/oss-error.ts'
import { parseCallback } from './parse-callback.ts'
import { isPrivateHost } from './private-host.ts'
import { renderCallback } from './render-callback.ts'

const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')
const minimal = { callbackUrl: 'http://example.com/done', callbackBody: 'a=${object}' }
const parse = (callback: unknown, variables?: unknown, allowLocal = false) => {
  try {
    const headers = { 'x-oss-callback': encode(callback), ...(variables === undefined ? {} : { 'x-oss-callback-var': encode(variables) }) }
    return parseCallback(headers, [], { allowLocal })
  } catch (error) {
    return isOssError(error) ? `${error.code} ${error.ec ?? ''}`.trim() : String(error)
  }
}

describe('parseCallback', () => {
  it('reads headers or the query, not both', () => {
    expect(parse(minimal)).toMatchObject({ body: 'a=${object}', bodyType: 'application/x-www-form-urlencoded' })
    const query = [['callback', encode(minimal)], ['callback-var', encode({ 'x:a': '1' })]] as const
    const found = parseCallback({}, query, { allowLocal: false })
    expect(found?.urls.map(String)).toEqual(['http://example.com/done'])
    expect(found?.variables.get('x:a')).toBe('1')
    expect(() => parseCallback({ 'x-oss-callback': encode(minimal) }, query, { allowLocal: false })).toThrow('both')
    expect(parseCallback({}, [], { allowLocal: false })).toBeUndefined()
  })
  it('takes up to five addresses, with and without a scheme', () => {
    expect(parse({ ...minimal, callbackUrl: 'example.com/a;https://example.com/b' })).toMatchObject({ urls: [new URL('http://example.com/a'), new URL('https://example.com/b')] })
    expect(parse({ ...minimal, callbackUrl: Array(6).fill('example.com').join(';') })).toBe('InvalidArgument')
  })
  it.each<[unknown, unknown]>([
    ['not json', undefined],
    [[], undefined],
    [{}, undefined],
    [{ callbackUrl: 'example.com' }, undefined],
    [{ callbackBody: 'x' }, undefined],
    [{ ...minimal, callbackUrl: 'http://' }, undefined],
    [{ ...minimal, callbackUrl: 'http://user:word@example.com' }, undefined],
    [{ ...minimal, callbackUrl: 'http://[2001:db8::1]/' }, undefined],
    [{ ...minimal, callbackUrl: 5 }, undefined],
    [{ ...minimal, callbackBodyType: 'text/plain' }, undefined],
    [{ ...minimal, callbackHost: 'a\r\nb' }, undefined],
    [{ ...minimal, callbackBody: 'x'.repeat(5000) }, undefined],
    [minimal, { a: '1' }],
    [minimal, { 'x:A': '1' }],
    [minimal, { 'x:a': 1 }],
  ])('refuses %j with %j', (callback, variables) => {
    expect(parse(callback, variables)).toBe('InvalidArgument')
  })
  it('refuses private addresses unless they are allowed', () => {
    for (const host of ['127.0.0.1', 'localhost:8080', '10.1.2.3', '192.168.0.1', '172.16.0.1', '169.254.169.254', '0.0.0.0', '2130706433', 'a.localhost']) {
      expect(parse({ ...minimal, callbackUrl: `http://${host}/` }), host).toBe('InvalidArgument 0007-00000008')
      expect(parse({ ...minimal, callbackUrl: `http://${host}/` }, undefined, true), host).toMatchObject({ body: minimal.callbackBody })
    }
  })
})

describe('isPrivateHost', () => {
  it.each(['::1', '::', 'fe80::1', 'fc00::1', '::ffff:127.0.0.1', '100.64.0.1', '198.18.0.1', '224.0.0.1', 'LOCALHOST.'])('knows %s', (host) => {
    expect(isPrivateHost(host)).toBe(true)
  })
  it.each(['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888', 'example.com', '::ffff:8.8.8.8'])('leaves %s', (host) => {
    expect(isPrivateHost(host)).toBe(false)
  })
})

describe('renderCallback', () => {
  const facts = { bucket: 'b', object: 'a b/"ö"', size: 12 }
  const variables = new Map([['x:v', '1&2']])
  it('encodes for a form', () => {
    const body = 'bucket=${bucket}&object=${object}&size=${size}&v=${x:v}&none=${x:none}${vpcId}&$x'
    expect(renderCallback({ body, bodyType: 'application/x-www-form-urlencoded', variables }, facts)).toBe(
      'bucket=b&object=a%20b%2F%22%C3%B6%22&size=12&v=1%262&none=&$x',
    )
  })
  it('quotes for JSON', () => {
    const body = '{"object":${object},"size":${size},"v":${x:v},"none":${constructor}}'
    const text = renderCallback({ body, bodyType: 'application/json', variables }, facts)
    expect(JSON.parse(text)).toEqual({ object: facts.object, size: 12, v: '1&2', none: '' })
  })
})
