import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorTable, storageFullMessage } from '../model/error-table.ts'
import { isOssError, ossError } from '../model/oss-error.ts'
import { actions } from '../policy/actions.ts'
import { createBodyWatch, type WatchedBody } from './body-watch.ts'
import { createDispatch } from './dispatch.ts'
import { errorXml, headErrorHeader, toServiceError } from './error-reply.ts'
import { readHost } from './host.ts'
import { operations } from './operation-table.ts'
import { decodeContinuationToken, encodeContinuationToken } from './parse/continuation-token.ts'
import { parseConditions, parseRange } from './parse/conditions.ts'
import { parseTags } from './parse/tags.ts'
import { redactHeaders, redactText, redactUrl } from './redact.ts'
import { createRequestIds } from './request-id.ts'
import { parseQuery, readAddresses, splitTarget } from './target.ts'
import { childElements, childText, parseXml } from './xml/parse-xml.ts'
import { s3Operations } from './s3/s3-operation-table.ts'
import { escapeXml, xmlTime } from './xml/write-xml.ts'

const kebab = (name: string) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()

describe('the operation table', () => {
  it('is the folder of operations, no more and no less', () => {
    const files = readdirSync(new URL('operations/', import.meta.url)).filter((name) => !name.includes('.test.'))
    expect(operations.map((operation) => `${kebab(operation.name)}.ts`).toSorted()).toEqual(files.toSorted())
  })
  it.each(operations.map((operation) => [operation.name, operation] as const))('%s has an action and its own slot', (_, operation) => {
    expect(Object.keys(actions)).toContain(operation.action)
    const same = operations.filter((other) => JSON.stringify(other.match) === JSON.stringify(operation.match))
    expect(same).toEqual([operation])
  })
})

describe('the actions of operations', () => {
  // OSS documentation, "Authorization syntax and elements": operations that have no action of their own, or one named otherwise.
  const namedOtherwise: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      ['AppendObject', 'SealAppendObject', 'PostObject', 'PutSymlink', 'InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'CopyObject', 'UploadPartCopy'].map((name) => [name, 'PutObject']),
    ),
    ...Object.fromEntries(['HeadObject', 'GetObjectMeta', 'GetSymlink'].map((name) => [name, 'GetObject'])),
    DeleteMultipleObjects: 'DeleteObject',
    ListObjectsV2: 'ListObjects',
    CleanRestoredObject: 'RestoreObject',
    PutBucketTags: 'PutBucketTagging',
    GetBucketTags: 'GetBucketTagging',
    DeleteBucketTags: 'DeleteBucketTagging',
  }
  it.each(operations.map((operation) => [operation.name, operation] as const))('%s asks for the one the documentation names', (name, { action, versionAction, match }) => {
    expect(action).toBe(`oss:${namedOtherwise[name] ?? name}`)
    expect(actions[action].scope).toBe(action === 'oss:PutBucket' ? 'service' : action === 'oss:DeleteObject' || action === 'oss:PutObject' ? 'object' : match.scope)
    if (versionAction !== undefined) expect([action.replace('Object', 'ObjectVersion'), `${action}Version`]).toContain(versionAction)
  })
  it.each(s3Operations.map((operation) => [operation.name, operation] as const))('%s of S3 asks for one of OSS', (_, { action, versionAction }) => {
    for (const each of [action, ...(versionAction === undefined ? [] : [versionAction])]) expect(Object.keys(actions)).toContain(each)
  })
})

