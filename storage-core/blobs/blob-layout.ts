import path from 'node:path'
import { blobFailure } from './blob-failure.ts'

/**
 * Where blobs lie in the data folder. An id is 128 random bits in lower-case hex; nothing of an object's name is in it.
 *
 *     <data>/tmp/<id>             being written; emptied when the store is opened
 *     <data>/blobs/<2 hex>/<id>   complete and synced; the two digits are the id's first
 */
export interface BlobLayout {
  readonly temporary: string
  readonly blobs: string
  temporaryFile(id: string): string
  /** @throws OssError InternalError for a string that is no blob id, so that no path can leave the folder. */
  shard(id: string): string
  blobFile(id: string): string
}

export const blobIdBytes = 16
const blobIdPattern = /^[0-9a-f]{32}$/
const shardPattern = /^[0-9a-f]{2}$/

export function isBlobId(name: string): boolean {
  return blobIdPattern.test(name)
}

export function isShardName(name: string): boolean {
  return shardPattern.test(name)
}

export function blobLayout(directory: string): BlobLayout {
  const temporary = path.join(directory, 'tmp')
  const blobs = path.join(directory, 'blobs')
  const shard = (id: string) => {
    if (!isBlobId(id)) throw blobFailure(`not a blob id: ${JSON.stringify(id)}`)
    return path.join(blobs, id.slice(0, 2))
  }
  return {
    temporary,
    blobs,
    temporaryFile: (id) => path.join(temporary, id),
    shard,
    blobFile: (id) => path.join(shard(id), id),
  }
}
