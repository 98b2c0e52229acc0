import { describe, expect, it } from 'vitest'
import { decodeUrlEncoded, readListPage, readObjectHead } from './read-answers.ts'

describe('answers of the service', () => {
  it('decodes listed names whichever way spaces are written', () => {
    expect(decodeUrlEncoded('a%20b+c%2Bd%E4%B8%AD')).toBe('a b c+d中')
    expect(decodeUrlEncoded('plain')).toBe('plain')
    expect(decodeUrlEncoded('bad%E4')).toBe('bad\ufffd')
  })

  it('reads a truncated list page', () => {
    const page = readListPage(`<?xml version="1.0"?><ListBucketResult><Name>b</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>CgJi%2FYw--</NextContinuationToken>
      <Contents><Key>a%2Fb</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>"AB"</ETag><Type>Normal</Type><Size>7</Size><StorageClass>IA</StorageClass><Owner><ID>1</ID></Owner></Contents>
      <CommonPrefixes><Prefix>d%2F</Prefix></CommonPrefixes></ListBucketResult>`)
    expect(page).toEqual({
      objects: [{ key: 'a/b', sizeBytes: 7, lastModifiedMs: Date.UTC(2024, 0, 2, 3, 4, 5), etag: 'AB', storageClass: 'IA', type: 'Normal' }],
      commonPrefixes: ['d/'],
      nextToken: 'CgJi/Yw--',
    })
  })

  it('refuses a page that does not say where the next one starts, or that lacks a size', () => {
    expect(() => readListPage('<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>')).toThrow(/not where/)
    expect(() => readListPage('<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>k</Key></Contents></ListBucketResult>')).toThrow(/lacks/)
    expect(() => readListPage('<html></html>')).toThrow(/Expected ListBucketResult/)
  })

  it('reads a head with metadata in UTF-8', () => {
    const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
    const head = readObjectHead('k', {
      'content-length': '5',
      etag: '"ABC"',
      'last-modified': 'Tue, 02 Jan 2024 03:04:05 GMT',
      'x-oss-object-type': 'Multipart',
      'x-oss-meta-author': wire('李'),
      'x-oss-tagging-count': '2',
      'content-type': 'text/plain',
      'x-oss-request-id': 'R',
    })
    expect(head).toMatchObject({ sizeBytes: 5, etag: 'ABC', type: 'Multipart', userMetadata: { author: '李' }, tagCount: 2, headers: { 'content-type': 'text/plain' }, storageClass: 'Standard' })
    expect(head.lastModifiedMs).toBe(Date.UTC(2024, 0, 2, 3, 4, 5))
  })
})
