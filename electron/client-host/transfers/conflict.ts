import { createHash } from 'node:crypto'
import type { ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { ObjectHeadView } from '../../contract/objects.ts'
import { startCrc64 } from '../crc64.ts'
import type { FileHandle } from './local-files.ts'
import { readThrough } from './read-through.ts'
import { proveFile } from './stored-checksum.ts'

/** What becomes of an item whose target is there already. */
export type Decision = 'replace' | 'skip' | 'number'

export interface Compared {
  readonly conflict: ConflictPolicy
  /** Milliseconds since the epoch. */
  readonly sourceModifiedMs: number
  readonly targetModifiedMs: number
  readonly isIdentical: () => Promise<boolean>
}

/** Reads both sides only where the policy asks for it. */
export async function decide({ conflict, sourceModifiedMs, targetModifiedMs, isIdentical }: Compared): Promise<Decision> {
  switch (conflict) {
    case 'overwrite':
      return 'replace'
    case 'skip':
      return 'skip'
    case 'keepBoth':
      return 'number'
    case 'skipIdentical':
      return (await isIdentical()) ? 'skip' : 'replace'
    case 'newer':
      return sourceModifiedMs > targetModifiedMs ? 'replace' : 'skip'
  }
}

/** An object's ETag is the MD5 of its bytes when it was put in one piece (OSS documentation, "PutObject"). */
export const md5Etag = /^[0-9a-f]{32}$/i

/** Whether a local file holds exactly an object's bytes: by size and CRC64, or where the service tells none by what S3 keeps. */
export async function isSameContent(handle: FileHandle, sizeBytes: number, head: ObjectHeadView, signal: AbortSignal): Promise<boolean> {
  if (head.sizeBytes !== sizeBytes) return false
  if (head.crc64 !== undefined) return (await crc64OfFile(handle, sizeBytes, signal)) === head.crc64
  // Of parts too when somebody asks for them, which is not worth a request here.
  const told = await proveFile({ provider: {}, bucket: '', handle, head, signal })
  if (told !== undefined) return told === 'same'
  if (head.type !== 'Normal' || !md5Etag.test(head.etag)) return false
  const md5 = createHash('md5')
  await readThrough(handle, sizeBytes, signal, (bytes) => md5.update(bytes))
  return md5.digest('hex') === head.etag.toLowerCase()
}

/** Checksum of the first bytes of a file, decimal. */
export async function crc64OfFile(handle: FileHandle, sizeBytes: number, signal: AbortSignal, startBytes = 0): Promise<string> {
  const crc = await startCrc64()
  await readThrough(handle, sizeBytes, signal, (bytes) => crc.update(bytes), startBytes)
  return crc.finish()
}
