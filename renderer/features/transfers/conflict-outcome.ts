import type { ConflictPolicy } from '../../../electron/contract/conflict-policy.ts'
import type { TransferConflict, TransferPreview } from '../../../electron/contract/transfer-previews.ts'

/** How many of the files of a preview would meet which fate. */
export interface ConflictOutcome {
  /** Sent, under their own name or another: new ones, replacing ones and those kept beside. */
  readonly sent: number
  readonly replaced: number
  readonly keptBoth: number
  readonly skipped: number
  /** Looked at more closely when their turn comes, as the preview cannot tell. */
  readonly compared: number
}

type Fate = 'replaced' | 'keptBoth' | 'skipped' | 'compared'

/** What a choice means for one name; the sizes and times are those of the preview. */
function fateOf(choice: ConflictPolicy, conflict: TransferConflict | undefined): Fate {
  switch (choice) {
    case 'overwrite':
      return 'replaced'
    case 'keepBoth':
      return 'keptBoth'
    case 'skip':
      return 'skipped'
    case 'newer':
      if (conflict === undefined) return 'compared'
      return conflict.sourceModifiedMs > conflict.targetModifiedMs ? 'replaced' : 'skipped'
    case 'skipIdentical':
    default:
      // Different sizes are different contents; the same size says nothing yet.
      return conflict !== undefined && conflict.sourceSizeBytes !== conflict.targetSizeBytes ? 'replaced' : 'compared'
  }
}

/** Pure: what the choices so far come to. A preview that is not complete gives lower bounds. */
export function conflictOutcome(preview: TransferPreview, choice: ConflictPolicy, perRow: ReadonlyMap<string, ConflictPolicy>): ConflictOutcome {
  const counts = { replaced: 0, keptBoth: 0, skipped: 0, compared: 0 }
  for (const conflict of preview.conflicts) counts[fateOf(perRow.get(conflict.name) ?? choice, conflict)]++
  counts[fateOf(choice, undefined)] += Math.max(0, preview.conflictCount - preview.conflicts.length)
  return { ...counts, sent: Math.max(0, preview.files - preview.conflictCount) + counts.replaced + counts.keptBoth }
}

/** The choice to begin with: the safe one. Where skipping would leave nothing to do, both are kept: as a version where the bucket keeps those, else by name. */
export function firstChoice(preview: TransferPreview): ConflictPolicy {
  if (!preview.complete || preview.files > preview.conflictCount) return 'skip'
  return preview.versioning === true ? 'overwrite' : 'keepBoth'
}
