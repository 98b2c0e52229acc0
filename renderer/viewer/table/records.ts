import Papa from 'papaparse'
import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'
import { lineStart, lookAheadBytes, type FindStart } from '../text/line-chunks.ts'

/** How records of a table are written. */
export type TableFormat = { readonly kind: 'delimited'; readonly delimiter: string; readonly columnCount: number; /** Columns beyond those that are shown. */ readonly moreColumns: boolean } | { readonly kind: 'json'; readonly columns: readonly string[]; readonly moreColumns: boolean }

/** Shown of one table; more could not be laid out at once. */
export const maxColumns = 300
const maxCellCharacters = 2000
const sampleRecords = 100

const cell = (text: string): string => (text.length > maxCellCharacters ? `${text.slice(0, maxCellCharacters)}…` : text)

export function parseDelimited(text: string, delimiter: string): string[][] {
  return Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' }).data.map((record) => record.slice(0, maxColumns).map(cell))
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // A line cut short, or no JSON: shown as the text it is.
    return line
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
function asText(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value)
  } catch (thrown) {
    // What was read without a stack cannot always be written without one.
    if (thrown instanceof RangeError) return '…'
    throw thrown
  }
}

/** One row per line; values of named columns, and one column for what is no object. */
export function parseJsonLines(text: string, columns: readonly string[]): string[][] {
  const rows: string[][] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const value = jsonOf(line)
    rows.push(isRecord(value) ? columns.map((name) => cell(asText(Object.hasOwn(value, name) ? value[name] : undefined))) : [cell(asText(value)), ...columns.slice(1).map(() => '')])
  }
  return rows
}

/** The columns a sample of lines names, in the order they are first met. */
function jsonFormat(text: string): TableFormat {
  const names = new Set<string>()
  for (const line of text.split(/\r?\n/, sampleRecords)) {
    const value = line.trim() === '' ? undefined : jsonOf(line)
    if (isRecord(value)) for (const name of Object.keys(value)) if (names.size <= maxColumns) names.add(name)
  }
  return { kind: 'json', columns: names.size === 0 ? ['value'] : [...names].slice(0, maxColumns), moreColumns: names.size > maxColumns }
}

/** Finds out from the beginning of an object how its records are written. */
export function formatOf(extension: string, text: string): TableFormat {
  if (extension === 'jsonl' || extension === 'ndjson') return jsonFormat(text)
  const sample = text.split('\n', sampleRecords).join('\n')
  const delimiter = extension === 'tsv' ? '\t' : Papa.parse(sample, { preview: sampleRecords, delimitersToGuess: [',', ';', '\t', '|'] }).meta.delimiter
  const columnCount = Papa.parse<string[]>(sample, { delimiter, preview: 1, skipEmptyLines: 'greedy' }).data[0]?.length ?? 1
  return { kind: 'delimited', delimiter, columnCount, moreColumns: columnCount > maxColumns }
}

/**
 * A place where a record begins. A line end may stand inside quotes; of the next few line ends the first is taken from
 * which what follows has as many columns as the table.
 */
export function recordStart({ delimiter, columnCount }: { readonly delimiter: string; readonly columnCount: number }): FindStart {
  return (bytes: Uint8Array, encoding: TextEncoding) => {
    const first = lineStart(bytes, encoding)
    let start = first
    for (let attempt = 0; attempt < 20; attempt++) {
      const text = decodeText(bytes.subarray(start, start + 4096), encoding, { partial: true })
      const records = Papa.parse<string[]>(text, { delimiter, preview: 6, skipEmptyLines: 'greedy' }).data
      const whole = records.length > 1 ? records.slice(0, -1) : records
      if (whole.every((record) => record.length === columnCount)) return start
      const next = start + lineStart(bytes.subarray(start), encoding)
      if (next <= start || next >= Math.min(bytes.length, lookAheadBytes)) break
      start = next
    }
    return first
  }
}
