import { nextTurn } from '../aborts.ts'
import type { Batch, RevertSpec } from '../transfers/batch.ts'
import { parentPrefix } from '../transfers/changed-prefixes.ts'
import type { RestoreStep } from './restore-plan.ts'
import { putsMarker, putsVersion } from './revert-item.ts'

export interface RevertRequest {
  readonly profileId: string
  readonly bucket: string
  /** Of the folder, or empty for the bucket. */
  readonly prefix: string
  readonly momentMs: number
  /** When the newest version was written that the steps know of. */
  readonly beforeMs: number
  readonly steps: Iterable<RestoreStep>
}

/** Items are named below the folder above, so that a folder's own marker has a name as well. */
export function revertSpec({ profileId, bucket, prefix: place, momentMs, beforeMs }: RevertRequest): RevertSpec {
  const prefix = parentPrefix(place)
  return { kind: 'revert', profileId, bucket, prefix, title: place.slice(prefix.length), prefixes: [], place, momentMs, beforeMs }
}

const stepsPerTurn = 10_000

/** Makes the steps items of the batch at once, so that the plan may go. */
export async function addSteps(batch: Batch, { steps }: RevertRequest): Promise<void> {
  const { prefix } = batch.spec
  let count = 0
  for (const { key, versionId, sizeBytes } of steps) {
    batch.items.add({ name: key.slice(prefix.length), sizeBytes, modifiedMs: 0, source: versionId === undefined ? putsMarker : putsVersion, versionId })
    if (++count % stepsPerTurn === 0) await nextTurn()
  }
}
