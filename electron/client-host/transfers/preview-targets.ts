import { setMaxListeners } from 'node:events'
import type { TransferConflict, TransferPreview } from '../../contract/transfer-previews.ts'
import { abortReason } from '../aborts.ts'
import { codeOf, isAbort } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'

const maxConflictsShown = 200
const headsAtOnce = 12

/** Something that would be written below the prefix. */
export interface Looked {
  /** As the rows of the batch will call it. */
  readonly name: string
  readonly keyName: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

export interface LookAtTargets {
  readonly provider: Provider
  readonly bucket: string
  readonly prefix: string
  readonly signal: AbortSignal
  /** After so long what is known by then is answered. */
  readonly budgetMs?: number | undefined
  /** First segments of the names, without slashes. */
  readonly topNames: readonly string[]
  readonly chunks: (signal: AbortSignal) => AsyncIterable<readonly Looked[]>
}

/**
 * Counts what would be written and which of its keys exist already. Reads only. Where nothing stands in the way nothing is counted:
 * it may begin at once, and a walk over a hundred thousand files would only be done twice.
 */
export async function lookAtTargets(input: LookAtTargets): Promise<TransferPreview> {
  const { provider, bucket, prefix } = input
  const budget = new AbortController()
  const timer = setTimeout(() => {
    budget.abort()
  }, input.budgetMs ?? 3000)
  const signal = AbortSignal.any([input.signal, budget.signal])
  setMaxListeners(0, signal)
  const conflicts: TransferConflict[] = []
  let files = 0
  let bytes = 0
  let conflictCount = 0
  let looked = 0

  // Only the service's own word counts; a connection that may not ask is told nothing either way.
  const versioningAnswer = provider
    .getBucketInfo(bucket, signal)
    .then((info) => info.versioning === 'Enabled')
    .catch((error: unknown) => {
      if (!isAbort(error) && codeOf(error) === undefined) throw error
      return undefined
    })

  const waiting: Looked[] = []
  const look = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const key = prefix + next.keyName
      try {
        const head = await provider.headObject({ bucket, key, signal })
        conflictCount++
        if (conflicts.length < maxConflictsShown) {
          conflicts.push({
            name: next.name,
            key,
            sourceSizeBytes: next.sizeBytes,
            sourceModifiedMs: next.modifiedMs,
            targetSizeBytes: head.sizeBytes,
            targetModifiedMs: head.lastModifiedMs,
          })
        }
      } catch (error) {
        if (codeOf(error) !== 'NoSuchKey') throw error
      }
      looked++
    }
  }

  let complete = false
  try {
    // What goes under a prefix that holds nothing replaces nothing: one listing instead of a HEAD for each file.
    const occupied = await occupiedNames({ provider, bucket, prefix, signal, names: input.topNames })
    if (occupied.size === 0) return { files, bytes, conflictCount, conflicts, complete: true }
    for await (const chunk of input.chunks(signal)) {
      for (const item of chunk) {
        // A folder marker that is there already is no conflict: nothing in it would be lost.
        if (item.keyName.endsWith('/')) continue
        files++
        bytes += item.sizeBytes
        if (occupied.has(item.keyName.split('/', 1)[0] ?? '')) waiting.push(item)
        else looked++
      }
      await Promise.all(Array.from({ length: headsAtOnce }, look))
    }
    complete = looked >= files
  } catch (error) {
    if (input.signal.aborted) throw abortReason(input.signal)
    if (!budget.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
  }
  const versioning = conflictCount > 0 || !complete ? await versioningAnswer : undefined
  return { files, bytes, conflictCount, conflicts, complete, ...(versioning === undefined ? {} : { versioning }) }
}

/** Which of the dropped names have an object or anything below them. */
async function occupiedNames(input: {
  readonly provider: Provider
  readonly bucket: string
  readonly prefix: string
  readonly signal: AbortSignal
  readonly names: readonly string[]
}): Promise<Set<string>> {
  const occupied = new Set<string>()
  // Looking at each of very many names takes as long as asking for each file.
  if (input.names.length > 50) return new Set(input.names)
  await Promise.all(
    input.names.map(async (name) => {
      const page = await input.provider.listPage({ bucket: input.bucket, prefix: input.prefix + name, delimiter: '/', signal: input.signal })
      const folder = `${input.prefix}${name}/`
      if (page.nextToken !== undefined || page.objects.some((one) => one.key === input.prefix + name) || page.commonPrefixes.includes(folder)) occupied.add(name)
    }),
  )
  return occupied
}
