import type { OpenFile } from '../platform/platform.ts'
import { fileStep } from './blob-failure.ts'

/** At most `limit` holders at a time, first come first served. */
export interface Slots {
  acquire(): Promise<void>
  release(): void
}

export function slots(limit: number): Slots {
  let free = limit
  const waiting: (() => void)[] = []
  return {
    acquire: () => {
      if (free > 0) {
        free -= 1
        return Promise.resolve()
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    release: () => {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}

export interface BatchedWriterOptions {
  /** Resolves with the file to write to. Asked for once; the writer does not close it. */
  readonly file: Promise<OpenFile>
  readonly batchBytes: number
  /** Batches of this writer under way at once. */
  readonly own: Slots
  /** Batches of all writers under way at once: bounds memory when many bodies arrive together. */
  readonly shared: Slots
}

export interface BatchedWriter {
  /** Takes the chunk; waits only while too much is under way. The chunk must not change afterwards. */
  write(chunk: Uint8Array): Promise<void>
  /** Writes what is left and resolves when the operating system has every byte. */
  flush(): Promise<void>
  /** Resolves when nothing is under way any more, whether it failed or not. */
  settle(): Promise<void>
}

// A body of tiny chunks must not pile up more bookkeeping than bytes.
const maxChunksPerBatch = 1024

/** Gathers chunks into batches and keeps several positioned writes under way; the first failure stops everything after it. */
export function batchedWriter(options: BatchedWriterOptions): BatchedWriter {
  const { file, batchBytes, own, shared } = options
  const underWay = new Set<Promise<void>>()
  let batch: Uint8Array[] = []
  let batchSize = 0
  let position = 0
  let failure: { readonly error: unknown } | undefined

  const send = async (chunks: readonly Uint8Array[], at: number): Promise<void> => {
    try {
      const target = await file
      if (failure === undefined) await fileStep('writing a temporary file failed', () => target.write(chunks, at))
    } catch (error) {
      failure ??= { error }
    } finally {
      own.release()
      shared.release()
    }
  }

  const dispatch = async (): Promise<void> => {
    const chunks = batch
    const at = position
    batch = []
    position += batchSize
    batchSize = 0
    await own.acquire()
    await shared.acquire()
    const write: Promise<void> = send(chunks, at).finally(() => underWay.delete(write))
    underWay.add(write)
  }

  const settle = async (): Promise<void> => {
    await Promise.all(underWay)
  }
  const throwFailure = () => {
    if (failure !== undefined) throw failure.error
  }

  return {
    write: async (chunk) => {
      throwFailure()
      batch.push(chunk)
      batchSize += chunk.length
      if (batchSize >= batchBytes || batch.length >= maxChunksPerBatch) await dispatch()
    },
    flush: async () => {
      if (batchSize > 0) await dispatch()
      await settle()
      throwFailure()
    },
    settle,
  }
}
