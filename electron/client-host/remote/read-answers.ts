import type { IncomingHttpHeaders } from 'node:http'
import { ObjectType, storedHeaderNames } from '../../../storage-core/model/object.ts'
import type { BucketInfo, BucketStatView, BucketSummary } from '../../contract/buckets.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import type { ListedObject, ListPage, OpenedObject } from '../providers/object-provider.ts'
import { headerText } from './error-answer.ts'
import { readChecksum } from './read-checksum.ts'
import { child, childNumber, childText, parseXml, type XmlElement } from './xml.ts'

/** Undoes `encoding-type=url`. Services write a space as `%20` or `+`. */
export function decodeUrlEncoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    // Not UTF-8 in there: keep what can be shown rather than lose the whole page.
    return Buffer.from(spaced.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8')
  }
}

export function rootOf(xml: string, name: string): XmlElement {
  const root = parseXml(xml)
  if (root.name !== name) throw new Error(`Expected ${name}, the service answered ${root.name}`)
  return root
}

const unquote = (etag: string): string => etag.replace(/^"|"$/g, '')
const shortRegion = (location: string): string => location.replace(/^oss-/, '')

/** OSS documentation, "ListObjectsV2". S3 encodes keys as OSS does, but never the token. @param tokenIsEncoded as OSS does it */
export function readListPage(xml: string, tokenIsEncoded = true): ListPage {
  const root = rootOf(xml, 'ListBucketResult')
  const decode = childText(root, 'EncodingType') === 'url' ? decodeUrlEncoded : (text: string): string => text
  const objects: ListedObject[] = []
  const commonPrefixes: string[] = []
  for (const one of root.children) {
    if (one.name === 'Contents') objects.push(readListedObject(one, decode))
    else if (one.name === 'CommonPrefixes') commonPrefixes.push(decode(childText(one, 'Prefix')))
  }
  if (childText(root, 'IsTruncated') !== 'true') return { objects, commonPrefixes }
  const token = childText(root, 'NextContinuationToken')
  const nextToken = tokenIsEncoded ? decode(token) : token
  if (nextToken === '') throw new Error('The service says there is more but not where')
  return { objects, commonPrefixes, nextToken }
}

function readListedObject(element: XmlElement, decode: (text: string) => string): ListedObject {
  let key = ''
  let size = ''
  let modified = ''
  let etag = ''
  let storageClass = ''
  let type = ''
  for (const field of element.children) {
    if (field.name === 'Key') key = decode(field.text)
    else if (field.name === 'Size') size = field.text
    else if (field.name === 'LastModified') modified = field.text
    else if (field.name === 'ETag') etag = unquote(field.text)
    else if (field.name === 'StorageClass') storageClass = field.text
    else if (field.name === 'Type') type = field.text
  }
  const sizeBytes = Number(size)
  const lastModifiedMs = Date.parse(modified)
  if (key === '' || size === '' || !Number.isSafeInteger(sizeBytes) || Number.isNaN(lastModifiedMs)) throw new Error('A listed object lacks its key, size or time')
  return { key, sizeBytes, lastModifiedMs, etag, storageClass, type }
}

function readBucket(element: XmlElement): BucketSummary {
  return {
    name: childText(element, 'Name'),
    region: childText(element, 'Region') || shortRegion(childText(element, 'Location')),
    createdMs: Date.parse(childText(element, 'CreationDate')) || 0,
    storageClass: childText(element, 'StorageClass'),
  }
}

/** OSS documentation, "ListBuckets". */
export function readBucketList(xml: string): { readonly buckets: BucketSummary[]; readonly nextMarker: string | undefined } {
  const root = rootOf(xml, 'ListAllMyBucketsResult')
  const buckets = (child(root, 'Buckets')?.children ?? []).filter((one) => one.name === 'Bucket').map(readBucket)
  return { buckets, nextMarker: childText(root, 'IsTruncated') === 'true' ? childText(root, 'NextMarker') : undefined }
}

/** OSS documentation, "GetBucketInfo". */
export function readBucketInfo(xml: string): BucketInfo {
  const bucket = child(rootOf(xml, 'BucketInfo'), 'Bucket')
  if (bucket === undefined) throw new Error('The service answered no bucket')
  const versioning = childText(bucket, 'Versioning')
  return {
    ...readBucket(bucket),
    acl: childText(child(bucket, 'AccessControlList'), 'Grant'),
    ownerId: childText(child(bucket, 'Owner'), 'ID'),
    dataRedundancyType: childText(bucket, 'DataRedundancyType'),
    extranetEndpoint: childText(bucket, 'ExtranetEndpoint'),
    ...(versioning === 'Enabled' || versioning === 'Suspended' ? { versioning } : {}),
  }
}

