import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isOssError, type OssError } from '../model/oss-error.ts'
import { textToWire } from './header-text.ts'
import type { QueryPair, SignableRequest } from './request.ts'
import { presignUrl, signRequest } from './sign.ts'
import { signV1, stringToSignV1 } from './v1.ts'
import { canonicalRequestV4, createSigningKeyCache, signV4, signingKeyV4, stringToSignV4, unsignedPayload } from './v4.ts'
import { verifySignature, type Verified } from './verify.ts'

const wireDate = 'Wed, 28 Dec 2022 10:27:41 GMT'
const noHeaders = {}

describe('signature V1, official vectors', () => {
  it('signs the PutObject example of the documentation', () => {
    const text = stringToSignV1(
      {
        method: 'PUT',
        bucket: 'oss-example',
        key: 'nelson',
        query: [],
        headers: {
          'content-md5': 'ODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=',
          'content-type': 'text/html',
          'x-oss-meta-author': 'foo@bar.com',
          'x-oss-magic': 'abracadabra',
        },
      },
      'Thu, 17 Nov 2005 18:49:58 GMT',
    )
    expect(text).toBe(
      'PUT\nODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=\ntext/html\nThu, 17 Nov 2005 18:49:58 GMT\nx-oss-magic:abracadabra\nx-oss-meta-author:foo@bar.com\n/oss-example/nelson',
    )
    expect(signV1('OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV', text)).toBe('26NBxoKdsyly4EDv6inkoDft/yA=')
  })

  const put = {
    method: 'PUT',
    bucket: 'examplebucket',
    key: 'nelson',
    headers: {
      'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
      'content-type': 'text/html',
      'x-oss-date': wireDate,
      'x-oss-meta-author': 'alice',
      'x-oss-meta-magic': 'abracadabra',
    },
  }
  const get = { method: 'GET', bucket: 'examplebucket', headers: { 'x-oss-date': wireDate } }
  const cases: readonly (readonly [string, SignableRequest, string, string])[] = [
    ['a PUT with metadata', { ...put, query: [] }, wireDate, 'kSHKmLxlyEAKtZPkJhG9bZb5k7M='],
    ['a PUT with ?acl', { ...put, query: [['acl', '']] }, wireDate, '/afkugFbmWDQ967j1vr6zygBLQk='],
    ['a GET with ?resourceGroup', { ...get, query: [['resourceGroup', '']] }, wireDate, 'vkQmfuUDyi1uDi3bKt67oemssIs='],
    [
      'a GET with two sub-resources beside an unsigned parameter',
      { ...get, query: [['resourceGroup', ''], ['prefix', 'x'], ['acl', '']] },
      wireDate,
      'x3E5TgOvl/i7PN618s5mEvpJDYk=',
    ],
    [
      'a link',
      { method: 'GET', bucket: 'bucket', key: 'key', query: [['versionId', 'versionId']], headers: noHeaders },
      '1699807420',
      'dcLTea+Yh9ApirQ8o8dOPqtvJXQ=',
    ],
    [
      'a link with a security token',
      {
        method: 'GET',
        bucket: 'bucket',
        key: 'key+123',
        query: [['versionId', 'versionId'], ['security-token', 'token']],
        headers: noHeaders,
      },
      '1699808204',
      'jzKYRrM5y6Br0dRFPaTGOsbrDhY=',
    ],
  ]
  it.each(cases)('signs %s', (_, request, date, expected) => {
    expect(signV1('sk', stringToSignV1(request, date))).toBe(expected)
  })
})

