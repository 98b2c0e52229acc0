import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { listVersionsOfKey, walkVersions } from '../versions/walk-versions.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: string }) => error.code)

describe.each([
  ['OSS, V4', { kind: 'oss', signatureVersion: 'v4' }],
  ['OSS, V1', { kind: 'oss', signatureVersion: 'v1' }],
  ['S3, V4', { kind: 's3', signatureVersion: 'v4' }],
] as const)('versions over %s', (name, settings) => {
  let provider: Provider
  const bucket = `versions-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
  const key = 'dir/源 1+2.txt'
  const put = (at: string, text: string, attributes = {}): ReturnType<Provider['putObject']> =>
    provider.putObject({ bucket, key: at, sizeBytes: text.length, forbidOverwrite: false, body: Buffer.from(text), attributes })
  const all = async (prefix: string, delimiter = '', firstPageKeys?: number): Promise<{ versions: ListedVersion[]; commonPrefixes: string[] }> => {
    const found = { versions: [] as ListedVersion[], commonPrefixes: [] as string[] }
    for await (const page of walkVersions(provider, { bucket, prefix, delimiter, firstPageKeys })) {
      found.versions.push(...page.versions)
      found.commonPrefixes.push(...page.commonPrefixes)
    }
    return found
  }

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, ...settings })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await put(key, 'before versioning')
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    await put(key, 'two', { tags: { of: 'two' }, acl: 'public-read' })
    await put(key, 'three!', { storageClass: 'IA' })
    await provider.deleteObject({ bucket, key })
    await put(`${key}.bak`, 'another')
  })
  afterAll(() => {
    provider.close()
  })

  it('are listed newest first with everything a listing tells of them', async () => {
    const { versions } = await all(key)
    expect(versions.map(({ isDeleteMarker, isLatest, sizeBytes, storageClass }) => ({ isDeleteMarker, isLatest, sizeBytes, storageClass }))).toEqual([
      { isDeleteMarker: true, isLatest: true, sizeBytes: 0, storageClass: '' },
      { isDeleteMarker: false, isLatest: false, sizeBytes: 6, storageClass: 'IA' },
      { isDeleteMarker: false, isLatest: false, sizeBytes: 3, storageClass: 'Standard' },
      { isDeleteMarker: false, isLatest: false, sizeBytes: 17, storageClass: 'Standard' },
      { isDeleteMarker: false, isLatest: true, sizeBytes: 7, storageClass: 'Standard' },
    ])
    expect(versions[3]?.versionId).toBe('null')
    expect(versions.every(({ owner }) => owner !== undefined)).toBe(true)
  })

  it('are folded into folders by a delimiter', async () => {
    expect(await all('', '/')).toEqual({ versions: [], commonPrefixes: ['dir/'] })
  })

  it('of one key end where another key begins, whatever the size of a page', async () => {
    const whole = (await all(key)).versions.filter((version) => version.key === key)
    for (const maxKeys of [1, 2, 3, 4, 5, 1000]) {
      const found: ListedVersion[] = []
      let after
      do {
        const page = await listVersionsOfKey(provider, { bucket, key, after, maxKeys })
        found.push(...page.versions)
        after = page.next
      } while (after !== undefined)
      expect(found).toEqual(whole)
    }
    expect(await listVersionsOfKey(provider, { bucket, key: 'dir/源' })).toEqual({ versions: [] })
  })

  it('have heads, tags and ACLs of their own', async () => {
    const [marker, three, two, first] = (await listVersionsOfKey(provider, { bucket, key })).versions.map(({ versionId }) => versionId)
    const at = (versionId: string | undefined) => ({ bucket, key, versionId })
    expect(await provider.headObject(at(three))).toMatchObject({ sizeBytes: 6, storageClass: 'IA', tagCount: 0, versionId: three })
    expect(await provider.headObject(at(first))).toMatchObject({ sizeBytes: 17 })
    expect(await provider.getObjectTagging(at(two))).toEqual({ of: 'two' })
    expect(await provider.getObjectTagging(at(three))).toEqual({})
    expect(await provider.getObjectAcl(at(two))).toBe('public-read')
    expect(await provider.getObjectAcl(at(three))).not.toBe('public-read')
    expect(await codeOf(provider.headObject(at(marker)))).toBe('MethodNotAllowed')
    expect(await codeOf(provider.headObject({ bucket, key }))).toBe('NoSuchKey')
  })

  it('are removed one by one or together, and not twice', async () => {
    const { versions } = await listVersionsOfKey(provider, { bucket, key })
    const [marker, ...older] = versions
    if (marker === undefined) throw new Error('There is no marker')
    await provider.deleteVersion({ bucket, ...marker })
    await provider.deleteVersion({ bucket, ...marker })
    expect(await provider.headObject({ bucket, key })).toMatchObject({ sizeBytes: 6 })
    expect(await provider.deleteVersions({ bucket, versions: older.slice(1) })).toEqual(new Set(older.slice(1)))
    expect((await listVersionsOfKey(provider, { bucket, key })).versions.map(({ versionId }) => versionId)).toEqual([older[0]?.versionId])
  })

  it.skipIf(settings.kind === 's3')('of a link lead each where it led', async () => {
    const link = { bucket, key: 'dir/link' }
    for (const target of ['dir/first', 'dir/second']) await provider.putSymlink({ ...link, target, attributes: {}, forbidOverwrite: false })
    const versions = (await listVersionsOfKey(provider, link)).versions.map(({ versionId }) => versionId)
    expect(await Promise.all(versions.map(async (versionId) => (await provider.getSymlink({ ...link, versionId })).target))).toEqual(['dir/second', 'dir/first'])
  })
})
