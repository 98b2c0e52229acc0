import { describe, expect, it } from 'vitest'
import type { ListedVersion, VersionsPage, VersionsProvider } from '../providers/versions-provider.ts'
import { walkVersions } from './walk-versions.ts'

const place = { bucket: 'data', prefix: '' }
const version = (versionId: string): ListedVersion => ({ key: 'a', versionId, isLatest: false, isDeleteMarker: false, sizeBytes: 1, lastModifiedMs: 0, etag: '', storageClass: 'Standard', type: 'Normal' })

/** Pages of one version each, which are told when they are asked for and answered when a test says so. */
function pagesOf(count: number) {
  const asked: { readonly after: string | undefined; readonly signal: AbortSignal | undefined; readonly answer: (error?: Error) => void }[] = []
  const provider: Pick<VersionsProvider, 'listVersionsPage'> = {
    listVersionsPage: ({ after, signal }) =>
      new Promise<VersionsPage>((resolve, reject) => {
        const at = asked.length
        const page = { versions: [version(String(at))], commonPrefixes: [], ...(at + 1 < count ? { next: { key: 'a', versionId: String(at) } } : {}) }
        asked.push({ after: after?.versionId, signal, answer: (error) => (error === undefined ? resolve(page) : reject(error)) })
      }),
  }
  return { asked, provider: provider as VersionsProvider }
}

describe('walking through versions', () => {
  it('asks for the next page while the last one is used, and for no page behind the last', async () => {
    const { asked, provider } = pagesOf(3)
    const pages = walkVersions(provider, { ...place, readsAhead: true })
    const first = pages.next()
    asked[0]?.answer()
    expect((await first).value?.versions[0]?.versionId).toBe('0')
    expect(asked.map(({ after }) => after)).toEqual([undefined, '0'])
    asked[1]?.answer()
    await pages.next()
    expect(asked).toHaveLength(3)
    asked[2]?.answer()
    await pages.next()
    expect(await pages.next()).toEqual({ done: true, value: undefined })
    expect(asked).toHaveLength(3)
  })

  it('asks for nothing that may not be wanted, unless it is told to', async () => {
    const { asked, provider } = pagesOf(3)
    const pages = walkVersions(provider, place)
    const first = pages.next()
    asked[0]?.answer()
    await first
    await pages.return(undefined)
    expect(asked).toHaveLength(1)
  })

  it('gives up the page that is on its way when nobody reads on, and says what went wrong with it to whoever does', async () => {
    const left = pagesOf(3)
    const pages = walkVersions(left.provider, { ...place, readsAhead: true, signal: new AbortController().signal })
    const first = pages.next()
    left.asked[0]?.answer()
    await first
    await pages.return(undefined)
    expect(left.asked[1]?.signal?.aborted).toBe(true)
    left.asked[1]?.answer(new Error('aborted'))

    const failing = pagesOf(3)
    const read = walkVersions(failing.provider, { ...place, readsAhead: true })
    const one = read.next()
    failing.asked[0]?.answer()
    await one
    failing.asked[1]?.answer(new Error('no answer'))
    await expect(read.next()).rejects.toThrow('no answer')
  })
})
