export interface Wildcard {
  matches(text: string): boolean
}

/**
 * Compiles a pattern in which `*` stands for any run of characters, `/` included, and, where asked for, `?` for exactly one.
 * Everything else stands for itself; there is no way to escape.
 *
 * A run of literals between two stars is looked for once, from the left: the first place it fits leaves the most room for the
 * rest, so nothing is ever tried again. Time grows with the text, whatever the pattern; a run with `?` in it costs the text
 * times the run.
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
  const middle = runs.slice(1, -1)
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
      for (const run of middle) {
        while (from + run.length <= end && !fits(characters, run, from)) from += 1
        if (from + run.length > end) return false
        from += run.length
      }
      return true
    },
  }
}

function fits(characters: readonly string[], run: readonly string[], at: number): boolean {
  for (let index = 0; index < run.length; index += 1) {
    if (run[index] !== '?' && run[index] !== characters[at + index]) return false
  }
  return true
}
