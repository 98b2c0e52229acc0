import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeAwsChunks } from './aws-chunks.ts'
import { stringToSignAwsV2 } from './aws-v2.ts'
import { encodeAwsChunks, encodedChunksSize } from './encode-aws-chunks.ts'
import type { QueryPair, SignableRequest } from './request.ts'
import { presignAwsUrl, signAwsRequest } from './sign-aws.ts'
import { signV1 } from './v1.ts'
import { createSigningKeyCache } from './v4.ts'
import { verifySignature } from './verify.ts'

// The examples of AWS documentation, "Authenticating Requests (AWS Signature Version 4)" and "Signing and Authenticating REST
// Requests", with the credentials they use.
const credential = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', accessKeySecret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const now = Date.UTC(2013, 4, 24)
const emptyHash = createHash('sha256').digest('hex')
const verify = (request: SignableRequest, nowMs = now) =>
  verifySignature(request, {
    nowMs,
    findKey: (id) => (id === credential.accessKeyId ? credential : undefined),
    signingKey: createSigningKeyCache(),
  })
const authorization = (names: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`

describe('AWS signature V4, the examples of its documentation', () => {
  const host = 'examplebucket.s3.amazonaws.com'
  const empty = { 'x-amz-content-sha256': emptyHash, 'x-amz-date': '20130524T000000Z' }
  const cases: readonly (readonly [string, string, string, readonly QueryPair[], Record<string, string>, string, string])[] = [
    [
      'GET Object',
      'GET',
      '/test.txt',
      [],
      { ...empty, range: 'bytes=0-9' },
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT Object',
      'PUT',
      '/test$file.text',
      [],
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET Bucket Lifecycle',
      'GET',
      '/',
      [['lifecycle', '']],
      empty,
      'host;x-amz-content-sha256;x-amz-date',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'GET Bucket (List Objects)',
      'GET',
      '/',
      [['max-keys', '2'], ['prefix', 'J']],
      empty,
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ]
  it.each(cases)('verifies %s', (_, method, path, query, headers, names, signature) => {
    const request = { method, path, query, hostBucket: 'examplebucket', headers: { host, ...headers, authorization: authorization(names, signature) } }
    const payload = headers['x-amz-content-sha256']
    expect(verify(request)).toEqual({
      kind: 'signed',
      accessKeyId: credential.accessKeyId,
      dialect: 's3',
      version: 'v4',
      placement: 'header',
      matched: 'documented',
      body: { sha256: payload },
    })
  })

  it('signs and verifies the presigned URL', () => {
    const input = { method: 'GET', bucket: 'examplebucket', key: 'test.txt', host, addressing: 'host', region: 'us-east-1', credential, now } as const
    const query = presignAwsUrl({ ...input, version: 'v4', expiresSeconds: 86_400 })
    expect(query.at(-1)).toEqual(['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'])
    const request = { method: 'GET', path: '/test.txt', query, headers: { host } }
    expect(verify(request, now + 86_400_000)).toMatchObject({ dialect: 's3', placement: 'url', version: 'v4', matched: 'documented' })
  })

  const pieces = [Buffer.alloc(65_536, 'a'), Buffer.alloc(1024, 'a')]
  const upload = {
    method: 'PUT',
    bucket: 'examplebucket',
    key: 'chunkObject.txt',
    host: 's3.amazonaws.com',
    addressing: 'path',
    region: 'us-east-1',
    credential,
    now,
    version: 'v4',
  } as const
  const encode = (options: Parameters<typeof encodeAwsChunks>[1]) => collect(encodeAwsChunks(pieces, options))
  const chunkSignatures = (body: Buffer) => [...body.toString('latin1').matchAll(/signature[=:]([0-9a-f]{64})/g)].map((match) => match[1])
  const decode = (headers: Record<string, string>, body: Buffer) => {
    const verified = verify({ method: 'PUT', path: '/examplebucket/chunkObject.txt', query: [], headers })
    if (verified.kind !== 'signed' || verified.body?.chunks === undefined) throw new Error('no chunks were announced')
    return collect(decodeAwsChunks(slices(body), verified.body.chunks, { accessKeyId: credential.accessKeyId }))
  }

  it('signs and verifies the chunked upload', async () => {
    const { headers, chain } = signAwsRequest({
      ...upload,
      payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      headers: {
        'content-encoding': 'aws-chunked',
        'content-length': '66824',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
    })
    expect(headers['authorization']).toContain('Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9')
    const body = await encode({ chain })
    expect(body.length).toBe(66_824)
    expect(encodedChunksSize([65_536, 1024], { chain })).toBe(66_824)
    expect(chunkSignatures(body)).toEqual([
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    ])
    expect((await decode(headers, body)).equals(Buffer.concat(pieces))).toBe(true)
  })

  it('signs and verifies the chunked upload with a trailer', async () => {
    const { headers, chain } = signAwsRequest({
      ...upload,
      payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-trailer': 'x-amz-checksum-crc32c',
      },
    })
    expect(headers['authorization']).toContain('Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e')
    const options = { chain, trailers: [['x-amz-checksum-crc32c', 'sOO8/Q==']] as const }
    const body = await encode(options)
    expect(encodedChunksSize([65_536, 1024], options)).toBe(body.length)
    expect(chunkSignatures(body)).toEqual([
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
      'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
    ])
    expect((await decode(headers, body)).equals(Buffer.concat(pieces))).toBe(true)
  })
})

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* slices(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += 1000) yield body.subarray(at, at + 1000)
}

describe('AWS signature V2, the examples of its documentation', () => {
  const at = (time: string) => `Tue, 27 Mar 2007 ${time} +0000`
  const cases: readonly (readonly [string, SignableRequest, string])[] = [
    ['Object GET', { method: 'GET', path: '/photos/puppy.jpg', hostBucket: 'johnsmith', query: [], headers: { date: at('19:36:42') } }, 'bWq2s1WEIj+Ydj0vQ697zp+IXMU='],
    [
      'Object GET of another bucket',
      { method: 'GET', path: '/photos/puppy.jpg', hostBucket: 'awsexamplebucket1', query: [], headers: { date: at('19:36:42') } },
      'qgk2+6Sv9/oM7G3qLEjTH1a1l1g=',
    ],
    [
      'Object PUT',
      { method: 'PUT', path: '/photos/puppy.jpg', hostBucket: 'johnsmith', query: [], headers: { date: at('21:15:45'), 'content-type': 'image/jpeg', 'content-length': '94328' } },
      'MyyxeRY7whkBe+bq8fHCL/2kKUg=',
    ],
    [
      'List',
      { method: 'GET', path: '/', hostBucket: 'johnsmith', query: [['prefix', 'photos'], ['max-keys', '50'], ['marker', 'puppy']], headers: { date: at('19:42:41') } },
      'htDYFYduRNen8P9ZfE/s9SuKy0U=',
    ],
    ['Fetch', { method: 'GET', path: '/', hostBucket: 'johnsmith', query: [['acl', '']], headers: { date: at('19:44:46') } }, 'c2WLPFtWHVgbEmeEG93a4cG37dM='],
    ['List All My Buckets', { method: 'GET', path: '/', query: [], headers: { date: 'Wed, 28 Mar 2007 01:29:59 +0000' } }, 'qGdzdERIC03wnaRNKh6OqZehG9s='],
    [
      'Unicode Keys',
      { method: 'GET', path: '/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re', query: [], headers: { date: 'Wed, 28 Mar 2007 01:49:49 +0000' } },
      'DNEZGsoieTZ92F3bUfSPQcbGmlM=',
    ],
  ]
  it.each(cases)('verifies %s', (_, request, signature) => {
    expect(signV1(credential.accessKeySecret, stringToSignAwsV2(request))).toBe(signature)
    const date = Date.parse(String(request.headers['date']))
    const headers = { ...request.headers, authorization: `AWS ${credential.accessKeyId}:${signature}` }
    expect(verify({ ...request, headers }, date)).toMatchObject({ dialect: 's3', version: 'v2', placement: 'header', matched: 'documented' })
  })
  it('verifies Query String Request Authentication', () => {
    const query: readonly QueryPair[] = [
      ['AWSAccessKeyId', credential.accessKeyId],
      ['Signature', 'NpgCjnDzrM+WFzoENXmpNDUsSn8='],
      ['Expires', '1175139620'],
    ]
    const request = { method: 'GET', path: '/photos/puppy.jpg', hostBucket: 'johnsmith', query, headers: {} }
    expect(verify(request, 1_175_139_620_000)).toMatchObject({ dialect: 's3', version: 'v2', placement: 'url' })
  })
})
