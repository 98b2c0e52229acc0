import { isOssError, ossError } from '../model/oss-error.ts'
import { createBucketDecoder } from './lookups.ts'
import type { MetadataStore, MetadataWriter } from './metadata-store.ts'
import type { OrderedTables, TableTransaction } from './ordered-tables.ts'
import { createNewestReader, createSnapshotReader } from './snapshot-reader.ts'
import { markClosedCleanly, type NewStore, openFormat, sequenceRecord } from './store-format.ts'
import { type CommitContext, DescribedTransaction, finishCommit } from './transaction.ts'

/**
 * A commit takes half of those who wait, so that the disk writes one half while the callers of the other are answered and send
 * what comes next; taking all would leave disk and event loop waiting for each other. Few are not divided, for each commit has
 * its price, and 256 bound how long one keeps the event loop: about 20 us for each caller.
 */
const callersPerCommit = (waiting: number): number => Math.min(256, Math.max(32, Math.ceil(waiting / 2)))

interface QueuedWrite {
  /** Describes the caller's change and puts it into the commit; keeps the outcome for later. */
  run(context: CommitContext): void
  /** Tells the caller, once the commit is on disk or has failed. */
  settle(failure: Error | undefined): void
}

/**
 * A MetadataStore over ordered tables. Writes queue while a commit is on its way to the disk; the next commit takes many
 * of them, so a hundred writers cost two flushes.
 */
export async function openTableMetadataStore(tables: OrderedTables, newStore: NewStore): Promise<MetadataStore> {
  const opened = await openFormat(tables, newStore)
  const buckets = createBucketDecoder()
  const queue: QueuedWrite[] = []
  let sequence = opened.sequence
  let pumping: Promise<void> | undefined
  let closing: Promise<void> | undefined
  let isTidy = opened.closedCleanly
  let bucketRevision = 0
  const newest = createNewestReader(tables.newest, buckets, () => bucketRevision)

  const sequences = {
    next: () => {
      sequence += 1
      return sequence
    },
  }

  const commitOnce = async () => {
    let batch: QueuedWrite[] = []
    let failure: Error | undefined
    let changesBuckets = false
    try {
      await tables.commit((transaction) => {
        // Taken here and not before: whoever came while the database was starting the transaction still joins it.
        batch = queue.splice(0, callersPerCommit(queue.length))
        changesBuckets = runBatch(batch, transaction)
      })
    } catch (cause) {
      failure = isOssError(cause) ? cause : ossError('InternalError', { cause })
      if (batch.length === 0) batch = queue.splice(0, callersPerCommit(queue.length))
    }
    // Also after a failure, which may leave open whether the commit holds.
    if (changesBuckets || failure !== undefined) bucketRevision += 1
    for (const write of batch) write.settle(failure)
  }

  const runBatch = (batch: readonly QueuedWrite[], transaction: TableTransaction): boolean => {
    const before = sequence
    const context: CommitContext = { transaction, sequences, buckets, counters: new Map(), bucketRows: new Map(), changesBuckets: false }
    for (const write of batch) write.run(context)
    finishCommit(context)
    if (sequence !== before) {
      const record = sequenceRecord(sequence)
      transaction.put('meta', record.key, record.value)
    }
    return context.changesBuckets
  }

  const pump = async () => {
    while (queue.length > 0) await commitOnce()
    pumping = undefined
  }

  const close = async () => {
    await pumping
    try {
      if (isTidy) await markClosedCleanly(tables)
    } finally {
      await tables.close()
    }
  }

  return {
    info: opened.info,
    closedCleanly: opened.closedCleanly,
    bucketRevision: () => bucketRevision,
    confirmNoOrphans() {
      isTidy = true
    },
    snapshot() {
      if (closing !== undefined) throw closedError()
      return createSnapshotReader(tables.snapshot(), buckets)
    },
    read(fn) {
      if (closing !== undefined) throw closedError()
      return fn(newest)
    },
    write(fn) {
      if (closing !== undefined) return Promise.reject(closedError())
      return new Promise((resolve, reject) => {
        queue.push(createQueuedWrite(fn, resolve, reject))
        pumping ??= pump()
      })
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

function createQueuedWrite<T>(
  fn: (tx: MetadataWriter) => T,
  resolve: (value: T) => void,
  reject: (reason: unknown) => void,
): QueuedWrite {
  let outcome: { readonly value: T } | { readonly thrown: unknown } | undefined
  return {
    run(context) {
      const described = new DescribedTransaction(context)
      try {
        outcome = { value: fn(described) }
      } catch (thrown) {
        outcome = { thrown }
        return
      }
      described.apply()
    },
    settle(failure) {
      if (outcome !== undefined && 'thrown' in outcome) reject(outcome.thrown)
      else if (failure !== undefined) reject(failure)
      else if (outcome !== undefined) resolve(outcome.value)
      else reject(new Error('the transaction was never run'))
    },
  }
}

function closedError(): Error {
  return ossError('ServiceUnavailable', { message: 'The store is closed.' })
}