describe('signature V4, official vectors', () => {
  const query: readonly QueryPair[] = [
    ['+param1', 'value3'],
    ['+param2', ''],
    ['|param1', 'value4'],
    ['|param2', ''],
    ['param1', 'value1'],
    ['param2', ''],
  ]
  const base = {
    method: 'PUT',
    bucket: 'bucket',
    key: '1234+-/123/1.txt',
    query,
    region: 'cn-hangzhou',
    credential: { accessKeyId: 'ak', accessKeySecret: 'sk' },
    version: 'v4' as const,
  }
  const headers = { 'x-oss-head1': 'value', 'content-type': 'text/plain' }
  const scope = { date: '20231216', region: 'cn-hangzhou', product: 'oss' }

  it('builds the canonical request of the SDK’s test byte for byte', () => {
    const text = canonicalRequestV4(
      { ...base, headers: { ...headers, 'x-oss-content-sha256': unsignedPayload, 'x-oss-date': '20231216T162057Z' } },
      { additionalHeaders: [], hashedPayload: unsignedPayload },
    )
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      'f4613657f1b108998e8dbd10a1aa5da621dc2c6e02c9ddec0f163664848704c4',
    )
    expect(signingKeyV4('sk', scope).toString('hex')).toBe('b412a03b134ebddd720f5167b5de6db66620ebb3b01cff4d49e3ccb09f8de97f')
  })

  const signatureOf = (signed: Record<string, string>) => /Signature=(\w+)$/.exec(signed['authorization'] ?? '')?.[1]
  it('signs the header example', () => {
    expect(signatureOf(signRequest({ ...base, headers, now: Date.UTC(2023, 11, 16, 16, 20, 57) }))).toBe(
      'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe',
    )
  })
  it('signs for a cloud box', () => {
    const signed = signRequest({ ...base, headers, region: 'cb-123', product: 'oss-cloudbox', now: Date.UTC(2023, 11, 16, 16, 20, 57) })
    expect(signatureOf(signed)).toBe('94ce1f12c17d148ea681030275a94449d3357f5b5b21133996eec80af3e08a43')
  })
  it('signs with a security token', () => {
    const signed = signRequest({
      ...base,
      headers,
      credential: { ...base.credential, securityToken: 'token' },
      now: 1_702_784_856_000,
    })
    expect(signatureOf(signed)).toBe('b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea')
  })
  it('covers additional headers', () => {
    const signed = signRequest({
      ...base,
      headers: { ...headers, abc: 'value', zabc: 'value' },
      additionalHeaders: ['zabc', 'abc'],
      now: 1_702_747_512_000,
    })
    expect(signatureOf(signed)).toBe('4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f')
    expect(signed['authorization']).toContain(',AdditionalHeaders=abc;zabc,')
  })

  const linkHeaders = { 'x-oss-head1': 'value', 'content-type': 'application/octet-stream' }
  const linkSignature = (pairs: readonly QueryPair[]) => pairs.find(([name]) => name === 'x-oss-signature')?.[1]
  it('signs links', () => {
    const link = { ...base, headers: linkHeaders, expiresSeconds: 599 }
    expect(linkSignature(presignUrl({ ...link, now: Date.UTC(2023, 11, 17, 2, 54, 37) }))).toBe(
      'a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe',
    )
    expect(
      linkSignature(
        presignUrl({ ...link, credential: { ...base.credential, securityToken: 'token' }, now: 1_702_785_388_000 }),
      ),
    ).toBe('3817ac9d206cd6dfc90f1c09c00be45005602e55898f26f5ddb06d7892e1f8b5')
    expect(
      linkSignature(
        presignUrl({
          ...link,
          headers: { ...linkHeaders, abc: 'value', zabc: 'value' },
          additionalHeaders: ['abc', 'zabc'],
          now: 1_702_783_809_000,
        }),
      ),
    ).toBe('6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7')
  })

  it('signs requests on the service and on a bucket', () => {
    const now = Date.UTC(2023, 11, 16, 16, 20, 57)
    const common = { method: 'GET', region: 'cn-hangzhou', credential: base.credential, version: 'v4' as const, now }
    expect(signatureOf(signRequest(common))).toBe('2a7fe0c537ae2b2319d6a44def3d754c1f9ca397946234d46ba2ecdb8f8f0a96')
    expect(signatureOf(signRequest({ ...common, bucket: 'bucket', query: [['list-type', '2'], ['prefix', 'a/b']] }))).toBe(
      '50b3ed0616c16d536017a60096f50396393b4e0fff9f635cc8dbf8e618806da8',
    )
  })
})

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const verify = (request: SignableRequest, at = now): Verified =>
  verifySignature(request, {
    nowMs: at,
    findKey: (id) => (id === 'ak' ? { accessKeySecret: 'sk' } : undefined),
    signingKey: createSigningKeyCache(),
  })
const refusal = (request: SignableRequest, at = now): OssError => {
  try {
    verify(request, at)
  } catch (error) {
    if (isOssError(error)) return error
    throw error
  }
  throw new Error('the request was accepted')
}
const credential = { accessKeyId: 'ak', accessKeySecret: 'sk' }
const signed = (version: 'v1' | 'v4', more: Partial<Parameters<typeof signRequest>[0]> = {}): SignableRequest => {
  const input = { method: 'GET', bucket: 'bucket', key: 'a +%/中.txt', query: [], ...more }
  const headers = signRequest({ region: 'cn-hangzhou', credential, now, version, ...input })
  return { ...input, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textToWire(value)])) }
}

