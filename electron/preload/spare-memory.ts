/** What passes through the bridge while somebody scrolls through a long list. */
export interface SpareMemory {
  /** So many characters of rows have come. */
  readonly took: (characters: number) => void
}

export interface SpareMemoryOptions {
  /** Collects what nobody holds any more, which stops the page for some hundredths of a second. */
  readonly collect: () => void
  readonly setTimer?: (run: () => void, delayMs: number) => unknown
  readonly clearTimer?: (timer: never) => void
}

/** Some thirty thousand rows: less is not worth the pause. */
const worthCharacters = 2_000_000
/** Nobody scrolls any more, and does not notice. */
const idleMs = 2000

/**
 * Rows that came, were drawn and went leave behind what drew them: after a walk through a million rows more than a hundred
 * megabytes. The engine takes its time to collect that while nothing new is asked for, so it is told when the walk is over.
 */
export function createSpareMemory({ collect, setTimer = setTimeout, clearTimer = clearTimeout }: SpareMemoryOptions): SpareMemory {
  let characters = 0
  let timer: unknown
  return {
    took: (count) => {
      characters += count
      if (characters < worthCharacters) return
      if (timer !== undefined) clearTimer(timer as never)
      timer = setTimer(() => {
        timer = undefined
        characters = 0
        collect()
      }, idleMs)
    },
  }
}

/** How much of a value is the rows of a listing, which come as one text. */
export function charactersOfRows(value: unknown): number {
  return typeof value === 'object' && value !== null && 'rows' in value && typeof value.rows === 'string' ? value.rows.length : 0
}
