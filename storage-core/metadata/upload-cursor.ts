import type { UploadCursor, UploadPosition } from './metadata-store.ts'
import { decodeUpload } from './multipart-records.ts'
import type { TableEntry, TableSnapshot } from './ordered-tables.ts'
import { bucketIdKey, objectKeyBytes, objectPrefixEnd, readUploadKey, uploadKey, uploadsEnd } from './table-keys.ts'

/** A walk over the unfinished uploads of a bucket; opened at its first use. */
export function createUploadCursor(snapshot: TableSnapshot, bucketId: number): UploadCursor {
  const end = bucketIdKey(bucketId + 1)
  let entries: Iterator<TableEntry> | undefined
  const restart = (start: Buffer) => {
    entries?.return?.()
    entries = snapshot.range('uploads', start, end)[Symbol.iterator]()
    return entries
  }
  return {
    seek(position) {
      restart(startOf(bucketId, position))
    },
    next() {
      const result = (entries ?? restart(bucketIdKey(bucketId))).next()
      return result.done === true ? undefined : decodeUpload(readUploadKey(result.value.key), result.value.value)
    },
    close() {
      entries?.return?.()
      entries = undefined
    },
  }
}

function startOf(bucketId: number, position: UploadPosition): Buffer {
  switch (position.kind) {
    case 'at':
      return objectKeyBytes(bucketId, position.key)
    case 'after':
      return uploadsEnd(bucketId, position.key)
    case 'afterPrefix':
      return objectPrefixEnd(bucketId, position.prefix)
    case 'afterUpload':
      return uploadKey(bucketId, position.key, position.uploadNumber + 1)
  }
}
