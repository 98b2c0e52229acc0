import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeleteMarkerRow, MetadataReader, MetadataStore, VersionPosition, VersionSummaryRow } from '../metadata-store.ts'
import type { SuiteSubject } from './metadata-store-suite.ts'
import { objectRow } from './rows.ts'

const marker = (sequence: number, versionId = `v${sequence}`): DeleteMarkerRow => ({
  type: 'DeleteMarker',
  versionId,
  sequence,
  lastModifiedMs: 1_700_000_000_000 + sequence,
})
const version = (sequence: number, versionId = `v${sequence}`) => objectRow({ sequence, versionId, content: { kind: 'empty' } })

/** Behaviour of the rows of versions that every metadata store shows. */
export function describeVersionRows(name: string, createSubject: () => Promise<SuiteSubject>): void {
  describe(`${name}: versions`, () => {
    let subject: SuiteSubject
    let store: MetadataStore
    beforeEach(async () => {
      subject = await createSubject()
      store = await subject.open()
    })
    afterEach(async () => {
      await store.close()
      await subject.cleanUp()
    })

    const read = <T>(fn: (reader: MetadataReader) => T): T => {
      const reader = store.snapshot()
      try {
        return fn(reader)
      } finally {
        reader.close()
      }
    }
    const walk = (bucketId: number, position?: VersionPosition) =>
      read((reader) => {
        const cursor = reader.versions(bucketId)
        if (position !== undefined) cursor.seek(position)
        const rows: VersionSummaryRow[] = []
        for (let row = cursor.next(); row !== undefined; row = cursor.next()) rows.push(row)
        cursor.close()
        return rows
      })
    const texts = (rows: readonly VersionSummaryRow[]) => rows.map((row) => `${row.key} ${row.sequence}${row.isLatest ? ' latest' : ''}`)

    it('finds what is older than a version, also of what is being written', async () => {
      const older = (reader: Pick<MetadataReader, 'olderHistoryRow'>, sequence: number) => reader.olderHistoryRow(7, 'k', sequence)?.sequence
      await store.write((tx) => {
        for (const sequence of [2, 5, 9]) tx.putHistoryRow(7, 'k', version(sequence))
        tx.putHistoryRow(7, 'k\u0000', version(1))
        tx.putHistoryRow(7, 'ka', version(1))
        tx.putHistoryRow(8, 'k', version(1))
      })
      expect(read((reader) => [10, 9, 6, 5, 3, 2, 1].map((sequence) => older(reader, sequence)))).toEqual([9, 5, 5, 2, 2, undefined, undefined])
      await store.write((tx) => {
        tx.removeHistoryRow(7, 'k', version(5))
        tx.putHistoryRow(7, 'k', marker(3))
        expect([9, 3, 2].map((sequence) => older(tx, sequence))).toEqual([3, 2, undefined])
      })
    })

    it('gives back every part of a version and of a delete marker', async () => {
      const old = objectRow({ sequence: 2 ** 52, versionId: 'some-id', tags: { a: 'b' }, userMetadata: { ü: 'é' }, sizeBytes: 7 })
      await store.write((tx) => {
        tx.putHistoryRow(7, 'a/キー', old)
        tx.putHistoryRow(7, 'a/キー', marker(3))
      })
      expect(read((reader) => reader.historyRow(7, 'a/キー', 2 ** 52))).toEqual(old)
      expect(read((reader) => reader.historyRow(7, 'a/キー', 3))).toEqual(marker(3))
      expect(read((reader) => reader.newestHistoryRow(7, 'a/キー'))).toEqual(old)
      for (const key of ['a/キ', 'a/キーx']) expect(read((reader) => reader.newestHistoryRow(7, key))).toBeUndefined()
      expect(read((reader) => reader.newestHistoryRow(8, 'a/キー'))).toBeUndefined()
      await store.write((tx) => {
        tx.removeHistoryRow(7, 'a/キー', old)
      })
      expect(read((reader) => reader.newestHistoryRow(7, 'a/キー'))).toEqual(marker(3))
    })

    it('finds the null version of the history, and forgets it with its row', async () => {
      await store.write((tx) => {
        tx.putHistoryRow(1, 'k', version(5, 'null'))
        for (let sequence = 6; sequence < 50; sequence++) tx.putHistoryRow(1, 'k', version(sequence))
      })
      expect(read((reader) => [reader.nullHistorySequence(1, 'k'), reader.nullHistorySequence(1, 'kk')])).toEqual([5, undefined])
      await store.write((tx) => {
        tx.removeHistoryRow(1, 'k', version(6))
        tx.removeHistoryRow(1, 'k', version(5, 'null'))
      })
      expect(read((reader) => reader.nullHistorySequence(1, 'k'))).toBeUndefined()
    })

    it('shows a transaction its own history, written and removed, merged with what is committed', async () => {
      await store.write((tx) => {
        for (const sequence of [2, 4, 6]) tx.putHistoryRow(1, 'k', version(sequence))
        tx.putHistoryRow(1, 'j', version(99))
      })
      const seen = await store.write((tx) => {
        const newest = () => tx.newestHistoryRow(1, 'k')?.sequence
        const found = [newest()]
        tx.putHistoryRow(1, 'k', marker(7))
        found.push(newest())
        for (const each of [marker(7), version(6), version(4)]) tx.removeHistoryRow(1, 'k', each)
        found.push(newest())
        tx.putHistoryRow(1, 'k', version(3))
        found.push(newest())
        for (const each of [version(2), version(3)]) tx.removeHistoryRow(1, 'k', each)
        found.push(newest())
        return found
      })
      expect(seen).toEqual([6, 7, 2, 3, undefined])
      expect(texts(walk(1))).toEqual(['j 99 latest'])
    })

    it('keeps track of the newest row through any writes and removals of a transaction', async () => {
      const sequence = fc.integer({ min: 1, max: 12 })
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(sequence),
          fc.array(fc.record({ sequence, isPut: fc.boolean(), isAsked: fc.boolean() }), { maxLength: 30 }),
          async (committed, steps) => {
            const bucketId = await store.write((tx) => tx.allocateBucketId())
            await store.write((tx) => {
              for (const each of committed) tx.putHistoryRow(bucketId, 'k', version(each))
            })
            const rows = new Set(committed)
            const newest = () => (rows.size === 0 ? undefined : Math.max(...rows))
            await store.write((tx) => {
              for (const step of steps) {
                if (step.isPut) tx.putHistoryRow(bucketId, 'k', version(step.sequence))
                else tx.removeHistoryRow(bucketId, 'k', version(step.sequence))
                if (step.isPut) rows.add(step.sequence)
                else rows.delete(step.sequence)
                if (step.isAsked) expect(tx.newestHistoryRow(bucketId, 'k')?.sequence).toBe(newest())
              }
            })
            expect(read((reader) => reader.newestHistoryRow(bucketId, 'k')?.sequence)).toBe(newest())
          },
        ),
        { numRuns: 100 },
      )
    })

    it('walks keys in byte order and the versions of each from the newest to the oldest', async () => {
      await store.write((tx) => {
        tx.putObject(3, 'a', version(9))
        for (const sequence of [1, 8, 256, 70_000].filter((each) => each < 9)) tx.putHistoryRow(3, 'a', version(sequence))
        tx.putHistoryRow(3, 'a\u0001', marker(4))
        tx.putHistoryRow(3, 'a\u0001', version(3))
        tx.putObject(3, 'a/b', version(70_000))
        tx.putHistoryRow(3, 'a/b', version(256))
        tx.putHistoryRow(3, 'a/b', version(255))
        tx.putObject(3, '😀', version(10))
        tx.putObject(3, '\uFFFF', version(11))
        tx.putHistoryRow(2, 'before', version(1))
        tx.putHistoryRow(4, 'behind', version(1))
      })
      const all = ['a 9 latest', 'a 8', 'a 1', 'a\u0001 4 latest', 'a\u0001 3', 'a/b 70000 latest', 'a/b 256', 'a/b 255', '\uFFFF 11 latest', '😀 10 latest']
      expect(texts(walk(3))).toEqual(all)
      expect(walk(3).map((row) => row.type)).toContain('DeleteMarker')
      expect(texts(walk(3, { kind: 'at', key: 'a/b' }))).toEqual(all.slice(5))
      expect(texts(walk(3, { kind: 'after', key: 'a' }))).toEqual(all.slice(3))
      expect(texts(walk(3, { kind: 'afterPrefix', prefix: 'a' }))).toEqual(all.slice(8))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a', sequence: 9 }))).toEqual(all.slice(1))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a', sequence: 5 }))).toEqual(all.slice(2))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a', sequence: 1 }))).toEqual(all.slice(3))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a', sequence: 0 }))).toEqual(all.slice(3))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a', sequence: 10 }))).toEqual(all)
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a\u0001', sequence: 4 }))).toEqual(all.slice(4))
      expect(texts(walk(3, { kind: 'afterVersion', key: 'a\u0001', sequence: 5 }))).toEqual(all.slice(3))
    })

    it('resumes after any version as a sorted list would', async () => {
      const keys = ['a', 'a\u0001', 'ab', 'é', '\uFFFF', '😀']
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ key: fc.constantFrom(...keys), sequence: fc.integer({ min: 1, max: 300 }), shown: fc.boolean() }), { maxLength: 25 }),
          fc.constantFrom(...keys),
          fc.integer({ min: 0, max: 301 }),
          async (rows, key, sequence) => {
            const bucketId = await store.write((tx) => tx.allocateBucketId())
            const distinct = [...new Map(rows.map((row) => [`${row.key} ${row.sequence}`, row])).values()]
            const newest = (of: string) => Math.max(0, ...distinct.filter((row) => row.key === of).map((row) => row.sequence))
            // What a key shows is its newest version; where it shows nothing, all of it is history.
            const isShown = (of: string) => distinct.some((row) => row.key === of && row.sequence === newest(of) && row.shown)
            await store.write((tx) => {
              for (const row of distinct) {
                if (isShown(row.key) && row.sequence === newest(row.key)) tx.putObject(bucketId, row.key, version(row.sequence))
                else tx.putHistoryRow(bucketId, row.key, row.shown ? version(row.sequence) : marker(row.sequence))
              }
            })
            const expected = distinct
              .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || b.sequence - a.sequence)
              .filter((row) => Buffer.compare(Buffer.from(row.key), Buffer.from(key)) > 0 || (row.key === key && row.sequence < sequence))
              .map((row) => `${row.key} ${row.sequence}${row.sequence === newest(row.key) ? ' latest' : ''}`)
            expect(texts(walk(bucketId, { kind: 'afterVersion', key, sequence }))).toEqual(expected)
          },
        ),
        { numRuns: 100 },
      )
    })

    it('takes the history of the longest key', async () => {
      const key = 'k'.repeat(1023)
      await store.write((tx) => {
        tx.putHistoryRow(1, key, version(3))
      })
      expect(texts(walk(1))).toEqual([`${key} 3 latest`])
    })

    it('counts delete markers beside objects', async () => {
      await store.write((tx) => {
        tx.addToCounters(1, { deleteMarkerCount: 2, nowMs: 5 })
        tx.addToCounters(1, { storageClass: 'IA', objectCount: 1, storageBytes: 3, nowMs: 4 })
      })
      await store.write((tx) => {
        tx.addToCounters(1, { deleteMarkerCount: -1, nowMs: 6 })
      })
      expect(read((reader) => reader.counters(1))).toMatchObject({
        deleteMarkerCount: 1,
        byClass: { IA: { objectCount: 1, storageBytes: 3 } },
        lastModifiedMs: 6,
      })
    })
  })
}
