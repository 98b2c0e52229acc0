import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../providers/object-provider.ts'
import { openProvider } from '../providers/open-provider.ts'
import type { ListedVersion } from '../providers/versions-provider.ts'
import { startRealStore, type RealStore } from '../test-support/real-store.ts'
import { defaultSizes } from '../transfers/part-plan.ts'
import { openBench, putText, treeOf, type TransferBench } from '../test-support/transfer-bench.ts'
import { listVersionsOfKey } from './walk-versions.ts'

let store: RealStore
beforeAll(async () => {
  store = await startRealStore()
})
afterAll(() => store.close())

const sizes = { partBytes: 1024, partsFromBytes: 4096 }

describe.each(['oss', 's3'] as const)('jobs on versions over %s', (kind) => {
  let provider: Provider
  let bench: TransferBench
  const bucket = `version-jobs-${kind}`
  const versionsOf = async (key: string): Promise<readonly ListedVersion[]> => (await listVersionsOfKey(provider, { bucket, key })).versions
  const chosen = (key: string, versionId: string | undefined) => ({ objects: [{ key, versionId: versionId ?? '', sizeBytes: undefined, lastModifiedMs: undefined }], prefixes: [] })

  beforeAll(async () => {
    provider = openProvider({ ...store.connection, kind })
    await provider.putBucket({ bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
    await provider.putBucketSetting({ bucket, setting: { name: 'versioning', status: 'Enabled' } })
    bench = await openBench(provider, await store.folder('state'), undefined, { ...defaultSizes, ...sizes })
  })
  afterAll(async () => {
    await bench.service.close()
    provider.close()
  })

  it('download the version that was chosen, small or in ranges', async () => {
    const folderPath = await store.folder('downloads')
    for (const [key, bytes] of [['small.txt', 10], ['large.bin', 5000]] as const) {
      await putText(provider, bucket, key, 'a'.repeat(bytes))
      await putText(provider, bucket, key, 'b'.repeat(bytes))
      await provider.deleteObject({ bucket, key })
      const first = (await versionsOf(key)).at(-1)?.versionId
      const batch = await bench.service.enqueueDownload({ profileId: 'local', bucket, prefix: '', selection: chosen(key, first), folderPath, conflict: 'keepBoth' })
      expect(await bench.finish(batch)).toMatchObject({ state: 'done', itemsDone: 1 })
      expect(bench.itemsOf(batch)).toMatchObject([{ verified: true, versionId: first }])
      expect((await treeOf(folderPath)).get(key)?.toString()).toBe('a'.repeat(bytes))
    }
  })
})
