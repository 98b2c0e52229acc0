/** Pieces kept with their rows, and rows in all of them; of others only the number of rows is remembered. */
const keptChunks = 48
export const keptRows = 1_000_000
const concurrentLoads = 4

export interface ChunkStoreOptions<Row> {
  readonly chunkCount: number
  readonly load: (index: number, signal: AbortSignal) => Promise<readonly Row[]>
  /** Rows of a piece before any was read. */
  readonly expectedRows: number
  readonly onChange: () => void
  readonly onError: (thrown: unknown) => void
}

export interface ChunkPlace {
  readonly chunk: number
  /** First row of the piece in the whole. */
  readonly firstRow: number
  /** Whether all pieces before have been counted, so that `firstRow` is a fact and not an estimate. */
  readonly isExact: boolean
}

/**
 * Rows of an object too large to be read whole, as a list one can jump about in: read pieces have their rows, others count
 * as many as read ones have on average.
 */
export interface ChunkStore<Row> {
  readonly total: () => number
  readonly isCounted: () => boolean
  readonly placeOf: (row: number) => ChunkPlace
  readonly rowsOf: (chunk: number) => readonly Row[] | undefined
  readonly sizeOf: (chunk: number) => number
  /** Reads what is missing of these pieces, and gives up reading others. */
  readonly want: (first: number, last: number) => void
  readonly close: () => void
}

export function createChunkStore<Row>({ chunkCount, load, expectedRows, onChange, onError }: ChunkStoreOptions<Row>): ChunkStore<Row> {
  const counts = new Int32Array(chunkCount).fill(-1)
  const kept = new Map<number, readonly Row[]>()
  const loading = new Map<number, AbortController>()
  /** Not tried again by themselves: the viewer says what is wrong, and the object is opened anew. */
  const failed = new Set<number>()
  let counted = 0
  let countedRows = 0
  let heldRows = 0
  let wanted: readonly [number, number] = [0, -1]
  let closed = false

  const average = (): number => (counted === 0 ? expectedRows : Math.max(1, Math.round(countedRows / counted)))
  const sizeOf = (chunk: number): number => {
    const count = counts[chunk] ?? 0
    return count < 0 ? average() : count
  }

  function drop(chunk: number): void {
    heldRows -= kept.get(chunk)?.length ?? 0
    kept.delete(chunk)
  }

  async function start(chunk: number): Promise<void> {
    const controller = new AbortController()
    loading.set(chunk, controller)
    try {
      const rows = await load(chunk, controller.signal)
      if (closed) return
      if ((counts[chunk] ?? -1) < 0) {
        counts[chunk] = rows.length
        counted++
        countedRows += rows.length
      }
      drop(chunk)
      kept.set(chunk, rows)
      heldRows += rows.length
      for (const old of kept.keys()) {
        if (kept.size <= keptChunks && heldRows <= keptRows) break
        if (old < wanted[0] || old > wanted[1]) drop(old)
      }
      onChange()
    } catch (thrown) {
      if (controller.signal.aborted || closed) return
      failed.add(chunk)
      onError(thrown)
    } finally {
      loading.delete(chunk)
      if (!closed) next()
    }
  }

  function next(): void {
    for (let chunk = wanted[0]; chunk <= wanted[1] && loading.size < concurrentLoads; chunk++) {
      if (!kept.has(chunk) && !loading.has(chunk) && !failed.has(chunk)) void start(chunk)
    }
  }

  return {
    total: () => countedRows + (chunkCount - counted) * average(),
    isCounted: () => counted === chunkCount,
    sizeOf,
    rowsOf: (chunk) => kept.get(chunk),
    placeOf: (row) => {
      let firstRow = 0
      let isExact = true
      let chunk = 0
      for (; chunk < chunkCount - 1; chunk++) {
        const size = sizeOf(chunk)
        if (row < firstRow + size) break
        firstRow += size
        if ((counts[chunk] ?? -1) < 0) isExact = false
      }
      return { chunk, firstRow, isExact }
    },
    want: (first, last) => {
      if (first === wanted[0] && last === wanted[1]) return
      wanted = [Math.max(0, first), Math.min(chunkCount - 1, last)]
      for (const [chunk, controller] of loading) if (chunk < wanted[0] || chunk > wanted[1]) controller.abort()
      next()
    },
    close: () => {
      closed = true
      for (const controller of loading.values()) controller.abort()
    },
  }
}
