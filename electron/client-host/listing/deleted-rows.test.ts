import { describe, expect, it } from 'vitest'
import type { ListedVersion, VersionsProvider } from '../providers/versions-provider.ts'
import { readDeleted } from './deleted-rows.ts'

const version = (key: string, more: Partial<ListedVersion>): ListedVersion => ({ key, versionId: 'v', isLatest: false, isDeleteMarker: false, lastModifiedMs: 1, sizeBytes: 5, etag: 'E', storageClass: 'IA', type: 'Normal', ...more })
const marker = (key: string, more: Partial<ListedVersion>): ListedVersion => version(key, { isDeleteMarker: true, sizeBytes: 0, etag: '', storageClass: '', type: '', ...more })

async function deletedOf(pages: readonly (readonly ListedVersion[])[], commonPrefixes: readonly string[] = []) {
  let served = 0
  const provider: Pick<VersionsProvider, 'listVersionsPage'> = {
    listVersionsPage: () => {
      const at = served++
      return Promise.resolve({ versions: pages[at] ?? [], commonPrefixes: at === 0 ? commonPrefixes : [], ...(at < pages.length - 1 ? { next: { key: 'x' } } : {}) })
    },
  }
  const found = { objects: [] as unknown[], commonPrefixes: [] as string[] }
  for await (const page of readDeleted(provider as VersionsProvider, { bucket: 'b', prefix: '', signal: new AbortController().signal })) {
    found.objects.push(...page.objects)
    found.commonPrefixes.push(...page.commonPrefixes)
  }
  return found
}

describe('readDeleted', () => {
  it('gives the version that would come back, with the time of the deletion, also over the end of a page', async () => {
    const pages = [
      [version('alive', { isLatest: true }), version('alive', {}), marker('gone', { isLatest: true, lastModifiedMs: 9 })],
      [marker('gone', { lastModifiedMs: 7 }), version('gone', { sizeBytes: 42 }), version('gone', { sizeBytes: 1 })],
    ]
    expect(await deletedOf(pages, ['dir/'])).toEqual({
      objects: [{ key: 'gone', sizeBytes: 42, etag: 'E', storageClass: 'IA', lastModifiedMs: 9, type: 'DeleteMarker' }],
      commonPrefixes: ['dir/'],
    })
  })

  it('passes over what was deleted and written again, and what nothing is left of', async () => {
    const pages = [[version('again', { isLatest: true }), marker('again', {}), version('again', {}), marker('empty', { isLatest: true }), marker('empty', {}), version('next', { isLatest: true })]]
    expect((await deletedOf(pages)).objects).toEqual([])
  })
})