describe.each(['v1', 'v4'] as const)('verifySignature, %s', (version) => {
  it('accepts its own signature in a header', () => {
    expect(verify(signed(version))).toEqual({ kind: 'signed', accessKeyId: 'ak', dialect: 'oss', version, placement: 'header', matched: 'documented' })
  })
  it('accepts headers that hold UTF-8', () => {
    expect(verify(signed(version, { headers: { 'x-oss-meta-name': '文件' } }))).toMatchObject({ matched: 'documented' })
  })
  it('accepts its own link', () => {
    const input = { method: 'GET', bucket: 'bucket', key: 'k', query: [['versionId', 'null']] as const, region: 'x', credential, version, now }
    const query = presignUrl({ ...input, expiresSeconds: 60 })
    expect(verify({ ...input, query, headers: {} })).toMatchObject({ placement: 'url', version })
    expect(verify({ ...input, query, headers: {} }, now + 60_000)).toMatchObject({ placement: 'url' })
    const late = refusal({ ...input, query, headers: {} }, now + 61_000)
    expect(late.code).toBe('AccessDenied')
    expect(late.message).toBe('Request has expired.')
    expect(late.ec).toBe('0002-00000069')
    expect(late.details).toEqual({ Expires: '2026-01-02T03:05:05.000Z', ServerTime: '2026-01-02T03:05:06.000Z' })
  })
  it.each([
    ['another method', { method: 'DELETE' }],
    ['another key', { key: 'other' }],
    ['another bucket', { bucket: 'elsewhere' }],
    ['a sub-resource that was not signed', { query: [['acl', '']] as const }],
    ['a process instruction that was not signed', { query: [['x-oss-process', 'image/info']] as const }],
  ])('refuses a signature replayed with %s', (_, change) => {
    const error = refusal({ ...signed(version), ...change })
    expect(error.code).toBe('SignatureDoesNotMatch')
    expect(error.ec).toBe('0002-00000040')
    expect(Object.keys(error.details)).toEqual([
      'OSSAccessKeyId',
      'SignatureProvided',
      'StringToSign',
      'StringToSignBytes',
      ...(version === 'v4' ? ['CanonicalRequest'] : []),
    ])
    expect(JSON.stringify(error.details)).not.toContain('sk"')
  })
  it('refuses a signature with one bit flipped', () => {
    const request = signed(version)
    const text = String(request.headers['authorization'])
    const at = text.length - 5
    const flipped = text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
    expect(refusal({ ...request, headers: { ...request.headers, authorization: flipped } }).code).toBe('SignatureDoesNotMatch')
  })
  it('names a key id it does not know', () => {
    const error = refusal(signed(version, { credential: { accessKeyId: 'nobody', accessKeySecret: 'sk' } }))
    expect(error.code).toBe('InvalidAccessKeyId')
    expect(error.details).toEqual({ OSSAccessKeyId: 'nobody' })
  })
  it('allows 15 minutes of skew to the second, both ways', () => {
    const request = signed(version)
    for (const sign of [-1, 1]) {
      expect(verify(request, now + sign * 900_000)).toMatchObject({ kind: 'signed' })
      const error = refusal(request, now + sign * 901_000)
      expect(error.code).toBe('RequestTimeTooSkewed')
      expect(error.details).toMatchObject({ RequestTime: '2026-01-02T03:04:05.000Z', MaxAllowedSkewMilliseconds: '900000' })
    }
  })
  it('asks for a date', () => {
    const { 'x-oss-date': _, ...headers } = signed(version).headers
    const error = refusal({ ...signed(version), headers })
    expect(error.code).toBe('AccessDenied')
    expect(error.ec).toBe('0002-00000503')
  })
  it('knows no security token of a permanent key', () => {
    expect(refusal(signed(version, { credential: { ...credential, securityToken: 't' } })).code).toBe('InvalidSecurityToken')
  })
  it('refuses a header beside a link', () => {
    const request = signed(version)
    expect(refusal({ ...request, query: [['OSSAccessKeyId', 'ak'], ['Expires', '1'], ['Signature', 'x']] }).code).toBe('InvalidArgument')
  })
})

