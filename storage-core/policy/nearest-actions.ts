import { actions } from './actions.ts'

/** At most three actions of OSS whose names look like the one given, the likeliest first. */
export function nearestActions(name: string): string[] {
  const wanted = bare(name)
  const atMost = Math.max(2, Math.floor(wanted.length / 3))
  return Object.keys(actions)
    .map((action) => ({ action, distance: distanceBetween(wanted, bare(action), atMost) }))
    .filter(({ distance }) => distance <= atMost)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ action }) => action)
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}

/** How many letters differ, are missing or are too many (Levenshtein's distance); `atMost` + 1 stands for all that are more. */
function distanceBetween(left: string, right: string, atMost: number): number {
  if (Math.abs(left.length - right.length) > atMost) return atMost + 1
  let above = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    above = current
  }
  return above[right.length] ?? 0
}
