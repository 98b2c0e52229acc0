import { blobLayout } from '../blobs/blob-layout.ts'
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
        `${bucket.storageClass}, ${bucket.dataRedundancyType}, owner ${bucket.owner.id}`,
    )
    const used = Object.entries(reader.counters(bucket.bucketId).byClass).filter(([, each]) => each.objectCount > 0)
    used.forEach(([storageClass, each], at) => {
      const branch = `${isLast ? ' ' : '│'}   ${at === used.length - 1 ? '└──' : '├──'}`
      lines.push(`${branch} ${storageClass}: ${each.objectCount} objects, ${each.storageBytes} bytes`)
    })
  })
  return lines.join('\n')
}

/**
 * One object: what is stored about it, and where its bytes are.
 * @throws OssError NoSuchBucket, NoSuchKey
 */
export function describeObject(reader: MetadataReader, address: string, dataFolder: string): string {
  const slash = address.indexOf('/')
  const bucketName = slash < 0 ? address : address.slice(0, slash)
  const key = slash < 0 ? '' : address.slice(slash + 1)
  const bucket = reader.bucket(bucketName)
  if (bucket === undefined) throw ossError('NoSuchBucket', { details: { BucketName: bucketName } })
  const row = reader.object(bucket.bucketId, key)
  if (row === undefined) throw ossError('NoSuchKey', { details: { Key: key } })
  const fields: [string, string][] = [
    ['bucket', `${bucket.name} (id ${bucket.bucketId})`],
    ['key', JSON.stringify(key)],
    ['row key', `${bucket.bucketId.toString(16).padStart(8, '0')} ${Buffer.from(key).toString('hex')}`],
    ['type', row.type],
    ['size', `${row.sizeBytes} bytes`],
    ['etag', row.etag],
    ['crc64', String(row.crc64)],
    ['last modified', new Date(row.lastModifiedMs).toISOString()],
    ['storage class', row.storageClass],
    ['acl', row.acl],
    ['version id', row.versionId],
    ['sequence', String(row.sequence)],
    ['headers', JSON.stringify(row.headers)],
    ['user metadata', JSON.stringify(row.userMetadata)],
    ['tags', JSON.stringify(row.tags)],
    ['content', describeContent(reader, row, dataFolder)],
  ]
  return fields.map(([name, value]) => `${name.padEnd(14)} ${value}`).join('\n')
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
