import type { OssErrorWire } from '../../contract/error-wire.ts'
import { nextTurn, sharedAbortController } from '../aborts.ts'
import { isAbort } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import type { RetryPolicy } from '../remote/retry-policy.ts'
import type { Announcer } from './announcer.ts'
import { rankOf, writtenPlace, type Batch } from './batch.ts'
import type { BatchJournal } from './batch-journal.ts'
import { runBatch } from './batch-runner.ts'
import type { ChangedPrefixes } from './changed-prefixes.ts'
import { discardParts } from './discard-parts.ts'
import type { JobContext } from './job-context.ts'
import type { Limiter } from './limiter.ts'
import type { LocalFiles } from './local-files.ts'
import type { TransferSizes } from './part-plan.ts'
import { pieceBytes, takeFromAll, type Throttle } from './throttle.ts'

export interface BatchControlOptions {
  /** @throws when the connection cannot be used now */
  readonly providerOf: (profileId: string) => Provider
  readonly limiterOf: (profileId: string) => Limiter
  /** Of all batches of one connection together. */
  readonly throttleOf: (profileId: string) => Throttle
  readonly toWire: (error: unknown) => OssErrorWire
  readonly log: (text: string) => void
  readonly files: LocalFiles
  readonly retryPolicy: RetryPolicy
  readonly sizes: TransferSizes
  readonly random: () => number
  readonly now: () => number
  /** Of all batches together. */
  readonly throttle: Throttle
  readonly journal: BatchJournal
  readonly announcer: Announcer
  readonly changedPrefixes: ChangedPrefixes
  /** A batch has ended: time to write down what became of it, before its end is known to the journal. */
  readonly record: (batch: Batch) => Promise<void>
  /** A batch has ended and its end is written down. */
  readonly ended: () => Promise<void>
}

/** Starts, stops and ends batches: their life cycle, without the list of them. */
export interface BatchControl {
  start(batch: Batch): void
  /** Resolves when nothing of them is under way any more. */
  stop(batches: readonly Batch[], why: NonNullable<Batch['stopping']>): Promise<void>
  /** Gives a batch that does not run its end, as `stopping` and `error` say. */
  finish(batch: Batch): Promise<void>
  /** Gives back what interrupted large items hold. */
  discard(batch: Batch): Promise<void>
  /** Stops everything without giving it an end. */
  close(batches: readonly Batch[]): Promise<void>
}

/** Items that one line of the journal announces. */
const startedAhead = 500
/** Time for a service that does not answer, when parts are only cleared away. */
const discardForMs = 20_000

/** The limiter as one batch uses it, with its place in the line. */
function ranked(limiter: Limiter, batch: Batch): Pick<Limiter, 'acquire' | 'slowDown' | 'succeeded'> {
  return {
    acquire: (weight, signal) => limiter.acquire(weight, signal, () => rankOf(batch)),
    slowDown: (reason) => {
      limiter.slowDown(reason)
    },
    succeeded: () => {
      limiter.succeeded()
    },
  }
}

