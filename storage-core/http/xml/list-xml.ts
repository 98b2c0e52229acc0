import type { ListEntry, ListObjectsOutput, ObjectSummary } from '../../engine/object-engine.ts'
import type { Owner } from '../../model/bucket.ts'
import { restoreText } from '../restore-text.ts'
import { showsTransition } from '../serialize-object.ts'
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
    else prefixes += commonPrefixXml(entry.prefix, write)
  }
  return contents + prefixes
}

function contentsXml({ head }: Extract<ListEntry, { readonly kind: 'object' }>, write: KeyWriter, owner: string): string {
  return `<Contents><Key>${write(head.key)}</Key>${summaryXml(head)}${owner}</Contents>`
}

/** What a listing shows of one version besides its name. */
export function summaryXml(head: Omit<ObjectSummary, 'key'>): string {
  return (
    `<LastModified>${xmlTime(head.lastModifiedMs)}</LastModified><ETag>"${head.etag}"</ETag><Type>${head.type}</Type>` +
    `<Size>${head.sizeBytes}</Size><StorageClass>${head.storageClass}</StorageClass>` +
    (head.restore === undefined ? '' : element('RestoreInfo', restoreText(head.restore))) +
    (showsTransition(head) ? element('TransitionTime', xmlTime(head.transitionedMs)) : '')
  )
}

export function commonPrefixXml(prefix: string, write: KeyWriter): string {
  return `<CommonPrefixes><Prefix>${write(prefix)}</Prefix></CommonPrefixes>`
}
