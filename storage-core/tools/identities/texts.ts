/** One row of a table, or the fields of one thing. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>

/** Columns under their names, aligned. */
export function table(rows: readonly Fields[], columns: readonly string[], none: string): string {
  if (rows.length === 0) return `${none}\n`
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells.map((line) => `${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()}\n`).join('')
}

/** A name and its value on each line. */
export function fields(of: Fields): string {
  const entries = Object.entries(of).filter(([, value]) => value !== undefined)
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${String(value)}\n`).join('')
}

/** Reads a list, such as `Users.User`, out of an answer. */
export function listIn(answer: Readonly<Record<string, unknown>>, ...path: readonly string[]): readonly Fields[] {
  const found = inside(answer, path)
  return Array.isArray(found) ? (found as readonly Fields[]) : []
}

/** Reads one thing, such as `User`, out of an answer. */
export function fieldsIn(answer: Readonly<Record<string, unknown>>, ...path: readonly string[]): Fields {
  const found = inside(answer, path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : {}
}

function inside(answer: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[name] : undefined), answer)
}

export function pretty(json: string): string {
  return `${JSON.stringify(JSON.parse(json), undefined, 2)}\n`
}
