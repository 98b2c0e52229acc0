import { formatOf, parseDelimited, parseJsonLines } from '../table/records.ts'
import { diffRows, type RowDifference } from './row-diff.ts'

const sampleCharacters = 64 * 1024
/** Lines of a comparison that are shown; of more nobody reads the end. */
export const mostRows = 20_000

export interface RowsCompared {
  readonly rows: readonly RowDifference[]
  readonly header: readonly string[] | undefined
  /** Rows that are not the same, those that are not shown as well. */
  readonly changes: number
  readonly isCut: boolean
}

/** Two tables, as their texts, compared row by row. */
export function compareRows(before: string, after: string, extension: string): RowsCompared {
  const format = formatOf(extension, (after === '' ? before : after).slice(0, sampleCharacters))
  const parse = (text: string): string[][] => (format.kind === 'json' ? parseJsonLines(text, format.columns) : parseDelimited(text, format.delimiter))
  const [a, b] = [parse(before), parse(after)]
  // The first row names the columns as long as both say the same of them.
  const isNamed = format.kind === 'delimited' && a[0] !== undefined && a[0].join() === b[0]?.join()
  const header = format.kind === 'json' ? format.columns : isNamed ? a[0] : undefined
  const rows = isNamed ? diffRows(a.slice(1), b.slice(1)) : diffRows(a, b)
  const changes = rows.reduce((count, { kind }) => (kind === 'same' || kind === 'skipped' ? count : count + 1), 0)
  return { rows: rows.slice(0, mostRows), header, changes, isCut: rows.length > mostRows }
}
