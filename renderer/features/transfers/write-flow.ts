import { create } from 'zustand'
import type { ConflictChoices, ConflictPolicy } from '../../../electron/contract/conflict-policy.ts'
import type { CopyPreview, TransferPreview } from '../../../electron/contract/transfer-previews.ts'
import type { Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'

export type WriteVerb = 'upload' | 'copy' | 'move'

/** What a look at the target found; of moves also what becomes of the source. */
export type FoundWrite = TransferPreview & Partial<Pick<CopyPreview, 'sourceVersioning'>>

/** Something that would write objects below a place, before it may. */
export interface PlannedWrite {
  readonly verb: WriteVerb
  readonly place: Place
  /** Files, folders and objects it is about. */
  readonly count: number
  /** Bucket that objects are moved out of, when they leave it. */
  readonly leaves?: string | undefined
  readonly preview: (signal: AbortSignal) => Promise<FoundWrite>
  readonly enqueue: (conflict: ConflictPolicy, choices: ConflictChoices) => Promise<unknown>
}

export interface PendingWrite extends PlannedWrite {
  readonly id: number
  /** Undefined while the target is still being looked at. */
  readonly found: FoundWrite | undefined
  readonly cancel: () => void
}

interface WriteFlow {
  readonly pending: readonly PendingWrite[]
  readonly add: (write: PendingWrite) => void
  readonly setFound: (id: number, found: FoundWrite) => void
  readonly remove: (id: number) => void
}

/** Writes on their way from the drop to the queue: being compared, or waiting for the answer of the conflict sheet. */
export const useWriteFlow = create<WriteFlow>()((set) => ({
  pending: [],
  add: (write) => set(({ pending }) => ({ pending: [...pending, write] })),
  setFound: (id, found) => set(({ pending }) => ({ pending: pending.map((write) => (write.id === id ? { ...write, found } : write)) })),
  remove: (id) => set(({ pending }) => ({ pending: pending.filter((write) => write.id !== id) })),
}))

let lastId = 0

/** True when nothing has to be asked: everything was compared and nothing would be replaced. */
export function isFreeOfConflicts(preview: TransferPreview): boolean {
  return preview.complete && preview.conflictCount === 0
}

/** True for a move that leaves older versions, and their cost, behind. */
export function keepsVersions({ verb, leaves }: Pick<PlannedWrite, 'verb' | 'leaves'>, found: FoundWrite): boolean {
  return verb === 'move' && leaves !== undefined && found.sourceVersioning === true
}

/** Looks at the target and starts the write, or leaves it to the conflict sheet. */
export async function compareAndEnqueue(write: PlannedWrite): Promise<void> {
  const controller = new AbortController()
  const flow = useWriteFlow.getState()
  const id = ++lastId
  flow.add({ ...write, id, found: undefined, cancel: () => controller.abort() })
  try {
    const found = await write.preview(controller.signal)
    if (controller.signal.aborted) {
      flow.remove(id)
      return
    }
    if (!isFreeOfConflicts(found)) {
      flow.setFound(id, found)
      return
    }
    // Another program may have written the same name since: what is there wins then, and the dock shows the skip.
    await write.enqueue('skip', [])
    flow.remove(id)
    if (keepsVersions(write, found)) useNotices.getState().tell('transfers.movedVersioned', write.leaves)
  } catch (thrown) {
    flow.remove(id)
    if (!controller.signal.aborted) useNotices.getState().reportError(thrown)
  }
}
