import { describe, expect, it } from 'vitest'
import type { VersionFacts } from '../../contract/versions.ts'
import { RemoteError } from '../errors.ts'
import { changesBetween, readVersionFacts } from './version-facts.ts'

const facts = (more: Partial<VersionFacts> = {}): VersionFacts => ({
  sizeBytes: 10,
  etag: 'A'.repeat(32),
  crc64: '1',
  lastModifiedMs: 1,
  storageClass: 'Standard',
  type: 'Normal',
  headers: {},
  userMetadata: {},
  tags: {},
  acl: 'default',
  unknown: [],
  ...more,
})

describe('changesBetween', () => {
  it('finds nothing between two versions that differ in their time alone', () => {
    expect(changesBetween(facts(), facts({ lastModifiedMs: 99 }))).toEqual([])
  })

  it('goes by the checksum where both have one, as parts change an ETag and not the bytes', () => {
    expect(changesBetween(facts(), facts({ etag: `${'B'.repeat(32)}-2`, type: 'Multipart' }))).toEqual([{ aspect: 'type', before: 'Normal', after: 'Multipart' }])
    const { crc64: _, ...without } = facts()
    expect(changesBetween(without, facts({ etag: 'a'.repeat(32) }))).toEqual([])
    expect(changesBetween(without, facts({ etag: 'b'.repeat(32) }))).toEqual([{ aspect: 'content', before: '10', after: '10' }])
    expect(changesBetween(facts(), facts({ crc64: '2' }))).toMatchObject([{ aspect: 'content' }])
  })

  it('tells each header, metadata and tag that came, went or changed, and what else is different', () => {
    const before = facts({ headers: { 'content-type': 'a/b', expires: 'x' }, userMetadata: { k: '1' }, tags: { t: '1' }, encryption: 'AES256' })
    const after = facts({ headers: { 'content-type': 'a/c' }, userMetadata: { k: '1', n: '2' }, tags: { t: '2' }, acl: 'public-read', storageClass: 'IA' })
    expect(changesBetween(before, after)).toEqual([
      { aspect: 'storageClass', before: 'Standard', after: 'IA' },
      { aspect: 'encryption', before: 'AES256' },
      { aspect: 'header', name: 'content-type', before: 'a/b', after: 'a/c' },
      { aspect: 'header', name: 'expires', before: 'x' },
      { aspect: 'metadata', name: 'n', after: '2' },
      { aspect: 'tag', name: 't', before: '1', after: '2' },
      { aspect: 'acl', before: 'default', after: 'public-read' },
    ])
  })

  it('says nothing of what one side could not ask', () => {
    expect(changesBetween(facts({ unknown: ['acl', 'tags'] }), facts({ acl: 'private', tags: { a: 'b' } }))).toEqual([])
  })
})

describe('readVersionFacts', () => {
  const denied = (code: string) => () => Promise.reject(new RemoteError({ code, message: '', status: 403, retryable: false }))
  const head = { key: 'k', type: 'Normal' as const, sizeBytes: 1, etag: 'E', lastModifiedMs: 1, storageClass: 'IA', headers: {}, userMetadata: {}, tagCount: 1, requestId: '' }
  const address = { bucket: 'b', key: 'k', versionId: 'v' }

  it('names what it may not ask and leaves out what the service has not', async () => {
    const provider = { service: 'oss' as const, headObject: () => Promise.resolve(head), getObjectAcl: denied('AccessDenied'), getObjectTagging: denied('NotImplemented') }
    expect(await readVersionFacts(provider, address)).toMatchObject({ unknown: ['acl'], acl: '', tags: {}, storageClass: 'IA' })
    await expect(readVersionFacts({ ...provider, getObjectAcl: denied('InternalError') }, address)).rejects.toMatchObject({ code: 'InternalError' })
  })

  it('asks for tags only where there are any', async () => {
    const asked: string[] = []
    const provider = { service: 'oss' as const, headObject: () => Promise.resolve({ ...head, tagCount: 0 }), getObjectAcl: () => Promise.resolve('private'), getObjectTagging: () => Promise.resolve(asked.push('tags') ? { a: 'b' } : {}) }
    expect((await readVersionFacts(provider, address)).tags).toEqual({})
    expect((await readVersionFacts({ ...provider, service: 's3' }, address)).tags).toEqual({ a: 'b' })
    expect(asked).toEqual(['tags'])
  })
})