describe('dispatch', () => {
  const dispatch = createDispatch(operations)
  const chosen = (method: string, scope: 'service' | 'bucket' | 'object', query = '', headers = {}) => {
    const result = dispatch(method, scope, parseQuery(query), headers)
    return isOssError(result) ? result.code : (result as { name: string }).name
  }
  it.each([
    ['GET', 'service', '', 'ListBuckets'],
    ['GET', 'bucket', 'prefix=a', 'ListObjects'],
    ['GET', 'bucket', 'list-type=2', 'ListObjectsV2'],
    ['GET', 'bucket', 'bucketInfo', 'GetBucketInfo'],
    ['GET', 'bucket', 'bucketInfo&stat', 'NotImplemented'],
    ['POST', 'bucket', 'delete', 'DeleteMultipleObjects'],
    ['POST', 'bucket', '', 'PostObject'],
    ['HEAD', 'object', 'objectMeta', 'GetObjectMeta'],
    ['GET', 'object', 'objectMeta', 'NotImplemented'],
    ['GET', 'object', 'x-oss-process=image/info', 'NotImplemented'],
    ['PUT', 'object', 'partNumber=1&uploadId=a', 'UploadPart'],
    ['PUT', 'object', 'uploadId=a&partNumber=1', 'UploadPart'],
    ['PUT', 'object', 'partNumber=1', 'UploadPart'],
    ['PUT', 'object', 'uploadId=a', 'UploadPart'],
    ['PUT', 'object', 'uploadId=a&acl', 'NotImplemented'],
    ['POST', 'object', 'uploads', 'InitiateMultipartUpload'],
    ['POST', 'object', 'uploadId=a', 'CompleteMultipartUpload'],
    ['DELETE', 'object', 'uploadId=a', 'AbortMultipartUpload'],
    ['GET', 'object', 'uploadId=a&max-parts=3', 'ListParts'],
    ['GET', 'bucket', 'uploads&key-marker=k', 'ListMultipartUploads'],
    ['GET', 'object', 'partNumber=1', 'NotImplemented'],
    ['POST', 'object', '', 'MethodNotAllowed'],
    ['HEAD', 'bucket', '', 'MethodNotAllowed'],
    ['DELETE', 'service', '', 'MethodNotAllowed'],
    ['OPTIONS', 'object', '', 'MethodNotAllowed'],
    ['POST', 'bucket', 'worm', 'InitiateBucketWorm'],
    ['POST', 'bucket', 'wormId=A', 'CompleteBucketWorm'],
    ['POST', 'bucket', 'wormExtend&wormId=A', 'ExtendBucketWorm'],
    ['DELETE', 'bucket', 'tagging=a,b', 'DeleteBucketTags'],
    ['PUT', 'service', 'publicAccessBlock', 'PutPublicAccessBlock'],
    ['PUT', 'bucket', 'publicAccessBlock', 'PutBucketPublicAccessBlock'],
    ['PUT', 'object', 'policy', 'NotImplemented'],
    ['PUT', 'bucket', 'policy&acl', 'NotImplemented'],
    ['PUT', 'object', 'user=1', 'PutObject'],
  ] as const)('%s %s ?%s is %s', (method, scope, query, expected) => {
    expect(chosen(method, scope, query)).toBe(expected)
  })
  it('tells a copy from a put by its header', () => {
    expect(chosen('PUT', 'object', '', { 'x-oss-copy-source': '/a/b' })).toBe('CopyObject')
    expect(chosen('PUT', 'object', 'partNumber=1&uploadId=a', { 'x-oss-copy-source': '/b/k' })).toBe('UploadPartCopy')
  })
})

