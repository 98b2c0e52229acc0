import { constants } from 'node:os'
import path from 'node:path'
import { isOssError, ossError } from '../model/oss-error.ts'
import type { Clock, FileSystem, Random } from '../platform/platform.ts'
import { assertDatabaseFile } from './database-file.ts'
import { type FolderOwnership, ownFolder } from './folder-owner.ts'
import { openLmdbTables, openLmdbTablesForReading } from './lmdb-tables.ts'
import { createBucketDecoder } from './lookups.ts'
import type { MetadataReader, MetadataStore } from './metadata-store.ts'
import type { OrderedTables } from './ordered-tables.ts'
import { createSnapshotReader } from './snapshot-reader.ts'
import { openTableMetadataStore } from './table-metadata-store.ts'

export interface LmdbMetadataOptions {
  /** Created when it does not exist. */
  readonly dataFolder: string
  /**
   * Makes the folder readable by its owner only, which matters because the key pairs are inside, and checks the database
   * file. Without it the folder gets the process's default rights and a damaged file ends the process.
   */
  readonly files?: Pick<FileSystem, 'makeDirectory' | 'open' | 'availableBytes'>
  readonly clock: Clock
  readonly random: Random
  /** How long to wait for another process to give the folder up; refuses within a second unless told otherwise. */
  readonly waitForFolderMs?: number
}

/**
 * Opens the metadata of a data folder, creating it in an empty one.
 * @throws OssError StoreDataFolderInUse, StoreFormatUnsupported, or StoreDataFolderUnusable with the cause kept.
 */
export async function openLmdbMetadataStore(options: LmdbMetadataOptions): Promise<MetadataStore> {
  const { dataFolder, clock, random } = options
  let ownership: FolderOwnership | undefined
  let tables: OrderedTables | undefined
  try {
    await options.files?.makeDirectory(dataFolder)
    ownership = await ownFolder(dataFolder, options.waitForFolderMs === undefined ? {} : { waitMs: options.waitForFolderMs })
    if (options.files !== undefined) await assertDatabaseFile(options.files, databaseFile(dataFolder))
    tables = await openLmdbTables(databaseFile(dataFolder), (commitError) => explainRefusal(commitError, options))
    const storeId = Buffer.from(random.bytes(16)).toString('hex')
    const store = await openTableMetadataStore(tables, { storeId, createdMs: clock.now() })
    return closeBoth(store, ownership)
  } catch (cause) {
    await tables?.close()
    await ownership?.release()
    if (isOssError(cause)) throw cause
    throw ossError('StoreDataFolderUnusable', { cause, details: { DataFolder: dataFolder } })
  }
}

/**
 * Calls `look` with the state of an existing store, which may be in use by another process, and closes it again.
 * @throws OssError StoreFormatUnsupported, or StoreDataFolderUnusable when there is no store.
 */
export async function lookAtLmdbMetadata<T>(dataFolder: string, look: (reader: MetadataReader) => T | Promise<T>): Promise<T> {
  const tables = await openLmdbTablesForReading(databaseFile(dataFolder)).catch((cause: unknown) => {
    if (isOssError(cause)) throw cause
    throw ossError('StoreDataFolderUnusable', { cause, details: { DataFolder: dataFolder } })
  })
  const reader = createSnapshotReader(tables.snapshot(), createBucketDecoder())
  try {
    return await look(reader)
  } finally {
    reader.close()
    await tables.close()
  }
}

// What is left was not enough for a page, or the write that failed would have taken it.
const fullBelowBytes = 1024 ** 2

/**
 * LMDB answers EIO when the disk took only a part of what it wrote, and that is what a disk that fills up does. Whoever is told
 * should hear that it is full.
 */
async function explainRefusal(cause: unknown, { files, dataFolder }: LmdbMetadataOptions): Promise<unknown> {
  const isPartial = cause instanceof Error && 'code' in cause && (cause.code === constants.errno.EIO || cause.code === 'EIO')
  if (!isPartial || files === undefined) return cause
  // A disk that cannot even say how full it is has another trouble than that.
  const available = await files.availableBytes(dataFolder).catch(() => Number.POSITIVE_INFINITY)
  return available < fullBelowBytes ? Object.assign(new Error('no space left on the disk', { cause }), { code: 'ENOSPC' }) : cause
}

function databaseFile(dataFolder: string): string {
  return path.join(dataFolder, 'metadata.mdb')
}

function closeBoth(store: MetadataStore, ownership: FolderOwnership): MetadataStore {
  let closing: Promise<void> | undefined
  const close = async () => {
    try {
      await store.close()
    } finally {
      await ownership.release()
    }
  }
  return {
    ...store,
    close() {
      closing ??= close()
      return closing
    },
  }
}
