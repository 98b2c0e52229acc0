import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { open } from 'lmdb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { lookAtLmdbMetadata, openLmdbMetadataStore } from './lmdb-metadata-store.ts'
import { openLmdbTables, openLmdbTablesForReading } from './lmdb-tables.ts'
import { encodeJson } from './small-records.ts'
import { formatKey } from './store-format.ts'
import { highestKey, lowestKey } from './table-keys.ts'

let dataFolder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ossia-format-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

const openStore = () => openLmdbMetadataStore({ dataFolder, ...createNodePlatform() })
const writeFormat = async (value: Buffer) => {
  const tables = await openLmdbTables(path.join(dataFolder, 'metadata.mdb'))
  await tables.commit((transaction) => {
    transaction.put('meta', formatKey, value)
  })
  await tables.close()
}

describe('the format of a data folder', () => {
  it('is refused when a newer Ossia wrote it, by readers too, and the folder is free again afterwards', async () => {
    await (await openStore()).close()
    await writeFormat(encodeJson({ magic: 'ossia store', formatVersion: 2, storeId: 'x', createdMs: 1 }))
    const refusal = { code: 'StoreFormatUnsupported', details: { FormatVersion: '2', SupportedVersion: '1' } }
    await expect(openStore()).rejects.toMatchObject(refusal)
    await expect(openStore()).rejects.toMatchObject(refusal)
    await expect(lookAtLmdbMetadata(dataFolder, () => 'seen')).rejects.toMatchObject(refusal)
  })

  it('is not guessed at where identities are of a kind that only a newer Ossia knows', async () => {
    const store = await openStore()
    const group = { kind: 'group', accountId: '1', groupName: 'g', comments: '', createdMs: 1, updatedMs: 1, members: [], policies: [] } as const
    await store.write((tx) => {
      tx.putIdentity(group)
    })
    expect(store.read((reader) => [...reader.identities()])).toEqual([group])
    await store.write((tx) => {
      // What such a one may deny is not known here.
      tx.putIdentity({ ...group, kind: 'alias' as 'group' })
    })
    expect(() => store.read((reader) => [...reader.identities()])).toThrow(expect.objectContaining({ code: 'StoreFormatUnsupported', details: { IdentityKind: 'alias' } }) as Error)
    await store.close()
  })

  it('is refused when its record cannot be read', async () => {
    await (await openStore()).close()
    await writeFormat(Buffer.from([99, 1, 2, 3]))
    await expect(openStore()).rejects.toMatchObject({ code: 'StoreFormatUnsupported' })
  })

  it('is refused when the file is something else', async () => {
    await writeFile(path.join(dataFolder, 'metadata.mdb'), Buffer.alloc(20_000, 'not a database'))
    await expect(openStore()).rejects.toMatchObject({ code: 'StoreDataFolderUnusable' })
  })

  it('cannot be where a file is in the way', async () => {
    await writeFile(path.join(dataFolder, 'file'), 'x')
    dataFolder = path.join(dataFolder, 'file')
    await expect(openStore()).rejects.toMatchObject({ code: 'StoreDataFolderUnusable', details: { DataFolder: dataFolder } })
    dataFolder = path.dirname(dataFolder)
  })

  it('can be looked at while the store is in use', async () => {
    const store = await openStore()
    await store.write((tx) => {
      tx.putAccessKey({ accessKeyId: 'id', accessKeySecret: 's', owner: { id: '1', displayName: 'me' }, createdMs: 1 })
    })
    await store.close()
    expect(await lookAtLmdbMetadata(dataFolder, (reader) => [...reader.accessKeys()].length)).toBe(1)
    expect(await lookAtLmdbMetadata(dataFolder, (reader) => reader.tableSizes()['keys'])).toBe(1)
  })

  it('remembers a crash until somebody has looked for orphans', async () => {
    await (await openStore()).close()
    // As a killed process leaves it: opened, and never closed.
    const tables = await openLmdbTables(path.join(dataFolder, 'metadata.mdb'))
    await tables.commit((transaction) => {
      transaction.put('meta', Buffer.from('closedCleanly'), Buffer.alloc(8))
    })
    await tables.close()
    const first = await openStore()
    expect(first.closedCleanly).toBe(false)
    await first.close()
    const second = await openStore()
    expect(second.closedCleanly).toBe(false)
    second.confirmNoOrphans()
    await second.close()
    const third = await openStore()
    expect(third.closedCleanly).toBe(true)
    await third.close()
  })

  it('may lack tables for readers, which find them empty', async () => {
    const database = open({ path: path.join(dataFolder, 'metadata.mdb'), maxDbs: 4, encoding: 'binary' })
    database.openDB({ name: 'meta', encoding: 'binary' })
    await database.close()
    const tables = await openLmdbTablesForReading(path.join(dataFolder, 'metadata.mdb'))
    const snapshot = tables.snapshot()
    expect([snapshot.count('settings'), [...snapshot.range('settings', lowestKey, highestKey)], snapshot.get('settings', lowestKey)]).toEqual([0, [], undefined])
    snapshot.close()
    await tables.close()
  })
})
