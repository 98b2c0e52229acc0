/** How well a text answers what was typed: higher is better; undefined when its letters are not there in this order. */
export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = Array.from(query.toLowerCase()).filter((letter) => letter.trim() !== '')
  if (wanted.length === 0) return 0
  const folded = text.toLowerCase()
  const whole = folded.indexOf(query.trim().toLowerCase())
  // The very words, best at the start of one.
  if (whole >= 0) return 1000 - Math.min(200, whole) - Math.min(200, text.length / 4) + (isStart(text, whole) ? 300 : 0)
  let score = 0
  let at = 0
  let former = -2
  for (const letter of wanted) {
    const found = folded.indexOf(letter, at)
    if (found === -1) return undefined
    score += found === former + 1 ? 12 : isStart(text, found) ? 10 : 1
    former = found
    at = found + letter.length
  }
  return score - text.length / 20
}

function isStart(text: string, index: number): boolean {
  return index === 0 || /[\s/\-_.:（(]/.test(text.charAt(index - 1))
}

/** The best answers first; what scores alike stays in its order. */
export function rank<T>(items: readonly T[], query: string, textOf: (item: T) => string, limit: number): readonly T[] {
  return items
    .flatMap((item) => {
      const score = fuzzyScore(query, textOf(item))
      return score === undefined ? [] : [{ item, score }]
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}
