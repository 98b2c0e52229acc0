import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CursorPosition, MetadataReader, MetadataStore, PartRow, PieceRow, UploadPosition } from '../metadata-store.ts'
import { bucketRow, objectRow, uploadRow } from './rows.ts'

export interface SuiteSubject {
  open(): Promise<MetadataStore>
  cleanUp(): Promise<void>
}

/** Behaviour that every metadata store shows, whatever is underneath. */
export function describeMetadataStore(name: string, createSubject: () => Promise<SuiteSubject>): void {
  describe(name, () => {
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
    const keysFrom = (bucketId: number, position?: CursorPosition) =>
      read((reader) => {
        const cursor = reader.objects(bucketId)
        if (position !== undefined) cursor.seek(position)
        const keys: string[] = []
        for (let row = cursor.next(); row !== undefined; row = cursor.next()) keys.push(row.key)
        cursor.close()
        return keys
      })

    it('gives back every part of an object row', async () => {
      const row = objectRow({
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
        userMetadata: { author: '作者' },
        tags: { stage: 'test' },
        content: { kind: 'file', blobId: 'ab01' },
        etag: '0123456789ABCDEF0123456789ABCDEF-12',
        crc64: 0xffff_ffff_ffff_fffen,
        sizeBytes: 2 ** 45 + 1,
        storageClass: 'DeepColdArchive',
        acl: 'public-read',
        type: 'Multipart',
      })
      await store.write((tx) => {
        tx.putObject(7, 'a/キー', row)
      })
      expect(read((reader) => reader.object(7, 'a/キー'))).toEqual(row)
      expect(read((reader) => reader.object(7, 'a/キ'))).toBeUndefined()
      expect(read((reader) => reader.object(8, 'a/キー'))).toBeUndefined()
    })

    it('shows a transaction its own writes and removals before anybody else sees them', async () => {
      await store.write((tx) => {
        tx.putObject(1, 'old', objectRow())
        tx.putInlineBody(5, Buffer.from('five'))
      })
      const before = store.snapshot()
      const seen = await store.write((tx) => {
        tx.putObject(1, 'new', objectRow({ sizeBytes: 9 }))
        tx.removeObject(1, 'old')
        tx.removeInlineBody(5)
        tx.putInlineBody(6, Buffer.from('six'))
        return [tx.object(1, 'new')?.sizeBytes, tx.object(1, 'old'), tx.inlineBody(5), tx.inlineBody(6)?.toString()]
      })
      expect(seen).toEqual([9, undefined, undefined, 'six'])
      expect([before.object(1, 'new'), before.object(1, 'old')?.sizeBytes]).toEqual([undefined, 3])
      before.close()
      expect(keysFrom(1)).toEqual(['new'])
    })

    it('keeps settings by bucket and by account, and removes those of a bucket with it', async () => {
      await store.write((tx) => {
        tx.putBucket(bucketRow({ name: 'one', bucketId: 1 }))
        tx.putBucketSetting(1, 'cors', { a: 1 })
        tx.putBucketSetting(1, 'policy', { text: 'é' })
        tx.putBucketSetting(2, 'cors', { b: 2 })
        tx.putAccountSetting('12', 'cors', { c: 3 })
        tx.removeBucketSetting(1, 'none')
        expect([...tx.bucketSettings(1)]).toEqual([['cors', { a: 1 }], ['policy', { text: 'é' }]])
      })
      read((reader) => {
        expect([...reader.bucketSettings(1).keys()]).toEqual(['cors', 'policy'])
        expect([reader.bucketSetting(1, 'policy'), reader.bucketSetting(2, 'policy')]).toEqual([{ text: 'é' }, undefined])
        expect([reader.accountSetting('12', 'cors'), reader.accountSetting('1', 'cors')]).toEqual([{ c: 3 }, undefined])
        expect([...reader.settingOwners()]).toEqual([1, 1, 2])
      })
      await store.write((tx) => {
        tx.removeAccountSetting('12', 'cors')
        tx.removeBucket(bucketRow({ name: 'one', bucketId: 1 }))
      })
      expect(read((reader) => [...reader.settingOwners()])).toEqual([2])
      expect(read((reader) => reader.accountSetting('12', 'cors'))).toBeUndefined()
    })

    it('raises the revision of buckets before whoever changed one is told', async () => {
      const revisions = [store.bucketRevision()]
      for (const change of [
        () => store.write((tx) => tx.putBucket(bucketRow({ name: 'one' }))),
        () => store.write((tx) => tx.putBucketSetting(1, 'cors', {})),
        () => store.write((tx) => tx.putAccountSetting('1', 'cors', {})),
      ]) {
        await change()
        revisions.push(store.bucketRevision())
      }
      expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b))
      await store.write((tx) => tx.putObject(1, 'key', objectRow()))
      expect(store.bucketRevision()).toBe(revisions.at(-1))
      await expect(store.write((tx) => {
        tx.putBucketSetting(1, 'cors', {})
        throw new Error('no')
      })).rejects.toThrow('no')
      expect(store.bucketRevision()).toBe(revisions.at(-1))
    })

    it('shows each acknowledged change to the reads right behind it, in the same turn of the event loop too', async () => {
      for (let sizeBytes = 1; sizeBytes <= 20; sizeBytes++) {
        const before = store.read((reader) => reader.object(1, 'key')?.sizeBytes ?? 0)
        await store.write((tx) => tx.putObject(1, 'key', objectRow({ sizeBytes })))
        expect([before, store.read((reader) => reader.object(1, 'key')?.sizeBytes)]).toEqual([sizeBytes - 1, sizeBytes])
      }
    })

    it('walks with several cursors of one read side by side', async () => {
      await store.write((tx) => {
        for (const key of ['a', 'b', 'c', 'd']) tx.putObject(1, key, objectRow())
      })
      const seen = store.read((reader) => {
        const [first, second] = [reader.objects(1), reader.objects(1)]
        const keys = [first.next()?.key, second.next()?.key, first.next()?.key]
        second.seek({ kind: 'at', key: 'd' })
        keys.push(first.next()?.key, second.next()?.key, second.next()?.key, first.next()?.key)
        first.close()
        second.close()
        return keys
      })
      expect(seen).toEqual(['a', 'a', 'b', 'c', 'd', undefined, 'd'])
    })

    it('drops everything of a transaction that throws and keeps the others of the same commit', async () => {
      const results = await Promise.allSettled([
        store.write((tx) => {
          tx.putObject(1, 'first', objectRow())
          tx.addToCounters(1, { storageClass: 'Standard', objectCount: 1, storageBytes: 3, nowMs: 10 })
        }),
        store.write((tx) => {
          tx.putObject(1, 'bad', objectRow())
          tx.addToCounters(1, { storageClass: 'Standard', objectCount: 1, storageBytes: 3, nowMs: 11 })
          tx.addBlobReferences('blob', 1, 11)
          throw new Error('refused')
        }),
        store.write((tx) => {
          tx.putObject(1, 'third', objectRow())
          tx.addToCounters(1, { storageClass: 'IA', objectCount: 1, storageBytes: 4, nowMs: 12 })
          return tx.counters(1).byClass.Standard.objectCount
        }),
      ])
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(results[2]).toMatchObject({ value: 1 })
      expect(keysFrom(1)).toEqual(['first', 'third'])
      expect(read((reader) => reader.blobReferences('blob'))).toBe(0)
      expect(read((reader) => reader.counters(1))).toMatchObject({
        byClass: { Standard: { objectCount: 1, storageBytes: 3 }, IA: { objectCount: 1, storageBytes: 4 } },
        lastModifiedMs: 12,
      })
    })

    it('lets every transaction see the ones queued before it', async () => {
      const totals = await Promise.all(
        Array.from({ length: 500 }, (_, i) =>
          store.write((tx) => {
            const before = tx.object(1, 'count')?.sizeBytes ?? 0
            tx.putObject(1, 'count', objectRow({ sizeBytes: before + 1 }))
            return { i, total: before + 1, sequence: tx.nextSequence() }
          }),
        ),
      )
      expect(totals.map((each) => each.total)).toEqual(totals.map((each) => each.i + 1))
      expect(new Set(totals.map((each) => each.sequence)).size).toBe(500)
    })

    it('reads what was written as soon as the write is acknowledged', async () => {
      for (let i = 0; i < 20; i++) {
        // A read in the same turn must not pin an older state for the one after the write.
        expect(read((reader) => reader.object(1, `key-${i}`))).toBeUndefined()
        await store.write((tx) => {
          tx.putObject(1, `key-${i}`, objectRow({ sizeBytes: i }))
        })
        expect(read((reader) => reader.object(1, `key-${i}`)?.sizeBytes)).toBe(i)
      }
    })

    it('keeps an open snapshot still while the store changes', async () => {
      await store.write((tx) => {
        for (const key of ['a', 'b', 'c']) tx.putObject(1, key, objectRow())
      })
      const snapshot = store.snapshot()
      const cursor = snapshot.objects(1)
      expect(cursor.next()?.key).toBe('a')
      await store.write((tx) => {
        tx.removeObject(1, 'b')
        tx.putObject(1, 'bb', objectRow())
      })
      expect([cursor.next()?.key, cursor.next()?.key, cursor.next()]).toEqual(['b', 'c', undefined])
      cursor.close()
      snapshot.close()
      expect(keysFrom(1)).toEqual(['a', 'bb', 'c'])
    })

    it('walks keys in the order of their UTF-8 bytes and seeks to, after and past a prefix', async () => {
      const keys = ['a', 'a\u0001', 'a/', 'a/b', 'a/b/c', 'a0', 'z', 'é', '\uE000', '\uFFFF', '😀', '😀/x']
      await store.write((tx) => {
        for (const key of keys.toReversed()) tx.putObject(3, key, objectRow())
        tx.putObject(2, 'before', objectRow())
        tx.putObject(4, 'behind', objectRow())
      })
      expect(keysFrom(3)).toEqual(keys)
      expect(keysFrom(3, { kind: 'at', key: 'a/b' })[0]).toBe('a/b')
      expect(keysFrom(3, { kind: 'after', key: 'a/b' })[0]).toBe('a/b/c')
      expect(keysFrom(3, { kind: 'afterPrefix', prefix: 'a/' })[0]).toBe('a0')
      expect(keysFrom(3, { kind: 'afterPrefix', prefix: 'a' })[0]).toBe('z')
      expect(keysFrom(3, { kind: 'afterPrefix', prefix: '😀' })).toEqual([])
      expect(keysFrom(3, { kind: 'at', key: '' })).toEqual(keys)
    })

    it('lists buckets by name and finds them, their counters and their removal', async () => {
      const ids = await store.write((tx) =>
        ['b-two', 'b-one', 'c'].map((name) => {
          const bucketId = tx.allocateBucketId()
          tx.putBucket(bucketRow({ name, bucketId }))
          tx.addToCounters(bucketId, { storageClass: 'Standard', objectCount: 1, storageBytes: 2, nowMs: 0 })
          return bucketId
        }),
      )
      expect(new Set(ids).size).toBe(3)
      expect(read((reader) => [...reader.buckets('')].map((row) => row.name))).toEqual(['b-one', 'b-two', 'c'])
      expect(read((reader) => [...reader.buckets('b-one')].map((row) => row.name))).toEqual(['b-two', 'c'])
      expect(read((reader) => reader.counters(ids[0] ?? 0).byClass.Standard.objectCount)).toBe(1)
      await store.write((tx) => {
        const row = tx.bucket('b-two')
        if (row !== undefined) tx.removeBucket(row)
      })
      expect(read((reader) => reader.bucket('b-two'))).toBeUndefined()
      expect(read((reader) => reader.counters(ids[0] ?? 0).byClass.Standard.objectCount)).toBe(0)
    })

    it('counts references to a blob and turns it into garbage when the last one goes', async () => {
      await store.write((tx) => {
        tx.addBlobReferences('x1', 1, 100)
        tx.addBlobReferences('x1', 1, 100)
        tx.addBlobReferences('x2', 1, 100)
      })
      await store.write((tx) => {
        tx.addBlobReferences('x1', -1, 200)
        tx.addBlobReferences('x2', -1, 300)
      })
      expect(read((reader) => [...reader.blobs('')])).toEqual([{ blobId: 'x1', references: 1 }])
      expect(read((reader) => [...reader.garbage(299)])).toEqual([])
      const garbage = read((reader) => [...reader.garbage(300)])
      expect(garbage).toEqual([{ blobId: 'x2', sinceMs: 300 }])
      await store.write((tx) => {
        for (const row of garbage) tx.removeGarbage(row)
      })
      expect(read((reader) => [...reader.garbage(1000)])).toEqual([])
      await expect(store.write((tx) => {
        tx.addBlobReferences('x2', -1, 400)
      })).rejects.toThrow(/no reference/)
    })

    it('walks uploads by key and number, from any position, and counts them', async () => {
      const upload = (key: string, uploadNumber: number) => ({ ...uploadRow, key, uploadNumber })
      const rows = [upload('a', 3), upload('a', 70_000), upload('a\u0001', 1), upload('a/b', 2), upload('b', 9), upload('\uFFFF', 5), upload('😀', 4)]
      await store.write((tx) => {
        for (const row of rows.toReversed()) tx.putUpload(3, row)
        tx.putUpload(2, upload('before', 1))
        tx.putUpload(4, upload('behind', 1))
      })
      const from = (position?: UploadPosition) =>
        read((reader) => {
          const cursor = reader.uploads(3)
          if (position !== undefined) cursor.seek(position)
          const found: string[] = []
          for (let row = cursor.next(); row !== undefined; row = cursor.next()) found.push(`${row.key} ${row.uploadNumber}`)
          cursor.close()
          return found
        })
      const all = rows.map((row) => `${row.key} ${row.uploadNumber}`)
      expect(from()).toEqual(all)
      expect(from({ kind: 'at', key: 'a' })).toEqual(all)
      expect(from({ kind: 'after', key: 'a' })).toEqual(all.slice(2))
      expect(from({ kind: 'afterPrefix', prefix: 'a' })).toEqual(all.slice(4))
      expect(from({ kind: 'afterUpload', key: 'a', uploadNumber: 3 })).toEqual(all.slice(1))
      expect(from({ kind: 'afterUpload', key: 'a', uploadNumber: 2 })).toEqual(all)
      expect(read((reader) => [reader.upload(3, 'a', 70_000), reader.upload(3, 'a', 4), reader.upload(2, 'a', 3)])).toEqual([rows[1], undefined, undefined])
      await store.write((tx) => {
        tx.removeUpload(3, upload('a', 3))
      })
      expect(from()).toEqual(all.slice(1))
      expect(read((reader) => reader.counters(3))).toMatchObject({ multipartUploadCount: 6, multipartPartCount: 0, lastModifiedMs: 0 })
      const count = () =>
        store.write((tx) => {
          tx.countPart(3, tx.upload(3, 'b', 9) ?? uploadRow)
          tx.countPart(3, tx.upload(3, 'b', 9) ?? uploadRow)
          return tx.counters(3).multipartPartCount
        })
      expect([await count(), await count()]).toEqual([2, 4])
      expect(read((reader) => [reader.upload(3, 'b', 9)?.partCount, reader.counters(3)])).toMatchObject([4, { multipartUploadCount: 6, multipartPartCount: 4 }])
      await store.write((tx) => {
        tx.removeUpload(3, tx.upload(3, 'b', 9) ?? uploadRow)
      })
      expect(read((reader) => reader.counters(3))).toMatchObject({ multipartUploadCount: 5, multipartPartCount: 0, lastModifiedMs: 0 })
    })

    it('keeps parts by number, also for the transaction that changes them', async () => {
      const part = (partNumber: number, content: PartRow['content']): PartRow => ({
        partNumber, content, sizeBytes: 2 ** 40, etag: '0123456789ABCDEF0123456789ABCDEF', crc64: 0xffff_ffff_ffff_fffen, lastModifiedMs: 7,
      })
      const rows = [part(1, { kind: 'empty' }), part(2, { kind: 'inline', inlineNumber: 12 }), part(10_000, { kind: 'file', blobId: 'ab01' })]
      await store.write((tx) => {
        for (const row of rows.toReversed()) tx.putPart(5, row)
        tx.putPart(6, part(1, { kind: 'empty' }))
      })
      expect(read((reader) => [[...reader.parts(5, 0)], [...reader.parts(5, 2)], reader.part(5, 2), reader.part(5, 3)])).toEqual([rows, rows.slice(2), rows[1], undefined])
      expect(read((reader) => [...reader.uploadsWithParts()])).toEqual([5, 6])
      const seen = await store.write((tx) => {
        tx.removePart(5, 2)
        tx.putPart(5, part(3, { kind: 'empty' }))
        return [...tx.parts(5, 0)].map((row) => row.partNumber)
      })
      expect(seen).toEqual([1, 3, 10_000])
    })

    it('finds the pieces of a body from any offset, and gives them back once nothing shows the list', async () => {
      const pieces = Array.from({ length: 300 }, (_, i): PieceRow => ({ start: i * 10, sizeBytes: 10, content: { kind: 'file', blobId: `b${i}` } }))
      await store.write((tx) => {
        tx.putPieceList(8, pieces)
        tx.putPieceList(9, pieces.slice(0, 1))
        tx.addPieceListReferences(8, 1, 50)
      })
      for (const offset of [0, 9, 10, 1279, 1280, 1281, 2999]) {
        expect(read((reader) => [...reader.pieces(8, offset)]), String(offset)).toEqual(pieces.slice(Math.floor(offset / 10)))
      }
      expect(read((reader) => [[...reader.pieces(8, 3000)], [...reader.pieceLists()], reader.pieceListReferences(8)])).toEqual([[], [8, 9], 2])
      await expect(store.write((tx) => tx.takePieces(8, 1))).rejects.toThrow(/in use/)
      await store.write((tx) => {
        tx.addPieceListReferences(8, -1, 60)
        tx.addPieceListReferences(8, -1, 70)
        tx.discardUpload(4, 70)
      })
      expect(read((reader) => [...reader.discarded(69)])).toEqual([])
      const discarded = [{ kind: 'upload', number: 4, sinceMs: 70 }, { kind: 'pieceList', number: 8, sinceMs: 70 }] as const
      expect(read((reader) => [...reader.discarded(70)])).toEqual(discarded)
      const taken: PieceRow[] = []
      for (let some = await store.write((tx) => tx.takePieces(8, 200)); some.length > 0; some = await store.write((tx) => tx.takePieces(8, 200))) taken.push(...some)
      expect(taken).toEqual(pieces)
      await store.write((tx) => {
        for (const row of discarded) tx.removeDiscarded(row)
      })
      expect(read((reader) => [[...reader.pieceLists()], [...reader.discarded(1000)]])).toEqual([[9], []])
      await expect(store.write((tx) => { tx.addPieceListReferences(8, 1, 80) })).rejects.toThrow(/no list/)
    })

    it('keeps identities, temporary credentials and the endpoint, and forgets what is removed', async () => {
      const account = { kind: 'account', accountId: '1', displayName: 'me', createdMs: 1, isOwn: true } as const
      const user = { kind: 'user', userId: '2', accountId: '1', userName: 'u', displayName: 'u', comments: '', createdMs: 1, updatedMs: 1, policies: [] } as const
      const policy = { kind: 'policy', accountId: '1', policyName: 'p', description: '', createdMs: 1, updatedMs: 1, defaultVersion: 'v1', versionCount: 1, versions: [] } as const
      const group = { kind: 'group', accountId: '1', groupName: 'g', comments: '', createdMs: 1, updatedMs: 1, members: [{ userId: '2', joinedMs: 1 }], policies: [] } as const
      const role = { kind: 'role', roleId: '2', accountId: '1', roleName: 'r', description: '', assumeRolePolicyDocument: '', maxSessionSeconds: 3600, createdMs: 1, updatedMs: 1, policies: [] } as const
      const session = { accessKeyId: 'STS.a', accessKeySecret: 's', securityToken: 't', roleId: '2', sessionName: 'n', issuedMs: 1, expiresMs: 2 }
      const key = { accessKeyId: 'id', accessKeySecret: 'secret', owner: { id: '1', displayName: 'me' }, createdMs: 1 }
      expect(read((reader) => [[...reader.identities()], [...reader.sessions()], reader.endpoint(), reader.lifecycleRunMs()])).toEqual([[], [], undefined, undefined])
      await store.write((tx) => {
        for (const row of [account, user, group, policy, role]) tx.putIdentity(row)
        tx.putSession(session)
        tx.putAccessKey(key)
        tx.putEndpoint('http://127.0.0.1:1')
        tx.putLifecycleRun(1_700_000_000_000)
      })
      await store.close()
      store = await subject.open()
      const all = () => read((reader) => [[...reader.identities()], [...reader.sessions()], [...reader.accessKeys()], reader.endpoint(), reader.lifecycleRunMs()])
      expect(all()).toEqual([[account, group, policy, role, user], [session], [key], 'http://127.0.0.1:1', 1_700_000_000_000])
      await store.write((tx) => {
        tx.putIdentity({ ...user, displayName: 'new' })
        tx.removeIdentity(role)
        tx.removeIdentity(group)
        tx.putLifecycleRun(1_700_000_000_001)
        tx.removeSession('STS.a')
        tx.removeAccessKey('id')
      })
      expect(all()).toEqual([[account, policy, { ...user, displayName: 'new' }], [], [], 'http://127.0.0.1:1', 1_700_000_000_001])
    })

    it('refuses a key that the tables cannot hold without failing its neighbours', async () => {
      const results = await Promise.allSettled([
        store.write((tx) => {
          tx.putObject(1, 'k'.repeat(5000), objectRow())
        }),
        store.write((tx) => {
          tx.putObject(1, 'k'.repeat(1023), objectRow())
        }),
      ])
      expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled'])
    })

    it('finds everything again after it was closed and opened, and goes on counting', async () => {
      const first = await store.write((tx) => {
        const bucketId = tx.allocateBucketId()
        tx.putBucket(bucketRow({ name: 'kept', bucketId }))
        tx.putObject(bucketId, 'k', objectRow())
        tx.putAccessKey({ accessKeyId: 'id', accessKeySecret: 'secret', owner: { id: '1', displayName: 'me' }, createdMs: 1 })
        return { bucketId, sequence: tx.nextSequence() }
      })
      const { storeId } = store.info
      await store.close()
      store = await subject.open()
      expect(store.closedCleanly).toBe(true)
      expect(store.info.storeId).toBe(storeId)
      expect(read((reader) => reader.bucket('kept')?.bucketId)).toBe(first.bucketId)
      expect(read((reader) => [...reader.accessKeys()].map((row) => row.accessKeySecret))).toEqual(['secret'])
      const second = await store.write((tx) => ({ bucketId: tx.allocateBucketId(), sequence: tx.nextSequence() }))
      expect(second.bucketId).toBeGreaterThan(first.bucketId)
      expect(second.sequence).toBeGreaterThan(first.sequence)
    })

    it('answers writes that were queued before it closed and refuses later ones', async () => {
      const queued = store.write((tx) => {
        tx.putObject(1, 'queued', objectRow())
        return 'done'
      })
      const closing = store.close()
      await expect(store.write(() => 'late')).rejects.toMatchObject({ code: 'ServiceUnavailable' })
      await expect(queued).resolves.toBe('done')
      await closing
    })
  })
}
