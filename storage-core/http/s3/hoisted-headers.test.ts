import { describe, expect, it } from 'vitest'
import type { QueryPair } from '../../signature/request.ts'
import type { SignedRequest, Verified } from '../../signature/verify.ts'
import { withHoistedHeaders } from './hoisted-headers.ts'

const link = (version: SignedRequest['version']): Verified => ({ kind: 'signed', accessKeyId: 'id', dialect: 's3', version, placement: 'url', matched: 'documented' })
const hoisted = (query: readonly QueryPair[], verified: Verified = link('v4'), headers: Record<string, string> = { host: 'h' }) => withHoistedHeaders(headers, query, verified)

describe('what a link carries in its query instead of headers', () => {
  it('counts as headers, in any case with version 4 and in lower case with version 2', () => {
    const query: readonly QueryPair[] = [['x-amz-acl', 'private'], ['X-Amz-Meta-Name', 'x'], ['prefix', 'p'], ['response-content-type', 't']]
    expect(hoisted(query)).toEqual({ host: 'h', 'x-amz-acl': 'private', 'x-amz-meta-name': 'x' })
    expect(hoisted(query, link('v2'))).toEqual({ host: 'h', 'x-amz-acl': 'private' })
  })

  it('is no header where the request signs in a header, or not at all', () => {
    const query: readonly QueryPair[] = [['x-amz-acl', 'public-read']]
    expect(hoisted(query, { ...link('v4'), placement: 'header' } as Verified)).toEqual({ host: 'h' })
    expect(hoisted(query, { kind: 'anonymous' })).toEqual({ host: 'h' })
  })

  it('leaves what is the signature\'s own and what says something of the bytes', () => {
    const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256']
    const checksums = ['x-amz-checksum-crc32', 'x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length']
    const headers = { host: 'h' }
    expect(hoisted([...names, ...checksums].map((name) => [name, 'x'] as const), link('v4'), headers)).toBe(headers)
  })

  it('counts as it is signed: version 2 signs the last of several', () => {
    const query: readonly QueryPair[] = [['x-amz-acl', 'public-read'], ['x-amz-acl', 'private']]
    for (const version of ['v2', 'v4'] as const) expect(hoisted(query, link(version))).toMatchObject({ 'x-amz-acl': 'private' })
  })

  it('gives way to a header', () => {
    expect(hoisted([['x-amz-acl', 'public-read']], link('v4'), { 'x-amz-acl': 'private' })).toEqual({ 'x-amz-acl': 'private' })
  })

  it('is text as headers carry it, and nothing that would end one', () => {
    expect(hoisted([['x-amz-meta-a', 'é']])).toEqual({ host: 'h', 'x-amz-meta-a': 'Ã©' })
    for (const text of ['a\r\nb', '\u0000', '\u007f']) expect(() => hoisted([['x-amz-meta-a', text]])).toThrow(expect.objectContaining({ code: 'InvalidArgument' }) as Error)
  })
})