describe('verifySignature, what clients really send', () => {
  const v4 = (change: (text: string) => string, more: Parameters<typeof signed>[1] = {}) => {
    const request = signed('v4', more)
    return { ...request, headers: { ...request.headers, authorization: change(String(request.headers['authorization'])) } }
  }
  it('is anonymous only without any signature', () => {
    expect(verify({ method: 'GET', query: [], headers: {} })).toEqual({ kind: 'anonymous' })
  })
  it('accepts V4 fields with a space after the comma and in any order', () => {
    expect(verify(v4((text) => text.replaceAll(',', ', ')))).toMatchObject({ kind: 'signed' })
    expect(
      verify(v4((text) => text.replace(/(Credential=[^,]+),(Signature=.+)/, '$2, $1'))),
    ).toMatchObject({ kind: 'signed' })
  })
  it('takes an RFC 1123 Date as the date line of V4', () => {
    const date = new Date(now).toUTCString()
    const scope = { date: '20260102', region: 'cn-hangzhou', product: 'oss' }
    const request = { method: 'GET', bucket: 'b-b', query: [], headers: { date } }
    const canonical = canonicalRequestV4(request, { additionalHeaders: [], hashedPayload: unsignedPayload })
    const signature = signV4(signingKeyV4('sk', scope), stringToSignV4(date, scope, canonical))
    const authorization = `OSS4-HMAC-SHA256 Credential=ak/20260102/cn-hangzhou/oss/aliyun_v4_request,Signature=${signature}`
    expect(verify({ ...request, headers: { date, authorization } })).toMatchObject({ kind: 'signed', matched: 'documented' })
  })
  it('accepts V1 clients that sign a parameter the list leaves out, or leave out an ambiguous one', () => {
    const date = new Date(now).toUTCString()
    const request = (query: readonly QueryPair[], signedQuery: readonly QueryPair[]) => {
      const headers = { 'x-oss-date': date }
      const text = stringToSignV1({ method: 'GET', bucket: 'bucket', query: signedQuery, headers }, date, 'all')
      return { method: 'GET', bucket: 'bucket', query, headers: { ...headers, authorization: `OSS ak:${signV1('sk', text)}` } }
    }
    expect(verify(request([['max-keys', '1']], [['max-keys', '1']]))).toMatchObject({ matched: 'all' })
    expect(verify(request([['continuation-token', 'x']], []))).toMatchObject({ matched: 'core' })
    expect(refusal(request([['bucketInfo', '']], [])).code).toBe('SignatureDoesNotMatch')
  })
  it.each([
    ['another scheme', 'Basic YTpi', '0002-00000002'],
    ['no signature', 'OSS a', undefined],
    ['an empty scheme', '', '0002-00000002'],
    ['a V4 header without fields', 'OSS4-HMAC-SHA256 nonsense', undefined],
  ])('calls %s a bad argument', (_, authorization, ec) => {
    const error = refusal({ method: 'GET', query: [], headers: { authorization, date: new Date(now).toUTCString() } })
    expect(error.code).toBe('InvalidArgument')
    expect(error.ec).toBe(ec)
  })
  it.each([
    ['20260102/', '2026-01-02/', '0002-00000223'],
    ['20260102/', '20260101/', '0002-00000223'],
    ['aliyun_v4_request', 'abc', '0002-00000224'],
    ['cn-hangzhou', 'oss-cn-hangzhou', '0002-00000226'],
    ['=ak/', '=a\rk/', '0002-00000206'],
    [',Signature', ',AdditionalHeaders=,Signature', '0002-00000209'],
  ])('refuses a V4 header with %s as %s', (from, to, ec) => {
    const error = refusal(v4((text) => text.replace(from, to)))
    expect(error.code).toBe('InvalidArgument')
    expect(error.ec).toBe(ec)
  })
  it('says that OSS2 is not implemented, wherever it stands', () => {
    expect(refusal({ method: 'GET', query: [], headers: { authorization: 'OSS2 AccessKeyId:ak,Signature:x' } }).code).toBe('NotImplemented')
    const query = [['x-oss-signature-version', 'OSS2'], ['x-oss-access-key-id', 'ak'], ['x-oss-expires', '1'], ['x-oss-signature', 'x']] as const
    expect(refusal({ method: 'GET', query, headers: {} }).code).toBe('NotImplemented')
  })
  it('explains incomplete and malformed links', () => {
    const link = (query: readonly QueryPair[]) => refusal({ method: 'GET', bucket: 'bucket', key: 'k', query, headers: {} })
    expect(link([['OSSAccessKeyId', 'ak'], ['Expires', '1']]).code).toBe('AccessDenied')
    expect(link([['OSSAccessKeyId', 'ak'], ['Expires', 'soon'], ['Signature', 'x']]).message).toBe(
      'Invalid date (should be seconds since epoch)',
    )
    for (const expiresSeconds of [0, 604_801]) {
      const query = presignUrl({ method: 'GET', bucket: 'bucket', key: 'k', region: 'x', credential, version: 'v4', now, expiresSeconds })
      expect(link(query).code).toBe('InvalidArgument')
    }
  })
})
