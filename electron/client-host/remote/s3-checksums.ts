import type { IncomingHttpHeaders } from 'node:http'
import { checksumAlgorithms, checksumElement, type ChecksummedPart } from '../../../storage-core/model/object-checksum.ts'
import type { StoredChecksum } from '../../contract/objects.ts'
import type { CompletedPart } from '../providers/object-provider.ts'
import { headerText } from './error-answer.ts'
import { isComposite } from './read-checksum.ts'
import { rootOf } from './read-answers.ts'
import { child, childNumber, childText, escapeXml } from './xml.ts'

/** What the document says that CompleteMultipartUpload answers. */
export function readCompletedChecksum(xml: string): StoredChecksum | undefined {
  const root = rootOf(xml, 'CompleteMultipartUploadResult')
  for (const algorithm of checksumAlgorithms) {
    const value = childText(root, checksumElement(algorithm))
    if (value !== '') return { algorithm, value, type: isComposite(childText(root, 'ChecksumType'), value) ? 'COMPOSITE' : 'FULL_OBJECT' }
  }
  return undefined
}

export interface AttributesPage {
  readonly parts: readonly ChecksummedPart[]
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined
}

/** Parts of an answer to GetObjectAttributes; those without a checksum or a size say nothing. */
export function readObjectParts(xml: string): AttributesPage {
  const list = child(rootOf(xml, 'GetObjectAttributesResponse'), 'ObjectParts')
  const parts = (list?.children ?? []).flatMap((part): ChecksummedPart[] => {
    if (part.name !== 'Part') return []
    const value = checksumAlgorithms.map((algorithm) => childText(part, checksumElement(algorithm))).find((text) => text !== '')
    return value === undefined || childText(part, 'Size') === '' ? [] : [{ sizeBytes: childNumber(part, 'Size'), value }]
  })
  const next = childText(list, 'NextPartNumberMarker')
  return { parts, next: childText(list, 'IsTruncated') === 'true' && next !== '' && parts.length > 0 ? next : undefined }
}

/** Whether an upload that was begun will have a CRC32 of all its bytes; undefined where it will have none of any kind. */
export function keepsCrc32(headers: IncomingHttpHeaders): boolean | undefined {
  const algorithm = headerText(headers['x-oss-checksum-algorithm'])
  if (algorithm === undefined) return undefined
  return algorithm === 'CRC32' && headerText(headers['x-oss-checksum-type']) === 'FULL_OBJECT'
}

/** A part as CompleteMultipartUpload names it; the checksum is S3's. */
export function completedPartXml({ partNumber, etag, crc32 }: CompletedPart): string {
  const checksum = crc32 === undefined ? '' : `<ChecksumCRC32>${crc32}</ChecksumCRC32>`
  return `<Part><ETag>"${escapeXml(etag)}"</ETag>${checksum}<PartNumber>${String(partNumber)}</PartNumber></Part>`
}
