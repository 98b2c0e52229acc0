import type { ObjectCursor } from '../metadata/metadata-store.ts'
import { limits } from '../model/limits.ts'
import { ossError } from '../model/oss-error.ts'
import { hasLoneSurrogate } from '../model/utf8.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import { firstPosition, type ListQuery, listStep, startOfList } from './listing/list-step.ts'
import type { ListEntry, ListObjectsInput, ListObjectsOutput } from './object-engine.ts'
import { requireBucket } from './rows.ts'

/**
 * One page of a bucket (OSS documentation, "ListObjects"). Its cost follows the entries it returns.
 * @throws OssError NoSuchBucket, InvalidArgument
 */
export function listObjects(deps: EngineDependencies, input: ListObjectsInput): ListObjectsOutput {
  assertListInput(input)
  return readMetadata(deps.metadata, (reader) => {
    const bucket = requireBucket(reader, input.bucket)
    const cursor = reader.objects(bucket.bucketId)
    try {
      return { ...readPage(cursor, { ...input, maxEntries: input.maxKeys }), owner: bucket.owner }
    } finally {
      cursor.close()
    }
  })
}

function readPage(cursor: ObjectCursor, query: ListQuery): Omit<ListObjectsOutput, 'owner'> {
  const entries: ListEntry[] = []
  let state = startOfList
  let last = ''
  cursor.seek(firstPosition(query))
  for (let row = cursor.next(); row !== undefined; row = cursor.next()) {
    const step = listStep(query, state, row.key)
    if (step.kind === 'done') return step.isTruncated ? { entries, isTruncated: true, next: last } : { entries, isTruncated: false }
    state = step.state
    if (step.kind === 'object') {
      entries.push({ kind: 'object', head: row })
      last = row.key
    } else {
      entries.push({ kind: 'prefix', prefix: step.prefix })
      last = step.prefix
      cursor.seek(step.seek)
    }
  }
  return { entries, isTruncated: false }
}

function assertListInput(input: ListObjectsInput): void {
  if (!Number.isInteger(input.maxKeys) || input.maxKeys < 1 || input.maxKeys > limits.listMaxKeys) {
    throw ossError('InvalidArgument', { details: { ArgumentName: 'max-keys', ArgumentValue: String(input.maxKeys) } })
  }
  // Text that has no UTF-8 form has no place in the order of the keys either.
  for (const name of ['prefix', 'delimiter', 'after'] as const) {
    if (hasLoneSurrogate(input[name])) throw ossError('InvalidArgument', { details: { ArgumentName: name } })
  }
}
