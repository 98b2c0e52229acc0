import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import type { ListPartsInput, ListPartsOutput, UploadedPart } from './multipart-engine.ts'
import { requireUpload } from './uploads.ts'

/**
 * The parts of an upload by number (OSS documentation, "ListParts").
 * @throws OssError NoSuchBucket, NoSuchUpload
 */
export function listParts(deps: EngineDependencies, input: ListPartsInput): ListPartsOutput {
  return readMetadata(deps.metadata, (reader) => {
    const { upload } = requireUpload(reader, input)
    const { storageClass, checksum } = upload
    const shown = { storageClass, ...(checksum === undefined ? {} : { checksum }) }
    const parts: UploadedPart[] = []
    for (const { content: _, ...part } of reader.parts(upload.uploadNumber, input.after)) {
      if (parts.length >= input.maxParts) return { parts, isTruncated: true, ...shown }
      parts.push(part)
    }
    return { parts, isTruncated: false, ...shown }
  })
}