describe('readHost', () => {
  it.each([
    ['127.0.0.1:9000', 'path', '127.0.0.1:9000'],
    ['[::1]:9000', 'path', '[::1]:9000'],
    ['LOCALHOST', 'path', 'localhost'],
    ['oss-cn-hangzhou.localhost:80', 'path', 'oss-cn-hangzhou.localhost:80'],
    ['.oss-cn-hangzhou.aliyuncs.com', 'path', 'oss-cn-hangzhou.aliyuncs.com'],
    ['undefined.oss-cn-hangzhou.aliyuncs.com', 'path', 'oss-cn-hangzhou.aliyuncs.com'],
    ['bkt.oss-cn-hangzhou.aliyuncs.com', 'bkt', 'oss-cn-hangzhou.aliyuncs.com'],
    ['bkt.oss-cn-hangzhou.localhost:1', 'bkt', 'oss-cn-hangzhou.localhost:1'],
    ['bkt.localhost:1', 'bkt', 'localhost:1'],
    ['oss-data.localhost', 'oss-data', 'localhost'],
    ['a.b.localhost', 'a.b', 'localhost'],
  ])('reads %s as %s', (host, expected, base) => {
    const reading = readHost(host)
    expect(reading?.kind === 'bucket' ? reading.bucket : reading?.kind).toBe(expected)
    expect(reading?.base).toBe(base)
  })
  it.each(['example.com', '127.0.0.1.example.com', '192.168.0.1', 'localhost.example', 'www.aliyuncs.com', '[::2]', ''])('refuses %j', (host) => {
    expect(readHost(host)).toBeUndefined()
  })
})

describe('targets', () => {
  it('split without normalising anything', () => {
    expect(splitTarget('/b/../%2e//k?a=b?c')).toEqual({ path: '/b/../%2e//k', query: 'a=b?c' })
    expect(splitTarget('http://evil/b/k')).toEqual({ path: '/b/k', query: '' })
    expect(() => splitTarget('*')).toThrow('not valid')
  })
  it('decode once', () => {
    expect(readAddresses({ kind: 'path', base: '' }, '/b/%2561+%2F..')).toEqual([{ bucket: 'b', key: '%61+/..' }])
    expect(parseQuery('a=1+2&b=%2B&c&=x')).toEqual([['a', '1 2'], ['b', '+'], ['c', ''], ['', 'x']])
    expect(() => parseQuery('a=%ff')).toThrow('UTF-8')
  })
  it('give two readings only when host and path both name the bucket', () => {
    const host = { kind: 'bucket', bucket: 'b', base: '' } as const
    expect(readAddresses(host, '/k')).toEqual([{ bucket: 'b', key: 'k' }])
    expect(readAddresses(host, '/b/k')).toEqual([{ bucket: 'b', key: 'b/k' }, { bucket: 'b', key: 'k' }])
  })
})

describe('redaction', () => {
  const secret = 'c2VjcmV0LXNpZ25hdHVyZQ=='
  it.each([
    `/b/k?OSSAccessKeyId=AKID&Expires=1&Signature=${secret}`,
    `/b/k?x-oss-credential=${secret}&x-oss-signature=${secret}&prefix=p`,
    `/b/k?a=1&security-token=${secret}`,
    `/b/k?x-oss-security-token=${secret}`,
    `/b/k?callback=${secret}`,
    `/b/k?AWSAccessKeyId=AKID&Expires=1&Signature=${secret}&x-amz-security-token=${secret}`,
    `/b/k?X-Amz-Credential=AKID/20260102/x/s3/aws4_request&X-Amz-Signature=${secret}`,
    `/k?auth_key=1444435200-0-0-${secret}`,
  ])('masks %s', (url) => {
    expect(redactUrl(url)).not.toContain(secret)
    expect(redactUrl(url)).not.toContain('AKID')
  })
  it('masks headers and quoted headers', () => {
    const headers = redactHeaders({ authorization: `OSS AKID:${secret}`, 'x-oss-security-token': secret, 'x-amz-security-token': secret, host: 'h', 'x-oss-copy-source': `/b/k?Signature=${secret}` })
    expect(JSON.stringify(headers)).not.toContain(secret)
    expect(headers['host']).toBe('h')
    const text = redactText(`failed: authorization: OSS AKID:${secret}\nOSS4-HMAC-SHA256 Credential=AKID/20260101/x,Signature=${secret}`)
    expect(text).not.toContain(secret)
    expect(text).not.toContain('AKID')
  })
  it('leaves the rest readable', () => {
    expect(redactUrl('/b/k?prefix=Signature')).toBe('/b/k?prefix=Signature')
  })
})

