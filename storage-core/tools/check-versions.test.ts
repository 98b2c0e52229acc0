import { describe, expect, it } from 'vitest'
import { createEngineFixture, type EngineFixture, putInput } from '../engine/test-support/engine-fixture.ts'
import type { MetadataWriter, ObjectRow, VersionRow } from '../metadata/metadata-store.ts'
import { checkStore } from './check-store.ts'
import { describeObject, describeStore } from './describe-store.ts'
import { seedObjects } from './seed-objects.ts'

const bucket = 'bucket'
const bucketId = 1
const long = 'a body that is longer than the inline limit'

async function check({ deps }: EngineFixture): Promise<string[]> {
  const reader = deps.metadata.snapshot()
  try {
    return (await checkStore(reader, deps.blobs, { deep: true })).problems.map((problem) => problem.kind)
  } finally {
    reader.close()
  }
}

/** `k`: a version on top of the null version; `gone`: a delete marker on top of a version; `one`: a single version. */
async function filledStore(): Promise<EngineFixture> {
  const fixture = await createEngineFixture()
  const { engine } = fixture
  await engine.putObject(putInput('k', 'null'))
  await engine.putBucketVersioning({ bucket, status: 'Enabled' })
  await engine.putObject(putInput('k', 'newer'))
  await engine.putObject(putInput('gone', long))
  await engine.deleteObject({ bucket, key: 'gone' })
  await engine.putObject(putInput('one', 'one'))
  return fixture
}

describe('fsck of versions', () => {
  it('finds nothing wrong with versions, markers and null versions in order', async () => {
    expect(await check(await filledStore())).toEqual([])
  })

  interface Rows {
    readonly shown: (key: string) => ObjectRow
    readonly newestOf: (key: string) => VersionRow
  }
  const damages: [string, string[], (tx: MetadataWriter, rows: Rows) => void][] = [
    ['a version that nothing hides and the key does not show', ['wrong-counter', 'wrong-version-order'], (tx, { newestOf }) => {
      tx.removeHistoryRow(bucketId, 'gone', newestOf('gone'))
    }],
    ['a history that is newer than what the key shows', ['wrong-counter', 'wrong-version-id', 'wrong-version-order'], (tx, { shown }) => {
      tx.putHistoryRow(bucketId, 'one', { ...shown('one'), content: { kind: 'empty' }, sizeBytes: 0, crc64: 0n, sequence: 99, etag: 'D41D8CD98F00B204E9800998ECF8427E' })
    }],
    ['a version id that leads elsewhere', ['wrong-version-id'], (tx, { shown }) => {
      tx.putObject(bucketId, 'one', { ...shown('one'), versionId: shown('k').versionId })
    }],
    ['two null versions of a key', ['wrong-null-version'], (tx, { shown }) => {
      tx.putObject(bucketId, 'k', { ...shown('k'), versionId: 'null' })
    }],
    ['an index of null versions that leads nowhere', ['wrong-null-version'], (tx, { newestOf }) => {
      const marker: VersionRow = { type: 'DeleteMarker', versionId: 'null', sequence: newestOf('k').sequence, lastModifiedMs: 1 }
      tx.putHistoryRow(bucketId, 'nothing', marker)
      // Under another id, so that the entry of the index stays behind.
      tx.removeHistoryRow(bucketId, 'nothing', { ...marker, versionId: 'other' })
    }],
    ['a null version that the index passes by', ['wrong-counter', 'wrong-null-version', 'wrong-null-version', 'wrong-null-version'], (tx) => {
      tx.putHistoryRow(bucketId, 'k', { type: 'DeleteMarker', versionId: 'null', sequence: 0, lastModifiedMs: 1 })
    }],
    ['a wrong number of delete markers', ['wrong-counter'], (tx) => {
      tx.addToCounters(bucketId, { deleteMarkerCount: 1, nowMs: 1 })
    }],
    ['history without a bucket', ['object-without-bucket'], (tx) => {
      tx.putHistoryRow(77, 'lost', { type: 'DeleteMarker', versionId: 'x', sequence: 5, lastModifiedMs: 1 })
    }],
    ['history of a bucket that never had versioning', Array.from({ length: 3 }, () => 'history-without-versioning'), (tx) => {
      const { versioning: _, ...row } = tx.bucket(bucket)!
      tx.putBucket(row)
    }],
  ]
  it.each(damages)('reports %s', async (_, kinds, damage) => {
    const fixture = await filledStore()
    await fixture.deps.metadata.write((tx) => {
      damage(tx, { shown: (key) => tx.object(bucketId, key)!, newestOf: (key) => tx.newestHistoryRow(bucketId, key)! })
    })
    expect((await check(fixture)).toSorted()).toEqual(kinds.toSorted())
  })
})

describe('inspect with versions', () => {
  it('shows the versions of a key, one of them, and what a delete marker hides', async () => {
    const { deps } = await filledStore()
    const reader = deps.metadata.snapshot()
    expect(describeStore(reader)).toMatch(/history +3 rows[\s\S]*versioning Enabled[\s\S]*1 delete markers/)
    expect(describeObject(reader, 'bucket/k', '/data')).toMatch(/version id +\S{21} \(latest\)[\s\S]*size +5 bytes[\s\S]*versions\n├── .*latest\n└── null /)
    expect(describeObject(reader, 'bucket/k', '/data', 'null')).toMatch(/version id +null\n[\s\S]*size +4 bytes/)
    expect(describeObject(reader, 'bucket/gone', '/data')).toMatch(/type +DeleteMarker[\s\S]*delete marker, latest\n└── .*43 bytes$/)
    expect(() => describeObject(reader, 'bucket/one', '/data', 'null')).toThrow(expect.objectContaining({ code: 'NoSuchVersion' }) as Error)
    reader.close()
  })
})

describe('seed with versions', () => {
  it('gives each object several versions in a store that stays in order, and never over existing ones', async () => {
    const fixture = await createEngineFixture()
    const options = { bucket, objects: 30, prefix: 'p/', folders: 0, sizeBytes: 10, versions: 4 }
    const seed = () => seedObjects(fixture.deps.metadata, fixture.clock, options)
    await expect(seed()).rejects.toMatchObject({ code: 'InvalidArgument' })
    await fixture.engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await seed()
    expect(await check(fixture)).toEqual([])
    expect(await fixture.engine.getBucketStat({ bucket })).toMatchObject({ objectCount: 120, storageBytes: 1200 })
    await fixture.engine.deleteObject({ bucket, key: 'p/object-00000000' })
    await expect(seed()).rejects.toMatchObject({ code: 'FileAlreadyExists' })
  })
})