export function createBatchControl(options: BatchControlOptions): BatchControl {
  const { announcer, changedPrefixes, ended, files, journal, limiterOf, log, now, providerOf, random, record, retryPolicy, sizes, throttle, throttleOf, toWire } = options
  const partsInUse = new Set<string>()
  let closing = false

  /** Bytes of a copy through this computer count for both connections. */
  const throttlesOf = (batch: Batch): readonly Throttle[] => {
    const profiles = new Set([batch.spec.profileId, writtenPlace(batch.spec).profileId])
    return [batch.throttle, ...[...profiles].map(throttleOf), throttle]
  }
  const checkpointsOf = (batch: Batch): Pick<JobContext, 'checkpoint' | 'checkpointNow' | 'partDone'> => ({
    checkpoint: (item, start) => {
      if (start === undefined) batch.checkpoints.delete(item)
      else batch.checkpoints.set(item, { start, parts: new Map() })
      journal.checkpoint(batch, item, start)
    },
    checkpointNow: (item, start) => {
      batch.checkpoints.set(item, { start, parts: new Map() })
      return journal.checkpointNow(batch, item, start)
    },
    partDone: (item, number, part) => {
      batch.checkpoints.get(item)?.parts.set(number, part)
      return journal.partDone(batch, item, number, part)
    },
  })
  const discard = (batch: Batch): Promise<void> => {
    if (batch.checkpoints.size === 0) return Promise.resolve()
    const { checkpoint } = checkpointsOf(batch)
    const target = providerOf(writtenPlace(batch.spec).profileId)
    return discardParts({ provider: target, target, files, signal: AbortSignal.timeout(discardForMs), checkpoint, log }, batch)
  }
  const start = (batch: Batch): void => {
    const controller = sharedAbortController()
    const { spec } = batch
    const place = writtenPlace(spec)
    const throttles = throttlesOf(batch)
    batch.state = batch.scanned ? 'running' : 'scanning'
    batch.error = undefined
    batch.finishedMs = undefined
    batch.speed.reset()
    const run = async (): Promise<void> => {
      // The caller gets its answer before the first item starts.
      await nextTurn()
      await runBatch(
        {
          provider: providerOf(spec.profileId),
          target: providerOf(place.profileId),
          files,
          limiter: ranked(limiterOf(place.profileId), batch),
          signal: controller.signal,
          toWire,
          retryPolicy,
          random,
          sizes,
          pace: (bytes, signal) => takeFromAll(throttles, bytes, signal),
          pieceBytes: (most) => pieceBytes(most, throttles.map(({ rate }) => rate)),
          ...checkpointsOf(batch),
          partsInUse,
          abort: () => {
            controller.abort()
          },
          changed: () => {
            announcer.changed(batch)
          },
          landed: (key) => {
            changedPrefixes.note(place, place.prefix, key)
          },
          removed: (key) => {
            changedPrefixes.note(spec, spec.prefix, key)
          },
          added: (from) => {
            journal.added(batch, from)
          },
          scanned: () => {
            journal.scanned(batch)
          },
          settled: (item) => {
            journal.settled(batch, item)
          },
          starting: (item) => {
            if (item < batch.startedTo) return undefined
            batch.startedTo = item + startedAhead
            return journal.started(batch)
          },
        },
        batch,
      )
    }
    const finished = run()
      .catch((error: unknown) => {
        if (!isAbort(error)) batch.error = toWire(error)
      })
      .then(() => finish(batch))
      .catch((error: unknown) => {
        log(String(error))
      })
    batch.running = { controller, finished }
    announcer.changed(batch)
  }

  const endings = new Set<Promise<void>>()
  const finish = async (batch: Batch): Promise<void> => {
    const ending = end(batch)
    endings.add(ending)
    try {
      await ending
    } finally {
      endings.delete(ending)
    }
  }

  const end = async (batch: Batch): Promise<void> => {
    const { items, spec } = batch
    const { stopping } = batch
    if (stopping === 'cancel') await discard(batch)
    batch.running = undefined
    batch.stopping = undefined
    if (closing) return
    if (stopping === 'hold' && batch.error === undefined && (items.count('queued') > 0 || !batch.scanned)) {
      // After a kill it would wait as well, so nothing need be written down.
      batch.state = 'queued'
      announcer.changed(batch)
      return
    }
    if (stopping === 'pause' && batch.error === undefined && (items.count('queued') > 0 || !batch.scanned)) {
      batch.state = 'paused'
      announcer.changed(batch)
      await journal.paused(batch)
      return
    }
    if (stopping === 'cancel' || batch.error !== undefined) {
      // In one go: what comes after must not find half of a batch cancelled.
      journal.cancelled(batch, items.moveAll(['queued'], 'cancelled'))
    }
    const cancelled = stopping === 'cancel'
    batch.state = batch.error !== undefined || (items.count('failed') > 0 && !cancelled) ? 'failed' : cancelled ? 'cancelled' : 'done'
    batch.finishedMs = now()
    if (spec.kind !== 'download' && spec.kind !== 'zip' && items.count('done') > 0) {
      const place = writtenPlace(spec)
      changedPrefixes.noteEnd(place, place.prefix)
      if (spec.kind === 'move') changedPrefixes.noteEnd(spec, spec.prefix)
    }
    announcer.changed(batch)
    // A kill in between runs an end with nothing left to do once more; the other way round the history would miss it.
    await record(batch)
    await journal.end(batch)
    await ended()
  }

  const stop = async (chosen: readonly Batch[], why: NonNullable<Batch['stopping']>): Promise<void> => {
    const running = chosen.filter((batch) => batch.running !== undefined)
    for (const batch of running) {
      // A cancel is not undone by a pause that follows, nor a pause by a hold.
      if (batch.stopping !== 'cancel' && !(batch.stopping === 'pause' && why === 'hold')) batch.stopping = why
      batch.running?.controller.abort()
    }
    await Promise.all(running.map((batch) => batch.running?.finished ?? Promise.resolve()))
  }

  return {
    start,
    stop,
    finish,
    discard,
    close: async (batches) => {
      closing = true
      await stop(batches, 'close')
      // An end that is being written down is not cut short.
      await Promise.allSettled(endings)
    },
  }
}