describe('errors over HTTP', () => {
  it('never carry a code that exists only inside the app', () => {
    for (const [code, row] of Object.entries(errorTable)) {
      let reported = 0
      const error = toServiceError(ossError(code as keyof typeof errorTable), () => reported++)
      // A failed callback comes with a success that is none: the object is stored.
      expect(error.status).toBeGreaterThanOrEqual(code === 'CallbackFailed' ? 203 : 400)
      expect(error.code).toBe(row.origin === 'service' ? code : 'InternalError')
      expect(reported).toBe(error.code === 'InternalError' ? 1 : 0)
    }
  })
  it.each([
    ['a file system', Object.assign(new Error('write'), { code: 'ENOSPC' })],
    ['a quota', Object.assign(new Error('write'), { code: 'EDQUOT' })],
    ['the metadata', Object.assign(new Error('Commit failed'), { code: 28 })],
  ])('say that the disk is full when %s said so', (_where, cause) => {
    const error = toServiceError(ossError('InternalError', { cause: new Error('staging', { cause }) }), () => undefined)
    expect(error).toMatchObject({ code: 'InternalError', message: storageFullMessage })
    expect(toServiceError(ossError('InternalError', { cause: new Error('other') }), () => undefined).message).not.toBe(storageFullMessage)
  })
  it('hide what a bug says', () => {
    const xml = errorXml(toServiceError(new Error('at /home/someone/secret.ts'), () => undefined), 'R', 'H', { bucket: '', key: '' })
    expect(xml).not.toContain('secret.ts')
    expect(xml).toContain('<Code>InternalError</Code>')
  })
  it('escape what they quote', () => {
    expect(errorXml(ossError('NoSuchKey'), 'R', '<h>', { bucket: 'b', key: 'a<b>&\u0001' })).toContain('<HostId>&lt;h&gt;</HostId><Key>a&lt;b&gt;&amp;\ufffd</Key>')
  })
  it('fit into a header for HEAD requests', () => {
    const long = 'x'.repeat(8000)
    const header = headErrorHeader(ossError('SignatureDoesNotMatch', { details: { StringToSign: long, StringToSignBytes: long } }), 'R', 'h', { bucket: 'b', key: 'k' })
    expect(header.length).toBeLessThan(8192)
    expect(Buffer.from(header, 'base64').toString()).toContain('SignatureDoesNotMatch')
  })
})

describe('XML', () => {
  const parse = (text: string) => parseXml(Buffer.from(text), 'R')
  it('writes text so that it reads back', async () => {
    for (const text of ['<a>&amp;</a>', ' leading and trailing ', 'tab\tnewline\nreturn\rend', '"\'', '中🦴', ']]>']) {
      expect(childText(await parse(`<R><K>${escapeXml(text)}</K></R>`), 'K')).toBe(text)
    }
  })
  it('gives elements as lists and refuses text between them', async () => {
    const root = await parse('<?xml version="1.0"?><!-- c --><R xmlns="http://x">\n <O><K>1</K></O>\n <O><K>2</K></O>\n</R>')
    expect(childElements(root, 'O').map((child) => childText(child, 'K'))).toEqual(['1', '2'])
    await expect(parse('<R>text<O/></R>')).rejects.toThrow('well-formed')
  })
  it.each(['<R>', '<R></S>', '<R/><R/>', '<!DOCTYPE R><R/>', '<R>&#0;</R>', '<R>&#xD800;</R>', '<R><K>&nope;</K></R>', '<R><K>a & b</K></R>', ''])('refuses %j', async (text) => {
    await expect(parse(text)).rejects.toMatchObject({ code: 'MalformedXML' })
  })
  it('lets no element name reach the prototype of the result', async () => {
    const read = parse('<R><__proto__><K>1</K></__proto__></R>').then((root) => childText(root, 'K'))
    expect(await read.catch((error: unknown) => (isOssError(error, 'MalformedXML') ? undefined : 'crashed'))).toBeUndefined()
  })
  it('writes times in whole seconds', () => {
    expect(xmlTime(Date.UTC(2023, 11, 16, 16, 20, 57, 999))).toBe('2023-12-16T16:20:57.000Z')
    expect(xmlTime(0)).toBe('1970-01-01T00:00:00.000Z')
  })
})

