import { describe, expect, it } from 'vitest'
import { readAuthor } from './author-record.ts'
import { decodeMarkerSummary, decodeVersionRow, encodeVersionRow } from './history-record.ts'
import type { ObjectRow } from './metadata-store.ts'
import { decodeObjectRow, decodeObjectSummary, encodeObjectRow } from './object-record.ts'
import { openMemoryMetadataStore } from './memory-metadata-store.ts'
import { objectRow } from './test-support/rows.ts'

const restore = { tier: 'Bulk', readyMs: 1_700_000_100_000, expiresMs: 1_700_000_200_000 } as const

describe('the record of an object', () => {
  it.each<[string, Partial<ObjectRow>]>([
    ['nothing but the fixed part', {}],
    ['a link', { type: 'Symlink', content: { kind: 'empty' }, sizeBytes: 0, symlinkTarget: 'täg/目标' }],
    ['a restore', { storageClass: 'ColdArchive', restore }],
    ['a seal', { type: 'Appendable', etag: '0123456789ABCDEF0000000003', content: { kind: 'pieces', pieceList: 7 }, sealedMs: 5 }],
    ['a move by a rule', { storageClass: 'IA', transitionedMs: 1_700_000_300_000 }],
    ['a checksum of S3', { checksum: { algorithm: 'sha256', type: 'FULL_OBJECT', value: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' } }],
    ['an author without a name', { author: { kind: 'anonymous' } }],
    ['an account', { author: { kind: 'account', accountId: '1234567890123456' } }],
    ['a RAM user', { author: { kind: 'user', accountId: '1234567890123456', userId: '200000000000000001', userName: '爱丽丝', accessKeyId: 'OSSIA0123456789abcdef' } }],
    ['a session of a role', { author: { kind: 'role', accountId: '1', roleId: '3', roleName: 'ci', sessionName: 'build-7', accessKeyId: 'STS.x' } }],
    ['a rule', { author: { kind: 'lifecycle', ruleId: '"日志"' } }],
    [
      'one of its parts',
      {
        checksum: {
          algorithm: 'crc64nvme',
          type: 'COMPOSITE',
          value: 'AAAAAAAAAAE=-2',
          parts: [
            { sizeBytes: 5 * 1024 ** 3, value: 'rosUhgp5mIg=' },
            { sizeBytes: 0, value: 'AAAAAAAAAAA=' },
          ],
        },
      },
    ],
    ['all of it', { transitionedMs: 1, headers: { expires: 'x' }, userMetadata: { a: 'b' }, tags: { c: 'd' }, storageClass: 'Archive', restore, sealedMs: 0, author: { kind: 'anonymous' } }],
  ])('gives back %s', (_, changes) => {
    const row = objectRow(changes)
    expect(decodeObjectRow(encodeObjectRow(row))).toEqual(row)
  })

  it('shows a restore in the summary of an archived object, wherever its bytes are', () => {
    const contents: ObjectRow['content'][] = [
      { kind: 'empty' },
      { kind: 'inline', inlineNumber: 9 },
      { kind: 'file', blobId: '3f'.repeat(16) },
      { kind: 'pieces', pieceList: 3 },
    ]
    for (const content of contents) {
      for (const etag of ['900150983CD24FB0D6963F7D28E17F72', '900150983CD24FB0D6963F7D28E17F72-3']) {
        const record = encodeObjectRow(objectRow({ content, etag, storageClass: 'DeepColdArchive', restore }))
        expect(decodeObjectSummary('k', record).restore, content.kind).toEqual(restore)
      }
    }
    expect(decodeObjectSummary('k', encodeObjectRow(objectRow({ storageClass: 'Archive' })))).not.toHaveProperty('restore')
    const moved = decodeObjectSummary('k', encodeObjectRow(objectRow({ storageClass: 'ColdArchive', transitionedMs: 7 })))
    expect([moved.transitionedMs, 'restore' in moved]).toEqual([7, false])
  })
})

describe('the author in a record', () => {
  const author = { kind: 'user', accountId: '1', userId: '2', userName: '爱丽丝', accessKeyId: 'k' } as const
  const marker = { type: 'DeleteMarker', versionId: 'v'.repeat(21), sequence: 7, lastModifiedMs: 1_700_000_000_000 } as const

  it('is kept behind a delete marker, which without one is what it always was', () => {
    expect(decodeVersionRow(encodeVersionRow({ ...marker, author }))).toEqual({ ...marker, author })
    const plain = encodeVersionRow(marker)
    expect(plain).toHaveLength(18 + 1 + 21)
    expect(decodeVersionRow(plain)).toEqual(marker)
    expect(decodeMarkerSummary(encodeVersionRow({ ...marker, author }))).toEqual(marker)
  })
  it('is nobody where a newer program wrote a kind that is not known', () => {
    expect(readAuthor(['z', '1', '2'])).toBeUndefined()
    const record = Buffer.concat([encodeVersionRow(marker), Buffer.from('["z","1"]')])
    expect(decodeVersionRow(record)).toEqual(marker)
  })
  it('is bounded, however long a name somebody chose', () => {
    const long = 'x'.repeat(100_000)
    const bytes = encodeVersionRow({ ...marker, author: { ...author, accessKeyId: long } }).length
    expect(bytes).toBeLessThan(400)
    expect(encodeObjectRow(objectRow({ author: { kind: 'account', accountId: long, accessKeyId: long } })).length).toBeLessThan(700)
  })
})

describe('a list of pieces that grows', () => {
  const piece = (start: number, sizeBytes: number) => ({ start, sizeBytes, content: { kind: 'inline' as const, inlineNumber: start + 1 } })

  it('gives back every piece in order, across many rows, from any offset', async () => {
    const store = await openMemoryMetadataStore()
    const expected = [piece(0, 5), piece(5, 1)]
    await store.write((tx) => {
      tx.putPieceList(1, expected)
      tx.putPieceList(2, [piece(0, 1)])
    })
    for (let start = 6; start < 306; start++) {
      expected.push(piece(start, 1))
      await store.write((tx) => {
        tx.appendPiece(1, piece(start, 1))
      })
    }
    const reader = store.snapshot()
    expect([...reader.pieces(1, 0)]).toEqual(expected)
    expect([...reader.pieces(1, 200)].at(-1)).toEqual(piece(305, 1))
    expect([...reader.pieces(1, 200)].some(({ start }) => start === 200)).toBe(true)
    expect([...reader.pieces(2, 0)]).toEqual([piece(0, 1)])
    expect(reader.pieceListReferences(1)).toBe(1)
    reader.close()
    await store.close()
  })

  it('refuses a piece that does not fit its end', async () => {
    const store = await openMemoryMetadataStore()
    await store.write((tx) => {
      tx.putPieceList(1, [piece(0, 5)])
    })
    for (const start of [0, 4, 6]) {
      const appended = store.write((tx) => {
        tx.appendPiece(1, piece(start, 1))
      })
      await expect(appended, String(start)).rejects.toThrow('does not end at')
    }
    await store.close()
  })
})
