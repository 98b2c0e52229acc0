import type { ListedVersion, VersionsPage } from '../providers/versions-provider.ts'
import type { Dialect } from './dialect.ts'
import { decodeUrlEncoded, rootOf } from './read-answers.ts'
import { child, childText, type XmlElement } from './xml.ts'

/** OSS documentation, "ListObjectVersions"; S3's is the same. Version ids are never encoded. */
export function readVersionsPage(xml: string, { storageClass }: Pick<Dialect, 'storageClass'>): VersionsPage {
  const root = rootOf(xml, 'ListVersionsResult')
  const decode = decoderOf(root)
  const versions: ListedVersion[] = []
  const commonPrefixes: string[] = []
  for (const one of root.children) {
    if (one.name === 'Version' || one.name === 'DeleteMarker') versions.push(readVersion(one, decode, storageClass))
    else if (one.name === 'CommonPrefixes') commonPrefixes.push(decode(childText(one, 'Prefix')))
  }
  if (childText(root, 'IsTruncated') !== 'true') return { versions, commonPrefixes }
  const key = decode(childText(root, 'NextKeyMarker'))
  if (key === '') throw new Error('The service says there is more but not where')
  const versionId = childText(root, 'NextVersionIdMarker')
  return { versions, commonPrefixes, next: { key, ...(versionId === '' ? {} : { versionId }) } }
}

function readVersion(element: XmlElement, decode: (text: string) => string, storageClass: Dialect['storageClass']): ListedVersion {
  const fields = new Map(element.children.map((field) => [field.name, field.text]))
  const isDeleteMarker = element.name === 'DeleteMarker'
  const size = isDeleteMarker ? '0' : (fields.get('Size') ?? '')
  const key = decode(fields.get('Key') ?? '')
  const versionId = fields.get('VersionId') ?? ''
  const lastModifiedMs = Date.parse(fields.get('LastModified') ?? '')
  if (key === '' || versionId === '' || size === '' || !Number.isSafeInteger(Number(size)) || Number.isNaN(lastModifiedMs)) throw new Error('A listed version lacks its key, id, size or time')
  const owner = child(element, 'Owner')
  const ownerId = childText(owner, 'ID')
  return {
    key,
    versionId,
    isLatest: fields.get('IsLatest') === 'true',
    isDeleteMarker,
    lastModifiedMs,
    sizeBytes: Number(size),
    etag: (fields.get('ETag') ?? '').replace(/^"|"$/g, ''),
    storageClass: storageClass(fields.get('StorageClass') ?? ''),
    type: isDeleteMarker ? '' : (fields.get('Type') ?? 'Normal'),
    ...(ownerId === '' ? {} : { owner: { id: ownerId, displayName: childText(owner, 'DisplayName') } }),
  }
}

/** One text for a key and a version, for looking it up. A version id has no line break. */
export const versionName = (key: string, versionId: string): string => `${versionId}\n${key}`

/** What a DeleteMultipleObjects answer names as gone, each as `versionName`. */
export function readDeletedVersions(xml: string): Set<string> {
  const root = rootOf(xml, 'DeleteResult')
  const decode = decoderOf(root)
  return new Set(root.children.filter((one) => one.name === 'Deleted').map((one) => versionName(decode(childText(one, 'Key')), childText(one, 'VersionId'))))
}

function decoderOf(root: XmlElement): (text: string) => string {
  return childText(root, 'EncodingType') === 'url' ? decodeUrlEncoded : (text) => text
}