describe('continuation tokens', () => {
  it.each(['bc', 'a', '中文', 'k'.repeat(1023), 'a/b\u0001'])('carry the key %#', (key) => {
    expect(decodeContinuationToken(encodeContinuationToken(key))).toBe(key)
    expect(encodeContinuationToken(key)).toMatch(/^[A-Za-z0-9._-]+$/)
  })
  it('look like OSS’s own', () => {
    expect(encodeContinuationToken('bc')).toBe('CgJiYw--')
  })
  it.each(['', 'nonsense', 'CgJiYw==', 'CgNiYw--', 'CgL_gA--', 'Cg--'])('refuse %j', (token) => {
    expect(() => decodeContinuationToken(token)).toThrow('continuation token')
  })
})

describe('conditions and ranges', () => {
  it('reads ETags quoted, bare, weak and in lower case', () => {
    expect(parseConditions({ 'if-match': '"abc", def,W/"x", *' })).toEqual({ ifMatch: ['ABC', 'DEF', 'X', '*'] })
    expect(parseConditions({ 'if-modified-since': 'not a date' })).toEqual({})
  })
  it.each([
    ['bytes=0-4', { kind: 'from', start: 0, end: 4 }],
    ['bytes=5-', { kind: 'from', start: 5 }],
    ['bytes=-5', { kind: 'suffix', length: 5 }],
    ['bytes=5-4', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['lines=0-1', undefined],
    ['bytes=a-b', undefined],
  ])('reads %s', (header, expected) => {
    expect(parseRange(header)).toEqual(expected)
  })
})

describe('tags', () => {
  it('are URL-encoded pairs', () => {
    expect(parseTags('a=1&b+c=%E4%B8%AD&d')).toEqual({ a: '1', 'b c': '中', d: '' })
    expect(Object.keys(parseTags('__proto__=x'))).toEqual(['__proto__'])
  })
  it('are at most ten', () => {
    expect(() => parseTags(Array.from({ length: 11 }, (_, i) => `k${i}=v`).join('&'))).toThrow('10')
  })
})

describe('the body watch', () => {
  const upload = (watchClock: { ms: number }) => {
    const state = { bytesReceived: 0, isWaiting: true, stalled: false }
    const body: WatchedBody = {
      get bytesReceived() {
        return state.bytesReceived
      },
      get isWaiting() {
        return state.isWaiting
      },
      stall: () => {
        state.stalled = true
      },
    }
    const watch = createBodyWatch({ now: () => watchClock.ms }, { windowMs: 1000, minBytesPerWindow: 100 })
    watch.add(body)
    const after = (ms: number, bytes = 0) => {
      watchClock.ms += ms
      state.bytesReceived += bytes
      watch.check()
      return state.stalled
    }
    return { state, after }
  }
  it('ends a body that brings too little in a window', () => {
    const { after } = upload({ ms: 0 })
    expect([after(900, 100), after(999, 99), after(1, 0)]).toEqual([false, false, true])
  })
  it('never blames the client while the server is the slow side', () => {
    const { state, after } = upload({ ms: 0 })
    state.isWaiting = false
    expect(after(10_000)).toBe(false)
    state.isWaiting = true
    expect([after(999), after(1)]).toEqual([false, true])
  })
})

describe('request ids', () => {
  it('are 24 upper-case hex digits and never repeat', () => {
    const next = createRequestIds({ now: () => Date.UTC(2026, 0, 1) }, { bytes: (count) => new Uint8Array(count).fill(0xab) })
    const ids = Array.from({ length: 1000 }, next)
    expect(new Set(ids).size).toBe(1000)
    expect(ids.every((id) => /^[0-9A-F]{24}$/.test(id))).toBe(true)
  })
})
