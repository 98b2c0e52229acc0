import type { StagedBlob } from '../../blobs/blob-store.ts'
import type { MetadataWriter, PartRow } from '../../metadata/metadata-store.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { giveUpContent } from '../content.ts'
import { type EngineDependencies, readMetadata } from '../dependencies.ts'
import { etagOf, referToContent, type StagedWrite, writeStaged } from '../staged-write.ts'
import type { UploadAddress, UploadPartInput, UploadPartOutput } from './multipart-engine.ts'
import { type FoundUpload, requireUpload } from './uploads.ts'

/**
 * Receives one part (OSS documentation, "UploadPart"). Another one with the same number is replaced.
 * @throws OssError NoSuchBucket, NoSuchUpload, InvalidArgument, InvalidDigest, InvalidCRC64, IncompleteBody, EntityTooLarge,
 * InternalError
 */
export async function uploadPart(deps: EngineDependencies, input: UploadPartInput): Promise<UploadPartOutput> {
  assertPartNumber(input.partNumber)
  // Refused here so that the body need not be received; what holds is the check inside the transaction.
  readMetadata(deps.metadata, (reader) => requireUpload(reader, input))
  const { etag, crc64 } = await writePart(deps, input, input, input.checksum)
  return { etag, crc64 }
}

/** Stages a body and makes it a part. */
export function writePart(
  deps: EngineDependencies,
  address: UploadAddress & { readonly partNumber: number },
  source: Pick<StagedWrite<PartRow>, 'body' | 'claims' | 'signal'>,
  checksumOf: UploadPartInput['checksum'] = () => undefined,
): Promise<PartRow> {
  return writeStaged(deps, {
    body: source.body,
    claims: source.claims,
    signal: source.signal,
    maxSizeBytes: limits.partMaxBytes,
    failpoints: { staged: 'part.staged', published: 'part.published', committed: 'part.committed', released: 'part.released' },
    commit: (staged) =>
      deps.metadata.write((tx) => {
        const found = requireUpload(tx, address)
        const row = toPart(tx, address.partNumber, staged, deps.clock.now())
        const checksum = checksumOf()
        const part = putPart(tx, found, checksum === undefined ? row : { ...row, checksum })
        deps.failpoint?.('part.in-transaction')
        return part
      }),
  })
}

function toPart(tx: MetadataWriter, partNumber: number, staged: StagedBlob, lastModifiedMs: number): PartRow {
  return {
    partNumber,
    sizeBytes: staged.sizeBytes,
    etag: etagOf(staged),
    crc64: staged.crc64,
    lastModifiedMs,
    content: referToContent(tx, staged, tx.nextSequence(), lastModifiedMs),
  }
}

/** Makes a row, whose content is referenced already, the part of its number. */
export function putPart(tx: MetadataWriter, { bucket, upload }: FoundUpload, part: PartRow): PartRow {
  const previous = tx.part(upload.uploadNumber, part.partNumber)
  tx.putPart(upload.uploadNumber, part)
  if (previous === undefined) tx.countPart(bucket.bucketId, upload)
  else giveUpContent(tx, previous.content, part.lastModifiedMs)
  return part
}

/** @throws OssError InvalidArgument */
export function assertPartNumber(partNumber: number): void {
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= limits.partNumberMax) return
  throw ossError('InvalidArgument', {
    message: `Part number must be an integer between 1 and ${limits.partNumberMax}, inclusive`,
    details: { ArgumentName: 'partNumber', ArgumentValue: String(partNumber) },
    ec: '0017-00000220',
  })
}
