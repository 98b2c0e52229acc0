import { describe, expect, it } from 'vitest'
import { bodyOf, createEngineFixture, type EngineFixture, putInput } from '../engine/test-support/engine-fixture.ts'
import { listAll } from '../engine/test-support/engine-fixture.ts'
import { checkStore } from './check-store.ts'
import { describeObject, describeStore } from './describe-store.ts'
import { seedObjects } from './seed-objects.ts'
import type { MetadataWriter, ObjectRow, PartRow } from '../metadata/metadata-store.ts'

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

const partBytes = Buffer.alloc(100 * 1024, 'part')
const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const

async function upload({ engine }: EngineFixture, key: string) {
  const { uploadId } = await engine.initiateMultipartUpload({ bucket: 'bucket', key, ...attributes })
  const address = { bucket: 'bucket', key, uploadId }
  for (const [partNumber, bytes] of [[1, partBytes], [2, partBytes], [3, Buffer.from('end')]] as const) {
    await engine.uploadPart({ ...address, partNumber, body: bodyOf(bytes), claims: {}, signal: new AbortController().signal })
  }
  return address
}

describe('fsck of bodies in pieces', () => {
  /** `pieces` and a copy of it, an unfinished upload `open`, and an aborted one. */
  async function filled() {
    const fixture = await createEngineFixture()
    const { engine } = fixture
    await engine.completeMultipartUpload({ ...(await upload(fixture, 'pieces')), parts: 'all', forbidOverwrite: false })
    await engine.copyObject({ bucket: 'bucket', key: 'copy', source: { bucket: 'bucket', key: 'pieces' }, sourceConditions: {}, acl: 'default', forbidOverwrite: false })
    const open = await upload(fixture, 'open')
    await engine.abortMultipartUpload(await upload(fixture, 'aborted'))
    return { fixture, openNumber: Number.parseInt(open.uploadId.slice(0, 16), 16) }
  }

  it('finds nothing wrong with copies, unfinished and aborted uploads, and what waits for the sweep', async () => {
    const { fixture } = await filled()
    expect(await check(fixture)).toEqual([])
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'copy' })
    await fixture.engine.deleteObject({ bucket: 'bucket', key: 'pieces' })
    expect(await check(fixture)).toEqual([])
  })

  interface Parts {
    readonly tx: MetadataWriter
    readonly list: number
    readonly openNumber: number
    readonly files: Map<string, Buffer>
  }
  const damages: [string, string[], (parts: Parts) => void][] = [
    ['a missing file of a piece', ['missing-blob'], ({ tx, list, files }) => { files.delete(fileOf([...tx.pieces(list, 0)][1]!)) }],
    ['flipped bytes of a piece, for every object that shows it', ['damaged-body', 'damaged-body'], ({ tx, list, files }) => { files.get(fileOf([...tx.pieces(list, 0)][1]!))![7] = 0 }],
    ['flipped bytes of a part', ['damaged-body'], ({ tx, openNumber, files }) => { files.get(fileOf(tx.part(openNumber, 1)!))![7] = 0 }],
    ['a gap before a piece', ['damaged-piece-list', 'missing-blob'], ({ tx, list }) => {
      const [first, ...rest] = [...tx.pieces(list, 0)]
      tx.putPieceList(list, [{ ...first!, start: 5, sizeBytes: first!.sizeBytes - 5 }, ...rest])
      tx.addPieceListReferences(list, 1, 1)
    }],
    ['a list that is shorter than its objects', ['damaged-piece-list', 'damaged-piece-list', 'unreferenced-inline-body'], ({ tx, list }) => { shorten(tx, list) }],
    ['a count of a list that is too high', ['wrong-reference-count'], ({ tx, list }) => { tx.addPieceListReferences(list, 1, 1) }],
    ['a list in use that was given up', ['wrong-reference-count', 'garbage-in-use'], ({ tx, list }) => {
      tx.addPieceListReferences(list, -1, 1)
      tx.addPieceListReferences(list, -1, 1)
    }],
    ['a list nobody refers to', ['wrong-reference-count', 'unreferenced-piece-list', 'shared-inline-body'], ({ tx, list }) => { tx.putPieceList(9999, [...tx.pieces(list, 0)].slice(2).map((piece) => ({ ...piece, start: 0 }))) }],
    ['parts of no upload', ['part-without-upload'], ({ tx }) => { tx.putPart(8888, { partNumber: 1, sizeBytes: 0, etag: 'D41D8CD98F00B204E9800998ECF8427E', crc64: 0n, lastModifiedMs: 1, content: { kind: 'empty' } }) }],
    ['an upload given up that can be completed', ['garbage-in-use'], ({ tx, openNumber }) => { tx.discardUpload(openNumber, 1) }],
    ['a wrong count of uploads', ['wrong-counter'], ({ tx }) => { tx.addToCounters(1, { multipartUploadCount: 1, multipartPartCount: 0 }) }],
    ['a wrong count of parts', ['wrong-counter'], ({ tx }) => { tx.addToCounters(1, { multipartUploadCount: 0, multipartPartCount: 1 }) }],
    ['an upload that has fewer parts than it says', ['wrong-counter'], ({ tx, openNumber }) => { tx.countPart(1, tx.upload(1, 'open', openNumber)!) }],
    ['a setting without a bucket', ['setting-without-bucket'], ({ tx }) => { tx.putBucketSetting(77, 'cors', {}) }],
    ['an upload without a bucket', ['upload-without-bucket'], ({ tx, openNumber }) => { tx.putUpload(77, { ...tx.upload(1, 'open', openNumber)!, uploadNumber: 7777 }) }],
  ]
  it.each(damages)('reports %s', async (_, kinds, damage) => {
    const { fixture, openNumber } = await filled()
    await fixture.deps.metadata.write((tx) => {
      const { content } = tx.object(1, 'pieces')!
      damage({ tx, openNumber, list: content.kind === 'pieces' ? content.pieceList : -1, files: fixture.deps.blobs.files })
    })
    expect((await check(fixture)).toSorted()).toEqual(kinds.toSorted())
  })
})

const fileOf = ({ content }: Pick<PartRow, 'content'>) => (content.kind === 'file' ? content.blobId : '')
function shorten(tx: MetadataWriter, list: number): void {
  const pieces = [...tx.pieces(list, 0)]
  tx.addPieceListReferences(list, -1, 1)
  tx.addPieceListReferences(list, -1, 1)
  tx.takePieces(list, 1000)
  tx.putPieceList(list, pieces.slice(0, 2))
  tx.addPieceListReferences(list, 1, 1)
  tx.removeDiscarded({ kind: 'pieceList', number: list, sinceMs: 1 })
}

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
    const { deps, engine } = await filledStore()
    await engine.putBucketSetting({ bucket: 'bucket', name: 'requestPayment', value: { payer: 'Requester' } })
    await engine.initiateBucketWorm({ bucket: 'bucket', retentionPeriodDays: 7 })
    const reader = deps.metadata.snapshot()
    expect(describeStore(reader)).toMatch(
      /current +3 rows[\s\S]*settings +1 rows[\s\S]*bucket  id 1, cn-hangzhou.*retention 7 days[\s\S]*Standard: 3 objects, 48 bytes[\s\S]*settings: requestPayment/,
    )
    expect(describeObject(reader, 'bucket/inline', '/data')).toMatch(/size +5 bytes[\s\S]*content +inline body \d+, 5 bytes/)
    expect(() => describeObject(reader, 'bucket/none', '/data')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }) as Error)
    reader.close()
  })
})
