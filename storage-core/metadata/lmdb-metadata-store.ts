import path from 'node:path'
import { isOssError, ossError } from '../model/oss-error.ts'
import type { Clock, Random } from '../platform/platform.ts'
import { type FolderOwnership, ownFolder } from './folder-owner.ts'
import { openLmdbTables } from './lmdb-tables.ts'
import type { MetadataStore } from './metadata-store.ts'
import type { OrderedTables } from './ordered-tables.ts'
import { openTableMetadataStore } from './table-metadata-store.ts'

export interface LmdbMetadataOptions {
  /** Created when it does not exist. */
  readonly dataFolder: string
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
    ownership = await ownFolder(dataFolder, options.waitForFolderMs === undefined ? {} : { waitMs: options.waitForFolderMs })
    tables = await openLmdbTables(path.join(dataFolder, 'metadata.mdb'))
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
