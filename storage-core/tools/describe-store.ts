import { blobLayout } from '../blobs/blob-layout.ts'
import { resolveVersion } from '../engine/versions.ts'
import type { MetadataReader, ObjectRow } from '../metadata/metadata-store.ts'
import { ossError } from '../model/oss-error.ts'

/** The store as a tree of its tables and buckets. */
export function describeStore(reader: MetadataReader): string {
  const lines = ['metadata.mdb']
  const sizes = Object.entries(reader.tableSizes())
  sizes.forEach(([table, rows], index) => {
    lines.push(`${index === sizes.length - 1 ? '└──' : '├──'} ${table.padEnd(10)} ${rows} rows`)
  })
  lines.push('', 'buckets')
  const buckets = [...reader.buckets('')]
  buckets.forEach((bucket, index) => {
    const isLast = index === buckets.length - 1
    lines.push(
      `${isLast ? '└──' : '├──'} ${bucket.name}  id ${bucket.bucketId}, ${bucket.region}, ${bucket.acl}, ` +
        `${bucket.storageClass}, ${bucket.dataRedundancyType}, owner ${bucket.owner.id}` +
        (bucket.versioning === undefined ? '' : `, versioning ${bucket.versioning}`) +
        (bucket.worm === undefined ? '' : `, retention ${bucket.worm.retentionPeriodDays} days`),
    )
    const counters = reader.counters(bucket.bucketId)
    const used = Object.entries(counters.byClass).filter(([, each]) => each.objectCount > 0)
    const contents = used.map(([storageClass, each]) => `${storageClass}: ${each.objectCount} objects, ${each.storageBytes} bytes`)
    if (counters.deleteMarkerCount > 0) contents.push(`${counters.deleteMarkerCount} delete markers`)
    if (counters.multipartUploadCount > 0) contents.push(`${counters.multipartUploadCount} unfinished uploads`)
    const settings = [...reader.bucketSettings(bucket.bucketId).keys()]
    if (settings.length > 0) contents.push(`settings: ${settings.join(', ')}`)
    contents.forEach((text, at) => {
      lines.push(`${isLast ? ' ' : '│'}   ${at === contents.length - 1 ? '└──' : '├──'} ${text}`)
    })
  })
  return lines.join('\n')
}

const shownVersionsMax = 20

/**
 * One object, or the version of it that `versionId` names: what is stored about it, where its bytes are, and which versions
 * there are beside it.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion
 */
export function describeObject(reader: MetadataReader, address: string, dataFolder: string, versionId?: string): string {
  const slash = address.indexOf('/')
  const bucketName = slash < 0 ? address : address.slice(0, slash)
  const key = slash < 0 ? '' : address.slice(slash + 1)
  const bucket = reader.bucket(bucketName)
  if (bucket === undefined) throw ossError('NoSuchBucket', { details: { BucketName: bucketName } })
  const found = resolveVersion(reader, bucket, key, versionId)
  if (found === undefined) throw ossError(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion', { details: { Key: key } })
  const { row, isLatest } = found
  const fields: [string, string][] = [
    ['bucket', `${bucket.name} (id ${bucket.bucketId})`],
    ['key', JSON.stringify(key)],
    ['row key', `${bucket.bucketId.toString(16).padStart(8, '0')} ${Buffer.from(key).toString('hex')}`],
    ['version id', `${row.versionId}${isLatest ? ' (latest)' : ''}`],
    ['sequence', String(row.sequence)],
    ['type', row.type],
    ['last modified', new Date(row.lastModifiedMs).toISOString()],
    ['author', row.author === undefined ? 'not known' : JSON.stringify(row.author)],
    ...(row.type === 'DeleteMarker' ? [] : versionFields(reader, row, dataFolder)),
  ]
  const versions = bucket.versioning === undefined ? '' : `\nversions\n${versionList(reader, bucket.bucketId, key)}`
  return fields.map(([name, value]) => `${name.padEnd(14)} ${value}`).join('\n') + versions
}

function versionFields(reader: MetadataReader, row: ObjectRow, dataFolder: string): [string, string][] {
  return [
    ['size', `${row.sizeBytes} bytes`],
    ['etag', row.etag],
    ['crc64', String(row.crc64)],
    ['storage class', row.storageClass],
    ['acl', row.acl],
    ['headers', JSON.stringify(row.headers)],
    ['user metadata', JSON.stringify(row.userMetadata)],
    ['tags', JSON.stringify(row.tags)],
    ['content', describeContent(reader, row, dataFolder)],
  ]
}

function versionList(reader: MetadataReader, bucketId: number, key: string): string {
  const cursor = reader.versions(bucketId)
  cursor.seek({ kind: 'at', key })
  const lines: string[] = []
  for (let row = cursor.next(); row?.key === key; row = cursor.next()) {
    if (lines.length >= shownVersionsMax) {
      lines.push('…')
      break
    }
    const what = row.type === 'DeleteMarker' ? 'delete marker' : `${row.sizeBytes} bytes`
    lines.push(`${row.versionId.padEnd(21)}  ${new Date(row.lastModifiedMs).toISOString()}  ${what}${row.isLatest ? ', latest' : ''}`)
  }
  cursor.close()
  return lines.map((line, index) => `${index === lines.length - 1 ? '└──' : '├──'} ${line}`).join('\n')
}

function describeContent(reader: MetadataReader, row: ObjectRow, dataFolder: string): string {
  if (row.content.kind === 'empty') return 'empty'
  if (row.content.kind === 'inline') {
    const bytes = reader.inlineBody(row.content.inlineNumber)
    return `inline body ${row.content.inlineNumber}, ${bytes === undefined ? 'MISSING' : `${bytes.length} bytes`}`
  }
  if (row.content.kind === 'pieces') return describePieces(reader, row.content.pieceList, dataFolder)
  return describeFile(reader, row.content.blobId, dataFolder)
}

function describePieces(reader: MetadataReader, pieceList: number, dataFolder: string): string {
  const lines = [...reader.pieces(pieceList, 0)].map(({ start, sizeBytes, content }) => {
    const place = content.kind === 'file' ? describeFile(reader, content.blobId, dataFolder) : `inline body ${content.inlineNumber}`
    return `${' '.repeat(15)}${start} to ${start + sizeBytes - 1}: ${place}`
  })
  return [`list ${pieceList} of ${lines.length} pieces, ${reader.pieceListReferences(pieceList)} reference(s)`, ...lines].join('\n')
}

function describeFile(reader: MetadataReader, blobId: string, dataFolder: string): string {
  return `${blobLayout(dataFolder).blobFile(blobId)}, ${reader.blobReferences(blobId)} reference(s)`
}
