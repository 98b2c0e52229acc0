import { limits } from '../../../storage-core/model/limits.ts'
import { isAbort, localError } from '../errors.ts'
import type { Batch } from './batch.ts'
import { settle, type RunnerContext } from './job-context.ts'

const requestsAtOnce = 3

/** Deletes the batch's items, objects or versions, a thousand a request. Items of a request that failed are failed, the rest goes on. */
export async function runDeletes(context: RunnerContext, batch: Batch, more: () => boolean, wait: () => Promise<void>): Promise<void> {
  const { items } = batch
  let cursor = 0
  const take = (): number[] => {
    const taken: number[] = []
    while (taken.length < limits.deleteMultipleMaxKeys) {
      const item = items.nextQueued(cursor)
      if (item < 0) break
      cursor = item + 1
      taken.push(item)
    }
    return taken
  }
  const worker = async (): Promise<void> => {
    while (!context.signal.aborted) {
      // Short requests while the walk goes on would cost more than waiting for full ones.
      const waitForMore = more() && items.count('queued') < limits.deleteMultipleMaxKeys
      const taken = waitForMore ? [] : take()
      if (taken.length === 0) {
        if (!more()) return
        await wait()
        continue
      }
      batch.state = 'running'
      await deleteSome(context, batch, taken)
      context.changed()
    }
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, worker))
}

async function deleteSome(context: RunnerContext, batch: Batch, taken: readonly number[]): Promise<void> {
  const { items, spec } = batch
  const keys = taken.map((item) => (spec.kind === 'deleteVersions' ? spec.key : spec.prefix + items.nameOf(item)))
  for (const item of taken) {
    items.setState(item, 'running')
    items.addAttempt(item)
  }
  const release = await context.limiter.acquire(1, context.signal).catch(() => undefined)
  if (release === undefined) {
    for (const item of taken) items.setState(item, 'queued')
    return
  }
  batch.streams++
  try {
    const isGone = await deleteTogether(context, batch, taken, keys)
    for (const [place, item] of taken.entries()) {
      const key = keys[place] ?? ''
      if (isGone(place)) {
        settle(context, batch, item, 'done')
        context.landed(key)
      } else settle(context, batch, item, 'failed', localError('AccessDenied', { Key: key, Cause: 'the service did not name it among the deleted keys' }))
    }
  } catch (error) {
    for (const item of taken) {
      if (context.signal.aborted || isAbort(error)) items.setState(item, 'queued')
      else settle(context, batch, item, 'failed', error)
    }
  } finally {
    batch.streams--
    release()
  }
}

/** @returns whether the one at this place was deleted */
async function deleteTogether({ provider, signal }: RunnerContext, { items, spec }: Batch, taken: readonly number[], keys: readonly string[]): Promise<(place: number) => boolean> {
  const { bucket } = spec
  if (spec.kind === 'deleteVersions') {
    const versions = taken.map((item) => ({ key: spec.key, versionId: items.nameOf(item) }))
    const gone = await provider.deleteVersions({ bucket, versions, signal })
    return (place) => {
      const version = versions[place]
      return version !== undefined && gone.has(version)
    }
  }
  const gone = await provider.deleteMultipleObjects({ bucket, keys, signal })
  return (place) => gone.has(keys[place] ?? '')
}
