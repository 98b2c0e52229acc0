import { localError } from '../errors.ts'
import type { OpenedObject } from '../providers/object-provider.ts'
import type { Batch, DownloadSpec } from './batch.ts'
import { compareSums, type ContentSums } from './content-digest.ts'
import type { JobContext } from './job-context.ts'
import type { FileHandle } from './local-files.ts'
import { proveFile } from './stored-checksum.ts'

export interface ProveContent {
  readonly context: JobContext
  readonly batch: Batch<DownloadSpec>
  readonly item: number
  readonly object: Omit<OpenedObject, 'body'>
  readonly sums: ContentSums
  readonly receivedBytes: number
  /** The file, where it is written already: a checksum of parts is held against it. */
  readonly handle: FileHandle | undefined
}

/** Compares what came of an object with what the service says of it, and notes the proof. @throws OssError ChecksumMismatch */
export async function proveContent({ context, batch, item, object, sums, receivedBytes, handle }: ProveContent): Promise<void> {
  const { items } = batch
  items.setState(item, 'verifying')
  const key = items.nameOf(item)
  let proof = compareSums(sums, object)
  if (proof === undefined && object.checksum?.type === 'COMPOSITE' && handle !== undefined) {
    const head = { key: batch.spec.prefix + key, versionId: object.versionId, sizeBytes: object.sizeBytes, checksum: object.checksum }
    const told = await proveFile({ provider: context.provider, bucket: batch.spec.bucket, handle, head, signal: context.signal })
    proof = told === 'same' ? object.checksum.algorithm : told
  }
  if (receivedBytes !== object.sizeBytes) throw localError('ChecksumMismatch', { Key: key, ExpectedBytes: String(object.sizeBytes), ReceivedBytes: String(receivedBytes) })
  if (proof === 'differs') throw localError('ChecksumMismatch', { Key: key, Expected: object.crc64 ?? object.checksum?.value ?? '', Received: sums.checksum ?? sums.crc64 })
  if (proof !== undefined) items.setVerified(item, proof)
  items.setResult(item, { crc64: sums.crc64, etag: object.etag, versionId: object.versionId })
}
