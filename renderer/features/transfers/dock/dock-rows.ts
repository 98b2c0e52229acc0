/** One line of the dock: a batch, or an item of one that is open. */
export interface DockRow {
  readonly batchId: string
  /** Position among the batches of the tab. */
  readonly position: number
  /** Number of the item among those shown; -1 for the batch itself. */
  readonly child: number
}

/** Which row of the tab shows what: batches one below the other, each open one followed by its items. */
export interface DockRows {
  readonly total: number
  readonly batchCount: number
  readonly rowAt: (index: number) => DockRow | undefined
  /** Index of a batch's row, or of an item's; -1 when it is not there. */
  readonly indexOf: (batchId: string, child?: number) => number
}

/** @param childrenOf rows below a batch; 0 for one that is closed */
export function createDockRows(batchIds: readonly string[], childrenOf: (batchId: string) => number): DockRows {
  // First row of each batch; a batch and its items end where the next one starts.
  const starts: number[] = []
  const positions = new Map<string, number>()
  let total = 0
  for (const [position, batchId] of batchIds.entries()) {
    starts.push(total)
    positions.set(batchId, position)
    total += 1 + childrenOf(batchId)
  }
  const positionAt = (index: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    total,
    batchCount: batchIds.length,
    rowAt: (index) => {
      if (index < 0 || index >= total) return undefined
      const position = positionAt(index)
      return { batchId: batchIds[position] ?? '', position, child: index - (starts[position] ?? 0) - 1 }
    },
    indexOf: (batchId, child = -1) => {
      const position = positions.get(batchId)
      if (position === undefined) return -1
      const index = (starts[position] ?? 0) + 1 + child
      return index < (starts[position + 1] ?? total) ? index : -1
    },
  }
}