/** OSS documentation, "GetBucketStat". */
export function readBucketStat(xml: string): BucketStatView {
  const root = rootOf(xml, 'BucketStat')
  return {
    objectCount: childNumber(root, 'ObjectCount'),
    storageBytes: childNumber(root, 'Storage'),
    multipartUploadCount: childNumber(root, 'MultipartUploadCount'),
  }
}

/** Keys that a DeleteMultipleObjects answer names as gone. */
export function readDeletedKeys(xml: string): Set<string> {
  const root = rootOf(xml, 'DeleteResult')
  const decode = childText(root, 'EncodingType') === 'url' ? decodeUrlEncoded : (text: string): string => text
  return new Set(root.children.filter((one) => one.name === 'Deleted').map((one) => decode(childText(one, 'Key'))))
}

/** OSS documentation, "InitiateMultipartUpload". */
export function readUploadId(xml: string): string {
  const uploadId = childText(rootOf(xml, 'InitiateMultipartUploadResult'), 'UploadId')
  if (uploadId === '') throw new Error('The service started an upload without an id')
  return uploadId
}

/** ETag of the object a CompleteMultipartUpload made. OSS documentation, "CompleteMultipartUpload". */
export function readCompletedEtag(xml: string): string {
  return unquote(childText(rootOf(xml, 'CompleteMultipartUploadResult'), 'ETag'))
}

const metadataPrefix = 'x-oss-meta-'
const beyondAscii = /[\u0080-\uffff]/
const readType = ObjectType.catch('Normal')

/** What the head of a GetObject answer says of its body (OSS documentation, "GetObject"), without all that nobody asks of a body. */
export function readBodyHead(field: (name: string) => string | undefined): Omit<OpenedObject, 'body'> {
  return {
    sizeBytes: Number(field('content-length') ?? 0),
    lastModifiedMs: readHttpDate(field('last-modified') ?? ''),
    etag: unquote(field('etag') ?? ''),
    crc64: field('x-oss-hash-crc64ecma'),
    versionId: field('x-oss-version-id'),
    checksum: readChecksum(field),
  }
}

let lastDate = ''
let lastDateMs = 0

/** Milliseconds since the epoch; 0 for what is no date. Objects that were written together are read together. */
function readHttpDate(text: string): number {
  if (text === lastDate) return lastDateMs
  lastDate = text
  lastDateMs = Date.parse(text) || 0
  return lastDateMs
}

/** OSS documentation, "HeadObject". Header values beyond Latin-1 arrive as UTF-8 bytes and are read as such. */
export function readObjectHead(key: string, headers: IncomingHttpHeaders): ObjectHeadView {
  const text = (name: string): string | undefined => {
    const value = headerText(headers[name])
    return value === undefined || !beyondAscii.test(value) ? value : Buffer.from(value, 'latin1').toString('utf8')
  }
  const optional = (name: keyof ObjectHeadView, header: string): Record<string, string> => {
    const value = text(header)
    return value === undefined ? {} : { [name]: value }
  }
  const stored = storedHeaderNames.flatMap((name): [string, string][] => {
    const value = text(name)
    return value === undefined ? [] : [[name, value]]
  })
  const checksum = readChecksum((name) => headerText(headers[name]))
  const metadata = Object.keys(headers)
    .filter((name) => name.startsWith(metadataPrefix))
    .map((name): [string, string] => [name.slice(metadataPrefix.length), text(name) ?? ''])
  return {
    key,
    ...optional('versionId', 'x-oss-version-id'),
    type: readType.parse(text('x-oss-object-type')),
    sizeBytes: Number(text('content-length') ?? 0),
    etag: unquote(text('etag') ?? ''),
    ...optional('crc64', 'x-oss-hash-crc64ecma'),
    ...optional('contentMd5', 'content-md5'),
    ...(checksum === undefined ? {} : { checksum }),
    lastModifiedMs: Date.parse(text('last-modified') ?? '') || 0,
    storageClass: text('x-oss-storage-class') ?? 'Standard',
    headers: Object.fromEntries(stored),
    userMetadata: Object.fromEntries(metadata),
    ...readEncryption(text('x-oss-server-side-encryption'), text('x-oss-server-side-encryption-key-id')),
    tagCount: Number(text('x-oss-tagging-count') ?? 0),
    requestId: text('x-oss-request-id') ?? '',
  }
}

function readEncryption(algorithm: string | undefined, keyId: string | undefined): Pick<ObjectHeadView, 'encryption'> {
  return algorithm === undefined ? {} : { encryption: { algorithm, ...(keyId === undefined ? {} : { keyId }) } }
}
