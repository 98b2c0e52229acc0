import { crc32 } from 'node:zlib'
import type { ObjectHeadView, StoredChecksum } from '../../contract/objects.ts'
import type { ChecksummedPart } from '../../../storage-core/model/object-checksum.ts'
import { createChecksum } from '../../../storage-core/signature/checksums.ts'
import { crc32Text } from '../remote/s3-uploads.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { FileHandle } from './local-files.ts'
import { readThrough } from './read-through.ts'

/** Where a file's bytes begin and how many count. */
interface Stretch {
  readonly startBytes: number
  readonly sizeBytes: number
}

/** CRC32 of a stretch of a file, base64. */
export async function crc32OfFile(handle: FileHandle, { startBytes, sizeBytes }: Stretch, signal: AbortSignal): Promise<string> {
  let value = 0
  await readThrough(handle, sizeBytes, signal, (bytes) => (value = crc32(bytes, value)), startBytes)
  return crc32Text(value)
}

export interface ProveFile {
  readonly provider: Pick<Provider, 'checksummedParts'>
  readonly bucket: string
  readonly handle: FileHandle
  readonly head: Pick<ObjectHeadView, 'key' | 'versionId' | 'sizeBytes' | 'checksum'>
  readonly signal: AbortSignal
}

/**
 * Holds a file against what S3 keeps of the object (Amazon S3 User Guide, "Checking object integrity"). A checksum of the parts'
 * checksums proves something only with the sizes of the parts, which the service is asked for.
 * @returns undefined when the service does not tell enough
 */
export async function proveFile({ provider, bucket, handle, head, signal }: ProveFile): Promise<'same' | 'differs' | undefined> {
  const { checksum, key, versionId, sizeBytes } = head
  if (checksum === undefined) return undefined
  const sumOf = (stretch: Stretch): Promise<string> => checksumOfFile(handle, checksum.algorithm, stretch, signal)
  if (checksum.type === 'FULL_OBJECT') return (await sumOf({ startBytes: 0, sizeBytes })) === checksum.value ? 'same' : 'differs'
  const parts = await provider.checksummedParts?.({ bucket, key, signal, ...(versionId === undefined ? {} : { versionId }) })
  if (parts === undefined || !(await isMadeOf(checksum, parts)) || sizeOf(parts) !== sizeBytes) return undefined
  let startBytes = 0
  for (const part of parts) {
    if ((await sumOf({ startBytes, sizeBytes: part.sizeBytes })) !== part.value) return 'differs'
    startBytes += part.sizeBytes
  }
  return 'same'
}

const sizeOf = (parts: readonly ChecksummedPart[]): number => parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Whether these are all the parts, and the right ones: their checksums together make the object's. */
async function isMadeOf({ algorithm, value }: StoredChecksum, parts: readonly ChecksummedPart[]): Promise<boolean> {
  const sum = await createChecksum(algorithm)
  for (const part of parts) sum.update(Buffer.from(part.value, 'base64'))
  return `${sum.digest()}-${String(parts.length)}` === value
}

async function checksumOfFile(handle: FileHandle, algorithm: StoredChecksum['algorithm'], { startBytes, sizeBytes }: Stretch, signal: AbortSignal): Promise<string> {
  const sum = await createChecksum(algorithm)
  await readThrough(
    handle,
    sizeBytes,
    signal,
    (bytes) => {
      sum.update(bytes)
    },
    startBytes,
  )
  return sum.digest()
}
