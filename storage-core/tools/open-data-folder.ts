import { statSync } from 'node:fs'
import path from 'node:path'
import type { BlobStore } from '../blobs/blob-store.ts'
import { openFileBlobStore } from '../blobs/file-blob-store.ts'
import { openLmdbMetadataStore } from '../metadata/lmdb-metadata-store.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'
import { createNodePlatform } from '../platform/node/node-platform.ts'

export interface OpenDataFolder {
  readonly metadata: MetadataStore
  readonly blobs: BlobStore
}

/** Opens both stores of a data folder, runs `work`, and closes them whatever happens. */
export async function withDataFolder<T>(
  dataFolder: string,
  options: { readonly create: boolean },
  work: (stores: OpenDataFolder) => Promise<T>,
): Promise<T> {
  if (!options.create) assertDataFolder(dataFolder)
  const { clock, random, files } = createNodePlatform()
  const metadata = await openLmdbMetadataStore({ dataFolder, files, clock, random })
  try {
    return await work({ metadata, blobs: await openFileBlobStore({ files, random, directory: dataFolder }) })
  } finally {
    await metadata.close()
  }
}

/** @throws OssError StoreDataFolderUnusable when the folder holds no store, so that a typing error does not create one. */
export function assertDataFolder(dataFolder: string): void {
  const file = path.join(dataFolder, 'metadata.mdb')
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    throw ossError('StoreDataFolderUnusable', { message: `There is no store in ${dataFolder}.` })
  }
}
