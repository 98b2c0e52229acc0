import { limits } from '../../../storage-core/model/limits.ts'
import type { FragmentsProvider, ListedUpload, UploadMarker } from '../providers/fragments-provider.ts'
import type { AnswerReader } from './attribute-operations.ts'
import type { HttpClient } from './http-client.ts'
import { decodeUrlEncoded, rootOf } from './read-answers.ts'
import { childNumber, childText } from './xml.ts'

/** OSS documentation, "ListMultipartUploads"; S3 answers alike. */
export function readUploadPage(xml: string): { readonly uploads: ListedUpload[]; readonly next: UploadMarker | undefined } {
  const root = rootOf(xml, 'ListMultipartUploadsResult')
  const decode = childText(root, 'EncodingType') === 'url' ? decodeUrlEncoded : (text: string): string => text
  const uploads = root.children
    .filter((one) => one.name === 'Upload')
    .map((one) => ({
      key: decode(childText(one, 'Key')),
      uploadId: childText(one, 'UploadId'),
      initiatedMs: Date.parse(childText(one, 'Initiated')) || 0,
      storageClass: childText(one, 'StorageClass'),
    }))
  const isTruncated = childText(root, 'IsTruncated') === 'true'
  return { uploads, next: isTruncated ? { key: decode(childText(root, 'NextKeyMarker')), uploadId: childText(root, 'NextUploadIdMarker') } : undefined }
}

/** OSS documentation, "ListParts". @returns the sum of the page, and the number of its last part when there are more */
export function readPartPage(xml: string): { readonly parts: number; readonly sizeBytes: number; readonly next: number | undefined } {
  const root = rootOf(xml, 'ListPartsResult')
  const parts = root.children.filter((one) => one.name === 'Part')
  const sizeBytes = parts.reduce((sum, part) => sum + childNumber(part, 'Size'), 0)
  return { parts: parts.length, sizeBytes, next: childText(root, 'IsTruncated') === 'true' ? childNumber(root, 'NextPartNumberMarker') : undefined }
}

/** What the service keeps of unfinished uploads. */
export function fragmentOperations(http: HttpClient, readAnswer: AnswerReader): FragmentsProvider {
  return {
    async listMultipartUploads({ bucket, prefix, marker, maxUploads, signal }) {
      const query = {
        uploads: '',
        'encoding-type': 'url',
        'max-uploads': String(maxUploads),
        ...(prefix === '' ? {} : { prefix }),
        ...(marker === undefined ? {} : { 'key-marker': marker.key, 'upload-id-marker': marker.uploadId }),
      }
      return readAnswer(await http.sendForText({ method: 'GET', bucket, query, signal }), readUploadPage)
    },

    async sumParts({ bucket, key, uploadId, signal }) {
      const sum = { parts: 0, sizeBytes: 0 }
      for (let after: number | undefined = 0; after !== undefined; ) {
        const query: Record<string, string> = { uploadId, 'max-parts': String(limits.listPartsMax), 'encoding-type': 'url', ...(after === 0 ? {} : { 'part-number-marker': String(after) }) }
        const page: ReturnType<typeof readPartPage> = readAnswer(await http.sendForText({ method: 'GET', bucket, key, query, signal }), readPartPage)
        sum.parts += page.parts
        sum.sizeBytes += page.sizeBytes
        // A page that does not get on would be asked for again for ever.
        after = page.next === after ? undefined : page.next
      }
      return sum
    },
  }
}
