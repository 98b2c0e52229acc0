import type { ListEntry, ListObjectsOutput } from '../../engine/object-engine.ts'
import type { Owner } from '../../model/bucket.ts'
import { element, xmlTime, type KeyWriter } from './write-xml.ts'

export function ownerXml(owner: Owner): string {
  return `<Owner>${element('ID', owner.id)}${element('DisplayName', owner.displayName)}</Owner>`
}

/** `Contents` and then `CommonPrefixes`, each in key order. String appending is the fastest way to build these in V8. */
export function entriesXml(output: ListObjectsOutput, write: KeyWriter, withOwner: boolean): string {
  const owner = withOwner ? ownerXml(output.owner) : ''
  let contents = ''
  let prefixes = ''
  for (const entry of output.entries) {
    if (entry.kind === 'object') contents += contentsXml(entry, write, owner)
    else prefixes += `<CommonPrefixes><Prefix>${write(entry.prefix)}</Prefix></CommonPrefixes>`
  }
  return contents + prefixes
}

function contentsXml({ head }: Extract<ListEntry, { readonly kind: 'object' }>, write: KeyWriter, owner: string): string {
  return (
    `<Contents><Key>${write(head.key)}</Key><LastModified>${xmlTime(head.lastModifiedMs)}</LastModified>` +
    `<ETag>"${head.etag}"</ETag><Type>${head.type}</Type><Size>${head.sizeBytes}</Size>` +
    `<StorageClass>${head.storageClass}</StorageClass>${owner}</Contents>`
  )
}
