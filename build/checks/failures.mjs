import { stripVTControlCharacters } from 'node:util'

/** @import { Failure, NamedCounts } from './reports.ts' */

/**
 * How many lines a run's failures may take at its end, so that they, the second tries and the table of steps below stand in
 * the last 28 lines: often all that is kept of a log.
 */
const maximumLines = 14
const maximumErrorLines = 12

/** @param {string} text */
const cleanLines = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')

/**
 * What failed: a test's full name, its file (relative, or undefined for a step without files), and the lines of its error.
 * @param {string} name
 * @param {string | undefined} file
 * @param {string} error
 * @returns {Failure}
 */
export const failure = (name, file, error) => ({
  name,
  file,
  // Frames inside packages and Node say nothing about which line of ours was wrong.
  lines: cleanLines(error)
    .filter((line) => !/^\s*at .*(node_modules|node:internal)/.test(line))
    .slice(0, maximumErrorLines),
})

/**
 * The part of a program's output that says why it ended badly: from the first line that fits, else the end.
 * @param {string} output
 * @param {RegExp} pattern
 */
export function excerpt(output, pattern) {
  const lines = cleanLines(output)
  const first = lines.findIndex((line) => pattern.test(line))
  return (first === -1 ? lines.slice(-maximumErrorLines) : lines.slice(first)).join('\n')
}

/**
 * The failures of all steps as lines: every one gets its name and its share of the room; those beyond it are counted.
 * @param {readonly NamedCounts[]} results
 */
export function describeFailures(results) {
  const failures = results.flatMap((result) => result.failures.map((entry) => ({ ...entry, step: result.name })))
  if (failures.length === 0) return []
  const shown = failures.length > maximumLines ? failures.slice(0, maximumLines - 1) : failures
  const errorLines = Math.min(maximumErrorLines, Math.floor((maximumLines - shown.length) / shown.length))
  const lines = shown.flatMap(({ step, file, name, lines: error }) => [
    `FAILED ${step}: ${file === undefined ? '' : `${file}: `}${name}`,
    ...error.slice(0, errorLines).map((line) => `    ${line.slice(0, 300)}`),
  ])
  return shown.length === failures.length ? lines : [...lines, `and ${failures.length - shown.length} more; the log above has them all`]
}

const maximumSecondTries = 4

/**
 * The tests that passed only when tried again, as lines: one each, the rest counted.
 * @param {readonly NamedCounts[]} results
 */
export function describeSecondTries(results) {
  const lines = results.flatMap((result) => result.secondTries.map(({ file, name }) => `SECOND TRY ${result.name}: ${file}: ${name}`))
  return lines.length <= maximumSecondTries ? lines : [...lines.slice(0, maximumSecondTries - 1), `and ${lines.length - maximumSecondTries + 1} more passed at their second try`]
}
