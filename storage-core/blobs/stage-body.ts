import { ossError } from '../model/oss-error.ts'
import type { OpenFile } from '../platform/platform.ts'
import { abortable } from './abortable.ts'
import { batchedWriter, slots, type BatchedWriter, type Slots } from './batched-writer.ts'
import { fileStep } from './blob-failure.ts'
import type { StageOptions } from './blob-store.ts'
import { contentHasher, digestBytes, type ContentDigest, type ContentHasher } from './content-hasher.ts'

export interface StageLimits {
  readonly inlineLimitBytes: number
  readonly batchBytes: number
  readonly batchesPerBody: number
  readonly sharedBatches: Slots
}

/** A body that has been read to its end. `file` is complete in the operating system's memory but not synced. */
export interface ReadBody {
  readonly digest: ContentDigest
  readonly content: { readonly kind: 'inline'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly file: OpenFile }
}

/**
 * Reads a body once, hashing it, and writes it to the file that `createFile` makes as soon as it is known to be too long to
 * travel inline. When it fails, the file is closed again but not removed.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  options: StageOptions,
  limits: StageLimits,
  createFile: () => Promise<OpenFile>,
): Promise<ReadBody> {
  const { signal, maxSizeBytes, expectedSizeBytes = 0 } = options
  signal.throwIfAborted()
  if (expectedSizeBytes > maxSizeBytes) throw ossError('EntityTooLarge')
  // Chunks of a body that may yet turn out to be small are kept, and hashed in one go.
  const held: Uint8Array[] = []
  let hasher: ContentHasher | undefined
  let sizeBytes = 0
  let opening: Promise<OpenFile> | undefined
  let writer: BatchedWriter | undefined

  const startFile = (): BatchedWriter => {
    opening = fileStep('creating a temporary file failed', createFile)
    // The writer meets this failure too, but only with its first batch.
    opening.catch(() => undefined)
    const { batchBytes, batchesPerBody, sharedBatches: shared } = limits
    return batchedWriter({ file: opening, batchBytes, own: slots(batchesPerBody), shared })
  }

  try {
    if (expectedSizeBytes > limits.inlineLimitBytes) {
      writer = startFile()
      hasher = await contentHasher()
    }
    for await (const chunk of abortable(body, signal)) {
      sizeBytes += chunk.length
      if (sizeBytes > maxSizeBytes) throw ossError('EntityTooLarge')
      if (writer === undefined || hasher === undefined) {
        held.push(chunk)
        if (sizeBytes <= limits.inlineLimitBytes) continue
        writer = startFile()
        hasher = await contentHasher()
        for (const early of held.splice(0)) {
          hasher.update(early)
          await writer.write(early)
        }
        continue
      }
      hasher.update(chunk)
      await writer.write(chunk)
    }
    if (writer === undefined || hasher === undefined || opening === undefined) {
      const bytes = joined(held)
      return { digest: await digestBytes(bytes), content: { kind: 'inline', bytes } }
    }
    await writer.flush()
    return { digest: hasher.digest(), content: { kind: 'file', file: await opening } }
  } catch (error) {
    await writer?.settle()
    // The first failure is the one to report; the file is about to be removed, so how its closing ends does not matter.
    await opening?.then((file) => file.close()).catch(() => undefined)
    throw error
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
}
