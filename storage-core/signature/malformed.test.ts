import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOssError } from '../model/oss-error.ts'
import type { QueryPair, SignableRequest } from './request.ts'
import { presignAwsUrl, signAwsRequest } from './sign-aws.ts'
import { presignUrl, signRequest } from './sign.ts'
import { malformedSignatures } from './test-support/malformed-signatures.ts'
import { createSigningKeyCache } from './v4.ts'
import { verifySignature } from './verify.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const credential = { accessKeyId: 'ak', accessKeySecret: 'sk' }
const object = { bucket: 'bucket', key: 'a b+c/中.txt' }
const wire = { path: '/bucket/a%20b%2Bc/%E4%B8%AD.txt' }
const signingKey = createSigningKeyCache()

/** `signed`, `anonymous`, or the code of an error; anything else is a bug and thrown. */
function outcome(request: SignableRequest): string {
  try {
    return verifySignature(request, { nowMs: now, findKey: (id) => (id === 'ak' ? credential : undefined), signingKey }).kind
  } catch (error) {
    if (!isOssError(error)) throw error
    expect(error.status).toBeGreaterThanOrEqual(400)
    expect(error.status).toBeLessThan(500)
    return error.code
  }
}
const get = (query: readonly QueryPair[], headers: SignableRequest['headers']) => outcome({ method: 'GET', ...object, ...wire, query, headers })

describe('malformed signatures', () => {
  const cases = malformedSignatures({ ...object, host: 'localhost', credential, now })
  it('are many, and all different', () => {
    const names = cases.map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(cases.length).toBeGreaterThan(250)
  })
  it.each(cases)('$name', ({ query, headers, code }) => {
    expect(get(query, headers)).toBe(code)
  })
})

const oss = { method: 'GET', ...object, region: 'cn-hangzhou', credential, now }
const aws = { ...oss, host: 'localhost', addressing: 'path' as const }
const inHeader: Readonly<Record<string, Record<string, string>>> = {
  v1: signRequest({ ...oss, version: 'v1' }),
  v4: signRequest({ ...oss, version: 'v4' }),
  'aws-v2': signAwsRequest({ ...aws, version: 'v2' }).headers,
  'aws-v4': signAwsRequest({ ...aws, version: 'v4' }).headers,
}
const inLink: Readonly<Record<string, readonly QueryPair[]>> = {
  v1: presignUrl({ ...oss, version: 'v1', expiresSeconds: 60 }),
  v4: presignUrl({ ...oss, version: 'v4', expiresSeconds: 60 }),
  'aws-v2': presignAwsUrl({ ...aws, version: 'v2', expiresSeconds: 60 }),
  'aws-v4': presignAwsUrl({ ...aws, version: 'v4', expiresSeconds: 60 }),
}
const scheme = fc.constantFrom('v1', 'v4', 'aws-v2', 'aws-v4')
const host = { host: 'localhost' }

describe('whatever the signature', { timeout: 60_000 }, () => {
  it('the signed requests themselves are accepted', () => {
    for (const headers of Object.values(inHeader)) expect(get([], headers)).toBe('signed')
    for (const query of Object.values(inLink)) expect(get(query, host)).toBe('signed')
  })
  it('no text in the Authorization header gives access or fails in any other way than documented', () => {
    const start = fc.constantFrom('', 'OSS ', 'OSS4-HMAC-SHA256 ', 'AWS ', 'AWS4-HMAC-SHA256 ', 'OSS ak:', 'OSS4-HMAC-SHA256 Credential=ak/20260102/x/oss/aliyun_v4_request,Signature=')
    fc.assert(
      fc.property(scheme, start, fc.string({ unit: 'binary-ascii', maxLength: 200 }), (name, prefix, text) => {
        expect(['signed', 'anonymous']).not.toContain(get([], { ...inHeader[name], authorization: prefix + text }))
      }),
      { numRuns: 150 },
    )
  })
  it('a changed character never makes it another request’s, nor a request without one', () => {
    fc.assert(
      fc.property(scheme, fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 2 }), (name, position, text) => {
        const headers = inHeader[name] ?? {}
        const authorization = headers['authorization'] ?? ''
        const at = position % authorization.length
        const changed = authorization.slice(0, at) + text + authorization.slice(at + 1)
        const result = get([], { ...headers, authorization: changed })
        // Spaces around a field, and the case of a header's name, mean nothing.
        const isSame = changed.replaceAll(/\s/g, '').toLowerCase() === authorization.replaceAll(/\s/g, '').toLowerCase()
        expect(isSame ? [] : ['signed']).not.toContain(result)
        expect(result).not.toBe('anonymous')
      }),
      { numRuns: 200 },
    )
  })
  it('it is good for one method, one object and one query', () => {
    const names = fc.constantFrom('acl', 'versionId', 'uploads', 'uploadId', 'delete', 'policy', 'x-oss-process', 'response-content-type', 'tagging', 'symlink', 'append')
    const method = fc.constantFrom('PUT', 'POST', 'DELETE', 'HEAD')
    fc.assert(
      fc.property(scheme, fc.boolean(), fc.oneof(method, names), fc.string({ maxLength: 5 }), (name, asLink, change, value) => {
        const query = asLink ? (inLink[name] ?? []) : []
        const headers = asLink ? host : (inHeader[name] ?? {})
        const isMethod = change === change.toUpperCase()
        const result = outcome({
          method: isMethod ? change : 'GET',
          ...object,
          ...wire,
          query: isMethod ? query : [...query, [change, value]],
          headers,
        })
        expect(result).toBe('SignatureDoesNotMatch')
      }),
      { numRuns: 150 },
    )
    for (const [name, headers] of Object.entries(inHeader)) {
      expect(outcome({ method: 'GET', bucket: 'bucket', key: 'other', path: '/bucket/other', query: [], headers }), name).toBe('SignatureDoesNotMatch')
      expect(outcome({ method: 'GET', bucket: 'other', key: object.key, path: wire.path.replace('bucket', 'other'), query: [], headers }), name).toBe('SignatureDoesNotMatch')
    }
  })
  it('taking parts of a link away never leaves a request without a signature', () => {
    fc.assert(
      fc.property(scheme, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (name, keep) => {
        const all = inLink[name] ?? []
        const left = all.filter((_, at) => keep[at])
        const result = get(left, host)
        const parts = new Set(left.map(([part]) => part))
        const dateParts = ['Expires', 'x-oss-date', 'x-oss-expires', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders']
        const hasSignature = [...parts].some((part) => !dateParts.includes(part))
        if (left.length === all.length) expect(result).toBe('signed')
        else if (hasSignature) expect(['signed', 'anonymous']).not.toContain(result)
        else expect(result).toBe('anonymous')
      }),
    )
  })
  it('any headers and any query are answered, and never with access', () => {
    const parameter = fc.constantFrom(...Object.values(inLink).flatMap((query) => query.map(([name]) => name)))
    const pair = fc.tuple(fc.oneof(parameter, fc.string()), fc.oneof(fc.constantFrom('ak', 'OSS4-HMAC-SHA256', 'AWS4-HMAC-SHA256', '60'), fc.string({ unit: 'binary', maxLength: 20 })))
    const header = fc.constantFrom('x-oss-date', 'x-amz-date', 'date', 'x-oss-security-token', 'x-amz-content-sha256', 'host', 'content-type')
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 8 }), fc.dictionary(header, fc.string({ unit: 'binary', maxLength: 20 })), (query, headers) => {
        expect(get(query, headers)).not.toBe('signed')
      }),
      { numRuns: 150 },
    )
  })
})
