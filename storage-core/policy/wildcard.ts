export interface Wildcard {
  matches(text: string): boolean
}

/**
 * Compiles a pattern in which `*` stands for any run of characters, `/` included, and, where asked for, `?` for exactly one.
 * Everything else stands for itself; there is no way to escape.
 *
 * A run of literals between two stars is looked for once, from the left: the first place it fits leaves the most room for the
 * rest, so nothing is ever tried again. Time grows with the text, whatever the pattern; with `?` in it, also by one step for
 * each character and 32 symbols of a run.
 */
export function compileWildcard(pattern: string, questionMark: boolean): Wildcard {
  if (questionMark && pattern.includes('?')) return compileWithQuestionMarks(pattern)
  if (!pattern.includes('*')) return { matches: (text) => text === pattern }
  const runs = pattern.split('*')
  const head = runs[0] ?? ''
  const tail = runs.at(-1) ?? ''
  const middle = runs.slice(1, -1).filter((run) => run !== '')
  const leastLength = runs.reduce((sum, run) => sum + run.length, 0)
  if (leastLength === 0) return { matches: () => true }
  return {
    matches(text) {
      if (text.length < leastLength || !text.startsWith(head) || !text.endsWith(tail)) return false
      let from = head.length
      for (const run of middle) {
        const found = text.indexOf(run, from)
        if (found === -1) return false
        from = found + run.length
      }
      return from <= text.length - tail.length
    },
  }
}

// Characters here are code points: `?` stands for one emoji, not for half of one.
function compileWithQuestionMarks(pattern: string): Wildcard {
  const runs = pattern.split('*').map((run) => Array.from(run))
  const head = runs[0] ?? []
  const tail = runs.at(-1) ?? []
  const middle = runs.slice(1, -1).filter((run) => run.length > 0).map(compileSearch)
  const leastLength = runs.reduce((sum, run) => sum + run.length, 0)
  const open = runs.length > 1
  return {
    matches(text) {
      const characters = Array.from(text)
      if (open ? characters.length < leastLength : characters.length !== leastLength) return false
      const end = characters.length - tail.length
      if (!fits(characters, head, 0)) return false
      if (!open) return true
      if (!fits(characters, tail, end)) return false
      let from = head.length
      for (const search of middle) {
        from = search(characters, from, end)
        if (from === -1) return false
      }
      return from <= end
    },
  }
}

function fits(characters: readonly string[], run: readonly string[], at: number): boolean {
  for (let index = 0; index < run.length; index += 1) {
    if (run[index] !== '?' && run[index] !== characters[at + index]) return false
  }
  return true
}

/** Finds the first place of a run and answers where it ends, or -1. */
type Search = (characters: readonly string[], from: number, end: number) => number

/**
 * A search that never goes back in the text: one bit for each symbol of the run says whether the text so far ends in the run up
 * to that symbol, and each character moves all of them on by one (the Shift-And algorithm).
 */
function compileSearch(run: readonly string[]): Search {
  const words = Math.ceil(run.length / 32)
  const last = 1 << ((run.length - 1) % 32)
  const anything = bitsOf(run, words, (symbol) => symbol === '?')
  const fitting = new Map(
    run.filter((symbol) => symbol !== '?').map((symbol) => [symbol, bitsOf(run, words, (other) => other === symbol || other === '?')]),
  )
  return (characters, from, end) => {
    const ends = new Int32Array(words)
    for (let index = from; index < end; index += 1) {
      const mask = fitting.get(characters[index] ?? '') ?? anything
      let carry = 1
      for (let word = 0; word < words; word += 1) {
        const before = ends[word] ?? 0
        ends[word] = ((before << 1) | carry) & (mask[word] ?? 0)
        carry = before >>> 31
      }
      if (((ends[words - 1] ?? 0) & last) !== 0) return index + 1
    }
    return -1
  }
}

function bitsOf(run: readonly string[], words: number, isSet: (symbol: string) => boolean): Int32Array {
  const bits = new Int32Array(words)
  for (const [index, symbol] of run.entries()) {
    if (isSet(symbol)) bits[index >> 5] = (bits[index >> 5] ?? 0) | (1 << (index & 31))
  }
  return bits
}
