import type { UploadPosition } from '../../metadata/metadata-store.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { firstPosition, type ListQuery, listStep, startOfList } from '../listing/list-step.ts'
import { requireBucket } from '../rows.ts'
import type { ListMultipartUploadsInput, ListMultipartUploadsOutput, UploadEntry, UploadSummary } from './multipart-engine.ts'
import { uploadNumberOf } from './uploads.ts'

/**
 * One page of a bucket's unfinished uploads (OSS documentation, "ListMultipartUploads"). The state machine of the object
 * listings decides what is shown; a key simply comes once for each of its uploads.
 * @throws OssError NoSuchBucket
 */
export function listMultipartUploads(deps: EngineDependencies, input: ListMultipartUploadsInput): ListMultipartUploadsOutput {
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, input.bucket)
    const cursor = reader.uploads(bucket.bucketId)
    const query: ListQuery = { ...input, after: input.keyMarker, maxEntries: input.maxUploads }
    const entries: UploadEntry[] = []
    let state = startOfList
    let next: { nextKey: string; nextUploadId: string } | undefined
    try {
      cursor.seek(startOf(query, input.uploadIdMarker))
      for (let row = cursor.next(); row !== undefined; row = cursor.next()) {
        if (isPassed(row, input)) continue
        const step = listStep(query, state, row.key)
        if (step.kind === 'done') {
          return { entries, isTruncated: step.isTruncated, ...(step.isTruncated ? next : {}), owner: bucket.owner }
        }
        state = step.state
        if (step.kind === 'object') {
          const { key, uploadId, initiatedMs, storageClass, checksum } = row
          entries.push({ kind: 'upload', upload: { key, uploadId, initiatedMs, storageClass, ...(checksum === undefined ? {} : { checksum }) } })
          next = { nextKey: key, nextUploadId: uploadId }
        } else {
          entries.push({ kind: 'prefix', prefix: step.prefix })
          next = { nextKey: step.prefix, nextUploadId: '' }
          cursor.seek(step.seek)
        }
      }
      return { entries, isTruncated: false, owner: bucket.owner }
    } finally {
      cursor.close()
    }
  })
}

/** With an upload id, the marker's key has been shown in part only. */
function startOf(query: ListQuery, uploadIdMarker: string): UploadPosition {
  const position = firstPosition(query)
  if (position.kind !== 'after' || uploadIdMarker === '') return position
  // Text that no upload of this store can have still has its place among the ids; it is found by looking at them.
  return { kind: 'afterUpload', key: position.key, uploadNumber: (uploadNumberOf(uploadIdMarker) ?? 0) - 1 }
}

function isPassed(row: UploadSummary, { keyMarker, uploadIdMarker }: ListMultipartUploadsInput): boolean {
  return uploadIdMarker !== '' && row.key === keyMarker && row.uploadId <= uploadIdMarker
}
