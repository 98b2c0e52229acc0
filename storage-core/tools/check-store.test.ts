import { describe, expect, it } from 'vitest'
import { createEngineFixture, type EngineFixture, putInput } from '../engine/test-support/engine-fixture.ts'
import { ensureAccessKey, loadAccessKeys } from '../engine/identities.ts'
import { listAll } from '../engine/test-support/engine-fixture.ts'
import { seededRandom } from '../platform/test-support/seeded-random.ts'
import { checkStore } from './check-store.ts'
import { describeObject, describeStore } from './describe-store.ts'
import { seedObjects } from './seed-objects.ts'
import type { MetadataWriter, ObjectRow } from '../metadata/metadata-store.ts'

const long = 'a body that is longer than the inline limit'

async function check({ deps }: EngineFixture): Promise<string[]> {
  const reader = deps.metadata.snapshot()
  try {
    return (await checkStore(reader, deps.blobs, { deep: true })).problems.map((problem) => problem.kind)
  } finally {
    reader.close()
  }
}

async function filledStore(): Promise<EngineFixture> {
  const fixture = await createEngineFixture()
  await fixture.engine.putObject(putInput('inline', 'short'))
  await fixture.engine.putObject(putInput('file', long))
  await fixture.engine.putObject(putInput('empty', ''))
  return fixture
}

describe('fsck', () => {
  it('finds nothing wrong with a store in order, garbage included', async () => {
    const fixture = await filledStore()
    await fixture.engine.putObject(putInput('file', `${long} again`))
    expect(await check(fixture)).toEqual([])
  })

  type Damage = (fixture: EngineFixture, tx: MetadataWriter, rowOf: (key: string) => ObjectRow) => void
  const damages: [string, string[], Damage][] = [
    ['a missing file', ['missing-blob'], ({ deps }) => { deps.blobs.files.clear() }],
    ['a file nobody refers to', ['unreferenced-blob'], ({ deps }) => { deps.blobs.files.set('ff', Buffer.from('x')) }],
    ['flipped bytes of a file', ['damaged-body'], ({ deps }) => { for (const bytes of deps.blobs.files.values()) bytes[5] = 0 }],
    ['other bytes inline', ['damaged-body'], (_, tx, rowOf) => { tx.putInlineBody(inlineNumber(rowOf('inline')), Buffer.from('other')) }],
    ['a short inline body', ['damaged-body'], (_, tx, rowOf) => { tx.putInlineBody(inlineNumber(rowOf('inline')), Buffer.from('sho')) }],
    ['a missing inline body', ['missing-blob'], (_, tx, rowOf) => { tx.removeInlineBody(inlineNumber(rowOf('inline'))) }],
    ['an inline body nobody refers to', ['unreferenced-inline-body'], (_, tx) => { tx.putInlineBody(999, Buffer.from('x')) }],
    ['two rows with one inline body', ['wrong-counter', 'shared-inline-body'], (_, tx, rowOf) => { tx.putObject(1, 'zz', rowOf('inline')) }],
    ['a count that is too high', ['wrong-reference-count'], (_, tx, rowOf) => { tx.addBlobReferences(blobId(rowOf('file')), 1, 1) }],
    ['a file in use marked for removal', ['wrong-reference-count', 'garbage-in-use'], (_, tx, rowOf) => { tx.addBlobReferences(blobId(rowOf('file')), -1, 1) }],
    ['a wrong counter', ['wrong-counter'], (_, tx) => { tx.addToCounters(1, { storageClass: 'IA', objectCount: 1, storageBytes: 1, nowMs: 1 }) }],
    ['a row without a bucket', ['object-without-bucket'], (_, tx, rowOf) => { tx.putObject(77, 'lost', rowOf('empty')) }],
  ]
  it.each(damages)('reports %s', async (_, kinds, damage) => {
    const fixture = await filledStore()
    await fixture.deps.metadata.write((tx) => {
      damage(fixture, tx, (key) => tx.object(1, key)!)
    })
    expect((await check(fixture)).toSorted()).toEqual(kinds.toSorted())
  })
})

const inlineNumber = (row: ObjectRow) => (row.content.kind === 'inline' ? row.content.inlineNumber : -1)
const blobId = (row: ObjectRow) => (row.content.kind === 'file' ? row.content.blobId : '')

describe('seed', () => {
  it('writes ascending keys in a store that stays in order, and never over existing ones', async () => {
    const fixture = await createEngineFixture()
    const options = { bucket: 'bucket', objects: 12_001, prefix: 'p/', folders: 3, sizeBytes: 10 }
    await seedObjects(fixture.deps.metadata, fixture.clock, options)
    expect(await listAll(fixture.engine, { prefix: 'p/', delimiter: '/' })).toHaveLength(3)
    expect(await listAll(fixture.engine)).toHaveLength(12_001)
    expect(await check(fixture)).toEqual([])
    await expect(seedObjects(fixture.deps.metadata, fixture.clock, options)).rejects.toMatchObject({ code: 'FileAlreadyExists' })
  })
})

describe('inspect', () => {
  it('shows the tables and counters, and where the bytes of an object are', async () => {
    const { deps } = await filledStore()
    const reader = deps.metadata.snapshot()
    expect(describeStore(reader)).toMatch(/current +3 rows[\s\S]*bucket  id 1, cn-hangzhou[\s\S]*Standard: 3 objects, 48 bytes/)
    expect(describeObject(reader, 'bucket/inline', '/data')).toMatch(/size +5 bytes[\s\S]*content +inline body \d+, 5 bytes/)
    expect(() => describeObject(reader, 'bucket/none', '/data')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }) as Error)
    reader.close()
  })
})

describe('key pairs', () => {
  it('are made once, kept, and joined by the pair a script brings along', async () => {
    const { deps, clock } = await createEngineFixture()
    const options = { metadata: deps.metadata, clock, random: seededRandom(1) }
    const first = await ensureAccessKey(options)
    expect(first.accessKeyId).toMatch(/^OSSIA[A-Za-z0-9]{16}$/)
    expect(first.accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/)
    expect(first.owner.id).toMatch(/^\d{16}$/)
    expect(await ensureAccessKey(options)).toEqual(first)
    clock.nowMs += 1
    const wanted = { accessKeyId: 'script', accessKeySecret: 'one' }
    const second = await ensureAccessKey({ ...options, accessKey: wanted })
    expect(second).toEqual({ ...wanted, owner: first.owner })
    await ensureAccessKey({ ...options, accessKey: { ...wanted, accessKeySecret: 'two' } })
    expect([...loadAccessKeys(deps.metadata).values()].map((each) => each.accessKeySecret)).toEqual([first.accessKeySecret, 'two'])
  })
})
