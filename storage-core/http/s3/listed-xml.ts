import type { ListObjectsOutput, ObjectSummary } from '../../engine/object-engine.ts'
import { commonPrefixXml, ownerXml } from '../xml/list-xml.ts'
import { xmlTime, type KeyWriter } from '../xml/write-xml.ts'
import { etagXml } from './s3-operation.ts'
import { s3StorageClass } from './storage-classes.ts'

/** `Contents` and then `CommonPrefixes`, each in key order, in S3's form. */
export function listedXml(output: ListObjectsOutput, write: KeyWriter, withOwner: boolean): string {
  const owner = withOwner ? ownerXml(output.owner) : ''
  let contents = ''
  let prefixes = ''
  for (const entry of output.entries) {
    if (entry.kind === 'object') contents += `<Contents><Key>${write(entry.head.key)}</Key>${listedObjectXml(entry.head)}${owner}</Contents>`
    else prefixes += commonPrefixXml(entry.prefix, write)
  }
  return contents + prefixes
}

/** What a listing shows of one version besides its name. */
export function listedObjectXml({ lastModifiedMs, etag, sizeBytes, storageClass }: Omit<ObjectSummary, 'key'>): string {
  return (
    `<LastModified>${xmlTime(lastModifiedMs)}</LastModified>${etagXml(etag)}<Size>${sizeBytes}</Size>` +
    `<StorageClass>${s3StorageClass(storageClass)}</StorageClass>`
  )
}
